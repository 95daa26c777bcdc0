"""Kits in an order: taken in as lines of their components, shown to customer and channel as the one line they bought.

A bench checks one SKU per line, so every component is an order line of its own, which names its kit (`kit_id`) and how
many units make one (`per_kit`). Components are therefore summed with the other lines before stock is checked, and are
allocated, picked, packed and shipped like anything else; the kit's own counters are derived from theirs. What a kit is
made of is what its recipe said when the order came in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from app.central.stock.values import KitRow
from app.central.storage.unit import Work
from app.central.values import LineRow
from app.domain.stock.kits import Progress, Recipes, whole_kits

COUNTED = ("cancelled", "allocated", "picked", "packed", "shipped", "short")


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """A line as the customer bought it; the counters of a kit are whole kits, `short` those that lack something."""

    line_id: str
    position: int
    sku: str
    name: str
    quantity: int
    price_minor: int
    cancelled: int
    allocated: int
    picked: int
    packed: int
    shipped: int
    short: int
    shop_line: str = ""
    kit: bool = False


def recipes_of(work: Work, catalogue: Mapping[str, bool]) -> Recipes:
    """What the kits among these SKUs (from `Goods.catalogue`) are made of; no query when none is a kit."""
    kits = [sku for sku, is_kit in catalogue.items() if is_kit]
    return work.kits.recipes(kits) if kits else {}


def explode(work: Work, lines: Collection[LineRow], recipes: Recipes) -> tuple[list[LineRow], list[KitRow]]:
    """Lines as they are worked on, and the kits among them as they were sold; lines without a kit stay as they are."""
    made: list[LineRow] = []
    kits: list[KitRow] = []
    parts: list[LineRow] = []
    for line in lines:
        if line.sku not in recipes:
            made.append(line)
            continue
        kit = KitRow(
            kit_id=line.line_id,
            order_id=line.order_id,
            position=line.position,
            sku=line.sku,
            name=line.name,
            quantity=line.quantity,
            price_minor=line.price_minor,
            tax_minor=line.tax_minor,
            discount_minor=line.discount_minor,
            shop_line=line.shop_line,
        )
        kits.append(kit)
        for part in recipes[line.sku]:
            parts.append(
                replace(
                    line,
                    line_id=work.new_id(),
                    position=len(lines) + len(parts),
                    sku=part.sku,
                    quantity=line.quantity * part.quantity,
                    price_minor=0,
                    tax_minor=0,
                    discount_minor=0,
                    kit_id=kit.kit_id,
                    per_kit=part.quantity,
                )
            )
    return [*made, *parts], kits


def sold(lines: Iterable[LineRow], kits: Iterable[KitRow]) -> tuple[SoldLine, ...]:
    """The order as it was bought, in its own order of lines."""
    parts: dict[str, list[LineRow]] = {}
    made = []
    for line in lines:
        if line.kit_id is None:
            made.append(SoldLine(**{name: getattr(line, name) for name in _PLAIN}))
        else:
            parts.setdefault(line.kit_id, []).append(line)
    made += [_kit(kit, parts.get(kit.kit_id, [])) for kit in kits]
    return tuple(sorted(made, key=lambda line: line.position))


def sold_lines(work: Work, order_id: str) -> tuple[SoldLine, ...]:
    """An order of the database as it was bought."""
    lines = work.orders.lines(order_id)
    return sold(lines, work.kits.of_order(order_id) if any(line.kit_id for line in lines) else ())


_PLAIN = tuple(name for name in SoldLine.__dataclass_fields__ if name != "kit")


def _kit(kit: KitRow, parts: list[LineRow]) -> SoldLine:
    whole = {name: whole_kits(Progress(part.per_kit, getattr(part, name)) for part in parts) for name in COUNTED}
    whole["short"] = max((-(-part.short // part.per_kit) for part in parts), default=0)
    return SoldLine(
        line_id=kit.kit_id,
        position=kit.position,
        sku=kit.sku,
        name=kit.name,
        quantity=kit.quantity,
        price_minor=kit.price_minor,
        shop_line=kit.shop_line,
        kit=True,
        **whole,
    )
