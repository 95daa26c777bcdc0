"""Returned units looked at: fit for the shelf, kept apart for somebody else to decide, or scrapped. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.domain.facts import Fact
from app.domain.floor.picking import ItemScan
from app.domain.floor.tasks.run import Decided, Done, TaskLine, TaskRun, closed, first, not_now, refused, with_line
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.task_facts import TaskUnitsMissing, UnitsInspected

RESTOCK, KEEP, SCRAP = "restock", "keep", "scrap"
DISPOSITIONS: Final[dict[str, str]] = {
    "as_new": RESTOCK, "opened": KEEP, "incomplete": KEEP, "wrong_product": KEEP, "damaged": SCRAP, "expired": SCRAP,
}  # fmt: skip
"""Reason codes in the order of their numbers, and what becomes of a unit for each."""


def scan_item(run: TaskRun, scan: ItemScan) -> Done:
    """The unit being looked at; the decision about it follows."""
    line, sku = run.line, scan.product.sku
    if line is None:
        return not_now(run, scan.text, sku)
    found = next((one for one in run.lines if one.left and one.sku == sku), None)
    if found is None:
        return refused(run, Verdict.WRONG_ITEM, "wrong_item", scanned=scan.text, scanned_sku=sku, expected_sku=line.sku)
    if scan.lot and found.lot and scan.lot != found.lot:
        return refused(
            run, Verdict.WRONG_ITEM, "task_other_lot", scanned=scan.text, scanned_sku=sku, expected=found.lot
        )
    units = min(scan.units, found.left)
    outcome = Outcome(verdict=Verdict.RIGHT, said="asked", scanned=scan.text, scanned_sku=sku, quantity=units)
    return replace(first(run, found), in_hand=units, barcode=scan.text), outcome, ()


def decide(run: TaskRun, reason: str) -> Done:
    """What becomes of the units in hand; the last decision of a line tells all of them at once."""
    line = run.line
    if line is None or not run.in_hand:
        return not_now(run)
    made = Decided(number=line.number, disposition=DISPOSITIONS[reason], reason=reason, units=run.in_hand)
    moved = with_line(run, replace(line, done=line.done + run.in_hand))
    moved = replace(moved, in_hand=0, barcode="", decided=(*run.decided, made))
    outcome = Outcome(
        verdict=Verdict.RIGHT, said=f"inspected_{made.disposition}", scanned_sku=line.sku, quantity=made.units
    )
    return closed(moved, outcome, *(_told(moved, line) if line.left == made.units else ()))


def undo(run: TaskRun) -> Done:
    """Nothing was decided about the unit in hand: it was not looked at."""
    if not run.in_hand:
        return refused(run, Verdict.NOT_NOW, "nothing_to_undo")
    return replace(run, in_hand=0, barcode=""), Outcome(verdict=Verdict.RIGHT, said="back"), ()


def missing(run: TaskRun, reason: str) -> Done:
    """The rest of the return is not there: it stays in the books, kept apart, for somebody to look for."""
    line = run.line
    if line is None:
        return not_now(run)
    lost = TaskUnitsMissing(task_id=run.task_id, number=line.number, sku=line.sku, quantity=line.left, reason=reason)
    outcome = Outcome(verdict=Verdict.RIGHT, said="task_missing", scanned_sku=line.sku, quantity=line.left)
    moved = with_line(run, replace(line, missing=line.missing + line.left))
    return closed(replace(moved, in_hand=0), outcome, *_told(moved, line), lost)


def _told(run: TaskRun, line: TaskLine) -> tuple[Fact, ...]:
    mine = [one for one in run.decided if one.number == line.number]
    if not mine:
        return ()
    units = {kind: sum(one.units for one in mine if one.disposition == kind) for kind in (RESTOCK, SCRAP)}
    reasons: dict[str, int] = {}
    for one in mine:
        reasons[one.reason] = reasons.get(one.reason, 0) + one.units
    fact = UnitsInspected(
        task_id=run.task_id, number=line.number, sku=line.sku, restock=units[RESTOCK], scrap=units[SCRAP],
        reasons=tuple(reasons.items()),
    )  # fmt: skip
    return (fact,)
