"""A task of the floor: what kind it is and why, where to go, what to take or count, and where it goes."""

from __future__ import annotations

from typing import Final

from app.domain.floor.tasks.run import TaskLine, TaskPhase, TaskRun
from app.domain.work.tasks import TaskKind
from app.station.desk import Turn
from app.station.verbs import reading, tasking
from app.station.view.panels import BarView, TaskPanel
from app.station.view.screens.label import spaced
from app.station.view.screens.pick import place_words
from app.station.view.signs import Tone
from app.station.view.wording.items import item_view, words_for
from app.station.view.wording.words import Words

ICONS: Final[dict[str, str]] = {
    TaskKind.PUT_BACK: "tote", TaskKind.RESTOCK: "returns", TaskKind.REPLENISH: "full-tote",
    TaskKind.COUNT: "keypad", TaskKind.INSPECT: "diamond-question", TaskKind.STOP_SHIPMENT: "cross-octagon",
}  # fmt: skip


def task_panel(turn: Turn, words: Words, run: TaskRun) -> TaskPanel:
    line, phase = run.line, run.phase
    place = _place(run, line)
    shown = line is not None and run.kind != TaskKind.STOP_SHIPMENT
    going = phase in (TaskPhase.TO, TaskPhase.ITEM) and bool(run.in_hand)
    return TaskPanel(
        icon=ICONS[run.kind],
        kind_words=words.say(f"task.kind.{run.kind}"),
        why=_why(turn, words, run),
        caption=words.say(f"task.caption.{'put' if going else run.kind}"),
        place=place,
        place_words=_place_words(words, run, place),
        place_done=bool(run.place) and run.place == place,
        scan_words=_scan_words(words, run, place),
        then="" if going or line is None or not line.source else line.to,
        item=item_view(reading.product(turn, line.sku), line.sku) if shown and line else None,
        left=_left(run, line),
        left_words=_left_words(words, run),
        lot=line.lot if line is not None else "",
        lot_words=words.say("task.lot"),
        counted=str(run.counted) if phase is TaskPhase.COUNT else "",
        pad=phase is TaskPhase.COUNT,
        instruct="" if shown else words.say("task.instruct.stop" if run.parcels else "task.instruct.stop_unlabelled"),
    )


def task_bar(turn: Turn, words: Words, run: TaskRun) -> BarView:
    """What the next scan should be."""
    line, phase = run.line, run.phase
    if phase is TaskPhase.PARCEL or line is None:
        known = bool(run.parcels)
        return _next(words, "parcel" if known else "parcel_unlabelled", parcel=spaced(run.parcels[0]) if known else "")
    item = words_for(item_view(reading.product(turn, line.sku), line.sku))
    if phase in (TaskPhase.FROM, TaskPhase.PLACE):
        return _next(words, "place", location=line.source, item=item)
    if phase is TaskPhase.COUNT:
        return _next(words, "count", item=item)
    if run.kind == TaskKind.INSPECT:
        return _next(words, "inspect", item=item)
    if phase is TaskPhase.TO:
        return _next(words, "to", location=line.to, units=run.in_hand)
    return _next(words, "more" if run.in_hand else "item", location=line.to, item=item, units=run.in_hand)


def task_header(words: Words, run: TaskRun) -> tuple[str, tuple[str, ...], float | None]:
    title = words.say(f"task.kind.{run.kind}")
    if run.kind in (TaskKind.COUNT, TaskKind.STOP_SHIPMENT) or not run.units:
        return title, (), None
    return title, (words.say("task.units_of", done=run.units_done, all=run.units),), run.units_done / run.units


def _next(words: Words, key: str, **values: object) -> BarView:
    title = words.say(f"task.next.{key}", **values)
    return BarView(tone=Tone.NEXT, title=title, detail=words.say(f"task.next.{key}_detail", **values))


def _place(run: TaskRun, line: TaskLine | None) -> str:
    """Where the packer goes now: to the parcel, to where units are taken or counted, or to where they are put."""
    if run.kind == TaskKind.STOP_SHIPMENT:
        return spaced(run.parcels[0]) if run.parcels else ""
    if line is None:
        return ""
    return line.to if run.in_hand or not line.source else line.source


def _place_words(words: Words, run: TaskRun, place: str) -> str:
    if run.kind == TaskKind.STOP_SHIPMENT:
        return words.say("task.parcels_left", n=len(run.parcels)) if len(run.parcels) > 1 else ""
    return place_words(words, place) if place else ""


def _scan_words(words: Words, run: TaskRun, place: str) -> str:
    if not place or run.kind == TaskKind.INSPECT:
        return ""
    if run.kind == TaskKind.STOP_SHIPMENT:
        return words.say("task.scan.label")
    if run.place == place:
        return words.say("task.scan.done")
    return words.say("task.scan.place" if run.in_hand or run.lines[0].source else "task.scan.after")


def _left(run: TaskRun, line: TaskLine | None) -> int:
    if line is None or run.kind in (TaskKind.COUNT, TaskKind.STOP_SHIPMENT):
        return 0
    return run.in_hand or line.left


def _left_words(words: Words, run: TaskRun) -> str:
    if run.kind in (TaskKind.COUNT, TaskKind.STOP_SHIPMENT):
        return ""
    return words.say("task.left.in_hand" if run.in_hand else f"task.left.{run.kind}")


def _why(turn: Turn, words: Words, run: TaskRun) -> str:
    """The centre's own words, and the kiosk's for a count: the centre's would tell the number expected."""
    task = tasking.kept(turn, run.task_id)
    if task is None:
        return ""
    return task.why or words.maybe(f"task.why.{task.cause}")
