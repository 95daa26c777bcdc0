"""Taking an order out of its pick list: work on it stops, and what was picked waits, not for sale, to be put back."""

from __future__ import annotations

from app.central.intake.promises.promising import move
from app.central.intake.showing import refresh
from app.central.storage.stores.work.lists import LEASED
from app.central.storage.unit import Work
from app.central.values import AllocationRow, LineRow, ListRow, OrderRow
from app.central.warehouse.showing import show_free
from app.central.work.documents import show_work
from app.central.work.values import TaskItem
from app.domain.stock.movements import Movement


def take_out(work: Work, order: OrderRow, row: ListRow | None, why: str) -> int:
    """The order is in no list afterwards and nothing of it counts as picked; returns the units put aside.

    A station that holds the list sees the order struck out with `why`; what it still tells about it is recorded with a
    task, because it no longer fits.
    """
    items = set_aside(work, work.orders.lines(order.order_id))
    if row is not None:
        if row.state in LEASED:
            work.lists.take_out(row.list_id, order.order_id, why)
        else:
            work.lists.remove(row.list_id, order.order_id)
        work.orders.change(order.order_id, list_id=None)
        work.orders.change_fulfilment(order.order_id, "scheduled")
        _shrink(work, row)
        refresh(work, order.order_id)
    units = sum(item.quantity for item in items)
    if units:
        _put_back(work, order, row, items, units, why)
    return units


def set_aside(work: Work, lines: tuple[LineRow, ...]) -> list[TaskItem]:
    """Units of these lines that are in a tote or a box leave their promises and wait until somebody puts them back."""
    items: list[TaskItem] = []
    for line in lines:
        rows = [row for row in work.orders.allocations(line.order_id) if row.line_id == line.line_id]
        aside = [(row, min(row.picked, row.open)) for row in rows]
        for row, units in aside:
            if units:
                _unpromise(work, row, units)
                items.append(TaskItem(row.sku, row.location, units, row.lot))
        loose = line.picked - line.shipped
        counted = sum(units for _, units in aside)
        if counted or loose:
            packed = line.packed - line.shipped
            work.orders.add(line.line_id, allocated=-counted, picked=-loose, packed=-packed)
            if packed:
                freed = [row.serial for row in work.lots.serials_of(line.line_id) if row.state == "allocated"]
                work.lots.free_serials(line.line_id)
                show_free(work, line.sku, freed)
    return items


def _unpromise(work: Work, row: AllocationRow, units: int) -> None:
    """`released` grows with it, so that the ledger's key is another one next time."""
    move(work, Movement.PUT_ASIDE, row, units, f"aside {row.released}")
    work.orders.change_allocation(row, released=units, picked=-units)


def _shrink(work: Work, row: ListRow) -> None:
    """What the list still asks for; a list nobody holds and nothing is left of is over."""
    left = set(work.lists.orders(row.list_id))
    needs = [need for need in work.lists.needs(row.list_id) if need.order_id in left]
    state = row.state if left or row.state in LEASED else "cancelled"
    stops = len({need.stop_no for need in needs})
    work.lists.change(
        row.list_id, state=state, orders=len(left), units=sum(need.quantity for need in needs), stops=stops
    )
    changed = work.lists.get(row.list_id)
    assert changed is not None
    show_work(work, changed)


def _put_back(work: Work, order: OrderRow, row: ListRow | None, items: list[TaskItem], units: int, why: str) -> None:
    tote = work.lists.totes(row.list_id).get(order.order_id, "") if row else ""
    station = work.benches.names().get(row.station_id or "", "") if row else ""
    where = f"{tote or 'A tote or a box'}{f' at {station}' if station else ''}"
    text = f"{where} holds {units} units of order {order.number} ({why}): put them back."
    apart = _recalled(work, items)
    text += f" Keep apart what is recalled: {apart}." if apart else ""
    station_id = (row.station_id or "") if row else ""
    work.tasks.open(work.new_id(), "put_back", text, order.order_id, station_id, items=items)


def _recalled(work: Work, items: list[TaskItem]) -> str:
    """The units among them that nobody may get, in words."""
    sums: dict[tuple[str, str], int] = {}
    for item in items:
        lot = work.lots.get(item.sku, item.lot) if item.lot else None
        if lot is not None and lot.state == "recalled":
            sums[item.sku, item.lot] = sums.get((item.sku, item.lot), 0) + item.quantity
    return ", ".join(f"{units} x {sku} ({lot})" for (sku, lot), units in sums.items())
