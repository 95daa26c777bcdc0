"""A shelf counted blind: by scanning each unit, or by typing what was counted by eye. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.domain.floor.picking import ItemScan
from app.domain.floor.tasks.run import Done, TaskPhase, TaskRun, not_now, refused, wrong_place
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.task_facts import ShelfCounted

MOST: Final = 99_999
"""A number longer than this is a barcode typed by mistake."""


def scan_place(run: TaskRun, location: str) -> Done:
    line = run.lines[0]
    if run.phase is TaskPhase.FINISHED:
        return not_now(run, location)
    if location != line.source:
        return wrong_place(run, location, line.source)
    if run.place:
        return refused(run, Verdict.ALREADY_DONE, "location_done", scanned=location)
    outcome = Outcome(verdict=Verdict.RIGHT, said="location_right", scanned=location, expected_sku=line.sku)
    return replace(run, place=location), outcome, ()


def scan_item(run: TaskRun, scan: ItemScan) -> Done:
    """One more unit, or all of a case. Another product in this place is no part of the count."""
    line, sku = run.lines[0], scan.product.sku
    if run.phase is not TaskPhase.COUNT:
        return not_now(run, scan.text, sku)
    if sku != line.sku:
        return refused(
            run, Verdict.WRONG_ITEM, "task_not_counted", scanned=scan.text, scanned_sku=sku, expected_sku=line.sku,
            belongs=scan.product.home,
        )  # fmt: skip
    if scan.lot and line.lot and scan.lot != line.lot:
        return refused(run, Verdict.WRONG_ITEM, "task_other_lot", scanned=scan.text, scanned_sku=sku, expected=line.lot)
    return _number(run, run.counted + scan.units, typed=False, units=scan.units)


def digit(run: TaskRun, number: int) -> Done:
    """A digit of the pad: the first one begins a new number."""
    if run.phase is not TaskPhase.COUNT:
        return not_now(run)
    return _number(run, run.counted * 10 + number if run.typed else number, typed=True)


def undo(run: TaskRun) -> Done:
    """The last digit goes, or the last unit."""
    if run.phase is not TaskPhase.COUNT or not (run.counted or run.typed):
        return refused(run, Verdict.NOT_NOW, "nothing_to_undo")
    less = run.counted // 10 if run.typed else run.counted - 1
    outcome = Outcome(verdict=Verdict.RIGHT, said="asked")
    return replace(run, counted=less, typed=run.typed and less > 0), outcome, ()


def confirm(run: TaskRun) -> Done:
    """That is all that lies there; the count ends the task, and the centre says what it means."""
    line = run.lines[0]
    if run.phase is not TaskPhase.COUNT:
        return not_now(run)
    fact = ShelfCounted(task_id=run.task_id, sku=line.sku, location=line.source, counted=run.counted, lot=line.lot)
    outcome = Outcome(
        verdict=Verdict.RIGHT, said="counted", scanned_sku=line.sku, quantity=run.counted, expected=line.source
    )
    return replace(run, over=True), outcome, (fact,)


def _number(run: TaskRun, counted: int, *, typed: bool, units: int = 0) -> Done:
    if counted > MOST:
        return refused(run, Verdict.ONE_TOO_MANY, "count_too_long", expected=str(MOST), quantity=units)
    said = "asked" if typed else "unit_counted"
    outcome = Outcome(verdict=Verdict.RIGHT, said=said, scanned_sku=run.lines[0].sku, quantity=counted)
    return replace(run, counted=counted, typed=typed), outcome, ()
