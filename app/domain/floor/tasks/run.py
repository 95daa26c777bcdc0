"""A task being done, as a plain value: its lines, what is in hand, what was counted or decided so far. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from app.domain.documents import FloorTask
from app.domain.facts import Fact
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.task_facts import TaskFinished
from app.domain.work.tasks import TaskKind

MOVING: Final = frozenset({TaskKind.PUT_BACK, TaskKind.RESTOCK, TaskKind.REPLENISH})
"""Kinds that end with units lying in another place."""


class TaskPhase(StrEnum):
    """What the next scan is expected to be: where to take from, a unit, where it goes, the shelf to count, its units, a
    parcel."""

    FROM = "from"
    ITEM = "item"
    TO = "to"
    PLACE = "place"
    COUNT = "count"
    PARCEL = "parcel"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """Units of one SKU (and lot): from `source` ("" for a tote or a pile) to `to`; a count has only a source."""

    number: int
    sku: str
    source: str
    to: str
    quantity: int
    lot: str = ""
    done: int = 0
    missing: int = 0

    @property
    def left(self) -> int:
        return self.quantity - self.done - self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What became of units that were looked at; `disposition`: restock | keep | scrap."""

    number: int
    disposition: str
    reason: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRun:
    """A task begun at this bench. `lines` stand in the order they are done; `place` is the location scanned last.

    `in_hand` units of the first open line were scanned (the last of them as `barcode`) and lie nowhere yet. `counted`
    is the count so far, `typed` says that it was typed and not scanned. `parcels` are still to be found.
    """

    task_id: str
    kind: str
    fence: int
    lines: tuple[TaskLine, ...]
    parcels: tuple[str, ...] = ()
    place: str = ""
    in_hand: int = 0
    barcode: str = ""
    counted: int = 0
    typed: bool = False
    decided: tuple[Decided, ...] = ()
    over: bool = False

    @property
    def line(self) -> TaskLine | None:
        """The line being done; the one line of a count."""
        if self.kind == TaskKind.COUNT:
            return self.lines[0]
        return next((line for line in self.lines if line.left), None)

    @property
    def phase(self) -> TaskPhase:
        line = self.line
        if self.over:
            return TaskPhase.FINISHED
        if self.kind == TaskKind.STOP_SHIPMENT:
            return TaskPhase.PARCEL
        if self.kind == TaskKind.COUNT:
            return TaskPhase.COUNT if self.place else TaskPhase.PLACE
        if line is None:
            return TaskPhase.FINISHED
        if line.source and self.place != line.source:
            return TaskPhase.FROM
        return TaskPhase.TO if self.in_hand >= line.left else TaskPhase.ITEM

    @property
    def units(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def units_done(self) -> int:
        return sum(line.done for line in self.lines)

    @property
    def begun(self) -> bool:
        """Whether anything was done that would be forgotten with the run: units in hand, counted or decided about."""
        return bool(self.in_hand or self.counted or self.typed or self.decided)


Done = tuple[TaskRun, Outcome, tuple[Fact, ...]]
"""The run afterwards, the one outcome, and what happened."""


def start(task: FloorTask) -> TaskRun:
    """Begin a task as its document says it."""
    moved, counts = task.kind == TaskKind.REPLENISH, task.kind == TaskKind.COUNT
    lines = tuple(
        TaskLine(
            number=units.number, sku=units.sku, source=units.location if moved or counts else "",
            to="" if counts else task.to or units.location, quantity=units.quantity, lot=units.lot,
        )
        for units in task.units
    )  # fmt: skip
    return TaskRun(task_id=task.task_id, kind=task.kind, fence=task.fence, lines=lines, parcels=task.parcels)


def first(run: TaskRun, line: TaskLine) -> TaskRun:
    """The run with this line as the next one to do."""
    return replace(run, lines=(line, *(other for other in run.lines if other.number != line.number)))


def with_line(run: TaskRun, changed: TaskLine) -> TaskRun:
    return replace(run, lines=tuple(changed if line.number == changed.number else line for line in run.lines))


def closed(run: TaskRun, outcome: Outcome, *facts: Fact) -> Done:
    """The run after a step; with nothing left it is over, and that is a fact too."""
    if run.line is not None and run.kind != TaskKind.COUNT:
        return run, outcome, facts
    return replace(run, over=True), outcome, (*facts, TaskFinished(task_id=run.task_id))


def refused(run: TaskRun, verdict: Verdict, said: str, **values: str | int) -> Done:
    return run, Outcome(verdict=verdict, said=said, **values), ()  # type: ignore[arg-type]


def wrong_place(run: TaskRun, location: str, wanted: str) -> Done:
    return refused(run, Verdict.WRONG_TOTE, "wrong_location", scanned=location, expected=wanted, belongs=wanted)


def not_now(run: TaskRun, scanned: str = "", sku: str = "") -> Done:
    """A scan the task has no use for in this phase: the words say what it waits for."""
    said = {TaskPhase.PARCEL: "task_parcel_first", TaskPhase.FINISHED: "task_finished"}.get(run.phase, "location_first")
    line = run.line
    expected = line.source if line is not None and said == "location_first" else ""
    return refused(run, Verdict.NOT_NOW, said, scanned=scanned, scanned_sku=sku, expected=expected)
