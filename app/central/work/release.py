"""Releasing accepted orders into pick lists, and keeping orders that wait for stock moving."""

from __future__ import annotations

from dataclasses import replace

from app.central.centre import Centre
from app.central.intake.changes import retry_stock
from app.central.intake.setting import site_row, zone
from app.central.intake.showing import refresh
from app.central.storage.unit import Work
from app.central.values import AllocationRow, ListRow, NeedRow, OrderRow
from app.central.work.documents import show_work
from app.domain.work.waves import Need, PlannedList, Releasable, build_lists, rank, why

WAVE_MOST = 400
"""Orders looked at together, the most urgent first: enough to fill clusters."""
LISTS_MOST = 4
"""Lists written in one transaction, so that nobody waits long behind it."""


def sweep(centre: Centre, site: str) -> int:
    """Give arrived stock to the orders that wait for it, then release what can be picked; returns the lists made."""
    retry_stock(centre, site)
    made = 0
    while lists := release_orders(centre, site):
        made += lists
    return made


def release_orders(centre: Centre, site: str) -> int:
    """Make pick lists of accepted orders that no list has; returns how many lists."""
    with centre.begin(site) as work:
        return release(work)


def release(work: Work) -> int:
    """Write the most urgent lists, a few at a time; 0 when nothing is left to release."""
    orders = {order.order_id: order for order in work.orders.waiting("accepted", WAVE_MOST)}
    blocked = work.orders.blocked(orders)
    free = {order_id: order for order_id, order in orders.items() if order_id not in blocked}
    held: dict[str, list[AllocationRow]] = {order_id: [] for order_id in free}
    for row in work.orders.open_allocations(free):
        held[row.order_id].append(row)
    walk = work.goods.walk({row.location for rows in held.values() for row in rows})
    ready = [_releasable(order, held[order_id], walk) for order_id, order in free.items()]
    lists = build_lists(order for order in ready if order.needs)[:LISTS_MOST]
    for planned in lists:
        _write(work, planned)
    return len(lists)


def _releasable(order: OrderRow, held: list[AllocationRow], walk: dict[str, int]) -> Releasable:
    needs: dict[tuple[str, str], Need] = {}
    for row in held:
        key = (row.line_id, row.location)
        need = Need(row.line_id, row.sku, row.location, walk[row.location], row.open - row.picked)
        known = needs.get(key)
        needs[key] = replace(known, quantity=known.quantity + need.quantity) if known else need
    return Releasable(
        order_id=order.order_id,
        priority=order.priority,
        ship_by=order.ship_by,
        placed_at=order.placed_at,
        needs=tuple(need for need in needs.values() if need.quantity > 0),
    )


def _write(work: Work, planned: PlannedList) -> None:
    row = _row(work, planned)
    work.lists.insert(row, planned.orders, _needs(row.list_id, planned))
    for order_id in planned.orders:
        work.orders.change(order_id, list_id=row.list_id)
        work.orders.change_fulfilment(order_id, "open")
        refresh(work, order_id)
    show_work(work, row)


def _row(work: Work, planned: PlannedList) -> ListRow:
    place = zone(site_row(work))
    return ListRow(
        list_id=work.new_id(),
        site_id=work.site,
        number=f"P-{work.lists.next_number()}",
        kind=planned.kind,
        state="ready",
        priority=planned.priority,
        rank=rank(planned.priority, planned.ship_by, planned.placed_at),
        ship_by=planned.ship_by,
        why=why(planned.priority, planned.ship_by, planned.placed_at, place, work.now),
        orders=len(planned.orders),
        units=planned.units,
        stops=len(planned.stops),
        fence=0,
        station_id=None,
        lease_until=None,
        created_at=work.now,
    )


def _needs(list_id: str, planned: PlannedList) -> list[NeedRow]:
    return [
        NeedRow(
            list_id=list_id,
            stop_no=stop_no,
            location=stop.location,
            sku=stop.sku,
            order_id=need.order_id,
            line_id=need.line_id,
            quantity=need.quantity,
        )
        for stop_no, stop in enumerate(planned.stops, 1)
        for need in stop.needs
    ]
