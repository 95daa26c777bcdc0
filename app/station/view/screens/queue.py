"""The queue: what is next at this bench and why, and everything else that waits."""

from __future__ import annotations

from app.domain.documents import FloorTask, QueueRow, WorkList
from app.domain.floor.tasks.run import TaskRun
from app.domain.floor.walk import PickPhase, PickRun
from app.domain.work.tasks import TaskKind
from app.station.desk import Turn
from app.station.verbs import reading, tasking
from app.station.verbs.packing import packing_up
from app.station.verbs.picking.claiming import leased
from app.station.view.panels import QueuePanel, QueueRowView
from app.station.view.screens.task import ICONS
from app.station.view.signs import Tone
from app.station.view.wording.items import item_view, words_for
from app.station.view.wording.times import clock, counted
from app.station.view.wording.words import Words

ROWS_SHOWN = 40
STRIPES = {"ready": Tone.RIGHT, "claimed": Tone.QUIET, "waiting": Tone.NEXT, "on_hold": Tone.CARE}


def queue_panel(turn: Turn, words: Words, online: bool) -> QueuePanel:
    rows = sorted((row for row in turn.work.docs(QueueRow) if row.state != "done"), key=_order)
    begun = next((run for run in turn.work.all(PickRun) if run.phase is not PickPhase.FINISHED), None)
    ahead = leased(turn)
    work = reading.kept_list(turn, begun.list_id) if begun else (ahead[0] if ahead else None)
    lists = [((*_order(row),), _row(turn, words, row)) for row in rows if work is None or row.list_id != work.list_id]
    shown = tuple(row for _, row in sorted([*lists, *_tasks(turn, words)], key=lambda pair: pair[0]))
    totes = tuple(tote for tote, _, _ in packing_up.waiting_totes(turn))
    hint = words.say("queue.hint_totes", totes=", ".join(totes[:4])) if totes else ""
    if work is None:
        why = words.say("queue.tasks_wait") if tasking.takeable(turn) else _why_none(turn, words, rows, online)
        return QueuePanel(
            next_number="", next_title=words.say("queue.none"), summary="", why=why, totes=totes,
            hint=hint or words.say("queue.hint_none"), rows=shown[:ROWS_SHOWN],
        )  # fmt: skip
    why = work.why
    if begun is not None:
        why = words.say("queue.resume", done=begun.units_done, all=begun.units)
    return QueuePanel(
        next_number=work.number, next_title=words.say("queue.list", number=work.number),
        summary=_summary(words, work), why=why, totes=totes, hint=hint or words.say("queue.hint_start"),
        rows=shown[:ROWS_SHOWN],
    )  # fmt: skip


def _order(row: QueueRow) -> tuple[bool, int, str]:
    """What can be done stands above what waits for the office."""
    return row.state == "on_hold", row.rank, row.list_id


def _summary(words: Words, work: WorkList) -> str:
    units = sum(need.quantity for stop in work.stops for need in stop.needs)
    return words.say(
        "queue.summary", orders=counted(words, "order", len(work.orders)), units=counted(words, "unit", units),
        stops=counted(words, "stop", len(work.stops)),
    )  # fmt: skip


def _why_none(turn: Turn, words: Words, rows: list[QueueRow], online: bool) -> str:
    """An empty queue says why: nothing due, all on hold or taken, offline, or just asked."""
    if not online:
        return words.say("queue.none_offline")
    if not rows:
        return words.say("queue.none_empty")
    if any(row.state == "ready" for row in rows):
        return words.say("queue.none_waiting")
    return words.say("queue.none_on_hold")


def _tasks(turn: Turn, words: Words) -> list[tuple[tuple[bool, int, str], QueueRowView]]:
    """Tasks of the floor by the centre's own order; those that can be taken here have a number to take them by."""
    numbers = {task.task_id: number for number, task in enumerate(tasking.takeable(turn), 1)}
    begun = {run.task_id for run in turn.work.all(TaskRun)}
    made = []
    for task in tasking.on_floor(turn):
        row = _task_row(turn, words, task, numbers.get(task.task_id, 0), task.task_id in begun)
        made.append(((row.tone is Tone.QUIET, task.rank, task.task_id), row))
    return made


def _task_row(turn: Turn, words: Words, task: FloorTask, number: int, begun: bool) -> QueueRowView:
    unfit = tasking.why_not(turn, task)
    detail = words.say(f"task.unfit.{unfit}", holder=task.holder) if unfit else task.why
    if begun:
        detail = words.say("task.begun")
    due = words.say("task.due", time=clock(words, task.due_at, turn.zone, turn.desk.now())) if task.due_at else ""
    urgent = Tone.WRONG if task.kind == TaskKind.STOP_SHIPMENT else Tone.NEXT
    return QueueRowView(
        number=words.say(f"task.kind.{task.kind}"),
        title=_about(turn, words, task),
        detail=detail or words.maybe(f"task.why.{task.cause}"),
        right=due,
        tone=urgent if number else Tone.QUIET,
        icon=ICONS[task.kind],
        command=f"TASK_{number}" if number else "",
        key=str(number) if number else "",
    )


def _about(turn: Turn, words: Words, task: FloorTask) -> str:
    """Three units · B-02-1; a count does not tell how many are expected."""
    places = list(dict.fromkeys([*(units.location for units in task.units), *([task.to] if task.to else [])]))
    where = " → ".join(places[:2]) if task.to else ", ".join(places[:2]) + (" …" if len(places) > 2 else "")
    units = sum(one.quantity for one in task.units)
    parcels = words.say("task.parcels", n=len(task.parcels)) if task.parcels else ""
    skus = {one.sku for one in task.units}
    product = reading.product(turn, next(iter(skus))) if len(skus) == 1 else None
    name = words_for(item_view(product, product.sku)) if product else ""
    return " · ".join(part for part in (counted(words, "unit", units) if units else "", where, name, parcels) if part)


def _row(turn: Turn, words: Words, row: QueueRow) -> QueueRowView:
    title = f"{counted(words, 'order', row.orders)} · {counted(words, 'unit', row.units)}"
    right = ""
    if row.state == "on_hold":
        right = words.say("queue.on_hold")
    elif row.ship_by is not None:
        right = words.say("queue.ship_by", time=clock(words, row.ship_by, turn.zone, turn.desk.now()))
    detail = row.why or words.say("queue.ready")
    if row.state == "claimed" and row.holder:
        here = row.holder == turn.desk.identity.station
        detail = words.say("queue.held_here") if here else words.say("queue.held", holder=row.holder)
    return QueueRowView(
        number=row.number, title=title, detail=detail, right=right, tone=STRIPES.get(row.state, Tone.QUIET)
    )
