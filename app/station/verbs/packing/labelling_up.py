"""Give a closed parcel its number and its papers, and close it when the label on the box is scanned."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from app.domain import sscc
from app.domain.documents import WorkOrder
from app.domain.facts import CartonClosed, Fact, LabelApplied, LabelPrinted, LabelPurchased, LabelReprinted, PackedLine
from app.domain.floor.labelling import Paper, PaperJob, Parcel
from app.domain.floor.packing import PackSession
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.parcels import LabelContent, LabelState, SlipContent, SlipLine, SlipTrace
from app.station import lane
from app.station.bench import Step
from app.station.desk import Print, Turn
from app.station.ports import Evidence, JobState, PrintJob
from app.station.verbs import reading
from app.station.verbs.picking import claiming

COURIER = "house"
NOT_OUT_YET = frozenset({JobState.QUEUED, JobState.FAILED})
"""Job states in which no byte was sent and the printer will still get the job by itself."""


def begin(turn: Turn, session: PackSession, facts: Iterable[Fact]) -> None:
    """Make the parcel of a closed carton, take its number and print its papers."""
    closed = next(fact for fact in facts if isinstance(fact, CartonClosed))
    order = _order(turn, session.list_id, session.order_id)
    parcel = Parcel(
        parcel_id=closed.parcel_id, session_id=session.session_id, list_id=session.list_id,
        order_id=session.order_id, order_number=order.number, fence=session.fence, carton=session.carton,
        contents=closed.contents, service=order.service, recipient=order.recipient.name,
    )  # fmt: skip
    turn.work.put(parcel.parcel_id, parcel)
    lane.closed(turn.work, parcel)
    turn.move(step=Step.LABEL, parcel_id=parcel.parcel_id, session_id="", list_id="")
    purchase(turn)


def purchase(turn: Turn) -> bool:
    """Give every closed parcel without a number the next one of this station's block; False while there is none.

    No label is bought for an order that was stopped after its carton was closed: one on hold gets it when that is
    over, the box of a cancelled one goes to the problem shelf and waits for no label any more.
    """
    found = [turn.work.get(Parcel, parcel_id) for parcel_id in lane.lane(turn.work).open]
    waiting = [parcel for parcel in found if parcel and parcel.label is LabelState.NONE]
    for parcel in waiting:
        if reading.cancelled(turn, parcel.list_id, parcel.order_id):
            _never(turn, parcel)
    return all(_buy(turn, parcel) for parcel in waiting if not stopped(turn, parcel))


def stopped(turn: Turn, parcel: Parcel) -> str:
    """Why a parcel gets no label now, as the centre last said; "" if it may have one."""
    return reading.stopped(turn, parcel.list_id, parcel.order_id)


def _never(turn: Turn, parcel: Parcel) -> None:
    lane.given_up(turn.work, parcel)
    claiming.retire(turn, parcel.list_id)


def _buy(turn: Turn, parcel: Parcel) -> bool:
    taken = turn.work.take_serial()
    if taken is None:
        return False
    block_id, block, serial = taken
    number = sscc.make(block.company_prefix, block.extension, serial)
    bought = replace(parcel, sscc=number, block_id=block_id, label=LabelState.PURCHASED)
    label = turn.desk.labels.label(_label(turn, bought))
    fact = LabelPurchased(
        parcel_id=parcel.parcel_id, order_id=parcel.order_id, courier=COURIER, service=parcel.service, sscc=number,
        block_id=block_id, label_sha256=hashlib.sha256(label).hexdigest(),
    )  # fmt: skip
    turn.record(fact, order_id=parcel.order_id, fence=parcel.fence)
    label_job = _print(turn, parcel.parcel_id, Paper.LABEL, label)
    slip_job = _print(turn, parcel.parcel_id, Paper.SLIP, turn.desk.slips.slip(_slip(turn, bought)))
    turn.work.put(parcel.parcel_id, replace(bought, label_job=label_job, slip_job=slip_job))
    lane.numbered(turn.work, bought)
    return True


def label_scanned(turn: Turn, number: str) -> Outcome:
    """The label on the box closes the parcel; a label of another parcel is caught here."""
    parcel = current(turn)
    if parcel is None:
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="no_parcel", scanned=number))
    if number != parcel.sscc:
        other = lane.parcel_with(turn.work, number)
        said, belongs = ("other_label", other.order_number) if other else ("foreign_label", "")
        refused = Outcome(verdict=Verdict.WRONG_ITEM, said=said, scanned=number, expected=parcel.sscc, belongs=belongs)
        return turn.answer(refused, parcel.order_id)
    _proven(turn, parcel)
    applied = LabelApplied(parcel_id=parcel.parcel_id, order_id=parcel.order_id, sscc=number)
    turn.record(applied, order_id=parcel.order_id, fence=parcel.fence)
    turn.work.put(parcel.parcel_id, replace(parcel, label=LabelState.APPLIED))
    lane.labelled(turn.work, parcel)
    claiming.retire(turn, parcel.list_id)
    turn.move(step=Step.DONE)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="label_applied", scanned=number), parcel.order_id)


def take_up_open(turn: Turn) -> Outcome:
    """Come back to the first closed carton whose label is not on it yet; one that is on hold comes last."""
    found = (turn.work.get(Parcel, parcel_id) for parcel_id in lane.lane(turn.work).open)
    waiting = sorted((parcel for parcel in found if parcel), key=lambda parcel: bool(stopped(turn, parcel)))
    if not waiting:
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="no_label_yet"))
    turn.move(step=Step.LABEL, parcel_id=waiting[0].parcel_id)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="opened"))


def reprint(turn: Turn, reason: str) -> Outcome:
    """Another copy of the same label: the number stays, the copy is counted and marked, the reason is kept."""
    parcel = current(turn)
    if parcel is None or not parcel.sscc:
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="no_label_yet"))
    copied = replace(parcel, copies=parcel.copies + 1)
    label = turn.desk.labels.label(_label(turn, copied))
    job = _print(turn, parcel.parcel_id, Paper.LABEL, label, reprint_of=parcel.label_job, reason=reason)
    fact = LabelReprinted(parcel_id=parcel.parcel_id, sscc=parcel.sscc, job_id=job, reason=reason, copy=copied.copies)
    turn.record(fact, order_id=parcel.order_id, fence=parcel.fence)
    turn.work.put(parcel.parcel_id, replace(copied, label_job=job))
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="printing_again"), parcel.order_id)


def nothing_came_out(turn: Turn) -> Outcome:
    """The packer says there is no paper: that job is closed as not printed, and a copy with the same number follows."""
    parcel = current(turn)
    refused = no_copy(turn)
    if refused is not None:
        return turn.answer(refused)
    job = turn.work.get(PaperJob, parcel.label_job) if parcel else None
    if parcel is None or job is None:
        raise LookupError("a label was bought, and its job is not in the print ledger")
    turn.work.put(job.job_id, replace(job, state=JobState.NOT_PRINTED, evidence=Evidence.OPERATOR))
    printed = LabelPrinted(
        parcel_id=parcel.parcel_id, sscc=parcel.sscc, job_id=job.job_id, state=JobState.NOT_PRINTED,
        evidence=Evidence.OPERATOR,
    )  # fmt: skip
    turn.record(printed, order_id=parcel.order_id, fence=parcel.fence)
    return reprint(turn, "nothing_came_out")


def no_copy(turn: Turn) -> Outcome | None:
    """Why there is nothing to print again: no label was bought, or it has not gone out yet (two would come out)."""
    parcel = current(turn)
    if parcel is None or not parcel.label_job:
        return Outcome(verdict=Verdict.NOT_NOW, said="no_label_yet")
    job = turn.work.get(PaperJob, parcel.label_job)
    if job is not None and job.state in NOT_OUT_YET:
        return Outcome(verdict=Verdict.NOT_NOW, said="label_waits", expected=parcel.order_number)
    return None


def current(turn: Turn) -> Parcel | None:
    return turn.work.get(Parcel, turn.bench.parcel_id) if turn.bench.parcel_id else None


def _proven(turn: Turn, parcel: Parcel) -> None:
    """A label that was scanned was printed, whatever the printer said."""
    job = turn.work.get(PaperJob, parcel.label_job)
    if job is None or job.state == JobState.PRINTED:
        return
    turn.work.put(job.job_id, replace(job, state=JobState.PRINTED, evidence=Evidence.SCANNED_BACK))
    fact = LabelPrinted(
        parcel_id=parcel.parcel_id, sscc=parcel.sscc, job_id=job.job_id, state=JobState.PRINTED,
        evidence=Evidence.SCANNED_BACK,
    )  # fmt: skip
    turn.record(fact, order_id=parcel.order_id, fence=parcel.fence)


def _print(turn: Turn, parcel_id: str, paper: Paper, payload: bytes, *, reprint_of: str = "", reason: str = "") -> str:
    """Write the job into the print ledger; the printer gets it after the commit."""
    job = PaperJob(
        job_id=turn.desk.new_id(), parcel_id=parcel_id, paper=paper, payload=payload, state=JobState.QUEUED,
        reprint_of=reprint_of, reason=reason,
    )  # fmt: skip
    turn.work.put(job.job_id, job)
    turn.effects.append(Print(paper, PrintJob(job.job_id, payload, reprint_of or None)))
    return job.job_id


def _label(turn: Turn, parcel: Parcel) -> LabelContent:
    site = turn.site
    if site is None:
        raise LookupError("the centre has not sent this site's own address yet")
    order = _order(turn, parcel.list_id, parcel.order_id)
    return LabelContent(
        sscc=parcel.sscc, order_number=parcel.order_number, service=parcel.service, sender=site.sender,
        recipient=order.recipient, grams=parcel.grams, copy=parcel.copies,
    )  # fmt: skip


def _slip(turn: Turn, parcel: Parcel) -> SlipContent:
    order = _order(turn, parcel.list_id, parcel.order_id)
    inside: dict[str, int] = {}
    for part in parcel.contents:
        inside[part.line_id] = inside.get(part.line_id, 0) + part.quantity
    lines = []
    for line in order.lines:
        product = reading.product(turn, line.sku)
        lines.append(
            SlipLine(
                sku=line.sku, name=product.name if product else line.sku,
                variant=" · ".join(value for _, value in product.options) if product else "",
                packed=inside.get(line.line_id, 0), ordered=line.quantity,
                traced=tuple(_traced(turn, part) for part in parcel.contents if part.line_id == line.line_id and
                             (part.lot or part.serials)),
            )
        )  # fmt: skip
    return SlipContent(
        order_number=parcel.order_number, customer=order.recipient.name, sscc=parcel.sscc,
        packed_at=turn.desk.now().astimezone(turn.zone), lines=tuple(lines), note=order.note,
    )  # fmt: skip


def _traced(turn: Turn, part: PackedLine) -> SlipTrace:
    expiry = reading.lot_book(turn, part.sku).last_day(part.lot) if part.lot else None
    return SlipTrace(lot=part.lot, expiry=expiry, units=part.quantity, serials=part.serials)


def _order(turn: Turn, list_id: str, order_id: str) -> WorkOrder:
    order = reading.order_of(turn, list_id, order_id)
    if order is None:
        raise LookupError(f"list {list_id!r} has no order {order_id!r}")
    return order
