"""Stations, enrolment codes, the inbox of everything they sent, and their number blocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from app.central.storage.schema.floor.benches import (
    enrolment_code,
    inbox,
    number_block,
    quarantine_decision,
    station,
    station_epoch,
)
from app.central.storage.schema.ground import lineage, site
from app.central.storage.schema.indexes import QUARANTINED
from app.central.storage.stores.store import Store, columns
from app.central.values import StationRow
from app.domain.documents import SerialBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One command as stored for ever: its bytes and its verdict."""

    station_id: str
    epoch: int
    seq: int
    id: str
    kind: str
    order_id: str | None
    sha256: str
    verdict: str
    reason: str
    task_id: str | None
    feed_seq: int | None


_I, _S, _E = inbox.c, station.c, station_epoch.c
_INBOX = columns(inbox, InboxRow).where(_I.station_id == bindparam("station"), _I.epoch == bindparam("in_epoch"))
_RUN = _INBOX.where(_I.seq >= bindparam("first"), _I.seq <= bindparam("last")).order_by(_I.seq)
_STATION = columns(station, StationRow).where(_S.station_id == bindparam("id"))
_MARK = select(_E.have, _E.frozen).where(_E.station_id == bindparam("id"), _E.epoch == bindparam("in_epoch"))
_HAVE = (
    update(station_epoch)
    .where(_E.station_id == bindparam("id"), _E.epoch == bindparam("in_epoch"))
    .values(have=bindparam("new_have"))
)
_D = quarantine_decision.c
_UNDECIDED = QUARANTINED & ~(
    select(_D.seq).where(_D.station_id == _I.station_id, _D.epoch == _I.epoch, _D.seq == _I.seq).exists()
)
_STUCK = (
    columns(inbox, InboxRow)
    .where(_I.station_id == bindparam("station"), _I.order_id == bindparam("order"), _UNDECIDED)
    .order_by(_I.epoch, _I.seq)
    .limit(1)
)


