"""Facts of the label and the gate: numbers used, paper printed and applied, parcels handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.central.bench.facts.traced import shared, ship_numbers
from app.central.bench.outcomes import Bench, Conflict, Outcome
from app.central.intake.changing.boxed import left_anyway
from app.central.intake.promises.promising import move
from app.central.intake.showing import refresh
from app.central.values import AllocationRow, HoldRow, OrderRow, ParcelRow, TraceRow
from app.central.work.finishing import finish_if_done
from app.central.work.taking_back import go_with_last_box
from app.domain.facts import LabelApplied, LabelPrinted, LabelPurchased, LabelReprinted, PackedLine, ParcelDispatched
from app.domain.intake.orders import HoldReason
from app.domain.stock.movements import Movement
from app.domain.stock.promises import Held, take_picked

PRINTED_STATES = ("printed", "handed over", "printed_back")


def label_purchased(bench: Bench, fact: LabelPurchased) -> Outcome:
    parcel = _parcel(bench, fact.parcel_id)
    if isinstance(parcel, Conflict):
        return parcel
    other = bench.work.parcels.with_sscc(fact.sscc)
    if other is not None and other.parcel_id != parcel.parcel_id:
        bench.work.parcels.change(parcel.parcel_id, state="blocked")
        return Conflict("number_used_twice", f"SSCC {fact.sscc} stands on two parcels: neither may leave unchecked.")
    if parcel.sscc not in (None, fact.sscc):
        return Conflict(
            "two_labels", f"Parcel {fact.parcel_id} already has {parcel.sscc}; {fact.sscc} must be destroyed."
        )
    state = "blocked" if parcel.state == "blocked" else "labelled"
    courier = {"courier": fact.courier, "service": fact.service, "label_sha256": fact.label_sha256}
    bench.work.parcels.change(parcel.parcel_id, sscc=fact.sscc, label="purchased", state=state, **courier)
    if state == "labelled":
        bench.work.orders.change_fulfilment(parcel.order_id, "labelled")
    return _stopped(bench, parcel) or _foreign_number(bench, fact)


def _foreign_number(bench: Bench, fact: LabelPurchased) -> Conflict | None:
    leased = bench.work.benches.block_range(fact.block_id, bench.station.station_id)
    site = bench.work.goods.site_row()
    head = f"{site.extension}{site.company_prefix}" if site else ""
    serial = fact.sscc[len(head) : -1]
    good = (
        leased is not None and fact.sscc.startswith(head) and serial.isdigit() and leased[0] <= int(serial) <= leased[1]
    )
    if good:
        return None
    return Conflict("foreign_number", f"SSCC {fact.sscc} is from no block leased to {bench.station.name}.")


def label_printed(bench: Bench, fact: LabelPrinted) -> Outcome:
    parcel = _parcel(bench, fact.parcel_id, fact.sscc)
    if isinstance(parcel, Conflict):
        return parcel
    label = "printed" if fact.state in PRINTED_STATES else "unknown" if fact.state == "unknown" else parcel.label
    if parcel.label == "applied":
        label = "applied"
    printed = 1 if fact.state in PRINTED_STATES else 0
    bench.work.parcels.change(parcel.parcel_id, label=label, prints=parcel.prints + printed)
    return None


def label_reprinted(bench: Bench, fact: LabelReprinted) -> Outcome:
    parcel = _parcel(bench, fact.parcel_id, fact.sscc)
    if isinstance(parcel, Conflict):
        return parcel
    bench.work.parcels.change(parcel.parcel_id, copies=max(parcel.copies, fact.copy))
    return None


def label_applied(bench: Bench, fact: LabelApplied) -> Outcome:
    parcel = _parcel(bench, fact.parcel_id, fact.sscc)
    if isinstance(parcel, Conflict):
        return parcel
    bench.work.parcels.change(parcel.parcel_id, label="applied")
    return _stopped(bench, parcel)


def parcel_dispatched(bench: Bench, fact: ParcelDispatched) -> Outcome:
    """The goods have left: stock and order follow, unless this parcel was never to leave."""
    parcel = _parcel(bench, fact.parcel_id, fact.sscc)
    if isinstance(parcel, Conflict):
        return parcel
    if parcel.dispatched_at is not None:
        return Conflict("dispatched_twice", f"Parcel {parcel.sscc} was dispatched twice.")
    bench.work.parcels.change(parcel.parcel_id, dispatched_at=bench.work.now)
    stopped = _stopped(bench, parcel)
    if stopped is not None:
        return Conflict("intercept", f"{stopped.reason} It has left: intercept it or arrange its return.")
    order = bench.work.orders.order(parcel.order_id)
    assert order is not None
    held = " ".join(hold.detail for hold in bench.work.orders.holds(order.order_id) if _holds_back(hold))
    traces = bench.work.parcels.traces(parcel.parcel_id)
    missed = [line for line in bench.work.parcels.contents(parcel.parcel_id) if not _ship(bench, order, line, traces)]
    bench.work.parcels.change(parcel.parcel_id, state="shipped")
    left_anyway(bench.work, order)
    left = any(line.allocated for line in bench.work.orders.lines(order.order_id))
    bench.work.orders.change_fulfilment(order.order_id, "labelled" if left else "shipped")
    if order.list_id is None or not finish_if_done(bench.work, order.list_id):
        go_with_last_box(bench.work, order.order_id)
        refresh(bench.work, order.order_id)
    if missed:
        skus = ", ".join(line.sku for line in missed)
        return Conflict("shipped_uncounted", f"{order.number}: {skus} left without having been packed and promised.")
    if held:
        return Conflict("left_on_hold", f"{order.number} left while it was on hold: {held} Decide what follows.")
    return None


def _holds_back(hold: HoldRow) -> bool:
    """True for an open hold that stops a bench: one for stock does not."""
    return hold.released_at is None and hold.reason != HoldReason.STOCK


def _ship(bench: Bench, order: OrderRow, packed: PackedLine, traces: Sequence[TraceRow]) -> bool:
    """Move counters and ledger for one line of a parcel, of the lots in it; False when not every unit could be."""
    line = next((line for line in bench.work.orders.lines(order.order_id) if line.line_id == packed.line_id), None)
    if line is None:
        return False
    units = min(packed.quantity, line.packed - line.shipped, line.allocated)
    rows = {
        row.allocation_id: row for row in bench.work.orders.allocations(order.order_id) if row.line_id == line.line_id
    }
    mine = [trace for trace in traces if trace.line_id == line.line_id]
    for allocation_id, taken in _leaving(rows, units, mine).items():
        row = rows[allocation_id]
        move(bench.work, Movement.SHIPPED, row, taken, bench.command_id, bench.actor)
        bench.work.orders.change_allocation(row, consumed=taken, picked=-min(taken, row.picked))
    if units > 0:
        bench.work.orders.add(line.line_id, allocated=-units, shipped=units)
        ship_numbers(bench, order, line, units, [trace.serial for trace in mine if trace.serial])
    return units == packed.quantity


def _leaving(rows: dict[str, AllocationRow], units: int, traces: Sequence[TraceRow]) -> dict[str, int]:
    """Units that leave of each allocation: of the lots that are in the parcel, and what nobody traced last."""
    lots = {row.allocation_id: row.lot for row in rows.values()}
    by_lot: dict[str, int] = {}
    for trace in traces:
        if trace.lot:
            by_lot[trace.lot] = by_lot.get(trace.lot, 0) + trace.quantity
    taken: dict[str, int] = {}
    for lot, many in [*by_lot.items(), ("", units - sum(by_lot.values()))]:
        left = units - sum(taken.values())
        for held, count in shared(_held(rows, taken), lots, lot, min(many, left), take_picked):
            taken[held.allocation_id] = taken.get(held.allocation_id, 0) + count
    return taken


def _held(rows: dict[str, AllocationRow], taken: Mapping[str, int]) -> list[Held]:
    """What is left of these allocations."""
    less = {row.allocation_id: taken.get(row.allocation_id, 0) for row in rows.values()}
    return [Held(key, row.location, row.open - less[key], max(0, row.picked - less[key])) for key, row in rows.items()]


def _parcel(bench: Bench, parcel_id: str, sscc: str = "") -> ParcelRow | Conflict:
    parcel = bench.work.parcels.get(parcel_id)
    if parcel is None:
        return Conflict("unknown_parcel", f"{bench.station.name} labelled a parcel nobody closed: {parcel_id} {sscc}")
    if sscc and parcel.sscc != sscc:
        return Conflict("wrong_number", f"Parcel {parcel_id} has {parcel.sscc or 'no number'}, not {sscc}.")
    return parcel


def _stopped(bench: Bench, parcel: ParcelRow) -> Conflict | None:
    """Why the parcel may not leave, if it may not; benches are shown anew what is to be done about it."""
    why = _why_stopped(bench, parcel)
    if why is not None:
        stops = bench.work.tasks.open_of(order_id=parcel.order_id, kind="stop_shipment")
        bench.work.tasks.touched.update(task.task_id for task in stops)
    return why


def _why_stopped(bench: Bench, parcel: ParcelRow) -> Conflict | None:
    order = bench.work.orders.order(parcel.order_id)
    if order is not None and order.lifecycle == "cancelled":
        return Conflict("stop_shipment", f"Parcel {parcel.sscc} belongs to cancelled order {order.number}.")
    if parcel.state == "void":
        return Conflict("stop_shipment", f"Parcel {parcel.sscc} is void: its box was to be opened and packed anew.")
    if parcel.state == "blocked":
        return Conflict("duplicate_parcel", f"Parcel {parcel.sscc} is blocked: it was packed under an older lease.")
    return None
