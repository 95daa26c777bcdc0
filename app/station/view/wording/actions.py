"""The buttons of each screen: what the step offers, in the words and with the keys of the commands."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.domain.floor.cards import Command
from app.domain.floor.tasks.run import TaskPhase, TaskRun
from app.domain.floor.walk import PickPhase, PickRun
from app.domain.parcels import LabelState
from app.domain.work.tasks import TaskKind
from app.station import lane
from app.station.bench import Step
from app.station.desk import Turn
from app.station.verbs import lots, tasking
from app.station.verbs.packing import labelling_up, packing_up
from app.station.verbs.picking.claiming import leased
from app.station.view.panels import ActionView
from app.station.view.wording.words import Words

SHOWN: Final[dict[Step, tuple[Command, ...]]] = {
    Step.SIGN_IN: (),
    Step.QUEUE: (Command.DEVICES, Command.DISPATCH, Command.SIGN_OUT),
    Step.PICK: (Command.SHORT, Command.SKIP, Command.UNDO, Command.PROBLEM, Command.BACK),
    Step.PACK: (Command.SHORT, Command.UNDO, Command.PROBLEM, Command.BACK),
    Step.LABEL: (Command.PRINT_AGAIN, Command.NOTHING_CAME_OUT, Command.PROBLEM),
    Step.DONE: (Command.DISPATCH,),
    Step.DISPATCH: (),
    Step.DEVICES: (),
    Step.TASK: (Command.SHORT, Command.UNDO, Command.HAND_BACK, Command.BACK),
}
"""Beside the primary action, from left to right."""


def actions(turn: Turn, words: Words) -> tuple[ActionView, ...]:
    bench = turn.bench
    if bench.refusal is not None:
        other = (_action(words, Command.CHANGE_LOT),) if lots.may_change(turn) else ()
        return (*other, _action(words, Command.OK, primary=True))
    if bench.ask is not None:
        return (_action(words, Command.BACK),)
    shown = [_action(words, command, label=_named(words, bench.step, command)) for command in _shown(turn)]
    if bench.step is Step.QUEUE:
        shown += _beside_next(turn, words)
    if bench.step is Step.PACK and packing_up.current(turn) is None:
        shown = [_action(words, Command.BACK)]
    primary = _primary(turn, words)
    return (*shown, primary) if primary else tuple(shown)


def _shown(turn: Turn) -> tuple[Command, ...]:
    """What the step shows, without what it would refuse: short or skip while totes are given, print before a number."""
    step, off = turn.bench.step, set[Command]()
    run = turn.work.get(PickRun, turn.bench.list_id) if step is Step.PICK else None
    if run is not None and run.phase is PickPhase.TOTES:
        off = {Command.SHORT, Command.SKIP}
    if step is Step.TASK:
        off = _off_task(tasking.current(turn))
    parcel = labelling_up.current(turn) if step is Step.LABEL else None
    if parcel is not None and parcel.label is LabelState.NONE:
        off = {Command.PRINT_AGAIN, Command.NOTHING_CAME_OUT}
    return tuple(command for command in SHOWN[step] if command not in off)


def _off_task(run: TaskRun) -> set[Command]:
    """What this task has no use for now: nothing is missing from a count, nothing is undone in an empty hand."""
    off = {Command.SHORT} if run.kind == TaskKind.COUNT or run.in_hand else set[Command]()
    if run.in_hand or run.decided:
        off.add(Command.HAND_BACK)
    return off if run.in_hand or run.counted or run.typed else {*off, Command.UNDO}


def _task_primary(words: Words, run: TaskRun) -> ActionView | None:
    """Confirm the shelf by touch, end a count (a press held down for zero), or a box without a label."""
    if run.kind == TaskKind.COUNT:
        if run.phase is not TaskPhase.COUNT:
            return None
        made = _action(words, Command.NEXT, primary=True, label=words.say("task.action.counted", n=run.counted))
        return replace(made, hold=not run.counted)
    if run.kind == TaskKind.STOP_SHIPMENT:
        off_pile = words.say("task.action.off_pile")
        return None if run.parcels else _action(words, Command.NEXT, primary=True, label=off_pile)
    if run.kind == TaskKind.INSPECT or not run.in_hand or run.line is None:
        return None
    return _action(words, Command.NEXT, primary=True, label=words.say("task.action.put", location=run.line.to))


def _named(words: Words, step: Step, command: Command) -> str:
    """Leaving an open carton parks its order: the button says so ("" for the command's own label)."""
    if step is Step.TASK and command is Command.SHORT:
        return words.say("task.action.missing")
    return words.say("screen.park") if step is Step.PACK and command is Command.BACK else ""


def _beside_next(turn: Turn, words: Words) -> list[ActionView]:
    """Cartons parked without their label, and the next walk while totes are the first thing to do."""
    more = []
    if lane.lane(turn.work).open:
        more.append(_action(words, Command.PRINT_AGAIN, label=words.say("screen.open_labels")))
    if packing_up.waiting_totes(turn) and _can_start(turn):
        more.append(_action(words, Command.START, key=words.say("screen.start_key")))
    return more


def _primary(turn: Turn, words: Words) -> ActionView | None:
    """The one thing to press when a press is needed at all."""
    step = turn.bench.step
    if step is Step.QUEUE:
        if packing_up.waiting_totes(turn):
            return _action(words, Command.NEXT, primary=True, label=words.say("screen.pack_totes"))
        if _can_start(turn):
            return _action(words, Command.START, primary=True)
        first = tasking.takeable(turn)[:1]
        label = words.say("task.action.take", kind=words.say(f"task.kind.{first[0].kind}")) if first else ""
        return _action(words, Command.TASK_1, primary=True, label=label) if first else None
    if step is Step.TASK:
        return _task_primary(words, tasking.current(turn))
    if step is Step.PACK and packing_up.current(turn) is not None:
        return _action(words, Command.CLOSE_CARTON, primary=True)
    if step is Step.DONE and labelling_up.current(turn) is not None:
        return _action(words, Command.NEXT, primary=True, label=words.say("screen.go_on"))
    if step in (Step.DISPATCH, Step.DEVICES):
        return _action(words, Command.BACK, primary=True)
    return None


def _can_start(turn: Turn) -> bool:
    return bool(leased(turn)) or any(run.phase is not PickPhase.FINISHED for run in turn.work.all(PickRun))


def _action(words: Words, command: Command, *, primary: bool = False, label: str = "", key: str = "") -> ActionView:
    return ActionView(
        command=command,
        label=label or words.say(f"action.{command}.label"),
        key=key or words.maybe(f"action.{command}.hint"),
        icon=words.maybe(f"action.{command}.icon"),
        primary=primary,
    )
