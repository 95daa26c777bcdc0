"""The print ledger: what a printer reports about a job, and what to do about jobs left over by a crash."""

from __future__ import annotations

from dataclasses import replace

from app.domain.facts import LabelPrinted
from app.domain.floor.labelling import Paper, PaperJob, Parcel
from app.domain.parcels import LabelState
from app.station.desk import LookAgain, Print, Turn
from app.station.ports import JobChanged, JobState, PrintJob

SETTLED = frozenset({JobState.PRINTED, JobState.NOT_PRINTED, JobState.CANCELLED})
UNDER_WAY = frozenset({JobState.SENDING, JobState.HANDED_OVER, JobState.UNKNOWN})
TELLING = frozenset({JobState.PRINTED, JobState.HANDED_OVER, JobState.UNKNOWN, JobState.NOT_PRINTED})


def job_changed(turn: Turn, change: JobChanged) -> PaperJob | None:
    """Write down how far a job got. What a person or a scan has proven is not overruled by a late report."""
    job = turn.work.get(PaperJob, change.job_id)
    if job is None or job.state in SETTLED:
        return job
    counter = change.counter if change.counter is not None else job.counter
    moved = replace(job, state=change.state, evidence=change.evidence, detail=change.detail, counter=counter)
    turn.work.put(job.job_id, moved)
    parcel = turn.work.get(Parcel, job.parcel_id)
    if job.paper is Paper.LABEL and parcel is not None and change.state in TELLING and change.state != job.state:
        fact = LabelPrinted(
            parcel_id=parcel.parcel_id, sscc=parcel.sscc, job_id=job.job_id, state=change.state,
            evidence=change.evidence,
        )  # fmt: skip
        turn.record(fact, order_id=parcel.order_id, fence=parcel.fence)
        if change.state == JobState.PRINTED and parcel.label is LabelState.PURCHASED:
            turn.work.put(parcel.parcel_id, replace(parcel, label=LabelState.PRINTED))
    return moved


def take_up(turn: Turn) -> None:
    """After a restart: jobs whose first byte never left go out now; jobs under way are asked about, never re-sent."""
    for job in turn.work.all(PaperJob):
        state = JobState(job.state)
        if state in (JobState.QUEUED, JobState.FAILED):
            turn.effects.append(Print(job.paper, PrintJob(job.job_id, job.payload, job.reprint_of or None)))
        elif state in UNDER_WAY:
            turn.effects.append(LookAgain(job.paper, job.job_id, job.counter))
