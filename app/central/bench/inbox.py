"""The inbox: every command of a station exactly once, in its order, each with a verdict that never changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.central.bench import packing, picking, shipping
from app.central.bench.outcomes import Arrived, Bench, Conflict, Noted, Opened, Outcome, Refused, Verdict
from app.central.centre import Centre
from app.central.storage.engine import is_fault
from app.central.storage.stores.benches import InboxRow
from app.central.storage.unit import Work
from app.central.values import StationRow
from app.central.work.claims import claim_work, lease_numbers, renew_leases
from app.domain import facts


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


def claimed(bench: Bench, request: facts.ClaimWork) -> Outcome:
    reason = claim_work(bench.work, bench.station, request.lists)
    return Refused(reason) if reason else None


def numbered(bench: Bench, request: facts.LeaseNumbers) -> Outcome:
    reason = lease_numbers(bench.work, bench.station, request.count)
    return Refused(reason) if reason else None


APPLIERS: Final[dict[type[Any], Callable[[Bench, Any], Outcome]]] = {
    facts.ClaimWork: claimed,
    facts.LeaseNumbers: numbered,
    facts.SignedIn: packing.signed_in,
    facts.SignedOut: packing.signed_out,
    facts.PickStarted: picking.pick_started,
    facts.ToteAssigned: picking.tote_assigned,
    facts.ItemPicked: picking.item_picked,
    facts.UnitPutBack: picking.unit_put_back,
    facts.ItemShortPicked: picking.item_short_picked,
    facts.PickFinished: picking.pick_finished,
    facts.PackSessionOpened: packing.session_opened,
    facts.ItemPacked: packing.item_packed,
    facts.UnitRemoved: packing.unit_removed,
    facts.ScanRefused: packing.scan_refused,
    facts.CartonClosed: packing.carton_closed,
    facts.LabelPurchased: shipping.label_purchased,
    facts.LabelPrinted: shipping.label_printed,
    facts.LabelReprinted: shipping.label_reprinted,
    facts.LabelApplied: shipping.label_applied,
    facts.ParcelDispatched: shipping.parcel_dispatched,
    facts.ProblemReported: packing.problem_reported,
}


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
        for arrived in batch:
            if arrived.seq == have + 1:
                _take(work, station, epoch, arrived)
                have += 1
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


def _take(work: Work, station: StationRow, epoch: int, arrived: Arrived) -> None:
    """Apply one command and store it with its verdict; poison is kept whole and never blocks those behind it."""
    work.feed.last = 0
    opened = arrived.opened
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


def _unique_id(work: Work, station: StationRow, epoch: int, arrived: Arrived) -> str:
    good = arrived.opened is not None and len(arrived.opened.id) <= 60 and not work.benches.has_id(arrived.opened.id)
    return arrived.opened.id if good and arrived.opened else f"?{station.station_id[-12:]}.{epoch}.{arrived.seq}"


def _judge(work: Work, station: StationRow, arrived: Arrived) -> tuple[Verdict, str, str | None]:
    opened = arrived.opened
    if opened is None:
        return _quarantine(work, station, arrived, arrived.fault)
    if opened.body is None:
        return _quarantine(work, station, arrived, arrived.fault or f"{opened.kind} is not known here")
    if work.benches.has_id(opened.id):
        return _quarantine(work, station, arrived, f"its id {opened.id} was used before")
    stuck = work.benches.stuck_behind(station.station_id, opened.order_id) if opened.order_id else None
    if stuck is not None:
        return _quarantine(work, station, arrived, f"held behind command {stuck} of the same order")
    feed_before = work.feed.last
    try:
        with work.step():
            outcome = _apply(work, station, opened)
            return _verdict(work, station, opened, outcome)
    except Exception as error:  # a bug or a broken invariant: this command alone is set aside, whole
        if is_fault(error):
            raise
        work.feed.last = feed_before
        return _quarantine(work, station, arrived, f"{type(error).__name__}: {error}")


def _apply(work: Work, station: StationRow, opened: Opened) -> Outcome:
    bench = Bench(work, station, opened.id, opened.actor, opened.fence)
    return APPLIERS[type(opened.body)](bench, opened.body)


def _verdict(work: Work, station: StationRow, opened: Opened, outcome: Outcome) -> tuple[Verdict, str, str | None]:
    if outcome is None:
        return Verdict.APPLIED, "", None
    if isinstance(outcome, Refused):
        return Verdict.REFUSED, outcome.reason, None
    order_id = str(opened.order_id or getattr(opened.body, "order_id", ""))
    station_id = station.station_id if isinstance(outcome, Conflict) else ""
    task_id = work.tasks.open(work.new_id(), outcome.kind, outcome.reason, order_id, station_id, opened.id)
    verdict = Verdict.APPLIED if isinstance(outcome, Noted) else Verdict.APPLIED_WITH_TASK
    return verdict, outcome.reason, task_id


def _quarantine(work: Work, station: StationRow, arrived: Arrived, reason: str) -> tuple[Verdict, str, str | None]:
    opened = arrived.opened
    text = f"{station.name}, command {arrived.seq} ({opened.kind if opened else 'unreadable'}): {reason}"
    order_id = (opened.order_id if opened else None) or ""
    return Verdict.QUARANTINED, reason, work.tasks.open(work.new_id(), "quarantine", text, order_id, station.station_id)
