"""Which orders have units of a lot, and which line a serial number was packed for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from app.central.storage.schema.orders import allocation, order_line
from app.central.storage.stores.store import Store

_A, _N = allocation.c, order_line.c


class Tracing(Store):
    def of_lot(self, sku: str, lot: str, most: int) -> tuple[Any, ...]:
        """(order_id, promised, gone) in units, orders that have some of it left to go first."""
        promised = func.sum(_A.quantity - _A.consumed - _A.released).label("promised")
        gone = func.sum(_A.consumed).label("gone")
        rows = select(_A.order_id, promised, gone).where(_A.site_id == self.site, _A.sku == sku, _A.lot == lot)
        some = rows.group_by(_A.order_id).having(func.sum(_A.quantity - _A.released) > 0)
        found = some.order_by(promised.desc(), _A.order_id.desc()).limit(most)
        return tuple(self.connection.execute(found))

    def order_of(self, line_id: str) -> str | None:
        """The order of a line of this site."""
        mine = select(_N.order_id).where(_N.site_id == self.site, _N.line_id == line_id)
        return self.connection.execute(mine).scalar_one_or_none()
