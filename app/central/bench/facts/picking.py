"""Facts of the walk: lists started and finished, totes, units picked, put back, or not there."""

from __future__ import annotations

from collections.abc import Sequence

from app.central.bench.facts.guards import line_of, older_lease, open_order
from app.central.bench.facts.traced import lot_of_stop, note, shared, stopped_lot, take_lot
from app.central.bench.outcomes import Bench, Conflict, Noted, Outcome
from app.central.intake.promises.promising import move, place
from app.central.intake.showing import refresh
from app.central.values import AllocationRow, LineRow, OrderRow
from app.central.work.finishing import finish_if_done
from app.central.work.values import TaskItem
from app.domain.facts import ItemPicked, ItemShortPicked, PickFinished, PickStarted, ToteAssigned, UnitPutBack
from app.domain.intake.orders import HoldNeeded, HoldReason
from app.domain.stock.movements import Movement
from app.domain.stock.promises import Held, take_picked, take_unpicked


def pick_started(bench: Bench, fact: PickStarted) -> Outcome:
    return _list_state(bench, fact.list_id, "picking")


def pick_finished(bench: Bench, fact: PickFinished) -> Outcome:
    return _list_state(bench, fact.list_id, "picked")


def _list_state(bench: Bench, list_id: str, state: str) -> Outcome:
    row = bench.work.lists.get(list_id)
    if row is None:
        return Conflict("unknown_list", f"{bench.station.name} worked on a pick list nobody made: {list_id}")
    conflict = older_lease(bench, row, row.number)
    if conflict is not None:
        return conflict
    if row.state in ("claimed", "picking", "picked"):
        bench.work.lists.change(list_id, state=state)
        if state == "picking":
            for order_id in bench.work.lists.orders(list_id):
                bench.work.orders.change_fulfilment(order_id, "picking")
    return None


def tote_assigned(bench: Bench, fact: ToteAssigned) -> Outcome:
    order = open_order(bench, fact.order_id, fact.list_id)
    if isinstance(order, Conflict):
        return order
    holder = bench.work.goods.tote_order(fact.tote)
    bench.work.lists.set_tote(fact.list_id, fact.order_id, fact.tote)
    if not bench.work.goods.assign_tote(fact.tote, fact.order_id):
        return Conflict("unknown_tote", f"Tote {fact.tote} is not in the site's list: add it or take it away.")
    if holder not in (None, fact.order_id):
        other = bench.work.orders.order(str(holder))
        named = other.number if other else holder
        return Conflict("tote_conflict", f"Tote {fact.tote} was given to {order.number} while it held {named}.")
    return None


def item_picked(bench: Bench, fact: ItemPicked) -> Outcome:
    found = _order_line(bench, fact.order_id, fact.list_id, fact.line_id, fact.sku)
    if isinstance(found, Conflict):
        return found
    order, line = found
    rows = _mine(bench, line)
    other_lot, lot = None, fact.lot
    if fact.lot:
        other_lot = take_lot(bench, order, rows, fact)
        rows = _mine(bench, line)
    elif any(row.lot for row in rows.values()):
        lot = lot_of_stop(bench, fact)
        other_lot = stopped_lot(bench, order, fact.sku, lot)
    room = min(fact.quantity, line.quantity - line.cancelled - line.picked)
    taken = shared(_held(rows), _lots(rows), lot, room, lambda held, units: take_unpicked(held, units, fact.location))
    for held, units in taken:
        bench.work.orders.change_allocation(rows[held.allocation_id], picked=units)
        note(bench, Movement.PICKED, rows[held.allocation_id], units)
    counted = sum(units for _, units in taken)
    if counted:
        bench.work.orders.add(line.line_id, picked=counted)
    if counted < fact.quantity:
        over = fact.quantity - counted
        return Conflict(
            "over_pick", f"{over} x {fact.sku} too many for {order.number}: put them back at {fact.location}."
        )
    return other_lot


