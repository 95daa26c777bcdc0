"""A product as a packer tells it apart: name, the options all share, and the one that differs in big type."""

from __future__ import annotations

from app.domain.documents import Product
from app.station.view.panels import ItemView

PLAIN = frozenset({"", "Default Title"})
"""Values a shop gives to the only option of a product without variants."""


def item_view(product: Product | None, sku: str, differing: str = "") -> ItemView:
    """`differing` names the option to show big; without it the last one (in apparel the size) is."""
    if product is None:
        return ItemView(sku=sku, name=sku, rest="", differs="")
    options = [(name, value) for name, value in product.options if value not in PLAIN]
    big = next((name for name, _ in options if name == differing), options[-1][0] if options else "")
    rest = " · ".join(value for name, value in options if name != big)
    differs = next((value for name, value in options if name == big), "")
    return ItemView(sku=product.sku, name=product.name, rest=rest, differs=differs, picture=product.picture)


def difference(scanned: Product, needed: Product) -> str:
    """The one option in which two variants of a product differ ("" when they are other products, or differ in more)."""
    if scanned.name != needed.name:
        return ""
    theirs = dict(needed.options)
    names = [name for name, value in scanned.options if theirs.get(name) != value]
    return names[0] if len(names) == 1 else ""


def words_for(item: ItemView) -> str:
    """Field tee, moss, S"""
    return ", ".join(part for part in (item.name, item.rest, item.differs) if part)