class Benches(Store):
    def server_epoch(self) -> str:
        return str(self.connection.execute(select(lineage.c.server_epoch)).scalar_one())

    def station(self, station_id: str) -> StationRow | None:
        return self.one(_STATION, StationRow, id=station_id)

    def stations(self) -> tuple[StationRow, ...]:
        return self.all(columns(station, StationRow).where(_S.site_id == self.site).order_by(_S.name), StationRow)

    def names(self) -> dict[str, str]:
        """Short name of every station by id."""
        rows = self.connection.execute(select(_S.station_id, _S.name).where(_S.site_id == self.site))
        return {row.station_id: row.name for row in rows}

    def add_code(self, code_sha256: str, name: str, expires_at: datetime) -> None:
        values = {"code_sha256": code_sha256, "site_id": self.site, "station": name, "expires_at": expires_at}
        self.connection.execute(insert(enrolment_code), {**values, "used_at": None})

    def use_code(self, code_sha256: str, name: str) -> str | None:
        """The site this code enrols `name` at, using it up; None when unknown, used, expired or for another bench."""
        c = enrolment_code.c
        good = (c.code_sha256 == code_sha256, c.station == name, c.used_at.is_(None), c.expires_at > self.now)
        mine = update(enrolment_code).where(*good).values(used_at=self.now).returning(c.site_id)
        found = self.connection.execute(mine).scalar_one_or_none()
        return None if found is None else str(found)

    def enrol(self, site_id: str, station_id: str, name: str, signing_key: bytes) -> StationRow:
        """A new bench, or the same bench again with a new epoch and key."""
        named = columns(station, StationRow).where(_S.site_id == site_id, _S.name == name)
        old = self.one(named, StationRow)
        if old is None:
            row = StationRow(station_id=station_id, site_id=site_id, name=name, signing_key=signing_key, epoch=1)
            values = {field: getattr(row, field) for field in StationRow.__dataclass_fields__}
            stamps = {"packer_id": "", "enrolled_at": self.now, "seen_at": self.now}
            self.connection.execute(insert(station), {**values, **stamps})
        else:
            row = StationRow(
                station_id=old.station_id, site_id=site_id, name=name, signing_key=signing_key, epoch=old.epoch + 1
            )
            self.change(row.station_id, signing_key=signing_key, epoch=row.epoch, enrolled_at=self.now, revoked_at=None)
        self.connection.execute(
            insert(station_epoch),
            {"station_id": row.station_id, "epoch": row.epoch, "site_id": site_id, "have": 0, "frozen": 0},
        )
        return row

    def in_touch(self, station_id: str, since: datetime) -> bool:
        """Whether the bench was heard of since then, and said that nothing waits to be sent."""
        found = select(_S.station_id).where(_S.station_id == station_id, _S.seen_at >= since, _S.waiting == 0)
        return self.connection.execute(found).first() is not None

    def change(self, station_id: str, **values: Any) -> None:
        self.connection.execute(update(station).where(_S.station_id == station_id).values(**values))

    def mark(self, station_id: str, epoch: int) -> tuple[int, bool] | None:
        """(have, frozen) of an epoch; None when it was never issued."""
        row = self.connection.execute(_MARK, {"id": station_id, "in_epoch": epoch}).first()
        return None if row is None else (row.have, bool(row.frozen))

    def advance(self, station_id: str, epoch: int, have: int) -> None:
        self.connection.execute(_HAVE, {"id": station_id, "in_epoch": epoch, "new_have": have})

    def freeze(self, station_id: str, epoch: int) -> None:
        mine = update(station_epoch).where(_E.station_id == station_id, _E.epoch == epoch)
        self.connection.execute(mine.values(frozen=1))

    def run(self, station_id: str, epoch: int, first: int, last: int) -> tuple[InboxRow, ...]:
        """Stored commands first..last of an epoch."""
        return self.all(_RUN, InboxRow, station=station_id, in_epoch=epoch, first=first, last=last)

    def has_id(self, command_id: str) -> bool:
        return self.connection.execute(select(_I.seq).where(_I.id == command_id)).first() is not None

    def store(self, row: InboxRow, envelope: bytes) -> None:
        values = {name: getattr(row, name) for name in InboxRow.__dataclass_fields__}
        self.connection.execute(
            insert(inbox), {**values, "site_id": self.site, "envelope": envelope, "received_at": self.now}
        )

    def sha256_of(self, station_id: str, epoch: int, seq: int) -> str:
        """Hash of a stored command; "" for what comes before the first."""
        rows = self.run(station_id, epoch, seq, seq)
        return rows[0].sha256 if rows else ""

    def stuck_behind(self, station_id: str, order_id: str) -> InboxRow | None:
        """The oldest command of this order from this station that is in quarantine and not decided about."""
        return self.one(_STUCK, InboxRow, station=station_id, order=order_id)

    def quarantined(self) -> tuple[InboxRow, ...]:
        """Commands in quarantine nobody has decided about, oldest first."""
        found = columns(inbox, InboxRow).where(_I.site_id == self.site, _UNDECIDED)
        return self.all(found.order_by(_I.received_at, _I.station_id, _I.epoch, _I.seq), InboxRow)

    def envelope(self, row: InboxRow) -> bytes:
        """The command's bytes exactly as they came."""
        mine = (_I.station_id == row.station_id, _I.epoch == row.epoch, _I.seq == row.seq)
        return bytes(self.connection.execute(select(_I.envelope).where(*mine)).scalar_one())

    def decide(self, row: InboxRow, decision: str, why: str, verdict: str) -> None:
        """Take a command out of quarantine for good; its inbox row stays as it was answered."""
        key = {"station_id": row.station_id, "epoch": row.epoch, "seq": row.seq, "site_id": self.site}
        made = {"decision": decision, "why": why, "verdict": verdict, "decided_at": self.now}
        self.connection.execute(insert(quarantine_decision), {**key, **made})

    def take_numbers(self, count: int, capacity: int) -> int | None:
        """The first of `count` serials never given out before; None when the prefix has no room."""
        room = (site.c.site_id == self.site, site.c.serial_next + count <= capacity)
        mine = update(site).where(*room).values(serial_next=site.c.serial_next + count)
        taken = self.connection.execute(mine.returning(site.c.serial_next)).scalar_one_or_none()
        return None if taken is None else int(taken) - count

    def add_block(self, block: SerialBlock, station_id: str, epoch: int) -> None:
        values = {"block_id": block.block_id, "site_id": self.site, "station_id": station_id, "epoch": epoch}
        self.connection.execute(
            insert(number_block), {**values, "first": block.first, "last": block.last, "leased_at": self.now}
        )

    def block_range(self, block_id: str, station_id: str) -> tuple[int, int] | None:
        """(first, last) of a block leased to this station."""
        c = number_block.c
        found = select(c.first, c.last).where(c.block_id == block_id, c.station_id == station_id)
        row = self.connection.execute(found).first()
        return None if row is None else (row.first, row.last)
