"""From waiting orders to pick lists on disk: what each order needs, and everything a list changes, in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec

from app.central.intake.promises.overselling import not_there
from app.central.intake.setting import site_row, work_settings, zone
from app.central.storage.unit import Work
from app.central.values import AllocationRow, ListRow, NeedRow, OrderRow
from app.central.work.documents import QUEUE, queue_row
from app.domain.work.limits import WorkSettings
from app.domain.work.waves import Need, PlannedList, Releasable, build_lists, built_because, is_due, rank, why


class _Gone(Exception):
    """An order of the list was taken by somebody else meanwhile."""


def releasable(work: Work, orders: Iterable[OrderRow], settings: WorkSettings) -> list[Releasable]:
    """Those of these orders whose wave is due and which nothing holds, with what is to be fetched for them."""
    due = {order.order_id: order for order in orders if is_due(order.ship_by, settings, work.now)}
    blocked = work.orders.blocked(due) | not_there(work)
    held: dict[str, list[AllocationRow]] = {order_id: [] for order_id in due if order_id not in blocked}
    for row in work.orders.open_allocations(held):
        held[row.order_id].append(row)
    places = work.goods.places({row.location for rows in held.values() for row in rows})
    measures = work.goods.measures({row.sku for rows in held.values() for row in rows})
    expiries = work.lots.expiries({(row.sku, row.lot) for rows in held.values() for row in rows if row.lot})
    ready = (_releasable(due[order_id], rows, places, measures, expiries) for order_id, rows in held.items())
    return [order for order in ready if order.needs]


def _releasable(
    order: OrderRow,
    held: list[AllocationRow],
    places: dict[str, tuple[int, str]],
    measures: dict[str, tuple[int, int]],
    expiries: dict[tuple[str, str], date | None],
) -> Releasable:
    needs: dict[tuple[str, str, str], Need] = {}
    for row in held:
        units, key = row.open - row.picked, (row.line_id, row.location, row.lot)
        known = needs.get(key)
        if known is not None:
            needs[key] = replace(known, quantity=known.quantity + units)
        elif units > 0:
            walk, part = places[row.location]
            grams, millilitres = measures.get(row.sku, (0, 0))
            expiry = expiries.get((row.sku, row.lot))
            needs[key] = Need(
                row.line_id, row.sku, row.location, walk, units, part, grams, millilitres, row.lot, expiry
            )
    return Releasable(
        order_id=order.order_id,
        priority=order.priority,
        ship_by=order.ship_by,
        placed_at=order.placed_at,
        needs=tuple(needs.values()),
        service=order.service,
    )


def write(work: Work, planned: Sequence[PlannedList], pinned_to: str = "") -> int:
    """Write lists with the orders of the plan that still wait, as they are by now; returns how many lists.

    An order that was cancelled, held or taken since is left out; one that grew is split off by the same rules.
    """
    settings = work_settings(site_row(work))
    waiting = work.orders.of_ids({order_id for one in planned for order_id in one.orders})
    ready = {order.order_id: order for order in releasable(work, waiting, settings)}
    fresh = [
        replace(made, full=one.full) if made.orders == one.orders else made
        for one in planned
        for made in build_lists((ready[order_id] for order_id in one.orders if order_id in ready), settings)
    ]
    rows = _rows(work, fresh, pinned_to)
    good = [(row, made) for row, made in zip(rows, fresh, strict=True) if _taken(work, row, made)]
    if good:
        _store(work, good, settings)
    return len(good)


def _taken(work: Work, row: ListRow, planned: PlannedList) -> bool:
    try:
        with work.step():
            if not work.orders.put_in_list(planned.orders, row.list_id):
                raise _Gone
    except _Gone:
        return False
    return True


def _store(work: Work, good: list[tuple[ListRow, PlannedList]], settings: WorkSettings) -> None:
    work.lists.insert([(row, made.orders, _needs(row.list_id, made)) for row, made in good])
    members = [order_id for _, made in good for order_id in made.orders]
    work.orders.begin_fulfilment(members)
    work.feed.drop_many(QUEUE, members)
    work.feed.put_new(QUEUE, {row.list_id: msgspec.json.encode(queue_row(work, row)) for row, _ in good})
    work.decisions.keep(
        (work.new_id(), "list", row.list_id, "built", _inputs(made, settings), built_because(made))
        for row, made in good
    )


def _inputs(made: PlannedList, settings: WorkSettings) -> dict[str, Any]:
    return {
        "orders": made.orders,
        "units": made.size.units,
        "grams": made.size.grams,
        "millilitres": made.size.millilitres,
        "service": made.service,
        "zone": made.zone,
        "full": made.full,
        "ship_by": made.ship_by,
        "settings": msgspec.to_builtins(settings),
    }


def _rows(work: Work, planned: Sequence[PlannedList], pinned_to: str) -> list[ListRow]:
    place = zone(site_row(work))
    numbers = work.lists.next_numbers(len(planned)) if planned else range(0)
    return [
        ListRow(
            list_id=work.new_id(),
            site_id=work.site,
            number=f"P-{number}",
            kind=made.kind,
            state="ready",
            priority=made.priority,
            rank=rank(made.priority, made.ship_by, made.placed_at),
            ship_by=made.ship_by,
            why=why(made.priority, made.ship_by, made.placed_at, place, work.now),
            orders=len(made.orders),
            units=made.size.units,
            stops=len(made.stops),
            fence=0,
            station_id=None,
            lease_until=None,
            created_at=work.now,
            zone=made.zone,
            pinned_to=pinned_to,
        )
        for number, made in zip(numbers, planned, strict=True)
    ]


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
            lot=stop.lot,
        )
        for stop_no, stop in enumerate(planned.stops, 1)
        for need in stop.needs
    ]