def unit_put_back(bench: Bench, fact: UnitPutBack) -> Outcome:
    found = _order_line(bench, fact.order_id, fact.list_id, fact.line_id, fact.sku)
    if isinstance(found, Conflict):
        return found
    order, line = found
    units = min(fact.quantity, line.picked - line.packed)
    _unpick(bench, _mine(bench, line), units, fact)
    if units > 0:
        bench.work.orders.add(line.line_id, picked=-units)
    if units < fact.quantity:
        return Conflict("put_back_unpicked", f"{fact.quantity} x {fact.sku} put back, but {order.number} had {units}.")
    return None


def _unpick(bench: Bench, rows: dict[str, AllocationRow], units: int, fact: UnitPutBack) -> None:
    """Take units off the picked counts, those of the lot and of the location first."""
    nearest = sorted(rows.values(), key=lambda row: (row.lot != fact.lot, row.location != fact.location, row.location))
    for row in nearest:
        less = min(units, row.picked)
        if less > 0:
            bench.work.orders.change_allocation(row, picked=-less)
            note(bench, Movement.UNPICKED, row, less)
            units -= less


def item_short_picked(bench: Bench, fact: ItemShortPicked) -> Outcome:
    found = _order_line(bench, fact.order_id, fact.list_id, fact.line_id, fact.sku)
    if isinstance(found, Conflict):
        return found
    order, line = found
    rows = _mine(bench, line)
    taken = _missing_from(rows, fact, line)
    missed = sum(units for _, units in taken)
    unpicked = 0
    for held, units in taken:
        row = rows[held.allocation_id]
        picked = 0 if fact.location else min(units, row.picked)
        move(bench.work, Movement.PICKED_SHORT, row, units, bench.command_id, bench.actor)
        bench.work.orders.change_allocation(row, released=units, picked=-picked)
        unpicked += picked
    if missed:
        bench.work.orders.add(line.line_id, allocated=-missed, picked=-unpicked, short=missed)
        _hold_for_stock(bench, order, fact, missed)
    if missed < fact.quantity:
        return Conflict("short_unpromised", f"{fact.quantity} x {fact.sku} reported missing for {order.number}: check.")
    places = ", ".join(sorted({held.location for held, _ in taken}))
    items = tuple(TaskItem(fact.sku, held.location, units, rows[held.allocation_id].lot) for held, units in taken)
    return Noted("count", f"Count {fact.sku} at {places}: {missed} not there ({fact.reason}).", items)


def _missing_from(rows: dict[str, AllocationRow], fact: ItemShortPicked, line: LineRow) -> Sequence[tuple[Held, int]]:
    """At the location units not yet picked are missing; at the bench (no location) picked ones not yet packed."""
    if fact.location:
        at, units = fact.location, fact.quantity
        return shared(_held(rows), _lots(rows), fact.lot, units, lambda held, much: take_unpicked(held, much, at))
    loose = min(fact.quantity, line.allocated - (line.packed - line.shipped))
    return shared(_held(rows), _lots(rows), fact.lot, loose, take_picked)


def _hold_for_stock(bench: Bench, order: OrderRow, fact: ItemShortPicked, missed: int) -> None:
    detail = f"{missed} x {fact.sku} not found ({fact.reason}). Waits for stock and goes on by itself."
    held = HoldNeeded(reason=HoldReason.STOCK, field="lines", detail=detail)
    place(bench.work, order.order_id, held, bench.station.name)
    if order.list_id is None or not finish_if_done(bench.work, order.list_id):
        refresh(bench.work, order.order_id)


def _order_line(
    bench: Bench, order_id: str, list_id: str, line_id: str, sku: str
) -> tuple[OrderRow, LineRow] | Conflict:
    order = open_order(bench, order_id, list_id)
    if isinstance(order, Conflict):
        return order
    line = line_of(bench, order, line_id, sku)
    return line if isinstance(line, Conflict) else (order, line)


def _mine(bench: Bench, line: LineRow) -> dict[str, AllocationRow]:
    rows = bench.work.orders.allocations(line.order_id)
    return {row.allocation_id: row for row in rows if row.line_id == line.line_id and row.open}


def _held(rows: dict[str, AllocationRow]) -> list[Held]:
    return [Held(row.allocation_id, row.location, row.open, row.picked) for row in rows.values()]


def _lots(rows: dict[str, AllocationRow]) -> dict[str, str]:
    return {row.allocation_id: row.lot for row in rows.values()}
