"""Stock counters and the ledger behind them: one conditional UPDATE and one ledger row per movement."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, case, func, insert, or_, select, text, update

from app.central.stock.values import LedgerRow
from app.central.storage.schema.indexes import RETURNED
from app.central.storage.schema.warehouse.goods import location
from app.central.storage.schema.warehouse.stock import lot, stock_ledger, stock_level
from app.central.storage.stores.stock.promised import Place, Promised
from app.central.storage.stores.store import Store, columns
from app.central.storage.writing.later import Later, beside, insert_later, later_of
from app.central.values import LevelRow
from app.domain.stock.movements import EFFECTS, PROMISING, Delta, Movement
from app.domain.stock.promises import Level

SELLABLE: Final = ("pick", "reserve")
"""Kinds of location whose stock may be promised."""

_L, _T = stock_level.c, stock_ledger.c
FREE = _L.on_hand - _L.allocated - _L.reserved - _L.unavailable - _L.safety
PLACES = stock_level.join(location, (location.c.site_id == _L.site_id) & (location.c.code == _L.location))


def _lots(level: Any) -> ColumnElement[bool]:
    return and_(level.lot != "", lot.c.site_id == level.site_id, lot.c.sku == level.sku, lot.c.lot == level.lot)


def _good(level: Any) -> ColumnElement[bool]:
    fresh = or_(lot.c.ship_until.is_(None), lot.c.ship_until >= bindparam("today"))
    return or_(level.lot == "", and_(lot.c.state == "good", fresh))


LOTS, GOOD = _lots(_L), _good(_L)
_FOUND = (
    select(_L.site_id, _L.sku, _L.location, _L.lot, FREE.label("free"))
    .where(_L.site_id == bindparam("of"), _L.sku.in_(bindparam("skus", expanding=True)), FREE > 0)
    .cte("found")
    .prefix_with("MATERIALIZED", dialect="postgresql")
)
"""Before it is asked what their places are: a PostgreSQL that has no statistics yet, because the warehouse was imported
just now, would go through every location of the site for every order."""
_F = _FOUND.c
_LEVELS = beside(
    select(_F.sku, _F.location, location.c.walk, _F.free, _F.lot, lot.c.expiry, location.c.kind)
    .select_from(_FOUND.join(location, (location.c.site_id == _F.site_id) & (location.c.code == _F.location)))
    .outerjoin(lot, _lots(_F))
    .where(_good(_F), location.c.kind.in_(SELLABLE), location.c.state == "open")
)
_HERE = (
    _L.site_id == bindparam("of"),
    _L.sku == bindparam("at_sku"),
    _L.location == bindparam("at_location"),
    _L.lot == bindparam("at_lot"),
)
_COUNTERS = tuple(Delta.__dataclass_fields__)
_AFTER = {name: _L[name] + bindparam(f"d_{name}") for name in _COUNTERS}
_PROMISED = _AFTER["allocated"] + _AFTER["reserved"] + _AFTER["unavailable"]
_MOVE = (
    update(stock_level)
    .where(
        *_HERE,
        *(after >= 0 for after in _AFTER.values()),
        _AFTER["quarantined"] <= _AFTER["unavailable"],
        _AFTER["on_hand"] + _L.backorder_limit * bindparam("beyond") - _L.safety * bindparam("keep") >= _PROMISED,
    )
    .values(**_AFTER, version=_L.version + 1)
    .returning(_L.version)
)
_LEDGER = insert(stock_ledger)
_OPEN = text(
    "INSERT INTO stock_level (site_id, sku, location, lot, on_hand, allocated, reserved, unavailable, quarantined, "
    "safety, backorder_limit, version, published) VALUES (:of, :sku, :location, :lot, 0, 0, 0, 0, 0, 0, 0, 0, 0) "
    "ON CONFLICT (site_id, sku, location, lot) DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Move:
    """What `Stock.move` is told about one movement."""

    sku: str
    location: str
    quantity: int
    ledger_id: str
    cause: str
    idem: str
    actor: str = ""
    lot: str = ""
    reason: str = ""


class Stock(Store):
    def free(self, skus: Collection[str]) -> tuple[Level, ...]:
        """Levels of these SKUs that have something free to promise today."""
        values = {"of": self.site, "skus": list(skus), "today": self.now.date()}
        later = later_of(self.connection)
        promised = later.gathered(Promised, self.site) if later is not None else None
        taken = promised.units if promised is not None else _nothing
        return tuple(
            Level(row.sku, row.location, row.walk, free, row.lot, row.expiry, row.kind == "reserve")
            for row in self.connection.execute(_LEVELS, values)
            if (free := row.free - taken((row.sku, row.location, row.lot))) > 0
        )

    def level(self, sku: str, place: str, lot_code: str = "") -> LevelRow | None:
        found = columns(stock_level, LevelRow).where(_L.site_id == self.site, _L.sku == sku, _L.location == place)
        return self.one(found.where(_L.lot == lot_code), LevelRow)

    def levels(self, sku: str = "", place: str = "") -> tuple[LevelRow, ...]:
        """All levels of a SKU, of a location, or of the whole site."""
        found = columns(stock_level, LevelRow).where(_L.site_id == self.site)
        found = found.where(_L.sku == sku) if sku else found
        found = found.where(_L.location == place) if place else found
        return self.all(found.order_by(_L.sku, _L.location, _L.lot), LevelRow)

    def unpublished(self, most: int) -> tuple[LevelRow, ...]:
        """Levels that moved since somebody told of them."""
        found = columns(stock_level, LevelRow).where(_L.site_id == self.site, text("version <> published"))
        return self.all(found.order_by(_L.sku).limit(most), LevelRow)

    def published(self, level: LevelRow) -> bool:
        """Somebody told of the level as it was in this row; what moved since stays to be told."""
        mine = update(stock_level).where(_L.site_id == self.site, _L.sku == level.sku, _L.location == level.location)
        mine = mine.where(_L.lot == level.lot, _L.published < level.version)
        return bool(self.connection.execute(mine.values(published=level.version)).rowcount)

    def open_level(self, sku: str, place: str, lot_code: str = "") -> LevelRow:
        """The level, made empty when there was none."""
        values = {"of": self.site, "sku": sku, "location": place, "lot": lot_code}
        self.connection.execute(_OPEN, values)
        level = self.level(sku, place, lot_code)
        assert level is not None
        return level

    def set_limits(self, sku: str, place: str, lot_code: str, safety: int, backorder_limit: int) -> bool:
        """False when more is promised already than the new limit allows."""
        fits = _L.allocated + _L.reserved + _L.unavailable <= _L.on_hand + backorder_limit
        mine = update(stock_level).where(_L.site_id == self.site, _L.sku == sku, _L.location == place)
        values = {"safety": safety, "backorder_limit": backorder_limit, "version": _L.version + 1}
        return bool(self.connection.execute(mine.where(_L.lot == lot_code, fits).values(**values)).rowcount)

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
        lot_code: str = "",
        reason: str = "",
    ) -> bool:
        """Counter and ledger row together; False when the level does not allow it (nothing is written).

        `idem` is unique for ever: the same movement can not be written twice. `quantity` is signed for SIGNED kinds.
        """
        one = Move(sku, place, quantity, ledger_id, cause, idem, actor, lot_code, reason)
        return self.move_all(kind, (one,))

    def move_all(self, kind: Movement, moves: Sequence[Move], *, ahead: bool = False) -> bool:
        """As `move`, several of one kind: all of them or, when one level does not allow it, none.

        With `ahead` units may be promised that are not there yet, as far as each level's backorder limit goes.
        """
        later = later_of(self.connection)
        if later is not None and later.on and kind is Movement.ALLOCATED and not ahead:
            self._promise_later(later, moves)
            return True
        entries: list[dict[str, Any]] = []
        for number, one in enumerate(moves):
            version = self._count(kind, one, 1, ahead)
            if version is None:
                for undone in moves[:number]:
                    self._count(kind, undone, -1)
                return False
            entries.append(self._entry(kind, one, version))
        insert_later(self.connection, stock_ledger, entries)
        return True

    def _promise_later(self, later: Later, moves: Sequence[Move]) -> None:
        """Units that were free a moment ago; if one of them is gone when they are moved, all are promised anew."""
        entries = [self._entry(Movement.ALLOCATED, one, 0) for one in moves]
        promised = later.gathered(Promised, self.site) or Promised(self.site)
        promised.add(entries)
        later.gather(self.site, promised)
        later.add(stock_ledger, entries)

    def _count(self, kind: Movement, one: Move, sign: int, ahead: bool = False) -> int | None:
        """Move the counters of a level (`sign` -1: back again); its version then, None when it does not allow it."""
        delta = EFFECTS[kind].times(one.quantity * sign)
        promising = kind in PROMISING and sign > 0
        here = {"of": self.site, "at_sku": one.sku, "at_location": one.location, "at_lot": one.lot}
        values = {f"d_{name}": getattr(delta, name) for name in _COUNTERS}
        limits = {"beyond": 0 if promising and not ahead else 1, "keep": 1 if promising else 0}
        found = self.connection.execute(_MOVE, {**here, **values, **limits}).scalar_one_or_none()
        return None if found is None else int(found)

    def _entry(self, kind: Movement, one: Move, version: int) -> dict[str, Any]:
        delta = EFFECTS[kind].times(one.quantity)
        counted = {name: getattr(delta, name) for name in _COUNTERS}
        words = {"cause": one.cause, "idem": one.idem, "actor": one.actor, "reason": one.reason}
        return {
            "ledger_id": one.ledger_id,
            "site_id": self.site,
            "sku": one.sku,
            "location": one.location,
            "lot": one.lot,
            "kind": kind.value,
            "quantity": abs(one.quantity),
            "version": version,
            "moved_at": self.now,
            **counted,
            **words,
        }

    def mend(
        self,
        key: tuple[str, str, str],
        should: Mapping[str, int],
        missing: Mapping[str, int],
        *,
        ledger_id: str,
        idem: str,
        actor: str,
        reason: str,
    ) -> None:
        """Set a level to what an audit found, with one `adjusted` movement of what the ledger lacks. Raises Broken."""
        sku, place, lot_code = key
        mine = update(stock_level).where(_L.site_id == self.site, _L.sku == sku, _L.location == place)
        mine = mine.where(_L.lot == lot_code).values(**should, version=_L.version + 1)
        version = self.connection.execute(mine.returning(_L.version)).scalar_one()
        where = {"site_id": self.site, "sku": sku, "location": place, "lot": lot_code, "version": version}
        what = {"ledger_id": ledger_id, "kind": Movement.ADJUSTED.value, "quantity": abs(missing["on_hand"])}
        by = {"cause": "audit", "idem": idem, "actor": actor, "reason": reason, "moved_at": self.now}
        self.connection.execute(_LEDGER, {**where, **what, **missing, **by})

    def moved(self, idem: str) -> LedgerRow | None:
        """The movement with this key, if it is in the ledger."""
        found = columns(stock_ledger, LedgerRow).where(_T.site_id == self.site, _T.idem == idem)
        return self.one(found, LedgerRow)

    def history(self, sku: str, place: str = "", most: int = 200) -> tuple[LedgerRow, ...]:
        """The newest movements of a SKU (and location), newest first."""
        lies = select(_L.location).distinct().where(_L.site_id == self.site, _L.sku == sku)
        places = [place] if place else list(self.connection.execute(lies).scalars())
        found = columns(stock_ledger, LedgerRow).where(_T.site_id == self.site, _T.sku == sku)
        rows: list[LedgerRow] = []
        for code in places:  # a place's movements lie in their order, those of all places do not
            rows += self.all(found.where(_T.location == code).order_by(_T.version.desc()).limit(most), LedgerRow)
        return tuple(sorted(rows, key=lambda row: row.ledger_id, reverse=True)[:most])

    def since(self, level: LevelRow, version: int | None, taken_at: datetime | None) -> Delta:
        """What moved on a level after a version or, if that is not known, after a moment."""
        sums = select(*(func.coalesce(func.sum(_T[name]), 0) for name in _COUNTERS))
        mine = sums.where(_T.site_id == self.site, _T.sku == level.sku, _T.location == level.location)
        mine = mine.where(_T.lot == level.lot)
        later = _T.version > version if version is not None else _T.moved_at > taken_at
        row = self.connection.execute(mine.where(later)).one()
        return Delta(*map(int, row))

    def awaiting_inspection(self, level: LevelRow) -> int:
        """Returned units of a level nobody has looked at yet."""
        units = case((_T.kind == Movement.RETURNED.value, _T.quantity), else_=-_T.quantity)
        mine = select(func.coalesce(func.sum(units), 0)).where(_T.site_id == self.site, _T.sku == level.sku)
        mine = mine.where(_T.location == level.location, _T.lot == level.lot)
        return int(self.connection.execute(mine.where(RETURNED)).scalar_one())

    def totals(self) -> tuple[int, int, int]:
        """Units on hand, allocated and unavailable of the whole site."""
        sums = select(*(func.coalesce(func.sum(_L[name]), 0) for name in ("on_hand", "allocated", "unavailable")))
        row = self.connection.execute(sums.where(_L.site_id == self.site)).one()
        return int(row[0]), int(row[1]), int(row[2])

    def by_kind(self) -> tuple[tuple[str, int, int, int], ...]:
        """(kind, movements, units, change of on hand) over the whole ledger."""
        sums = select(_T.kind, func.count(), func.sum(_T.quantity), func.sum(_T.on_hand)).where(_T.site_id == self.site)
        rows: Any = self.connection.execute(sums.group_by(_T.kind).order_by(_T.kind))
        return tuple((row[0], int(row[1]), int(row[2]), int(row[3])) for row in rows)


def _nothing(_: Place) -> int:
    return 0
