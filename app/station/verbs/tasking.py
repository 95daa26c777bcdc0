"""Tasks of the floor at the bench: take one, do it scan by scan, hand it back; it works the same with the wire cut.

Taking asks the centre and does not wait: what is done before the answer is kept as facts, and a task somebody else got
meanwhile is interrupted in words (see `fencing`).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.barcodes import Gtin, Place, Sscc, Tote, Unknown
from app.domain.documents import FloorTask, Packer
from app.domain.floor.tasks import counting, inspecting, moving, stopping
from app.domain.floor.tasks import run as running
from app.domain.floor.tasks.run import MOVING, Done, TaskPhase, TaskRun
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.task_facts import TakeTask, TaskHandedBack
from app.domain.work.assigning import ROLES
from app.domain.work.tasks import FLOOR, TaskKind
from app.station.bench import Ask, Step
from app.station.desk import Turn
from app.station.verbs import reading

CHOICES = 9
DONE_KEY = "done"
NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneTasks:
    """Tasks ended here that the centre still shows as work: they must not be begun again."""

    task_ids: tuple[str, ...] = ()


def on_floor(turn: Turn) -> list[FloorTask]:
    """Every task of the floor that is still work, in the centre's order."""
    ended = done_tasks(turn)
    at = (FloorTask, "")
    if at not in turn.seen:
        known = [task for task in turn.work.docs(FloorTask) if task.kind in FLOOR]
        turn.seen[at] = sorted(known, key=lambda task: (task.rank, task.task_id))
    return [task for task in turn.seen[at] if task.task_id not in ended]


def takeable(turn: Turn) -> list[FloorTask]:
    """Tasks the packer at this bench can do now: begun ones first, then those nobody has."""
    begun = {run.task_id for run in turn.work.all(TaskRun)}
    free = [task for task in on_floor(turn) if task.task_id in begun or not why_not(turn, task)]
    return sorted(free, key=lambda task: task.task_id not in begun)[:CHOICES]


def why_not(turn: Turn, task: FloorTask) -> str:
    """ "" when the packer here may take the task, else a word for why not: held, paused, role, other_eyes, pinned."""
    mine = turn.desk.identity.station
    packer = turn.doc(Packer, turn.bench.packer_id)
    role = packer.role if packer else ""
    if task.state == "paused":
        return "paused"
    if task.holder not in ("", mine):
        return "held"
    if task.not_for and task.not_for == turn.bench.packer_id:
        return "other_eyes"
    if task.pinned_to not in ("", mine, turn.bench.packer_id):
        return "pinned"
    return "" if role in ROLES.get(task.role, frozenset({task.role})) else "role"


def take(turn: Turn, number: int) -> Outcome:
    """Begin (or go on with) the n-th task (from 1) that can be taken here."""
    found = takeable(turn)
    if number > len(found):
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="no_task"))
    task = found[number - 1]
    run = turn.work.get(TaskRun, task.task_id)
    turn.move(step=Step.TASK, task_id=task.task_id)
    if run is not None:
        if task.state == "queued" and TakeTask.__name__ not in turn.work.pending_kinds():
            turn.record(TakeTask(task_id=task.task_id), fence=run.fence)  # its lease ran out: ask for it again
        return turn.answer(Outcome(verdict=Verdict.RIGHT, said="task_resumed"))
    turn.work.put(task.task_id, running.start(task))
    turn.work.put(task.task_id, task)
    turn.record(TakeTask(task_id=task.task_id), fence=task.fence)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="task_taken"))


def scanned(turn: Turn, code: Tote | Place | Sscc | Gtin | Unknown) -> Outcome:
    """One read while a task is done."""
    run = current(turn)
    if isinstance(code, Sscc):
        stops = run.kind == TaskKind.STOP_SHIPMENT
        return _settle(turn, run, stopping.scan_parcel(run, code.sscc) if stops else running.not_now(run, code.text))
    if isinstance(code, Tote) or (isinstance(code, Place) and run.kind not in (*MOVING, TaskKind.COUNT)):
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="task_not_this", scanned=code.text))
    if isinstance(code, Place):
        place = counting.scan_place if run.kind == TaskKind.COUNT else moving.scan_place
        return _settle(turn, run, place(run, code.code))
    return _item(turn, run, code)


def _item(turn: Turn, run: TaskRun, code: Gtin | Unknown) -> Outcome:
    scan = reading.item_of(turn, code, frozenset(line.sku for line in run.lines))
    if scan is None:
        return turn.answer(Outcome(verdict=Verdict.UNKNOWN_BARCODE, said="unknown_item", scanned=code.text))
    if run.kind == TaskKind.STOP_SHIPMENT:
        return _settle(turn, run, running.not_now(run, scan.text, scan.product.sku))
    if run.kind == TaskKind.INSPECT:
        outcome = _settle(turn, run, inspecting.scan_item(run, scan))
        if not outcome.refused:
            turn.move(ask=Ask.INSPECT)
        return outcome
    return _settle(turn, run, (counting if run.kind == TaskKind.COUNT else moving).scan_item(run, scan))


