"""Questions with numbered answers: short pick, reprint and problem each need a reason before they happen."""

from __future__ import annotations

from app.domain.facts import ProblemReported
from app.domain.labelling import Parcel
from app.domain.verdicts import Outcome, Verdict
from app.station.bench import Ask, Step
from app.station.desk import Turn
from app.station.verbs import labelling_up, packing_up, walking

REASONS: dict[Ask, tuple[str, ...]] = {
    Ask.SHORT_PICK: ("not_found", "damaged", "wrong_item_there", "too_few"),
    Ask.SHORT_PACK: ("missing_from_tote", "damaged", "wrong_item_in_tote"),
    Ask.REPRINT: ("unreadable", "torn", "stuck_wrong", "lost"),
    Ask.PROBLEM: ("damaged_item", "wrong_item_in_tote", "unreadable_barcode", "carton_unsuitable", "other"),
}
"""Reason codes in the order of their numbers; the words for them are resources/words, [reason.*]."""


def ask(turn: Turn, question: Ask) -> Outcome:
    turn.move(ask=question)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="asked"))


def answered(turn: Turn, number: int) -> Outcome:
    """The n-th answer (from 1) to the open question."""
    question = turn.bench.ask
    if question is None or number > len(REASONS[question]):
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="no_question"))
    reason = REASONS[question][number - 1]
    turn.move(ask=None)
    if question is Ask.SHORT_PICK:
        return walking.short(turn, reason)
    if question is Ask.SHORT_PACK:
        return packing_up.short(turn, reason)
    if question is Ask.REPRINT:
        return labelling_up.reprint(turn, reason)
    return report_problem(turn, reason)


def report_problem(turn: Turn, reason: str) -> Outcome:
    """Tell the centre and park the work: the list or the order stays where it is and can be taken up again."""
    step, list_id, order_id = turn.bench.step, turn.bench.list_id, ""
    session = packing_up.current(turn)
    parcel = turn.work.get(Parcel, turn.bench.parcel_id) if step is Step.LABEL else None
    if session is not None:
        order_id = session.order_id
        packing_up.suspend(turn)
    elif parcel is not None:
        order_id, list_id = parcel.order_id, parcel.list_id
    else:
        turn.move(step=Step.QUEUE)
    turn.record(ProblemReported(order_id=order_id, list_id=list_id, reason=reason), order_id=order_id or None)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="problem_reported", expected=reason))
