"""Units that were looked at and are fit go back to their shelves: a task per place where they lie, booked once.

A return is taken in where returns lie, which is no place orders are served from. Its inspection makes units fit there;
only once they are on a shelf they can be sold. `source` of the task is the place they lie, its items name the shelves.
"""

from __future__ import annotations

from typing import Final

from app.central.stock.moving import By, NotMoved, Units, place_for
from app.central.stock.transferring import carry
from app.central.storage.stores.stock.levels import SELLABLE
from app.central.storage.unit import Work
from app.central.work.values import TaskItem, TaskRow

CAUSE: Final = "restock"


def to_shelf(work: Work, units: Units) -> None:
    """Fit units lie where nothing is sold from: somebody puts them on their shelf, or is asked where that is."""
    place = work.lots.place(units.location)
    if place is None or place.kind in SELLABLE or not units.quantity:
        return
    shelf = _shelf(work, units.sku)
    if not shelf:
        text = f"{units.quantity} x {units.sku} at {units.location} are fit for sale, and no shelf of theirs is known."
        work.tasks.open(work.new_id(), "no_shelf", f"{text} Put them on one and move them in the books.")
        return
    text = f"Units at {units.location} were looked at and are fit for sale: put them on their shelves."
    item = TaskItem(units.sku, shelf, units.quantity, units.lot)
    work.tasks.open(work.new_id(), CAUSE, text, source=units.location, once=True, items=[item])


def put_on_shelves(work: Work, row: TaskRow, by: str) -> tuple[int, int] | NotMoved:
    """Move all units of such a task to their shelves: (moved, asked for); some may have been moved by hand before."""
    asked = moved = 0
    for number, item in work.tasks.numbered(row.task_id).items():
        units = Units(sku=item.sku, location=row.source, quantity=item.quantity, lot=item.lot)
        done = put_on_shelf(work, units, item.location, By(who=by, why=CAUSE, key=f"task:{row.task_id}:{number}"))
        if isinstance(done, NotMoved):
            return done
        asked += item.quantity
        moved += done
    return moved, asked


def put_on_shelf(work: Work, units: Units, shelf: str, by: By) -> int | NotMoved:
    """Move units to a shelf as far as they are free where they lie; how many, and who waits for them has them."""
    place = place_for(work, shelf, into=True)
    if isinstance(place, NotMoved):
        return place
    level = work.stock.level(units.sku, units.location, units.lot)
    free = 0 if level is None else level.on_hand - level.allocated - level.reserved - level.unavailable
    there = min(units.quantity, free)
    if there < 1:
        return 0
    fit = Units(sku=units.sku, location=units.location, quantity=there, lot=units.lot)
    return carry(work, fit, shelf, by) or there


def _shelf(work: Work, sku: str) -> str:
    """The product's home, or another open place it is sold from, pick faces first; "" when there is none."""
    product = work.goods.product(sku)
    known = [product.home] if product is not None and product.home else []
    for code in (*known, *(level.location for level in work.stock.levels(sku))):
        place = work.lots.place(code)
        if place is not None and place.kind in SELLABLE and place.state == "open":
            return code
    return ""
