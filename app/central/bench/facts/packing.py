"""Facts of the bench: sessions, units packed and taken out again, cartons closed."""

from __future__ import annotations

from app.central.bench.facts.guards import line_of, open_order
from app.central.bench.facts.traced import capture, uncapture
from app.central.bench.outcomes import Bench, Conflict, Noted, Outcome
from app.central.values import LineRow, OrderRow, ParcelRow
from app.domain.facts import (
    CartonClosed,
    ItemPacked,
    PackSessionOpened,
    ProblemReported,
    ScanRefused,
    SignedIn,
    SignedOut,
    UnitRemoved,
)


def signed_in(bench: Bench, fact: SignedIn) -> Outcome:
    bench.work.benches.change(bench.station.station_id, packer_id=fact.packer_id)
    return None


def signed_out(bench: Bench, fact: SignedOut) -> Outcome:
    bench.work.benches.change(bench.station.station_id, packer_id="")
    return None


def scan_refused(bench: Bench, fact: ScanRefused) -> Outcome:
    """The inbox keeps it; nothing else moves."""
    return None


def problem_reported(bench: Bench, fact: ProblemReported) -> Outcome:
    order = bench.work.orders.order(fact.order_id)
    named = order.number if order else fact.list_id or "no order"
    detail = f": {fact.detail}" if fact.detail else ""
    return Noted("problem", f"{bench.station.name}, {named}: {fact.reason}{detail}")


def session_opened(bench: Bench, fact: PackSessionOpened) -> Outcome:
    order = open_order(bench, fact.order_id, fact.list_id)
    if isinstance(order, Conflict):
        return order
    if not bench.work.parcels.open_session(fact, bench.station.station_id):
        return Conflict("duplicate_session", f"Pack session {fact.session_id} of {order.number} was opened twice.")
    return None


def item_packed(bench: Bench, fact: ItemPacked) -> Outcome:
    found = _order_line(bench, fact.order_id, fact.line_id, fact.sku)
    if isinstance(found, Conflict):
        return found
    order, line = found
    units = min(fact.quantity, line.picked - line.packed)
    if units > 0:
        bench.work.orders.add(line.line_id, packed=units)
    doubled = capture(bench, order, line, fact.serials[:units], fact.lot) if fact.serials else None
    if units < fact.quantity:
        over = fact.quantity - units
        return Conflict("over_pack", f"{over} x {fact.sku} packed for {order.number} that nobody picked: open the box.")
    return doubled


def unit_removed(bench: Bench, fact: UnitRemoved) -> Outcome:
    found = _order_line(bench, fact.order_id, fact.line_id, fact.sku)
    if isinstance(found, Conflict):
        return found
    order, line = found
    units = min(fact.quantity, line.packed - line.shipped)
    if units > 0:
        bench.work.orders.add(line.line_id, packed=-units)
        uncapture(bench, line, fact.serials)
    if units < fact.quantity:
        return Conflict(
            "removed_unpacked", f"{fact.quantity} x {fact.sku} taken out of {order.number}; {units} were in."
        )
    return None


def carton_closed(bench: Bench, fact: CartonClosed) -> Outcome:
    if bench.work.parcels.get(fact.parcel_id) is not None:
        return Conflict("duplicate_parcel", f"Parcel {fact.parcel_id} was closed twice.")
    order = open_order(bench, fact.order_id)
    if isinstance(order, Conflict):
        return _blocked(bench, fact, order)
    _insert(bench, fact, "closed")
    if fact.last:
        bench.work.parcels.close_session(fact.session_id)
        bench.work.orders.change_fulfilment(order.order_id, "packed")
    wrong = _unpacked(bench, order)
    if wrong:
        return Conflict("contents_differ", f"The boxes of {order.number} hold more than was scanned: {wrong}.")
    return None


def _blocked(bench: Bench, fact: CartonClosed, conflict: Conflict) -> Conflict:
    """The box exists all the same: record it, so that its label can never leave unnoticed."""
    if bench.work.orders.order(fact.order_id) is not None:
        _insert(bench, fact, "blocked")
    kind = "duplicate_parcel" if conflict.kind == "older_lease" else conflict.kind
    return Conflict(kind, f"{conflict.reason} A box was packed; it must not leave.")


def _insert(bench: Bench, fact: CartonClosed, state: str) -> None:
    row = ParcelRow(
        parcel_id=fact.parcel_id,
        order_id=fact.order_id,
        session_id=fact.session_id,
        station_id=bench.station.station_id,
        carton=fact.carton,
        state=state,
        label="none",
        sscc=None,
        courier="",
        service="",
        prints=0,
        copies=0,
        dispatched_at=None,
    )
    bench.work.parcels.insert(row, fact.contents)


def _unpacked(bench: Bench, order: OrderRow) -> str:
    """SKUs of which the order's parcels hold more than was packed; "" when they agree."""
    inside: dict[str, int] = {}
    for parcel in bench.work.parcels.of_order(order.order_id):
        if parcel.state not in ("void", "blocked"):
            for line in bench.work.parcels.contents(parcel.parcel_id):
                inside[line.line_id] = inside.get(line.line_id, 0) + line.quantity
    lines = bench.work.orders.lines(order.order_id)
    known = {line.line_id for line in lines}
    over = [line.sku for line in lines if inside.get(line.line_id, 0) > line.packed]
    return ", ".join([*over, *(set(inside) - known)])


def _order_line(bench: Bench, order_id: str, line_id: str, sku: str) -> tuple[OrderRow, LineRow] | Conflict:
    order = open_order(bench, order_id)
    if isinstance(order, Conflict):
        return order
    line = line_of(bench, order, line_id, sku)
    return line if isinstance(line, Conflict) else (order, line)
