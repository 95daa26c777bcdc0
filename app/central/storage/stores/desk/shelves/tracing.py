"""Which lots lie here, which orders have units of one, and which line a serial number was packed for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, func, literal, or_, select

from app.central.desk.stock.values import LotSeen
from app.central.storage.schema.indexes import IN_LOTS
from app.central.storage.schema.selling.orders import allocation, order_line
from app.central.storage.schema.warehouse.goods import product
from app.central.storage.schema.warehouse.stock import lot, stock_level
from app.central.storage.stores.stock.ahead import AT_SITE
from app.central.storage.stores.store import Store

_A, _N = allocation.c, order_line.c
_L, _LOT, _P = stock_level.c, lot.c, product.c


class Tracing(Store):
    def of_lot(self, sku: str, code: str, most: int) -> tuple[Any, ...]:
        """(order_id, promised, gone) in units, orders that have some of it left to go first."""
        promised = func.sum(_A.quantity - _A.consumed - _A.released).label("promised")
        gone = func.sum(_A.consumed).label("gone")
        rows = select(_A.order_id, promised, gone).where(_A.site_id == self.site, _A.sku == sku, _A.lot == code)
        some = rows.group_by(_A.order_id).having(func.sum(_A.quantity - _A.released) > 0)
        found = some.order_by(promised.desc(), _A.order_id.desc()).limit(most)
        return tuple(self.connection.execute(found))

    def first_to_expire(self, typed: str, most: int) -> tuple[LotSeen, ...]:
        """Lots of which units lie here and whose SKU or code begins as typed; what does not expire comes last."""
        here = and_(_L.site_id == _LOT.site_id, _L.sku == _LOT.sku, _L.lot == _LOT.lot)
        named = (_P.site_id == _LOT.site_id) & (_P.sku == _LOT.sku)
        told = (_LOT.sku, _P.name, _LOT.lot, _LOT.expiry, _LOT.ship_until, _LOT.state)
        sums = (func.sum(_L.on_hand).label("units"), func.sum(_L.allocated + _L.reserved).label("promised"))
        found = select(*told, *sums).select_from(lot.join(stock_level, here).join(product, named))
        found = found.where(IN_LOTS, literal(self.site) == AT_SITE).group_by(*told)
        if typed:
            folded = typed.lower()
            begins = (func.lower(one).startswith(folded, autoescape=True) for one in (_LOT.sku, _LOT.lot))
            found = found.where(or_(*begins))
        ordered = found.order_by(_LOT.expiry.is_(None), _LOT.expiry, _LOT.sku, _LOT.lot).limit(most)
        return tuple(
            LotSeen(
                sku=row.sku, name=row.name, lot=row.lot, expiry=row.expiry, ship_until=row.ship_until,
                state=row.state, units=int(row.units), promised=int(row.promised),
            )
            for row in self.connection.execute(ordered)
        )  # fmt: skip

    def order_of(self, line_id: str) -> str | None:
        """The order of a line of this site."""
        mine = select(_N.order_id).where(_N.site_id == self.site, _N.line_id == line_id)
        return self.connection.execute(mine).scalar_one_or_none()
