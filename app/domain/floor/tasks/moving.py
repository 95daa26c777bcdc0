"""Units of a task put where they belong: put back, restocked, brought from the reserve to a pick face. Pure."""

from __future__ import annotations

from dataclasses import replace

from app.domain.floor.picking import ItemScan
from app.domain.floor.tasks.run import (
    Done,
    TaskLine,
    TaskPhase,
    TaskRun,
    closed,
    first,
    not_now,
    refused,
    with_line,
    wrong_place,
)
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.task_facts import TaskUnitsMissing, TaskUnitsMoved


def scan_place(run: TaskRun, location: str) -> Done:
    """Where units are taken from, or, with units in hand, where they go. Lines may be done in any order."""
    line = run.line
    if line is None:
        return not_now(run, location)
    if run.in_hand:
        return _put(run, line, location) if location == line.to else wrong_place(run, location, line.to)
    if run.phase is TaskPhase.FROM:
        other = next((one for one in run.lines if one.left and one.source == location), None)
        if other is None:
            return wrong_place(run, location, line.source)
        outcome = Outcome(verdict=Verdict.RIGHT, said="location_right", scanned=location, expected_sku=other.sku)
        return replace(first(run, other), place=location), outcome, ()
    if line.source == location:
        return refused(run, Verdict.ALREADY_DONE, "location_done", scanned=location)
    return refused(run, Verdict.NOT_NOW, "task_item_first", scanned=location, expected_sku=line.sku)


def scan_item(run: TaskRun, scan: ItemScan) -> Done:
    """Take a unit (or a case) into the hand; one whose barcode names another lot than is wanted stays where it is."""
    line, sku = run.line, scan.product.sku
    if line is None:
        return not_now(run, scan.text, sku)
    found = _line_for(run, line, sku, scan.lot)
    if isinstance(found, Outcome):
        return run, replace(found, scanned=scan.text, quantity=scan.units, belongs=found.belongs or _home(scan)), ()
    if run.phase is TaskPhase.FROM:
        return not_now(run, scan.text, sku)
    if run.in_hand and found.number != line.number:
        return refused(run, Verdict.NOT_NOW, "task_put_first", scanned=scan.text, scanned_sku=sku, expected=line.to)
    room = found.left - run.in_hand
    if scan.units > room:
        return refused(
            run, Verdict.ONE_TOO_MANY, "case_too_big" if room else "task_hand_full", scanned=scan.text,
            scanned_sku=sku, expected_sku=sku, expected=str(room), quantity=scan.units, belongs=found.source,
        )  # fmt: skip
    moved = replace(first(run, found), in_hand=run.in_hand + scan.units, barcode=scan.text)
    outcome = Outcome(
        verdict=Verdict.RIGHT, said="task_in_hand", scanned=scan.text, scanned_sku=sku, quantity=scan.units,
        expected=found.to,
    )  # fmt: skip
    return moved, outcome, ()


def confirm(run: TaskRun) -> Done:
    """Said by touch instead of the scan of the shelf: what is in hand lies where it belongs."""
    line = run.line
    if line is None:
        return not_now(run)
    if not run.in_hand:
        return refused(run, Verdict.NOT_NOW, "task_item_first", expected_sku=line.sku)
    return _put(run, line, line.to)


def undo(run: TaskRun) -> Done:
    """One unit less in hand. What lies on a shelf is put right by a count."""
    if not run.in_hand:
        return refused(run, Verdict.NOT_NOW, "nothing_to_undo")
    sku = run.line.sku if run.line else ""
    return (
        replace(run, in_hand=run.in_hand - 1),
        Outcome(verdict=Verdict.RIGHT, said="task_undone", scanned_sku=sku),
        (),
    )


def missing(run: TaskRun, reason: str) -> Done:
    """The rest of this line is not there: the task goes on with the next one."""
    line = run.line
    if line is None:
        return not_now(run)
    if run.in_hand:
        return refused(run, Verdict.NOT_NOW, "task_put_first", expected=line.to, belongs=line.to)
    fact = TaskUnitsMissing(task_id=run.task_id, number=line.number, sku=line.sku, quantity=line.left, reason=reason)
    outcome = Outcome(verdict=Verdict.RIGHT, said="task_missing", scanned_sku=line.sku, quantity=line.left)
    moved = with_line(run, replace(line, missing=line.missing + line.left))
    return closed(replace(moved, place=""), outcome, fact)


def _put(run: TaskRun, line: TaskLine, location: str) -> Done:
    fact = TaskUnitsMoved(
        task_id=run.task_id, number=line.number, sku=line.sku, quantity=run.in_hand, source=line.source,
        location=location, barcode=run.barcode, lot=line.lot,
    )  # fmt: skip
    outcome = Outcome(
        verdict=Verdict.RIGHT, said="task_put", scanned=location, scanned_sku=line.sku, quantity=run.in_hand,
        expected=location,
    )  # fmt: skip
    moved = with_line(run, replace(line, done=line.done + run.in_hand))
    return closed(replace(moved, in_hand=0, barcode="", place=""), outcome, fact)


def _line_for(run: TaskRun, line: TaskLine, sku: str, lot: str) -> TaskLine | Outcome:
    """The open line a scanned unit belongs to: the one being done before the others, of its own lot where it has one.

    At a reserve location only what is taken from there counts.
    """
    mine = [one for one in run.lines if one.sku == sku]
    if not mine:
        return Outcome(verdict=Verdict.WRONG_ITEM, said="wrong_item", scanned_sku=sku, expected_sku=line.sku)
    here = [one for one in mine if one.left and (not run.place or one.source in ("", run.place))]
    if not here:
        return Outcome(verdict=Verdict.ONE_TOO_MANY, said="task_all_done", scanned_sku=sku, expected_sku=line.sku)
    good = [one for one in here if not lot or not one.lot or one.lot == lot]
    if not good:
        return Outcome(verdict=Verdict.WRONG_ITEM, said="task_other_lot", scanned_sku=sku, expected=here[0].lot)
    return next((one for one in good if one.number == line.number), good[0])


def _home(scan: ItemScan) -> str:
    return scan.product.home
