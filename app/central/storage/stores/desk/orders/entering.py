"""What order entry looks up: products by code and name, what they sold at, customers of earlier orders, numbers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import bindparam, func, select, text

from app.central.storage.schema.selling.desk import order_term
from app.central.storage.schema.selling.details import order_details
from app.central.storage.schema.selling.orders import order_kit, order_line, sales_order
from app.central.storage.schema.warehouse.goods import product, product_barcode
from app.central.storage.stores.store import Store, bounded
from app.domain.intake.search_terms import LONGEST, fold

_P, _B, _O, _T, _D = product.c, product_barcode.c, sales_order.c, order_term.c, order_details.c
NEWEST_MOST: Final = 5
"""Orders of a SKU that are looked at for what it sold at last."""
_NEXT = text(
    "INSERT INTO desk_number (site_id, prefix, last) VALUES (:of, :prefix, :first) "
    "ON CONFLICT (site_id, prefix) DO UPDATE SET last = desk_number.last + 1 RETURNING last"
)
_FOUND = select(_P.sku, _P.name, _P.options, _P.kit)


class Entering(Store):
    def next_number(self, prefix: str, first: int) -> int:
        """The next number of this kind of order at the site; the first one is `first`."""
        return int(self.connection.execute(_NEXT, {"of": self.site, "prefix": prefix, "first": first}).scalar_one())

    def by_code(self, code: str) -> tuple[Any, ...]:
        """(sku, units) of every packaging with this barcode."""
        rows = select(_B.sku, _B.units).where(_B.site_id == self.site, _B.code == code).order_by(_B.units, _B.sku)
        return tuple(self.connection.execute(rows))

    def products(self, skus: Collection[str]) -> tuple[Any, ...]:
        """(sku, name, options, kit) of each of these."""
        here = _FOUND.where(_P.site_id == self.site)
        return tuple(row for some in bounded(skus) for row in self.connection.execute(here.where(_P.sku.in_(some))))

    def named(self, words: Collection[str], most: int) -> tuple[Any, ...]:
        """(sku, name, options, kit) of products that have every word in their SKU, name or options."""
        here = _FOUND.where(_P.site_id == self.site)
        for word in words:
            parts = [column.icontains(word, autoescape=True) for column in (_P.name, _P.sku, _P.options)]
            here = here.where(parts[0] | parts[1] | parts[2])
        return tuple(self.connection.execute(here.order_by(_P.name, _P.sku).limit(most)))

    def last_price(self, sku: str, currency: str) -> int | None:
        """What a unit was sold at last in this currency; None when it never was."""
        ids = select(_T.order_id).where(_T.site_id == self.site, _T.term == fold(sku)[:LONGEST])
        newest = list(self.connection.execute(ids.order_by(_T.order_id.desc()).limit(NEWEST_MOST)).scalars())
        for sold in (order_line, order_kit):
            c = sold.c
            rows = select(c.price_minor).join(sales_order, _O.order_id == c.order_id).where(c.sku == sku)
            mine = rows.where(c.order_id.in_(newest), _O.currency == currency, c.price_minor > 0)
            found = self.connection.execute(mine.order_by(c.order_id.desc()).limit(1)).scalar()
            if found is not None:
                return int(found)
        return None

    def newest_currency(self) -> str:
        """The currency of the newest order; "" before there is one."""
        newest = select(_O.currency).where(_O.site_id == self.site).order_by(_O.taken_at.desc(), _O.order_id.desc())
        return str(self.connection.execute(newest.limit(1)).scalar() or "")

    def recipients(self, order_ids: Collection[str]) -> tuple[Any, ...]:
        """(order_id, number, placed_at, recipient, email) of these orders, newest first."""
        rows = select(_O.order_id, _O.number, _O.placed_at, _O.recipient, func.coalesce(_D.email, "").label("email"))
        mine = rows.outerjoin(order_details, _D.order_id == _O.order_id).where(
            _O.order_id.in_(bindparam("ids", expanding=True))
        )
        return tuple(self.connection.execute(mine.order_by(_O.placed_at.desc()), {"ids": list(order_ids)}))
