"""Pages of stock: products by view and search, with what lies where; every statement is bounded by its page."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Select, and_, func, literal, or_, select

from app.central.desk.stock.values import ListedProduct, LyingRow, Sums
from app.central.storage.schema.indexes import RAISED
from app.central.storage.schema.selling.orders import sales_order
from app.central.storage.schema.warehouse.goods import product, product_barcode
from app.central.storage.schema.warehouse.stock import stock_level
from app.central.storage.schema.warehouse.supply import alert, purchase, purchase_line, supply_proposal
from app.central.storage.stores.store import Store, bounded, columns

_P, _L, _A, _B = product.c, stock_level.c, alert.c, product_barcode.c
COUNT_MOST: Final = 9_999
VIEWS: Final = ("low", "out", "proposed", "coming", "aside")


class StockReading(Store):
    def page(self, view: str, typed: str, after: str, most: int) -> tuple[ListedProduct, ...]:
        """Products behind a SKU in the order of SKUs: of a view ("" all), and of what was typed ("" all)."""
        found = columns(product, ListedProduct).where(_P.site_id == self.site, _P.sku > after)
        if view:
            found = found.where(_P.sku.in_(self._of_view(view)))
        if typed:
            found = found.where(self._named(typed))
        return self.all(found.order_by(_P.sku).limit(most), ListedProduct)

    def counts(self) -> dict[str, int]:
        """How many SKUs each view shows, counted up to COUNT_MOST + 1."""
        asked = []
        for view in VIEWS:
            some = self._of_view(view).distinct().limit(COUNT_MOST + 1).subquery()
            asked.append(select(func.count()).select_from(some).scalar_subquery().label(view))
        every = select(literal(1)).where(_P.site_id == self.site).limit(COUNT_MOST + 1).subquery()
        asked.append(select(func.count()).select_from(every).scalar_subquery().label("every"))
        row = self.connection.execute(select(*asked)).one()
        return {name: int(value) for name, value in row._asdict().items()}

    def sums(self, skus: Collection[str]) -> dict[str, Sums]:
        """What lies where, added up; SKUs without any level are not among them."""
        names = ("on_hand", "allocated", "reserved", "unavailable", "safety")
        added = [func.sum(_L[name]).label(name) for name in names]
        places = func.count(_L.location.distinct()).label("places")
        rows = select(_L.sku, *added, places).where(_L.site_id == self.site).group_by(_L.sku)
        found = {}
        for some in bounded(skus):
            for row in self.connection.execute(rows.where(_L.sku.in_(some))):
                found[row.sku] = Sums(**{name: int(getattr(row, name)) for name in (*names, "places")})
        return found

    def raised(self, skus: Collection[str]) -> dict[str, frozenset[str]]:
        """Kinds of alert that are raised for each of these SKUs."""
        rows = select(_A.sku, _A.kind).where(_A.site_id == self.site, RAISED)
        found: dict[str, frozenset[str]] = {}
        for some in bounded(skus):
            for row in self.connection.execute(rows.where(_A.sku.in_(some))):
                found[row.sku] = found.get(row.sku, frozenset()) | {row.kind}
        return found

    def numbers(self, order_ids: Collection[str]) -> dict[str, str]:
        """Numbers of those of these orders there are."""
        o, found = sales_order.c, {}
        for some in bounded(order_ids):
            rows = select(o.order_id, o.number).where(o.order_id.in_(some))
            found.update({row.order_id: row.number for row in self.connection.execute(rows)})
        return found

    def purchases(self, sku: str) -> tuple[Any, ...]:
        """(number, supplier, expected_on, ordered, received) of open purchases that have the SKU."""
        p, n = purchase.c, purchase_line.c
        rows = select(p.number, p.supplier, p.expected_on, n.ordered, n.received).join(
            purchase_line, n.purchase_id == p.purchase_id
        )
        mine = rows.where(n.site_id == self.site, n.sku == sku, p.state == "open")
        return tuple(self.connection.execute(mine.order_by(p.expected_on, p.number)))

    def lying(self, after: tuple[str, str, str], most: int) -> tuple[LyingRow, ...]:
        """Levels with something in them or spoken for, behind (sku, location, lot), in that order."""
        sku, place, lot = after
        behind = or_(
            _L.sku > sku,
            and_(_L.sku == sku, _L.location > place),
            and_(_L.sku == sku, _L.location == place, _L.lot > lot),
        )
        used = or_(_L.on_hand > 0, _L.allocated > 0, _L.reserved > 0, _L.unavailable > 0, _L.safety > 0)
        names = [_L[name] for name in LyingRow.__dataclass_fields__ if name != "name"]
        rows = select(*names, _P.name).join(product, and_(_P.site_id == _L.site_id, _P.sku == _L.sku))
        found = rows.where(_L.site_id == self.site, _L.sku >= sku, behind, used)
        return self.all(found.order_by(_L.sku, _L.location, _L.lot).limit(most), LyingRow)

    def _of_view(self, view: str) -> Select[Any]:
        if view in ("low", "out"):
            kind = "low_stock" if view == "low" else "out_of_stock"
            return select(_A.sku).where(_A.site_id == self.site, _A.kind == kind, RAISED)
        if view == "proposed":
            s = supply_proposal.c
            return select(s.sku).where(s.site_id == self.site, s.state == "open")
        if view == "coming":
            p, n = purchase.c, purchase_line.c
            open_ = select(n.sku).join(purchase, p.purchase_id == n.purchase_id)
            return open_.where(p.site_id == self.site, p.state == "open", n.received < n.ordered)
        return select(_L.sku).where(_L.site_id == self.site, _L.unavailable > 0)

    def _named(self, typed: str) -> Any:
        """A part of the name, the beginning of the SKU, a barcode, or a location."""
        folded = typed.lower()
        code = typed.zfill(14) if typed.isascii() and typed.isdigit() and len(typed) <= 14 else typed
        scanned = select(_B.sku).where(_B.site_id == self.site, _B.code.in_((typed, code)))
        lies = select(_L.sku).where(_L.site_id == self.site, _L.location == typed.upper())
        return or_(
            func.lower(_P.sku).startswith(folded, autoescape=True),
            func.lower(_P.name).contains(folded, autoescape=True),
            _P.sku.in_(scanned),
            _P.sku.in_(lies),
        )
