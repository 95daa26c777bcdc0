"""The documents of a pick list: the queue row every bench sees, and the work with names only its holder gets."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from app.central.storage.stores.work.lists import LEASED
from app.central.storage.unit import Work
from app.central.values import ListRow, NeedRow
from app.central.warehouse.showing import known_lot, show_lots, show_product
from app.domain.documents import KnownLot, QueueRow, StopNeed, WorkLine, WorkList, WorkOrder, WorkStop
from app.domain.parcels import PostalAddress

QUEUE, WORK = "queue", "work"
OVER = ("done", "cancelled")
_Lying = dict[tuple[str, str], list[KnownLot]]


def show_work(work: Work, row: ListRow) -> None:
    """Write both documents of a list as it now stands; names go to the holder alone, and a list that is over goes."""
    if row.state in OVER:
        work.feed.drop(QUEUE, row.list_id)
        withdraw_work(work, row)
        return
    work.feed.put(QUEUE, row.list_id, msgspec.json.encode(queue_row(work, row)))
    if row.station_id is not None and row.state in LEASED:
        work.feed.put(WORK, row.list_id, msgspec.json.encode(work_list(work, row)), row.station_id)


def withdraw_work(work: Work, row: ListRow) -> None:
    """Take the names back from the station that had them."""
    if row.station_id is not None:
        work.feed.drop(WORK, row.list_id, row.station_id)


def queue_row(work: Work, row: ListRow) -> QueueRow:
    state = "claimed" if row.state in LEASED else "on_hold" if row.paused else row.state
    return QueueRow(
        list_id=row.list_id,
        number=row.number,
        kind=row.kind,
        state=state,
        orders=row.orders,
        units=row.units,
        stops=row.stops,
        priority=row.priority,
        rank=row.rank,
        ship_by=row.ship_by,
        why=row.why,
        holder=work.benches.names().get(row.station_id, "") if row.station_id else "",
    )


def work_list(work: Work, row: ListRow) -> WorkList:
    """The leased list with what is still to be picked and packed."""
    assert row.lease_until is not None
    needs = work.lists.needs(row.list_id)
    return WorkList(
        list_id=row.list_id,
        number=row.number,
        kind=row.kind,
        fence=row.fence,
        lease_until=row.lease_until,
        priority=row.priority,
        ship_by=row.ship_by,
        why=row.why,
        orders=(
            *(_order(work, order_id, needs) for order_id in work.lists.orders(row.list_id)),
            *(_struck(work, order_id, why) for order_id, why in work.lists.taken_out(row.list_id).items()),
        ),
        stops=_stops(needs, *_lots(work, needs)),
    )


def _lots(work: Work, needs: tuple[NeedRow, ...]) -> tuple[dict[tuple[str, str], KnownLot], _Lying]:
    """Lots of these stops by (SKU, lot), and what lies where by (SKU, location). Benches hear of their products too:
    what has to be known of a unit may have been said before any bench could be told."""
    known: dict[tuple[str, str], KnownLot] = {}
    lying: _Lying = {}
    for track in work.lots.traced({need.sku for need in needs}):
        show_product(work, track.sku)
        show_lots(work, track.sku)
        for location, row in work.lots.lying(track.sku):
            lot = known.setdefault((row.sku, row.lot), known_lot(row))
            lying.setdefault((row.sku, location), []).append(lot)
    return known, lying


def _order(work: Work, order_id: str, needs: tuple[NeedRow, ...]) -> WorkOrder:
    order = work.orders.order(order_id)
    assert order is not None
    wanted: dict[tuple[str, str], int] = {}
    for need in needs:
        if need.order_id == order_id:
            wanted[need.line_id, need.sku] = wanted.get((need.line_id, need.sku), 0) + need.quantity
    held = [hold for hold in work.orders.holds(order_id) if hold.released_at is None and hold.reason != "stock"]
    state = "cancelled" if order.lifecycle == "cancelled" else "on_hold" if held else "open"
    return WorkOrder(
        order_id=order_id,
        number=order.number,
        ship_by=order.ship_by,
        service=order.service,
        recipient=msgspec.json.decode(order.recipient, type=PostalAddress),
        lines=tuple(WorkLine(line_id=key[0], sku=key[1], quantity=units) for key, units in wanted.items()),
        state=state,
        reason=" ".join(hold.detail for hold in held) if held else "cancelled" if state == "cancelled" else "",
        note=order.note,
    )


def _struck(work: Work, order_id: str, why: str) -> WorkOrder:
    """An order that left the list: whoever holds its tote must stop, and needs no address for that."""
    order = work.orders.order(order_id)
    assert order is not None
    return WorkOrder(
        order_id=order_id,
        number=order.number,
        ship_by=None,
        service="",
        recipient=PostalAddress(name="", street="", postcode="", city="", country=""),
        lines=(),
        state="cancelled",
        reason=why,
    )


def _stops(
    needs: tuple[NeedRow, ...], known: Mapping[tuple[str, str], KnownLot], lying: _Lying
) -> tuple[WorkStop, ...]:
    stops: dict[tuple[int, str, str, str], list[StopNeed]] = {}
    for need in needs:
        made = StopNeed(order_id=need.order_id, line_id=need.line_id, quantity=need.quantity)
        stops.setdefault((need.stop_no, need.location, need.sku, need.lot), []).append(made)
    return tuple(
        WorkStop(
            stop_no=stop_no,
            location=location,
            sku=sku,
            needs=tuple(found),
            lot=lot,
            expiry=known[sku, lot].expiry if (sku, lot) in known else None,
            lots=tuple(lying.get((sku, location), ())) if lot else (),
        )
        for (stop_no, location, sku, lot), found in stops.items()
    )
