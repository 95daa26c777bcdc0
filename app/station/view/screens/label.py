"""The label: its drawing, and the four facts about it, each on its own evidence."""

from __future__ import annotations

from app.domain.documents import WorkOrder
from app.domain.floor.labelling import PaperJob, Parcel
from app.domain.parcels import LabelState, PostalAddress
from app.station.desk import Turn
from app.station.ports import Evidence, JobState
from app.station.verbs import reading
from app.station.verbs.packing import labelling_up
from app.station.view.panels import CheckView, LabelPanel
from app.station.view.wording.words import Words

TROUBLED = frozenset({JobState.UNKNOWN, JobState.NOT_PRINTED})
ON_THE_WAY = frozenset({JobState.SENDING, JobState.HANDED_OVER, JobState.PRINTED, JobState.UNKNOWN})


def label_panel(turn: Turn, words: Words, parcel: Parcel, printer: str) -> LabelPanel:
    order = reading.order_of(turn, parcel.list_id, parcel.order_id)
    job = turn.work.get(PaperJob, parcel.label_job) if parcel.label_job else None
    state = JobState(job.state) if job else JobState.QUEUED
    stopped = labelling_up.stopped(turn, parcel)
    mood = "_stopped" if parcel.label is LabelState.NONE and stopped else _mood(parcel, state)
    site = turn.site
    return LabelPanel(
        headline=words.say(f"label.headline{mood}"),
        explain=words.say(f"label.explain{mood}", reason=stopped),
        sender=_one_line(site.sender) if site else "",
        address=_address(order),
        service=f"{order.recipient.country} · {parcel.service}" if order else parcel.service,
        sscc=parcel.sscc,
        sscc_text=spaced(parcel.sscc),
        footer=f"{parcel.order_number} · 1/1",
        checks=(
            _reserved(turn, words, parcel),
            _sent(words, state, printer),
            _printed(words, job, state),
            _applied(words, parcel, state),
        ),
    )


def _mood(parcel: Parcel, state: JobState) -> str:
    """Which words lead the screen: no number yet, no printer yet, no word from the printer, or the usual."""
    if parcel.label is LabelState.NONE:
        return "_none"
    if state in TROUBLED:
        return "_unknown"
    return "_waiting" if state is JobState.FAILED else ""


def spaced(sscc: str) -> str:
    """(00) 3 9501101 530000001 1: extension digit, prefix, serial, check digit (7-digit company prefix)."""
    return f"(00) {sscc[0]} {sscc[1:8]} {sscc[8:17]} {sscc[17]}" if len(sscc) == 18 else sscc


def _reserved(turn: Turn, words: Words, parcel: Parcel) -> CheckView:
    if parcel.label is LabelState.NONE:
        why = "reserved_stopped" if labelling_up.stopped(turn, parcel) else "reserved_none"
        return CheckView(title=words.say("label.reserved"), detail=words.say(f"label.{why}"), done=False, trouble=True)
    left = turn.work.serials_left()
    return CheckView(title=words.say("label.reserved"), detail=words.say("label.reserved_detail", left=left), done=True)


def _sent(words: Words, state: JobState, printer: str) -> CheckView:
    title = words.say("label.sent", printer=printer)
    if state in ON_THE_WAY:
        return CheckView(title=title, detail="", done=True)
    return CheckView(title=title, detail=words.say("label.sent_wait", printer=printer), done=False, current=True)


def _printed(words: Words, job: PaperJob | None, state: JobState) -> CheckView:
    title = words.say("label.printed")
    if state is JobState.PRINTED:
        by = "printed_scan" if job and job.evidence == Evidence.SCANNED_BACK else "printed_by"
        return CheckView(title=title, detail=words.say(f"label.{by}"), done=True)
    if state in TROUBLED:
        said = "printed_unknown" if state is JobState.UNKNOWN else "printed_not"
        return CheckView(title=title, detail=words.say(f"label.{said}"), done=False, trouble=True)
    said = "printed_handed" if state is JobState.HANDED_OVER else "printed_wait"
    return CheckView(title=title, detail=words.say(f"label.{said}"), done=False, current=state is not JobState.QUEUED)


def _applied(words: Words, parcel: Parcel, state: JobState) -> CheckView:
    done = parcel.label is LabelState.APPLIED
    waiting = state in (JobState.PRINTED, JobState.HANDED_OVER)
    return CheckView(
        title=words.say("label.applied"), detail="" if done else words.say("label.applied_wait"), done=done,
        current=waiting and not done,
    )  # fmt: skip


def _address(order: WorkOrder | None) -> tuple[str, ...]:
    if order is None:
        return ()
    to = order.recipient
    lines = (to.name, to.company, to.street, to.street2, f"{to.postcode} {to.city}".strip())
    return tuple(line for line in lines if line)


def _one_line(sender: PostalAddress) -> str:
    parts = (sender.name, sender.street, f"{sender.postcode} {sender.city}")
    return ", ".join(part for part in parts if part)
