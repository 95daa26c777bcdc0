"""Units that come back: not for sale until somebody looked at them, and then once.

A returned unit is restocked or scrapped only through the inspection of its return line, and a return line is inspected
once: what it is called (`line`) is the key of every movement it makes. Fit units then go to their shelf (`shelving`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.central.centre import Centre
from app.central.intake.promises.promising import Impossible
from app.central.stock.moving import (
    By,
    NotMoved,
    Units,
    arrived,
    done,
    first_refusal,
    key_of,
    move_units,
    place_for,
    tracked,
)
from app.central.stock.returns.shelving import to_shelf
from app.central.storage.unit import Work
from app.central.warehouse.showing import show_free
from app.central.work.values import TaskItem
from app.domain.stock.movements import Movement


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What became of the units of a return line; what is neither restocked nor scrapped stays in quarantine."""

    line: str
    restock: int
    scrap: int


def take_returned(centre: Centre, site: str, line: str, units: Units, who: str) -> NotMoved | None:
    """Units of a return line arrived: on hand, in quarantine. The same line again changes nothing."""
    by = By(who=who, why="returned", key=f"return:{line}")
    with centre.begin(site) as work:
        refused = first_refusal(tracked(work, units), place_for(work, units.location, into=True))
        if refused is not None or done(work, by, "returned"):
            return refused
        if units.lot and work.lots.get(units.sku, units.lot) is None:
            return NotMoved("lot", f"lot {units.lot} of {units.sku} was never received here")
        work.stock.open_level(units.sku, units.location, units.lot)
        assert move_units(work, Movement.RETURNED, units, by, part="returned"), units
        for number in units.serials:
            work.lots.move_serial(units.sku, number, "shipped", "stock", None)
        show_free(work, units.sku, units.serials)
        text = f"{units.quantity} x {units.sku} came back and lie at {units.location}: look at them."
        item = TaskItem(units.sku, units.location, units.quantity, units.lot)
        work.tasks.open(work.new_id(), "returned", text, source=line, once=True, items=[item])
        return None


def inspect(centre: Centre, site: str, found: Inspection, who: str) -> NotMoved | None:
    """Decide once about the units of a return line that arrived; whoever was to look at them need not any more."""
    with centre.begin(site) as work:
        refused = look_at(work, found, who)
        for task in work.tasks.open_of(cause="returned", source=found.line) if refused is None else ():
            work.tasks.close(task.task_id, "inspected", who)
        return refused


def look_at(work: Work, found: Inspection, who: str) -> NotMoved | None:
    """As `inspect`, inside somebody's transaction."""
    by = By(who=who, why="inspected", key=f"return:{found.line}")
    came = work.stock.moved(key_of(by, "returned"))
    if came is None:
        return NotMoved("line", f"nothing of return line {found.line} has arrived")
    if done(work, by, "inspected"):
        return NotMoved("line", f"return line {found.line} was inspected before")
    if min(found.restock, found.scrap) < 0 or found.restock + found.scrap > came.quantity:
        return NotMoved("restock", f"{found.restock} + {found.scrap} of {came.quantity} returned units")
    units = Units(sku=came.sku, location=came.location, quantity=came.quantity, lot=came.lot)
    assert move_units(work, Movement.INSPECTED, units, by, part="inspected"), units
    for kind, quantity in ((Movement.RESTOCKED, found.restock), (Movement.SCRAPPED, found.scrap)):
        if quantity and not move_units(work, kind, units, by, part=kind.value, quantity=quantity):
            raise Impossible(f"{kind} {quantity} of {units}: the level says no, run an audit")
    to_shelf(work, replace(units, quantity=found.restock))
    arrived(work)
    return None
