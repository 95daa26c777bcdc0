"""The last gate: a parcel leaves only if its label is on it and nothing has stopped its order."""

from __future__ import annotations

from dataclasses import replace

from app.domain.facts import ParcelDispatched
from app.domain.floor.labelling import PaperJob, Parcel
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.parcels import LabelState
from app.station import lane
from app.station.desk import Turn
from app.station.verbs import reading


def dispatch(turn: Turn, number: str) -> Outcome:
    """Release a parcel by the scan of its label."""
    parcel = lane.parcel_with(turn.work, number)
    if parcel is None:
        return turn.answer(Outcome(verdict=Verdict.UNKNOWN_BARCODE, said="unknown_parcel", scanned=number))
    if parcel.dispatched:
        return turn.answer(
            Outcome(
                verdict=Verdict.ALREADY_DONE, said="dispatched_already", scanned=number, expected=parcel.order_number
            )
        )
    if parcel.label is not LabelState.APPLIED:
        return turn.answer(
            Outcome(verdict=Verdict.NOT_NOW, said="label_not_applied", scanned=number, expected=parcel.order_number),
            parcel.order_id,
        )
    reason = reading.stopped(turn, parcel.list_id, parcel.order_id)
    if reason:
        return turn.answer(
            Outcome(verdict=Verdict.NOT_NOW, said="order_stopped", scanned=number, expected=reason), parcel.order_id
        )
    fact = ParcelDispatched(parcel_id=parcel.parcel_id, order_id=parcel.order_id, sscc=number)
    turn.record(fact, order_id=parcel.order_id, fence=parcel.fence)
    turn.work.put(parcel.parcel_id, replace(parcel, dispatched=True))
    lane.dispatched(turn.work, parcel)
    _forget_papers(turn, parcel)
    return turn.answer(
        Outcome(verdict=Verdict.RIGHT, said="dispatched", scanned=number, expected=parcel.order_number), parcel.order_id
    )


def _forget_papers(turn: Turn, parcel: Parcel) -> None:
    """The bytes of the slip, of the label and of the copies it replaced are not needed any more."""
    turn.work.drop(PaperJob, parcel.slip_job)
    job_id = parcel.label_job
    while job_id:
        job = turn.work.get(PaperJob, job_id)
        turn.work.drop(PaperJob, job_id)
        job_id = job.reprint_of if job else ""
