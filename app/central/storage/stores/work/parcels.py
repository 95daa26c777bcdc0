"""Pack sessions, and parcels with their labels."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from app.central.storage.schema.floor.work import pack_session, parcel, parcel_line, parcel_trace
from app.central.storage.stores.store import Store, columns
from app.central.values import ParcelRow, TraceRow
from app.domain.facts import PackedLine, PackSessionOpened

_P = parcel.c
_PARCEL = columns(parcel, ParcelRow).where(_P.parcel_id == bindparam("id"))


class Parcels(Store):
    def open_session(self, opened: PackSessionOpened, station_id: str) -> bool:
        """False when the session is known already."""
        known = select(pack_session.c.session_id).where(pack_session.c.session_id == opened.session_id)
        if self.connection.execute(known).first() is not None:
            return False
        values = {"session_id": opened.session_id, "site_id": self.site, "order_id": opened.order_id}
        where = {"list_id": opened.list_id, "station_id": station_id, "tote": opened.tote}
        self.connection.execute(insert(pack_session), {**values, **where, "state": "open", "opened_at": self.now})
        return True

    def close_session(self, session_id: str) -> None:
        mine = update(pack_session).where(pack_session.c.session_id == session_id)
        self.connection.execute(mine.values(state="complete"))

    def insert(self, row: ParcelRow, contents: Collection[PackedLine]) -> None:
        values = {name: getattr(row, name) for name in row.__dataclass_fields__}
        self.connection.execute(
            insert(parcel), {**values, "site_id": self.site, "label_sha256": "", "closed_at": self.now}
        )
        mine = {"parcel_id": row.parcel_id, "site_id": self.site}
        summed: dict[tuple[str, str], int] = {}
        for line in contents:
            summed[line.line_id, line.sku] = summed.get((line.line_id, line.sku), 0) + line.quantity
        rows = [{**mine, "line_id": key[0], "sku": key[1], "quantity": units} for key, units in summed.items()]
        if rows:
            self.connection.execute(insert(parcel_line), rows)
        traces = [{**mine, **_dict(trace)} for trace in traces_of(contents)]
        if traces:
            self.connection.execute(insert(parcel_trace), traces)

    def get(self, parcel_id: str) -> ParcelRow | None:
        return self.one(_PARCEL, ParcelRow, id=parcel_id)

    def with_sscc(self, sscc: str) -> ParcelRow | None:
        return self.one(columns(parcel, ParcelRow).where(_P.sscc == sscc), ParcelRow)

    def of_order(self, order_id: str) -> tuple[ParcelRow, ...]:
        found = columns(parcel, ParcelRow).where(_P.order_id == order_id)
        return self.all(found.order_by(_P.closed_at, _P.parcel_id), ParcelRow)

    def contents(self, parcel_id: str) -> tuple[PackedLine, ...]:
        """Units per order line, whatever their lots."""
        c = parcel_line.c
        found = select(c.line_id, c.sku, c.quantity).where(c.parcel_id == parcel_id)
        return self.all(found.order_by(c.line_id), PackedLine)

    def traces(self, parcel_id: str) -> tuple[TraceRow, ...]:
        """Of which lots and with which numbers its units are, as far as the bench said so."""
        c = parcel_trace.c
        found = columns(parcel_trace, TraceRow).where(c.parcel_id == parcel_id)
        return self.all(found.order_by(c.line_id, c.lot, c.serial), TraceRow)

    def change(self, parcel_id: str, **values: Any) -> None:
        self.connection.execute(update(parcel).where(_P.parcel_id == parcel_id).values(**values))

    def totals(self) -> dict[tuple[str, str], int]:
        """Number of parcels per (state, label)."""
        sums = select(_P.state, _P.label, func.count()).where(_P.site_id == self.site).group_by(_P.state, _P.label)
        return {(row[0], row[1]): int(row[2]) for row in self.connection.execute(sums)}


def traces_of(contents: Collection[PackedLine]) -> tuple[TraceRow, ...]:
    """One row for each serial number, one for the other units of each line and lot; nothing where neither is known."""
    sums: dict[tuple[str, str, str, str], int] = {}
    for line in contents:
        numbers = dict.fromkeys(line.serials)
        rest = line.quantity - len(numbers)
        parts = [(number, 1) for number in numbers] + ([("", rest)] if line.lot and rest > 0 else [])
        for number, units in parts:
            key = (line.line_id, line.sku, line.lot, number)
            sums[key] = units if number else sums.get(key, 0) + units
    return tuple(
        TraceRow(line_id=line_id, sku=sku, lot=lot, serial=serial, quantity=units)
        for (line_id, sku, lot, serial), units in sums.items()
    )


def _dict(row: TraceRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
