"""Levels of which more may be promised than is there: how much more, and whose promises wait for stock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal_column, or_, select

from app.central.storage.schema.selling.orders import allocation, sales_order
from app.central.storage.schema.warehouse.goods import location
from app.central.storage.schema.warehouse.stock import lot, stock_level
from app.central.storage.stores.stock.levels import FREE, GOOD, LOTS, PLACES, SELLABLE
from app.central.storage.stores.store import Store, bounded
from app.domain.stock.promises import Claimed, Level, uncovered

_L, _A, _O = stock_level.c, allocation.c, sales_order.c
_MORE: ColumnElement[bool] = literal_column("backorder_limit > 0")
"""As the index says it."""
_ROOM = case((FREE > 0, _L.backorder_limit), else_=FREE + _L.backorder_limit)
_SELLABLE = (
    select(_L.sku, _L.location, _L.lot, location.c.walk, location.c.kind, lot.c.expiry, _ROOM.label("room"))
    .select_from(PLACES.outerjoin(lot, LOTS))
    .where(_L.site_id == bindparam("of"), _MORE, location.c.kind.in_(SELLABLE), location.c.state == "open", GOOD)
)
AT_SITE = func.coalesce(_L.site_id, "")
"""With the column itself SQLite takes the levels' key, and every level of the site, for the index of the few meant."""
_OVER = select(_L.sku, _L.location, _L.lot, (_L.on_hand - _L.reserved - _L.unavailable).label("there")).where(
    bindparam("of") == AT_SITE, _MORE, _L.allocated + _L.reserved + _L.unavailable > _L.on_hand
)
LEVELS_AT_ONCE: Final = 100
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """`units` of an allocation's level are promised ahead of stock, for an order no pick list has."""

    sku: str
    location: str
    lot: str
    units: int
    claim: Claimed


class Ahead(Store):
    def room(self, skus: Collection[str]) -> tuple[Level, ...]:
        """Levels of these SKUs of which more may be promised than is there; `free` is how much more."""
        values = {"of": self.site, "today": self.now.date()}
        asked = [_SELLABLE.where(_L.sku.in_(some), FREE + _L.backorder_limit > 0) for some in bounded(skus)]
        return tuple(
            Level(row.sku, row.location, row.walk, row.room, row.lot, row.expiry, row.kind == "reserve")
            for one in asked
            for row in self.connection.execute(one, values)
        )

    def limits(self, skus: Collection[str] | None = None) -> dict[str, dict[str, int]]:
        """{sku: {location: units}} that may be promised beyond what is there, of SKUs (None: all) with any."""
        one = select(_L.sku, _L.location, func.sum(_L.backorder_limit)).select_from(PLACES.outerjoin(lot, LOTS))
        one = one.where(_L.site_id == self.site, _MORE, location.c.kind.in_(SELLABLE), location.c.state == "open", GOOD)
        one = one.group_by(_L.sku, _L.location)
        found: dict[str, dict[str, int]] = {}
        for part in [one] if skus is None else [one.where(_L.sku.in_(some)) for some in bounded(skus)]:
            for sku, place, units in self.connection.execute(part, {"today": self.now.date()}):
                found.setdefault(sku, {})[place] = int(units)
        return found

    def waits(self) -> tuple[Waits, ...]:
        """Every promise made ahead of stock, the first in turn first: priority, promise date, age."""
        levels = {
            (row.sku, row.location, row.lot): int(row.there)
            for row in self.connection.execute(_OVER, {"of": self.site})
        }
        claims = self._claims(list(levels)) if levels else {}
        found = [
            Waits(sku=sku, location=place, lot=code, units=units, claim=claim)
            for (sku, place, code), there in levels.items()
            for claim, units in uncovered(there, claims.get((sku, place, code), ()))
        ]
        return tuple(sorted(found, key=lambda one: one.claim.turn))

    def _claims(self, levels: list[tuple[str, str, str]]) -> dict[tuple[str, str, str], list[Claimed]]:
        every = (
            select(allocation, _O.priority, _O.ship_by, _O.placed_at, _O.list_id)
            .join(sales_order, _O.order_id == _A.order_id)
            .where(_A.site_id == self.site, _A.quantity > _A.consumed + _A.released)
        )
        found: dict[tuple[str, str, str], list[Claimed]] = {}
        for start in range(0, len(levels), LEVELS_AT_ONCE):
            some = levels[start : start + LEVELS_AT_ONCE]
            here = or_(*(and_(_A.sku == sku, _A.location == place, _A.lot == code) for sku, place, code in some))
            for row in self.connection.execute(every.where(here)):
                units = row.quantity - row.consumed - row.released
                claim = Claimed(
                    allocation_id=row.allocation_id,
                    order_id=row.order_id,
                    open=units,
                    fixed=units if row.list_id is not None else min(row.picked, units),
                    turn=(row.priority, row.ship_by or _NEVER, row.placed_at, row.order_id, row.allocation_id),
                )
                found.setdefault((row.sku, row.location, row.lot), []).append(claim)
        return found
