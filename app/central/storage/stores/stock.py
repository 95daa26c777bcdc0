"""Stock counters and the ledger behind them: one conditional UPDATE and one ledger row per movement."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from app.central.storage.schema.goods import location, stock_ledger, stock_level
from app.central.storage.schema.orders import allocation
from app.central.storage.stores.store import Store, columns
from app.central.values import LevelRow
from app.domain.stock.promises import EFFECTS, Level, Movement

_L = stock_level.c
_FREE = _L.on_hand - _L.allocated - _L.unavailable
_LEVELS = (
    select(_L.sku, _L.location, location.c.walk, _FREE.label("free"))
    .join(location, (location.c.site_id == _L.site_id) & (location.c.code == _L.location))
    .where(_L.site_id == bindparam("of"), _L.sku.in_(bindparam("skus", expanding=True)), _FREE > 0)
)
_HERE = (_L.site_id == bindparam("of"), _L.sku == bindparam("at_sku"), _L.location == bindparam("at_location"))
_ON_HAND, _ALLOCATED = _L.on_hand + bindparam("h"), _L.allocated + bindparam("a")
_UNAVAILABLE = _L.unavailable + bindparam("u")
_MOVE = (
    update(stock_level)
    .where(*_HERE, _ON_HAND >= 0, _ALLOCATED >= 0, _UNAVAILABLE >= 0, _ALLOCATED + _UNAVAILABLE <= _ON_HAND)
    .values(on_hand=_ON_HAND, allocated=_ALLOCATED, unavailable=_UNAVAILABLE)
)
_LEDGER = insert(stock_ledger)


class Stock(Store):
    def free(self, skus: Collection[str]) -> tuple[Level, ...]:
        """Levels of these SKUs that have something free."""
        return self.all(_LEVELS, Level, of=self.site, skus=list(skus))

    def level(self, sku: str, place: str) -> LevelRow | None:
        found = columns(stock_level, LevelRow).where(_L.site_id == self.site, _L.sku == sku, _L.location == place)
        return self.one(found, LevelRow)

    def levels(self, sku: str = "") -> tuple[LevelRow, ...]:
        """All levels of a SKU, or of the whole site."""
        found = columns(stock_level, LevelRow).where(_L.site_id == self.site)
        return self.all((found.where(_L.sku == sku) if sku else found).order_by(_L.sku, _L.location), LevelRow)

    def open_level(self, sku: str, place: str) -> LevelRow:
        """The level, made empty when there was none."""
        level = self.level(sku, place)
        if level is None:
            key = {"site_id": self.site, "sku": sku, "location": place}
            self.connection.execute(insert(stock_level).values(**key, on_hand=0, allocated=0, unavailable=0))
            level = LevelRow(sku=sku, location=place, on_hand=0, allocated=0, unavailable=0)
        return level

    def move(
        self,
        kind: Movement,
        sku: str,
        place: str,
        quantity: int,
        *,
        ledger_id: str,
        cause: str,
        idem: str,
        actor: str = "",
    ) -> bool:
        """Counter and ledger row together; False when the level does not allow it (nothing is written).

        `idem` is unique for ever: the same movement can not be written twice. `quantity` is signed for COUNTED only.
        """
        effect = EFFECTS[kind]
        delta = {"h": effect.on_hand * quantity, "a": effect.allocated * quantity, "u": effect.unavailable * quantity}
        here = {"of": self.site, "at_sku": sku, "at_location": place}
        if not self.connection.execute(_MOVE, {**here, **delta}).rowcount:
            return False
        what = {"ledger_id": ledger_id, "kind": kind.value, "quantity": abs(quantity), "idem": idem}
        where = {"site_id": self.site, "sku": sku, "location": place}
        by = {"cause": cause, "actor": actor, "moved_at": self.now}
        counters = {"on_hand": delta["h"], "allocated": delta["a"], "unavailable": delta["u"]}
        self.connection.execute(_LEDGER, {**what, **where, **counters, **by})
        return True

    def moved(self, idem: str) -> bool:
        """True when a movement with this key is in the ledger."""
        found = select(stock_ledger.c.ledger_id).where(stock_ledger.c.site_id == self.site, stock_ledger.c.idem == idem)
        return self.connection.execute(found).first() is not None

    def ledger_sums(self) -> dict[tuple[str, str], tuple[int, int, int]]:
        """(on hand, allocated, unavailable) per (sku, location) as the ledger adds up."""
        c = stock_ledger.c
        sums = select(c.sku, c.location, func.sum(c.on_hand), func.sum(c.allocated), func.sum(c.unavailable))
        rows = self.connection.execute(sums.where(c.site_id == self.site).group_by(c.sku, c.location))
        return {(row[0], row[1]): (int(row[2]), int(row[3]), int(row[4])) for row in rows}

    def by_kind(self) -> tuple[tuple[str, int, int, int], ...]:
        """(kind, movements, units, change of on hand) over the whole ledger."""
        c = stock_ledger.c
        sums = select(c.kind, func.count(), func.sum(c.quantity), func.sum(c.on_hand)).where(c.site_id == self.site)
        rows: Any = self.connection.execute(sums.group_by(c.kind).order_by(c.kind))
        return tuple((row[0], int(row[1]), int(row[2]), int(row[3])) for row in rows)

    def promised(self) -> dict[tuple[str, str], int]:
        """Open units of all allocations per (sku, location)."""
        c = allocation.c
        left = func.sum(c.quantity - c.consumed - c.released)
        sums = select(c.sku, c.location, left).where(c.site_id == self.site).group_by(c.sku, c.location)
        return {(row[0], row[1]): int(row[2]) for row in self.connection.execute(sums)}