def confirm(turn: Turn) -> Outcome:
    """The primary action: it lies there now, that is the count, the box is off the pile."""
    run = current(turn)
    if run.kind == TaskKind.COUNT:
        return _settle(turn, run, counting.confirm(run))
    if run.kind == TaskKind.STOP_SHIPMENT:
        return _settle(turn, run, stopping.confirm(run))
    return _settle(turn, run, running.not_now(run) if run.kind == TaskKind.INSPECT else moving.confirm(run))


def digit(turn: Turn, number: int) -> Outcome:
    run = current(turn)
    if run.kind != TaskKind.COUNT:
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="command_not_now", scanned=str(number)))
    return _settle(turn, run, counting.digit(run, number))


def undo(turn: Turn) -> Outcome:
    run = current(turn)
    undone = counting.undo if run.kind == TaskKind.COUNT else moving.undo
    return _settle(turn, run, undone(run))


def missing(turn: Turn, reason: str) -> Outcome:
    run = current(turn)
    return _settle(turn, run, (inspecting if run.kind == TaskKind.INSPECT else moving).missing(run, reason))


def inspected(turn: Turn, reason: str) -> Outcome:
    run = current(turn)
    return _settle(turn, run, inspecting.decide(run, reason))


def not_inspected(turn: Turn) -> None:
    """The question about a unit was left without an answer."""
    run = current(turn)
    turn.work.put(run.task_id, inspecting.undo(run)[0])


def gone(turn: Turn, reason: str) -> Outcome:
    """The parcel is not on the pile: it has left, or nobody finds it and somebody else has to look."""
    run = current(turn)
    return hand_back(turn, reason) if reason == NOT_FOUND else _settle(turn, run, stopping.gone(run, reason))


def may_miss(turn: Turn) -> Outcome:
    """What the rules would say to units that are missing, tried without keeping anything."""
    run = current(turn)
    return inspecting.missing(run, "")[1] if run.kind == TaskKind.INSPECT else moving.missing(run, "")[1]


def may_hand_back(turn: Turn) -> Outcome:
    """Units in hand or decided about would be forgotten: they come first."""
    run = current(turn)
    if run.in_hand:
        return Outcome(verdict=Verdict.NOT_NOW, said="task_put_first", expected=run.line.to if run.line else "")
    return Outcome(verdict=Verdict.NOT_NOW if run.decided else Verdict.RIGHT, said="task_decided_first")


def hand_back(turn: Turn, reason: str) -> Outcome:
    """Somebody else does the rest."""
    run = current(turn)
    turn.record(TaskHandedBack(task_id=run.task_id, reason=reason), fence=run.fence)
    drop(turn, run)
    turn.move(step=Step.QUEUE, task_id="")
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="task_handed_back", expected=reason))


def current(turn: Turn) -> TaskRun:
    """The task being done. Raises LookupError if the bench has none: a bug, never a packer's mistake."""
    run = turn.work.get(TaskRun, turn.bench.task_id)
    if run is None:
        raise LookupError(f"the bench is at step task without its task {turn.bench.task_id!r}")
    return run


def kept(turn: Turn, task_id: str) -> FloorTask | None:
    """The task as it was when it was begun: the centre may have withdrawn it since."""
    return turn.work.get(FloorTask, task_id)


def drop(turn: Turn, run: TaskRun) -> None:
    turn.work.drop(TaskRun, run.task_id)
    turn.work.drop(FloorTask, run.task_id)


def done_tasks(turn: Turn) -> frozenset[str]:
    found = turn.work.get(DoneTasks, DONE_KEY)
    return frozenset(found.task_ids if found else ())


def forget_done(turn: Turn) -> None:
    """Forget ended tasks once the centre has heard everything and shows them no more."""
    ended = done_tasks(turn)
    if ended and not turn.work.pending_kinds():
        shown = {task.task_id for task in turn.work.docs(FloorTask)}
        if ended - shown:
            turn.work.put(DONE_KEY, DoneTasks(task_ids=tuple(sorted(ended & shown))))


def _settle(turn: Turn, before: TaskRun, done: Done) -> Outcome:
    run, outcome, facts = done
    for fact in facts:
        turn.record(fact, fence=run.fence)
    if run.phase is TaskPhase.FINISHED:
        drop(turn, run)
        turn.work.put(DONE_KEY, DoneTasks(task_ids=(*sorted(done_tasks(turn)), run.task_id)))
        turn.move(step=Step.QUEUE, task_id="")
    elif run != before:
        turn.work.put(run.task_id, run)
    return turn.answer(outcome)
