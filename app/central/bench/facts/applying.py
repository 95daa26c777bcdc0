"""Applying one command: which function each kind has, and what its outcome means as a verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from app.central.bench.facts import floor, packing, picking, shipping
from app.central.bench.outcomes import Bench, Conflict, Noted, Opened, Outcome, Refused, Verdict
from app.central.storage.engines.faults import is_fault
from app.central.storage.unit import Work
from app.central.values import StationRow
from app.central.work.claims import claim_work, lease_numbers
from app.domain import facts, task_facts


@dataclass(frozen=True, slots=True)
class Unfit:
    """The command could not be applied: a bug, or a rule of the database said no. Nothing of it was stored."""

    reason: str


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
    task_facts.TakeTask: floor.task_taken,
    task_facts.TaskHandedBack: floor.handed_back,
    task_facts.TaskUnitsMoved: floor.units_moved,
    task_facts.TaskUnitsMissing: floor.units_missing,
    task_facts.TaskFinished: floor.task_finished,
    task_facts.ShelfCounted: floor.shelf_counted,
    task_facts.UnitsInspected: floor.units_inspected,
    task_facts.ParcelStopped: floor.parcel_stopped,
}


def attempt(work: Work, station: StationRow, opened: Opened) -> tuple[Verdict, str, str | None] | Unfit:
    """Apply a command in a step of its own: (verdict, reason, task), or why it can not be. Disk faults raise."""
    feed_before = work.feed.last
    try:
        with work.step():
            bench = Bench(work, station, opened.id, opened.actor, opened.fence)
            outcome = APPLIERS[type(opened.body)](bench, opened.body)
            return _verdict(work, station, opened, outcome)
    except Exception as error:  # a bug or a broken invariant: this command alone is set aside, whole
        if is_fault(error):
            raise
        work.feed.last = feed_before
        return Unfit(f"{type(error).__name__}: {error}")


def _verdict(work: Work, station: StationRow, opened: Opened, outcome: Outcome) -> tuple[Verdict, str, str | None]:
    if outcome is None:
        return Verdict.APPLIED, "", None
    if isinstance(outcome, Refused):
        return Verdict.REFUSED, outcome.reason, None
    order_id = str(opened.order_id or getattr(opened.body, "order_id", ""))
    station_id = station.station_id if isinstance(outcome, Conflict) else ""
    items = outcome.items if isinstance(outcome, Noted) else ()
    about = outcome.about if isinstance(outcome, Conflict) else ""
    what = (outcome.kind, outcome.reason, order_id, station_id, about or opened.id)
    task_id = work.tasks.open(work.new_id(), *what, once=bool(about), items=items)
    verdict = Verdict.APPLIED if isinstance(outcome, Noted) else Verdict.APPLIED_WITH_TASK
    return verdict, outcome.reason, task_id
