"""Lots and serial numbers a bench names with its facts: another lot taken than was promised, each number used once.

A serial number is captured when its unit is packed, and leaves with the parcel it was packed into. A bench that does
not say what is in which parcel has the numbers of a line leave with its units, in the order of their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from app.central.bench.outcomes import Bench, Conflict
from app.central.intake.promises.promising import move
from app.central.stock.recalling import hold_for_recall
from app.central.stock.values import SerialRow
from app.central.values import AllocationRow, LineRow, OrderRow
from app.central.warehouse.showing import show_free, show_used
from app.domain.facts import ItemPicked
from app.domain.stock.movements import Movement
from app.domain.stock.promises import Held


def take_lot(bench: Bench, order: OrderRow, rows: dict[str, AllocationRow], fact: ItemPicked) -> Conflict | None:
    """Promise the units of the lot that was taken instead of what was promised, as far as they are free.

    Where they are not, they are booked as what was promised, and a supervisor has both lots counted. A lot that was
    recalled meanwhile stops its order.
    """
    location, lot = fact.location, fact.lot
    here = [row for row in rows.values() if row.location == location and row.lot == lot]
    lacking = fact.quantity - sum(row.open - row.picked for row in here)
    for row in sorted(rows.values(), key=lambda row: _nearest(row, fact)):
        swapped = min(lacking, row.open - row.picked)
        if swapped < 1 or row in here:
            continue
        if not _swap(bench, row, fact, swapped):
            why = f" ({fact.reason.replace('_', ' ')})" if fact.reason else ""
            words = f"{swapped} x {row.sku} of lot {lot} taken at {location} for {order.number}{why}, and none is free."
            booked = f"They are booked as lot {row.lot or 'none'}: count both lots there."
            return Conflict("lot_unpromised", f"{words} {booked}")
        lacking -= swapped
    return stopped_lot(bench, order, fact.sku, lot)


def stopped_lot(bench: Bench, order: OrderRow, sku: str, lot: str) -> Conflict | None:
    """A bench that had not heard of a recall took units of the lot: the order stops where it stands."""
    known = bench.work.lots.get(sku, lot)
    if known is None or known.state != "recalled":
        return None
    hold_for_recall(bench.work, order.order_id, sku, lot)
    return Conflict("recall", f"{order.number}: lot {lot} of {sku} was taken at {bench.station.name} and is recalled.")


def _nearest(row: AllocationRow, fact: ItemPicked) -> tuple[bool, bool, str]:
    """What the bench said it was taken instead of, then what was promised of the same place."""
    return row.lot != fact.instead_of, row.location != fact.location, row.allocation_id


def lot_of_stop(bench: Bench, fact: ItemPicked) -> str:
    """The promised lot of the stop, for a bench that does not know of lots."""
    needs = bench.work.lists.needs(fact.list_id)
    return next((need.lot for need in needs if (need.stop_no, need.line_id) == (fact.stop_no, fact.line_id)), "")


Taker = Callable[[Sequence[Held], int], Sequence[tuple[Held, int]]]


def shared(held: Sequence[Held], lots: dict[str, str], lot: str, units: int, take: Taker) -> list[tuple[Held, int]]:
    """Which allocations so many units of a lot belong to: those of the lot, and only then any other.

    `lots` tells the lot of each allocation; with `lot` "" all are alike.
    """
    mine = [one for one in held if lots[one.allocation_id] == lot] if lot else list(held)
    taken = list(take(mine, units))
    rest = units - sum(count for _, count in taken)
    others = [one for one in held if one not in mine]
    return taken + (list(take(others, rest)) if others and rest > 0 else [])


def _swap(bench: Bench, row: AllocationRow, fact: ItemPicked, units: int) -> bool:
    work = bench.work
    made = AllocationRow(
        allocation_id=work.new_id(),
        order_id=row.order_id,
        line_id=row.line_id,
        sku=row.sku,
        location=fact.location,
        quantity=units,
        picked=0,
        consumed=0,
        released=0,
        lot=fact.lot,
    )
    idem = f"{made.allocation_id}:{Movement.ALLOCATED}:{bench.command_id}"
    promised = work.stock.move(
        Movement.ALLOCATED,
        row.sku,
        fact.location,
        units,
        ledger_id=work.new_id(),
        cause=row.order_id,
        idem=idem,
        actor=bench.actor,
        lot_code=fact.lot,
        reason=f"lot {fact.lot} taken instead of {row.lot or 'none'}{f': {fact.reason}' if fact.reason else ''}",
    )
    if promised:
        move(work, Movement.RELEASED, row, units, bench.command_id, bench.actor)
        work.orders.change_allocation(row, released=units)
        work.orders.allocate([made])
    return promised


def capture(bench: Bench, order: OrderRow, line: LineRow, numbers: tuple[str, ...], lot: str) -> Conflict | None:
    """Take serial numbers for units just packed; one that was used before is a conflict, and stays where it was."""
    work = bench.work
    known = work.lots.serials(line.sku, numbers)
    fresh = list(dict.fromkeys(number for number in numbers if number not in known))
    if fresh:
        work.lots.add_serials(line.sku, fresh, lot, line.line_id)
    doubled = [number for number in known if not _taken(bench, line, number)]
    doubled += [number for number in fresh if numbers.count(number) > 1]
    show_used(work, order, line.sku, [number for number in (*fresh, *known) if number not in doubled], shipped=False)
    if not doubled:
        return None
    named = ", ".join(f"{number} ({_whose(bench, known, number)})" for number in sorted(set(doubled)))
    return Conflict("serial_twice", f"{order.number}: serial number {named} of {line.sku} was captured before.")


def _whose(bench: Bench, known: dict[str, SerialRow], number: str) -> str:
    """Where a number is that came twice."""
    row = known.get(number)
    if row is None or row.line_id is None:
        return "twice in this box" if row is None else row.state
    order_id = bench.work.desk.tracing.order_of(row.line_id)
    other = bench.work.orders.order(order_id) if order_id else None
    return f"{row.state} with {other.number}" if other else row.state


def _taken(bench: Bench, line: LineRow, number: str) -> bool:
    return bench.work.lots.move_serial(line.sku, number, "stock", "allocated", line.line_id)


def uncapture(bench: Bench, line: LineRow, numbers: tuple[str, ...]) -> None:
    """Units taken out of a box again."""
    mine = {row.serial for row in bench.work.lots.serials_of(line.line_id)}
    freed = [
        number
        for number in numbers
        if number in mine and bench.work.lots.move_serial(line.sku, number, "allocated", "stock", None)
    ]
    show_free(bench.work, line.sku, freed)


def ship_numbers(bench: Bench, order: OrderRow, line: LineRow, units: int, packed: Collection[str]) -> None:
    """Serial numbers of units of a line that left: those `packed` into the parcel, where the bench said so."""
    here = [row for row in bench.work.lots.serials_of(line.line_id) if row.state == "allocated"]
    left = [row.serial for row in here if row.serial in packed] if packed else [row.serial for row in here[:units]]
    for number in left:
        bench.work.lots.move_serial(line.sku, number, "allocated", "shipped", line.line_id)
    show_used(bench.work, order, line.sku, left, shipped=True)


def note(bench: Bench, kind: Movement, row: AllocationRow, units: int) -> None:
    """A pick or its undoing in the ledger: who took what from where; no counter moves."""
    move(bench.work, kind, row, units, bench.command_id, bench.actor)
