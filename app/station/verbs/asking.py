"""Questions with numbered answers: short pick, reprint and problem each need a reason before they happen."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.facts import ProblemReported
from app.domain.floor import packing, picking
from app.domain.floor.labelling import Parcel
from app.domain.floor.tasks.inspecting import DISPOSITIONS
from app.domain.floor.verdicts import Outcome, Verdict
from app.station.bench import Ask, Step
from app.station.desk import Turn
from app.station.verbs import lots, tasking
from app.station.verbs.packing import labelling_up, packing_up
from app.station.verbs.picking import walking

REASONS: dict[Ask, tuple[str, ...]] = {
    Ask.SHORT_PICK: ("not_found", "damaged", "wrong_item_there", "too_few"),
    Ask.SHORT_PACK: ("missing_from_tote", "damaged", "wrong_item_in_tote"),
    Ask.REPRINT: ("unreadable", "torn", "stuck_wrong", "lost"),
    Ask.TASK_MISSING: ("not_found", "damaged", "too_few", "wrong_item_there"),
    Ask.HAND_BACK: ("no_time", "out_of_reach", "place_full", "blocked", "other"),
    Ask.INSPECT: tuple(DISPOSITIONS),
    Ask.GONE: ("with_carrier", tasking.NOT_FOUND),
    Ask.OTHER_LOT: ("lot_not_there", "lot_damaged", "lot_out_of_reach", "told_to"),
    Ask.PROBLEM: ("damaged_item", "wrong_item_in_tote", "unreadable_barcode", "carton_unsuitable", "other"),
}
"""Reason codes in the order of their numbers; the words for them are resources/words, [reason.*]."""

ANSWERED: dict[Ask, Callable[[Turn, str], Outcome]] = {
    Ask.TASK_MISSING: tasking.missing,
    Ask.HAND_BACK: tasking.hand_back,
    Ask.INSPECT: tasking.inspected,
    Ask.GONE: tasking.gone,
    Ask.LOT: lots.named,
    Ask.PACK_LOT: packing_up.lot_named,
    Ask.OTHER_LOT: lots.instead,
}


def ask(turn: Turn, question: Ask) -> Outcome:
    """Ask, unless the answer could not be acted on: then say so at once."""
    refused = _pointless(turn, question)
    if refused is not None and refused.refused:
        return turn.answer(refused)
    turn.move(ask=question)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="asked"))


def answers(turn: Turn, question: Ask) -> tuple[str, ...]:
    """The answers in the order of their numbers: reason codes, or the lots to choose from."""
    return REASONS[question] if question in REASONS else lots.choices(turn, question)


def answered(turn: Turn, number: int) -> Outcome:
    """The n-th answer (from 1) to the open question."""
    question = turn.bench.ask
    known = answers(turn, question) if question else ()
    if question is None or number > len(known):
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="no_question"))
    reason = known[number - 1]
    turn.move(ask=None)
    if question is Ask.SHORT_PICK:
        return walking.short(turn, reason)
    if question is Ask.SHORT_PACK:
        return packing_up.short(turn, reason)
    if question is Ask.REPRINT:
        return labelling_up.reprint(turn, reason)
    follow = ANSWERED.get(question)
    return follow(turn, reason) if follow else report_problem(turn, reason)


def _pointless(turn: Turn, question: Ask) -> Outcome | None:
    """What the rules would say to any answer, tried without keeping anything."""
    if question is Ask.SHORT_PICK:
        return picking.short(walking.current(turn), "")[1]
    if question is Ask.SHORT_PACK:
        session = packing_up.current(turn)
        nothing_open = Outcome(verdict=Verdict.NOT_NOW, said="tote_to_pack_first")
        return packing.short(session, "")[1] if session else nothing_open
    if question is Ask.TASK_MISSING:
        return tasking.may_miss(turn)
    if question is Ask.HAND_BACK:
        return tasking.may_hand_back(turn)
    return labelling_up.no_copy(turn) if question is Ask.REPRINT else None


def report_problem(turn: Turn, reason: str) -> Outcome:
    """Tell the centre and park the work: the list or the order stays where it is and can be taken up again.

    A carton parked before its label was on is closed by the scan of its label, or taken up from the queue.
    """
    step, list_id, order_id = turn.bench.step, turn.bench.list_id, ""
    session = packing_up.current(turn)
    parcel = turn.work.get(Parcel, turn.bench.parcel_id) if step is Step.LABEL else None
    if session is not None:
        order_id = session.order_id
        packing_up.suspend(turn)
    elif parcel is not None:
        order_id, list_id = parcel.order_id, parcel.list_id
        turn.move(step=Step.PACK if packing_up.waiting_totes(turn) else Step.QUEUE, parcel_id="")
    else:
        turn.move(step=Step.QUEUE)
    turn.record(ProblemReported(order_id=order_id, list_id=list_id, reason=reason), order_id=order_id or None)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="problem_reported", expected=reason))
