"""What the newest leases mean for work in progress: a new fence of one's own is adopted, somebody else's interrupts.

Looked at after every page of news, and again every few seconds for what had to wait: while nobody is signed in, or
another refusal is open, nothing is interrupted. A page never shows half of a snapshot: what is not there is gone.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.documents import FloorTask, QueueRow, StoppedOrder, WorkList
from app.domain.floor.labelling import Parcel
from app.domain.floor.packing import PackSession
from app.domain.floor.tasks.run import TaskRun
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.floor.walk import PickPhase, PickRun
from app.domain.task_facts import TakeTask
from app.station import lane
from app.station.bench import Step
from app.station.desk import Turn
from app.station.verbs import tasking


def look(turn: Turn) -> None:
    """Adopt or interrupt every walk and task begun here; one refusal at a time, the others wait for the next look."""
    if turn.site is None:
        return
    for run in turn.work.all(PickRun):
        _walk(turn, run)
    for task in turn.work.all(TaskRun):
        _task(turn, task)


def _walk(turn: Turn, run: PickRun) -> None:
    leased = turn.doc(WorkList, run.list_id)
    if leased is not None and leased.fence > run.fence:
        _adopt(turn, run, leased.fence)
        turn.work.put(leased.list_id, leased)
    elif leased is None and run.phase is not PickPhase.FINISHED and _may_interrupt(turn):
        row = turn.doc(QueueRow, run.list_id)
        holder = row.holder if row else ""
        if holder != turn.desk.identity.station and not _all_stopped(turn, run):
            _interrupt_walk(turn, run, holder)


def _adopt(turn: Turn, run: PickRun, fence: int) -> None:
    """The walk goes on where it is, and so do its open cartons: only what they are told under changes."""
    turn.work.put(run.list_id, replace(run, fence=fence))
    for session in turn.work.all(PackSession):
        if session.list_id == run.list_id:
            turn.work.put(session.session_id, replace(session, fence=fence))
    for parcel_id in lane.lane(turn.work).open:
        parcel = turn.work.get(Parcel, parcel_id)
        if parcel is not None and parcel.list_id == run.list_id:
            turn.work.put(parcel_id, replace(parcel, fence=fence))


def _all_stopped(turn: Turn, run: PickRun) -> bool:
    """A list whose orders were all cancelled is walked to its end: what was picked of it is put back from its totes."""
    return all(turn.doc(StoppedOrder, order_id) is not None for order_id in run.orders)


def _interrupt_walk(turn: Turn, run: PickRun, holder: str) -> None:
    kept = turn.work.get(WorkList, run.list_id)
    turn.work.drop(PickRun, run.list_id)
    turn.work.drop(WorkList, run.list_id)
    if turn.bench.list_id == run.list_id:
        _leave(turn, Step.PICK)
        turn.move(list_id="")
    totes = ", ".join(tote for _, tote in run.totes)
    said = "walk_handed_over" if holder else "walk_taken_back"
    _say(turn, said, kept.number if kept else "", holder, totes)


def _task(turn: Turn, run: TaskRun) -> None:
    task, mine = turn.doc(FloorTask, run.task_id), turn.desk.identity.station
    if task is not None and task.holder in ("", mine) and task.state != "paused":
        asked = TakeTask.__name__ in turn.work.pending_kinds()
        if task.holder == mine and task.fence > run.fence:
            turn.work.put(run.task_id, replace(run, fence=task.fence))
        if task.holder == mine or task.fence <= run.fence or asked:
            return
    if not _may_interrupt(turn):
        return
    if turn.bench.task_id == run.task_id:
        _leave(turn, Step.TASK)
        turn.move(task_id="")
    tasking.drop(turn, run)
    in_hand = "task_over_in_hand" if run.in_hand else "task_over"
    said = (
        "task_handed_over" if task is not None and task.holder else "task_taken_back" if task is not None else in_hand
    )
    place = run.line.to or run.line.source if run.line else ""
    _say(turn, said, "", task.holder if task is not None else "", place, run.line.sku if run.line else "")


def _may_interrupt(turn: Turn) -> bool:
    return turn.bench.refusal is None and turn.bench.step is not Step.SIGN_IN


def _leave(turn: Turn, step: Step) -> None:
    """Nothing leads back to the work that is gone, and no question about it stays open."""
    if turn.bench.step is step:
        turn.move(step=Step.QUEUE, ask=None)
    if turn.bench.back_to is step:
        turn.move(back_to=Step.QUEUE)


def _say(turn: Turn, said: str, scanned: str, holder: str, where: str, sku: str = "") -> None:
    outcome = Outcome(
        verdict=Verdict.NOT_NOW, said=said, scanned=scanned, expected=holder, belongs=where, scanned_sku=sku
    )
    turn.move(event=turn.bench.event + 1)
    turn.answer(outcome)
