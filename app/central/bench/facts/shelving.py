"""Units a bench put somewhere for a task, in the books: back for sale, onto a shelf, from the reserve into a face."""

from __future__ import annotations

from dataclasses import dataclass

from app.central.bench.outcomes import Bench
from app.central.stock.moving import By, NotMoved, Units, arrived, place_for
from app.central.stock.returns.shelving import put_on_shelf
from app.central.stock.transferring import carry
from app.central.work.values import TaskItem, TaskRow
from app.domain.stock.movements import Movement
from app.domain.task_facts import TaskUnitsMoved
from app.domain.work.tasks import TaskKind


@dataclass(frozen=True, slots=True)
class Moved:
    """`units` were booked; `why` says in words why not all of them were."""

    units: int
    why: str = ""


def move(bench: Bench, row: TaskRow, fact: TaskUnitsMoved, asked: int) -> Moved:
    """Book units of a task that were put down; `asked` of them the task still is about."""
    place = place_for(bench.work, fact.location, into=True)
    if isinstance(place, NotMoved):
        return Moved(0, place.why)
    if row.kind == TaskKind.REPLENISH:
        return _bring(bench, fact)
    if row.kind == TaskKind.RESTOCK:
        return _restock(bench, row, fact, asked)
    return _put_back(bench, row, fact, asked)


def _restock(bench: Bench, row: TaskRow, fact: TaskUnitsMoved, asked: int) -> Moved:
    """From where returns lie onto the shelf; whoever ended the task by hand has booked them already."""
    wanted = fact.quantity if row.state == "cancelled" else asked
    units = Units(sku=fact.sku, location=row.source, quantity=wanted, lot=fact.lot)
    done = put_on_shelf(bench.work, units, fact.location, By(who=bench.actor, why=row.cause, key=bench.command_id))
    if isinstance(done, NotMoved):
        return Moved(0, done.why)
    if done < fact.quantity:
        for place in (row.source, fact.location):
            _count(bench, fact, place, fact.quantity - done)
    return Moved(done, f"count {fact.sku} at {row.source} and {fact.location}.")


def _put_back(bench: Bench, row: TaskRow, fact: TaskUnitsMoved, asked: int) -> Moved:
    """Units the books miss in that place are there again; whoever ended the task by hand has booked them already."""
    level = bench.work.stock.level(fact.sku, fact.location, fact.lot)
    aside = level.unavailable - level.quarantined if level else 0
    units = min(aside, fact.quantity if row.state == "cancelled" else asked)
    if units and not _moved(bench, row, fact, units):
        units = 0
    if units:
        arrived(bench.work)
    if units < fact.quantity:
        _count(bench, fact, fact.location, fact.quantity - units)
    return Moved(units, f"count {fact.sku} at {fact.location}.")


def _moved(bench: Bench, row: TaskRow, fact: TaskUnitsMoved, units: int) -> bool:
    work = bench.work
    return work.stock.move(
        Movement.PUT_BACK,
        fact.sku,
        fact.location,
        units,
        ledger_id=work.new_id(),
        cause=row.order_id or f"task {row.task_id}",
        idem=f"{bench.command_id}:{Movement.PUT_BACK}",
        actor=bench.actor,
        lot_code=fact.lot,
        reason=row.cause,
    )


def _bring(bench: Bench, fact: TaskUnitsMoved) -> Moved:
    """From the reserve into the face, as far as the books have them free there."""
    work = bench.work
    level = work.stock.level(fact.sku, fact.source, fact.lot)
    free = 0 if level is None else level.on_hand - level.allocated - level.reserved - level.unavailable
    units = max(0, min(fact.quantity, free))
    if units:
        what = Units(sku=fact.sku, location=fact.source, quantity=units, lot=fact.lot)
        refused = carry(work, what, fact.location, By(who=bench.actor, why="replenish", key=bench.command_id))
        if refused is not None:
            return Moved(0, refused.why)
    if units < fact.quantity:
        for place in (fact.source, fact.location):
            _count(bench, fact, place, fact.quantity - units)
    return Moved(units, f"count {fact.sku} at {fact.source} and {fact.location}.")


def _count(bench: Bench, fact: TaskUnitsMoved, place: str, units: int) -> None:
    text = f"Count {fact.sku} at {place}: {bench.station.name} moved {units} more than the books had."
    items = [TaskItem(fact.sku, place, units, fact.lot)]
    bench.work.tasks.open(bench.work.new_id(), "count", text, items=items)
