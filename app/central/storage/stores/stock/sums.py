"""What an audit adds up, in the database: each query returns only the rows whose counter is not what it should be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import FromClause, Select, and_, case, func, or_, select

from app.central.storage.schema.floor.work import parcel, parcel_line
from app.central.storage.schema.selling.orders import allocation, order_kit, order_line
from app.central.storage.schema.warehouse.stock import (
    lot,
    reservation,
    reservation_line,
    serial,
    stock_ledger,
    stock_level,
)
from app.central.storage.stores.store import Store

COUNTERS: Final = ("on_hand", "allocated", "reserved", "unavailable", "quarantined")
_KEY: Final = ("sku", "location", "lot")
_BATCH: Final = 500
_L, _N, _A = stock_level.c, order_line.c, allocation.c


class Sums(Store):
    def levels(self) -> Iterator[tuple[tuple[str, str, str], dict[str, tuple[int, int, int]]]]:
        """((sku, location, lot), {counter: (it says, the ledger adds up to, it should be)}) of each level that is off.

        Promises should be what open allocations add up to, reserved units what active reservations do, and everything
        else what the ledger does. A level the ledger knows and the site has not says 0.
        """
        ledger = self._ledger()
        promised = self._per_level(allocation, _A.quantity - _A.consumed - _A.released)
        kept = self._per_level(
            reservation_line.join(reservation, reservation.c.reservation_id == reservation_line.c.reservation_id),
            case((reservation.c.state == "active", reservation_line.c.quantity), else_=0),
            reservation_line,
        )
        keys = self._keys(ledger, promised, kept)
        says = {name: func.coalesce(_L[name], 0) for name in COUNTERS}
        sums = {name: func.coalesce(ledger.c[name], 0) for name in COUNTERS}
        should = {**sums, "allocated": func.coalesce(promised.c.units, 0), "reserved": func.coalesce(kept.c.units, 0)}
        off = or_(*(found[name] != should[name] for found in (says, sums) for name in COUNTERS))
        joined = keys.outerjoin(stock_level, and_(_L.site_id == self.site, *_same(keys, stock_level)))
        for table in (ledger, promised, kept):
            joined = joined.outerjoin(table, and_(*_same(keys, table)))
        every = select(*(keys.c[name] for name in _KEY), *says.values(), *sums.values(), *should.values())
        for row in self._stream(every.select_from(joined).where(off).order_by(*(keys.c[name] for name in _KEY))):
            values = [int(value) for value in row[3:]]
            yield (
                (row[0], row[1], row[2]),
                {name: (values[n], values[n + 5], values[n + 10]) for n, name in enumerate(COUNTERS)},
            )

    def lines(self) -> Iterator[tuple[str, str, str, int, int]]:
        """(counter, line id, sku, it says, it should be) of each line whose allocations do not add up to it."""
        of_line = _A.line_id.label("line_id")
        sums = (
            select(
                of_line,
                func.sum(_A.quantity - _A.consumed - _A.released).label("open"),
                func.sum(_A.consumed).label("consumed"),
            )
            .where(_A.site_id == self.site)
            .group_by(_A.line_id)
            .subquery()
        )
        held, gone = func.coalesce(sums.c.open, 0), func.coalesce(sums.c.consumed, 0)
        found = select(_N.line_id, _N.sku, _N.allocated, held, _N.shipped, gone)
        found = found.select_from(order_line.outerjoin(sums, sums.c.line_id == _N.line_id))
        off = or_(_N.allocated != held, _N.shipped != gone)
        for row in self._stream(found.where(_N.site_id == self.site, off)):
            if row[2] != row[3]:
                yield "allocated", row[0], row[1], int(row[2]), int(row[3])
            if row[4] != row[5]:
                yield "shipped", row[0], row[1], int(row[4]), int(row[5])

    def parcels(self) -> Iterator[tuple[str, int, int]]:
        """(line id, units in parcels that left, units shipped) where they differ: a doubled parcel shows here."""
        boxed = (
            select(parcel_line.c.line_id, func.sum(parcel_line.c.quantity).label("units"))
            .join(parcel, parcel.c.parcel_id == parcel_line.c.parcel_id)
            .where(parcel.c.site_id == self.site, parcel.c.state == "shipped")
            .group_by(parcel_line.c.line_id)
            .subquery()
        )
        units = func.coalesce(boxed.c.units, 0)
        known = select(_N.line_id, units, _N.shipped).select_from(
            order_line.outerjoin(boxed, boxed.c.line_id == _N.line_id)
        )
        for row in self._stream(known.where(_N.site_id == self.site, units != _N.shipped)):
            yield row[0], int(row[1]), int(row[2])
        there = select(_N.line_id).where(_N.line_id == boxed.c.line_id).exists()  # NOT IN compares each with each
        strange = select(boxed.c.line_id, boxed.c.units).where(~there)
        for row in self._stream(strange):
            yield row[0], int(row[1]), 0

    def kits(self) -> Iterator[tuple[str, str, int, int]]:
        """(line id, sku, units, units it should have) of components that are not a whole number of their kits."""
        should = order_kit.c.quantity * _N.per_kit
        found = select(_N.line_id, _N.sku, _N.quantity, should).join(order_kit, order_kit.c.kit_id == _N.kit_id)
        for row in self._stream(found.where(_N.site_id == self.site, _N.quantity != should)):
            yield row[0], row[1], int(row[2]), int(row[3])

    def lots(self) -> Iterator[tuple[str, str, int]]:
        """(sku, lot, units on hand) of lots nobody knows anything of."""
        known = select(lot.c.lot).where(lot.c.site_id == _L.site_id, lot.c.sku == _L.sku, lot.c.lot == _L.lot)
        found = select(_L.sku, _L.lot, func.sum(_L.on_hand)).where(_L.site_id == self.site, _L.lot != "")
        for row in self._stream(found.where(~known.exists()).group_by(_L.sku, _L.lot)):
            yield row[0], row[1], int(row[2])

    def serials(self) -> Iterator[tuple[str, str, int, int]]:
        """(line id, sku, serial numbers taken for it, units packed) of lines with more numbers than units."""
        taken = func.count(serial.c.serial)
        found = select(_N.line_id, _N.sku, taken, _N.packed).join(serial, serial.c.line_id == _N.line_id)
        grouped = found.where(_N.site_id == self.site).group_by(_N.line_id, _N.sku, _N.packed).having(taken > _N.packed)
        for row in self._stream(grouped):
            yield row[0], row[1], int(row[2]), int(row[3])

    def _ledger(self) -> FromClause:
        c = stock_ledger.c
        sums = [func.sum(c[name]).label(name) for name in COUNTERS]
        mine = select(*(c[name] for name in _KEY), *sums).where(c.site_id == self.site)
        return mine.group_by(*(c[name] for name in _KEY)).subquery()

    def _per_level(self, source: FromClause, units: Any, keyed: FromClause | None = None) -> FromClause:
        c = (source if keyed is None else keyed).c
        mine = select(*(c[name] for name in _KEY), func.sum(units).label("units")).select_from(source)
        return mine.where(c.site_id == self.site).group_by(*(c[name] for name in _KEY)).subquery()

    def _keys(self, *sources: FromClause) -> FromClause:
        every = [select(*(table.c[name] for name in _KEY)) for table in sources]
        mine = select(*(_L[name] for name in _KEY)).where(_L.site_id == self.site)
        return mine.union(*every).subquery()

    def _stream(self, statement: Select[Any]) -> Iterator[Any]:
        with self.connection.execute(statement, execution_options={"yield_per": _BATCH}) as rows:
            yield from rows


def _same(left: FromClause, right: FromClause) -> list[Any]:
    return [left.c[name] == right.c[name] for name in _KEY]
