"""A parcel taken off the dispatch pile before it leaves, or found to have left. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.domain.floor.tasks.run import Done, TaskPhase, TaskRun, not_now, refused
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.task_facts import ParcelStopped, TaskFinished

VOIDED, LEFT = "voided", "left"
GONE: Final = ("with_carrier",)


def scan_parcel(run: TaskRun, sscc: str) -> Done:
    """The label of the parcel that is to stay: it is off the pile, its label goes."""
    if run.phase is not TaskPhase.PARCEL:
        return not_now(run, sscc)
    if sscc not in run.parcels:
        expected = run.parcels[0] if run.parcels else ""
        return refused(run, Verdict.WRONG_ITEM, "task_other_parcel", scanned=sscc, expected=expected)
    left = tuple(parcel for parcel in run.parcels if parcel != sscc)
    outcome = Outcome(verdict=Verdict.RIGHT, said="parcel_stopped", scanned=sscc)
    fact = ParcelStopped(task_id=run.task_id, sscc=sscc, outcome=VOIDED)
    if left:
        return replace(run, parcels=left), outcome, (fact,)
    return replace(run, parcels=(), over=True), outcome, (fact, TaskFinished(task_id=run.task_id))


def confirm(run: TaskRun) -> Done:
    """A box without a label can only be confirmed by touch; one with a label is scanned."""
    if run.phase is not TaskPhase.PARCEL:
        return not_now(run)
    if run.parcels:
        return refused(run, Verdict.NOT_NOW, "task_parcel_first", expected=run.parcels[0])
    return _ended(run, VOIDED, "", "parcel_stopped")


def gone(run: TaskRun, reason: str) -> Done:
    """What was not found of it has left already: the customer is to be told."""
    return _ended(run, LEFT, reason, "parcel_gone") if run.phase is TaskPhase.PARCEL else not_now(run)


def _ended(run: TaskRun, what: str, reason: str, said: str) -> Done:
    facts = tuple(
        ParcelStopped(task_id=run.task_id, sscc=sscc, outcome=what, reason=reason) for sscc in run.parcels or ("",)
    )
    outcome = Outcome(verdict=Verdict.RIGHT, said=said, quantity=len(facts))
    return replace(run, parcels=(), over=True), outcome, (*facts, TaskFinished(task_id=run.task_id))
