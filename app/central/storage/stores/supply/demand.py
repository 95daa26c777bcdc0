"""What was wanted of each SKU on each day of the site, taken from the ledger once a day, and what is wanted now."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, text, update
from sqlalchemy import text as sql

from app.central.storage.schema.ground import Utc
from app.central.storage.schema.indexes import FIRST
from app.central.storage.schema.selling.orders import hold, order_line, sales_order
from app.central.storage.schema.warehouse.stock import stock_ledger, stock_level
from app.central.storage.schema.warehouse.supply import demand_day, supply_state
from app.central.storage.stores.store import Store, bounded, columns
from app.central.supply.values import StateRow

_D, _S, _T, _L = demand_day.c, supply_state.c, stock_ledger.c, stock_level.c
_O, _N, _H = sales_order.c, order_line.c, hold.c
_LACKS = _N.quantity - _N.cancelled - _N.allocated - _N.shipped
_DAY = bindparam("day", type_=_D.day.type)
_FILL = text(
    "INSERT INTO demand_day (site_id, sku, day, shipped, lost) "
    "SELECT site_id, sku, :day, sum(quantity), 0 FROM stock_ledger "
    "WHERE site_id = :of AND kind = 'shipped' AND moved_at >= :began AND moved_at < :ended GROUP BY site_id, sku "
    "ON CONFLICT (site_id, sku, day) DO UPDATE SET shipped = excluded.shipped"
).bindparams(_DAY, bindparam("began", type_=Utc()), bindparam("ended", type_=Utc()))
_LOSE = text(
    "INSERT INTO demand_day (site_id, sku, day, shipped, lost) VALUES (:of, :sku, :day, 0, :units) "
    "ON CONFLICT (site_id, sku, day) DO UPDATE SET lost = demand_day.lost + excluded.lost"
).bindparams(_DAY)
_OPEN = text(
    "INSERT INTO supply_state (site_id, looked_to, looking, purchase_next, settings) "
    "VALUES (:of, '', 0, 0, '{}') ON CONFLICT (site_id) DO NOTHING"
)
_NEW = StateRow(filled_until=None, began_at=None, looked_to="", looking=0, purchase_next=0, settings="{}")


class Demands(Store):
    def state(self) -> StateRow:
        """How far the site was looked at; as new where nobody looked yet."""
        return self.one(columns(supply_state, StateRow).where(_S.site_id == self.site), StateRow) or _NEW

    def change_state(self, **values: Any) -> None:
        self.connection.execute(_OPEN, {"of": self.site})
        self.connection.execute(update(supply_state).where(_S.site_id == self.site).values(**values))

    def next_purchase(self) -> int:
        """The next running number of a purchase of the site."""
        self.connection.execute(_OPEN, {"of": self.site})
        mine = update(supply_state).where(_S.site_id == self.site).values(purchase_next=_S.purchase_next + 1)
        return int(self.connection.execute(mine.returning(_S.purchase_next)).scalar_one())

    def first_shipped(self) -> datetime | None:
        """When the first unit left."""
        found = select(_T.moved_at).where(_T.site_id == self.site, sql("kind = 'shipped'")).order_by(_T.moved_at)
        moment: datetime | None = self.connection.execute(found.limit(1)).scalar_one_or_none()
        return moment

    def fill(self, day: date, began: datetime, ended: datetime) -> None:
        """Write down what left between two moments as the demand of a day; the same day again changes nothing."""
        self.connection.execute(_FILL, {"of": self.site, "day": day, "began": began, "ended": ended})

    def lose(self, sku: str, day: date, units: int) -> None:
        """Customers gave up on units of a SKU, because there were none."""
        self.connection.execute(_LOSE, {"of": self.site, "sku": sku, "day": day, "units": units})

    def forget(self, skus: Collection[str], before: date) -> None:
        """Drop of these SKUs what no window reaches any more."""
        for some in bounded(skus):
            old = demand_day.delete().where(_D.site_id == self.site, _D.sku.in_(some), _D.day < before)
            self.connection.execute(old)

    def daily(self, skus: Collection[str], since: date) -> Iterator[tuple[str, date, int]]:
        """(sku, day, units) of every day with demand."""
        found = select(_D.sku, _D.day, _D.shipped + _D.lost).where(_D.site_id == self.site, _D.day >= since)
        for some in bounded(skus):
            for row in self.connection.execute(found.where(_D.sku.in_(some))):
                yield row[0], row[1], int(row[2])

    def waiting(self, skus: Collection[str]) -> Iterator[tuple[str, datetime, int]]:
        """(sku, when it was ordered, units) customers wait for: nothing but stock holds their orders."""
        held = select(_H.order_id).where(_H.site_id == self.site, _H.released_at.is_(None))
        promised = and_(_O.lifecycle == "accepted", _N.backordered > 0)
        found = select(_N.sku, _O.placed_at, _LACKS).join(sales_order, _O.order_id == _N.order_id)
        found = found.where(_O.site_id == self.site, _O.lifecycle.in_(("submitted", "accepted")), _LACKS > 0)
        found = found.where(or_(_O.order_id.in_(held.where(_H.reason == "stock")), promised))
        found = found.where(_O.order_id.not_in(held.where(_H.reason != "stock")))
        for some in bounded(skus):
            for row in self.connection.execute(found.where(_N.sku.in_(some))):
                yield row[0], row[1], int(row[2])

    def known_since(self, skus: Collection[str]) -> dict[str, datetime]:
        """When each of these SKUs moved first; nothing of what never moved."""
        found = select(_T.sku, func.min(_T.moved_at)).where(_T.site_id == self.site, FIRST)
        found = found.group_by(_T.sku)
        rows = (row for some in bounded(skus) for row in self.connection.execute(found.where(_T.sku.in_(some))))
        return {row[0]: row[1] for row in rows}

    def there(self, skus: Collection[str]) -> dict[str, tuple[int, int]]:
        """(units there and not kept apart, units promised) of each of these SKUs that has a level."""
        sums = (func.sum(_L.on_hand - _L.unavailable), func.sum(_L.allocated))
        found = select(_L.sku, *sums).where(_L.site_id == self.site).group_by(_L.sku)
        rows = (row for some in bounded(skus) for row in self.connection.execute(found.where(_L.sku.in_(some))))
        return {row[0]: (int(row[1]), int(row[2])) for row in rows}
