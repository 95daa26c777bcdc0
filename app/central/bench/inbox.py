"""The inbox: every command of a station exactly once, in its order, each with a verdict that never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.central.bench.facts.applying import attempt
from app.central.bench.outcomes import Arrived, Verdict
from app.central.centre import Centre
from app.central.storage.stores.work.benches import InboxRow
from app.central.storage.unit import Work
from app.central.values import StationRow
from app.central.work.claims import renew_leases


@dataclass(frozen=True, slots=True)
class Received:
    """`have` is the highest gapless seq; `rows` the verdicts of the batch up to it."""

    have: int
    rows: tuple[InboxRow, ...]


@dataclass(frozen=True, slots=True)
class Forked:
    """A seq the centre has came again with other bytes: that disk was cloned or rolled back. The epoch is frozen."""

    seq: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """The epoch was frozen before: enrol again."""


@dataclass(frozen=True, slots=True)
class UnknownEpoch:
    """This station was never given that epoch."""


def receive(
    centre: Centre, station: StationRow, epoch: int, batch: Sequence[Arrived]
) -> Received | Forked | Frozen | UnknownEpoch:
    """Take a run of commands in: known ones are answered again, new ones applied, a gap ends the run."""
    with centre.begin(station.site_id) as work:
        mark = work.benches.mark(station.station_id, epoch)
        if mark is None:
            return UnknownEpoch()
        have, frozen = mark
        if frozen:
            return Frozen()
        fork = _fork(work, station, epoch, have, batch)
        if fork is not None:
            return fork
        before = work.benches.sha256_of(station.station_id, epoch, have)
        for arrived in batch:
            if arrived.seq == have + 1:
                _take(work, station, epoch, arrived, before)
                have, before = arrived.seq, arrived.sha256
        work.benches.advance(station.station_id, epoch, have)
        work.benches.change(station.station_id, seen_at=work.now)
        renew_leases(work, station)
        last = min(have, batch[-1].seq) if batch else 0
        return Received(have, work.benches.run(station.station_id, epoch, batch[0].seq, last) if last else ())


def _fork(work: Work, station: StationRow, epoch: int, have: int, batch: Sequence[Arrived]) -> Forked | None:
    seen = {arrived.seq: arrived for arrived in batch if arrived.seq <= have}
    if not seen:
        return None
    for row in work.benches.run(station.station_id, epoch, min(seen), max(seen)):
        if row.seq in seen and row.sha256 != seen[row.seq].sha256:
            work.benches.freeze(station.station_id, epoch)
            text = (
                f"{station.name} sent command {row.seq} twice with different content: its disk was cloned or restored."
            )
            work.tasks.open(work.new_id(), "fork", text, "", station.station_id)
            return Forked(row.seq)
    return None


def _take(work: Work, station: StationRow, epoch: int, arrived: Arrived, before: str) -> None:
    """Apply one command and store it with its verdict; poison is kept whole and never blocks those behind it."""
    work.feed.last = 0
    opened = arrived.opened
    if opened is not None and opened.prev_sha256 != before:
        _chain_broken(work, station, epoch, arrived.seq)
    verdict, reason, task_id = _judge(work, station, arrived)
    row = InboxRow(
        station_id=station.station_id,
        epoch=epoch,
        seq=arrived.seq,
        id=_unique_id(work, station, epoch, arrived),
        kind=opened.kind[:60] if opened else "?",
        order_id=opened.order_id[:60] if opened and opened.order_id else None,
        sha256=arrived.sha256,
        verdict=verdict.value,
        reason=reason,
        task_id=task_id,
        feed_seq=work.feed.last or None,
    )
    work.benches.store(row, arrived.envelope)


def _chain_broken(work: Work, station: StationRow, epoch: int, seq: int) -> None:
    """A command is missing or was changed before it got here: everything is still taken, and a person is told once."""
    text = (
        f"{station.name}: command {seq} does not follow the one before it. Its outbox was damaged or altered: "
        "compare the bench's log with the orders it packed, then enrol it again."
    )
    cause = f"epoch {epoch}"
    work.tasks.open(work.new_id(), "chain", text, "", station.station_id, cause, once=True)


def _unique_id(work: Work, station: StationRow, epoch: int, arrived: Arrived) -> str:
    good = arrived.opened is not None and len(arrived.opened.id) <= 60 and not work.benches.has_id(arrived.opened.id)
    return arrived.opened.id if good and arrived.opened else f"?{station.station_id[-12:]}.{epoch}.{arrived.seq}"


def _judge(work: Work, station: StationRow, arrived: Arrived) -> tuple[Verdict, str, str | None]:
    opened = arrived.opened
    if opened is None or opened.body is None:
        return _quarantine(work, station, arrived, arrived.fault or "it could not be read")
    if work.benches.has_id(opened.id):
        return _quarantine(work, station, arrived, f"its id {opened.id} was used before")
    stuck = work.benches.stuck_behind(station.station_id, opened.order_id) if opened.order_id else None
    if stuck is not None:
        return _quarantine(work, station, arrived, f"held behind command {stuck.seq} of the same order")
    found = attempt(work, station, opened)
    return found if isinstance(found, tuple) else _quarantine(work, station, arrived, found.reason)


def _quarantine(work: Work, station: StationRow, arrived: Arrived, reason: str) -> tuple[Verdict, str, str | None]:
    opened = arrived.opened
    text = f"{station.name}, command {arrived.seq} ({opened.kind if opened else 'unreadable'}): {reason}"
    order_id = (opened.order_id if opened else None) or ""
    return Verdict.QUARANTINED, reason, work.tasks.open(work.new_id(), "quarantine", text, order_id, station.station_id)
