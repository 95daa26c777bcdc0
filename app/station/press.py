"""A command at the bench, from a touch, a key or the command card: each step offers its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.domain.facts import ScanRefused
from app.domain.floor.cards import CARTON_CHOICES, NUMBERS, REASON_CHOICES, TASK_CHOICES, Command
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.work.tasks import TaskKind
from app.station.bench import SIDE_STEPS, Ask, Step
from app.station.desk import Turn
from app.station.verbs import asking, lots, signing, tasking
from app.station.verbs.packing import labelling_up, packing_up
from app.station.verbs.picking import walking

Handler = Callable[[Turn], Outcome]


def press(turn: Turn, name: str) -> Outcome:
    """Do what a command means at this step; a command the step does not offer is refused in words."""
    if turn.bench.refusal is not None:
        if name == Command.CHANGE_LOT and lots.may_change(turn):
            return lots.ask_why(turn)
        return _acknowledge(turn, turn.bench.refusal, name)
    if name not in Command.__members__:
        return turn.answer(Outcome(verdict=Verdict.UNKNOWN_BARCODE, said="unknown_command", scanned=name))
    command = Command(name)
    if turn.bench.step is Step.SIGN_IN:
        refused = Outcome(verdict=Verdict.NOT_NOW, said="sign_in_first", scanned=name)
        return _nothing(turn) if command is Command.OK else turn.answer(refused)
    if turn.bench.ask is not None:
        return _reply(turn, command)
    if command in CARTON_CHOICES and turn.bench.step is Step.PACK:
        return packing_up.choose_carton(turn, CARTON_CHOICES.index(command) + 1)
    if command in TASK_CHOICES and turn.bench.step is Step.QUEUE:
        return tasking.take(turn, TASK_CHOICES.index(command) + 1)
    if command in NUMBERS and turn.bench.step is Step.TASK:
        return tasking.digit(turn, NUMBERS.index(command))
    handler = OFFERED.get(turn.bench.step, {}).get(command) or ALWAYS.get(command)
    if handler is None:
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="command_not_now", scanned=name))
    return handler(turn)


def swallow(turn: Turn, refusal: Outcome, shown: str) -> Outcome:
    """What comes while a refusal is open is recorded, never lands on the next order, and the refusal stays."""
    outcome = Outcome(verdict=Verdict.NOT_NOW, said="acknowledge_first", scanned=shown)
    turn.record(
        ScanRefused(verdict=outcome.verdict, step=turn.bench.step, scanned=shown, expected=f"OK after {refusal.said}")
    )
    turn.move(said=outcome)
    return outcome


def _acknowledge(turn: Turn, refusal: Outcome, name: str) -> Outcome:
    """OK or BACK; but not a second read of the very BACK that was refused."""
    if name not in (Command.OK, Command.BACK) or (refusal.said == "command_not_now" and refusal.scanned == name):
        return swallow(turn, refusal, name)
    outcome = Outcome(verdict=Verdict.RIGHT, said="acknowledged")
    turn.move(refusal=None, said=outcome)
    return outcome


def _nothing(turn: Turn) -> Outcome:
    """OK with nothing to acknowledge is never refused: else its second read would put its own refusal away."""
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="acknowledged"))


def _reply(turn: Turn, command: Command) -> Outcome:
    if command in REASON_CHOICES:
        return asking.answered(turn, REASON_CHOICES.index(command) + 1)
    if command in CARTON_CHOICES:  # the digits are shared: a question on the screen takes them
        return asking.answered(turn, CARTON_CHOICES.index(command) + 1)
    if command is Command.BACK:
        if turn.bench.ask is Ask.INSPECT:
            tasking.not_inspected(turn)
        lots.forget(turn)
        turn.move(ask=None)
        return turn.answer(Outcome(verdict=Verdict.RIGHT, said="back"))
    if command is Command.OK:
        return _nothing(turn)
    return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="answer_first", scanned=command))


def _go(step: Step) -> Handler:
    def go(turn: Turn) -> Outcome:
        back_to = turn.bench.back_to if turn.bench.step in SIDE_STEPS else turn.bench.step
        turn.move(step=step, back_to=back_to)
        return turn.answer(Outcome(verdict=Verdict.RIGHT, said="opened"))

    return go


def _leave(turn: Turn) -> Outcome:
    turn.move(step=turn.bench.back_to)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="back"))


def _to_queue(turn: Turn) -> Outcome:
    turn.move(step=Step.QUEUE)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="back"))


def _leave_pack(turn: Turn) -> Outcome:
    packing_up.suspend(turn)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="parked"))


def _after_done(turn: Turn) -> Outcome:
    """On to the next tote of this bench, or to the queue."""
    waiting = packing_up.waiting_totes(turn)
    turn.move(step=Step.PACK if waiting else Step.QUEUE, parcel_id="", session_id="")
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="opened"))


def _to_pack(turn: Turn) -> Outcome:
    if not packing_up.waiting_totes(turn):
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="no_totes"))
    turn.move(step=Step.PACK, session_id="")
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="opened"))


def _task_missing(turn: Turn) -> Outcome:
    """Units are not there; a parcel that is not there may have left."""
    stops = tasking.current(turn).kind == TaskKind.STOP_SHIPMENT
    return asking.ask(turn, Ask.GONE if stops else Ask.TASK_MISSING)


def _question(question: Ask) -> Handler:
    return lambda turn: asking.ask(turn, question)


ALWAYS: Final[dict[Command, Handler]] = {
    Command.OK: _nothing,
    Command.SIGN_OUT: signing.sign_out,
    Command.DEVICES: _go(Step.DEVICES),
    Command.DISPATCH: _go(Step.DISPATCH),
}

OFFERED: Final[dict[Step, dict[Command, Handler]]] = {
    Step.QUEUE: {
        Command.START: walking.start_picking, Command.NEXT: _to_pack, Command.PRINT_AGAIN: labelling_up.take_up_open,
    },
    Step.PICK: {
        Command.SHORT: _question(Ask.SHORT_PICK), Command.SKIP: walking.skip, Command.UNDO: walking.undo,
        Command.PROBLEM: _question(Ask.PROBLEM), Command.BACK: _to_queue,
    },
    Step.PACK: {
        Command.SHORT: _question(Ask.SHORT_PACK), Command.UNDO: packing_up.undo,
        Command.PROBLEM: _question(Ask.PROBLEM), Command.CLOSE_CARTON: packing_up.close_carton,
        Command.BACK: _leave_pack,
    },
    Step.LABEL: {
        Command.PRINT_AGAIN: _question(Ask.REPRINT), Command.NOTHING_CAME_OUT: labelling_up.nothing_came_out,
        Command.PROBLEM: _question(Ask.PROBLEM),
    },
    Step.TASK: {
        Command.NEXT: tasking.confirm, Command.SHORT: _task_missing, Command.UNDO: tasking.undo,
        Command.HAND_BACK: _question(Ask.HAND_BACK), Command.BACK: _to_queue,
    },
    Step.DONE: {Command.NEXT: _after_done, Command.OK: _after_done, Command.BACK: _after_done},
    Step.DISPATCH: {Command.BACK: _leave, Command.OK: _leave},
    Step.DEVICES: {Command.BACK: _leave, Command.OK: _leave},
}  # fmt: skip
"""What each step offers beside ALWAYS; the screen shows exactly these."""


def on_offer() -> tuple[Command, ...]:
    """Every command some step of the bench takes, in the order of the card."""
    numbered = {*CARTON_CHOICES, *REASON_CHOICES, *TASK_CHOICES, *NUMBERS}
    taken = {Command.CHANGE_LOT, *ALWAYS, *numbered}.union(*OFFERED.values())
    return tuple(command for command in Command if command in taken)
