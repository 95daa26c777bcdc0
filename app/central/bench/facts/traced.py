"""Lots and serial numbers a bench names with its facts: another lot taken than was promised, each number used once.

A serial number is captured when its unit is packed; the numbers of a line leave with its units, in the order of their
numbers, so that with several boxes the line and not the box says which left.
"""

from __future__ import annotations

from app.central.bench.outcomes import Bench, Conflict
from app.central.intake.promising import move
from app.central.values import AllocationRow, LineRow, OrderRow
from app.domain.stock.movements import Movement


def take_lot(bench: Bench, rows: dict[str, AllocationRow], location: str, lot: str, units: int) -> Conflict | None:
    """Promise up to `units` of this lot here instead of what was promised, as far as they are free."""
    here = [row for row in rows.values() if row.location == location and row.lot == lot]
    lacking = units - sum(row.open - row.picked for row in here)
    for row in sorted(rows.values(), key=lambda row: (row.location != location, row.allocation_id)):
        swapped = min(lacking, row.open - row.picked)
        if swapped < 1 or row in here:
            continue
        if not _swap(bench, row, location, lot, swapped):
            return Conflict("lot_unpromised", f"Lot {lot} of {row.sku} at {location} was not free: check the tote.")
        lacking -= swapped
    return None


def _swap(bench: Bench, row: AllocationRow, location: str, lot: str, units: int) -> bool:
    work = bench.work
    made = AllocationRow(
        allocation_id=work.new_id(),
        order_id=row.order_id,
        line_id=row.line_id,
        sku=row.sku,
        location=location,
        quantity=units,
        picked=0,
        consumed=0,
        released=0,
        lot=lot,
    )
    idem = f"{made.allocation_id}:{Movement.ALLOCATED}:{bench.command_id}"
    promised = work.stock.move(
        Movement.ALLOCATED,
        row.sku,
        location,
        units,
        ledger_id=work.new_id(),
        cause=row.order_id,
        idem=idem,
        actor=bench.actor,
        lot_code=lot,
        reason=f"lot {lot} taken instead of {row.lot or 'none'}",
    )
    if promised:
        move(work, Movement.RELEASED, row, units, bench.command_id, bench.actor)
        work.orders.change_allocation(row, released=units)
        work.orders.allocate([made])
    return promised


def capture(bench: Bench, order: OrderRow, line: LineRow, numbers: tuple[str, ...]) -> Conflict | None:
    """Take serial numbers for units just packed; one that was used before is a conflict, and stays where it was."""
    work = bench.work
    known = work.lots.serials(line.sku, numbers)
    fresh = list(dict.fromkeys(number for number in numbers if number not in known))
    if fresh:
        work.lots.add_serials(line.sku, fresh, "", line.line_id)
    doubled = [number for number in known if not _taken(bench, line, number)]
    doubled += [number for number in fresh if numbers.count(number) > 1]
    if not doubled:
        return None
    named = ", ".join(sorted(doubled))
    return Conflict("serial_twice", f"{order.number}: serial number {named} of {line.sku} was captured before.")


def _taken(bench: Bench, line: LineRow, number: str) -> bool:
    return bench.work.lots.move_serial(line.sku, number, "stock", "allocated", line.line_id)


def uncapture(bench: Bench, line: LineRow, numbers: tuple[str, ...]) -> None:
    """Units taken out of a box again."""
    for number in numbers:
        bench.work.lots.move_serial(line.sku, number, "allocated", "stock", None)


def ship_numbers(bench: Bench, line: LineRow, units: int) -> None:
    """Serial numbers of units of a line that left."""
    here = [row for row in bench.work.lots.serials_of(line.line_id) if row.state == "allocated"]
    for row in here[:units]:
        bench.work.lots.move_serial(row.sku, row.serial, "allocated", "shipped", line.line_id)


def note(bench: Bench, kind: Movement, row: AllocationRow, units: int) -> None:
    """A pick or its undoing in the ledger: who took what from where; no counter moves."""
    move(bench.work, kind, row, units, bench.command_id, bench.actor)
