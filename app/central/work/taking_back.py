"""Taking a pick list back from a station that will not finish it: what nobody packed goes back into the queue."""

from __future__ import annotations

from dataclasses import dataclass

from app.central.centre import Centre
from app.central.intake.changes import go_on
from app.central.intake.changing.taking_out import set_aside
from app.central.storage.stores.work.lists import LEASED
from app.central.storage.unit import Work
from app.central.values import ListRow, OrderRow
from app.central.work.documents import OVER, show_work, withdraw_work


@dataclass(frozen=True, slots=True)
class TakenBack:
    """`orders` are in the queue again; `tasks` say in words what stands where, for a person to see to."""

    number: str
    station: str
    orders: tuple[str, ...]
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Nothing was changed; `why` says so in words."""

    why: str


def take_back(centre: Centre, site: str, number: str, why: str) -> TakenBack | NotTaken:
    """End the lease of a list. A list nobody began is ready again; else each order without a box gets a new list.

    Units already in a tote or a box are put aside, with a task to put them back, and promised anew. An order with a
    closed box keeps it, and what else it needs follows when that has left (`go_with_last_box`). Whatever the station
    still tells under its old fence is recorded with a task.
    """
    with centre.begin(site) as work:
        row = work.lists.numbered(number)
        if row is None or row.state not in LEASED:
            state = "there is no such list" if row is None else f"it is {row.state}: no station has it"
            return NotTaken(f"{number}: {state}")
        return take(work, row, why)


def take(work: Work, row: ListRow, why: str) -> TakenBack:
    """End the lease of a leased list, inside somebody's transaction."""
    station = work.benches.names().get(row.station_id or "", "")
    mine = _orders(work, row)
    tasks = _end(work, row, mine, station, why, begun(work, row))
    back = tuple(order.number for order in mine if order.lifecycle == "accepted" and not _boxed(work, order))
    return TakenBack(row.number, station, back, tuple(task for task in tasks if task))


def go_with_last_box(work: Work, order_id: str) -> None:
    """An order that a box kept in a list which was taken back leaves it when no box of it stands there any more."""
    order = work.orders.order(order_id)
    row = work.lists.get(order.list_id) if order is not None and order.list_id is not None else None
    if order is None or row is None or row.state not in OVER or _boxed(work, order):
        return
    if any(line.allocated for line in work.orders.lines(order_id)):
        _release(work, row, order, work.benches.names().get(row.station_id or "", ""))
    else:
        work.orders.change(order_id, list_id=None)


def begun(work: Work, row: ListRow) -> bool:
    """Whether units of the list are in a tote or a box already."""
    return any(line.picked for order in _orders(work, row) for line in work.orders.lines(order.order_id))


def _orders(work: Work, row: ListRow) -> list[OrderRow]:
    """The orders this list has now."""
    orders = [order for order in map(work.orders.order, work.lists.orders(row.list_id)) if order is not None]
    return [order for order in orders if order.list_id == row.list_id]


def _end(work: Work, row: ListRow, orders: list[OrderRow], station: str, why: str, begun: bool) -> list[str]:
    withdraw_work(work, row)
    work.lists.end_lease(row.list_id, f"taken back: {why}")
    boxed = any(_boxed(work, order) for order in orders)
    state = "cancelled" if begun or boxed else "ready"
    free = {"station_id": None, "lease_until": None, "fence": work.lists.next_fence()}
    work.lists.change(row.list_id, state=state, **free)
    tasks = [] if state == "ready" else [_release(work, row, order, station) for order in orders]
    changed = work.lists.get(row.list_id)
    assert changed is not None
    show_work(work, changed)
    return tasks


def _release(work: Work, row: ListRow, order: OrderRow, station: str) -> str:
    """Let one order go from the list; the task this leaves, in words."""
    if order.lifecycle != "accepted":
        work.goods.free_totes(order.order_id)
        work.orders.change(order.order_id, list_id=None)
        return ""
    if _boxed(work, order):
        text = f"A box of order {order.number} stands at {station or 'its bench'}: dispatch it, or cancel the order."
        work.goods.free_totes(order.order_id)
        work.tasks.open(work.new_id(), "boxed", text, order.order_id, row.station_id or "")
        return text
    work.orders.change(order.order_id, list_id=None)
    work.orders.change_fulfilment(order.order_id, "scheduled")
    aside = set_aside(work, work.orders.lines(order.order_id))
    units = sum(item.quantity for item in aside)
    go_on(work, order.order_id)
    if not units:
        return ""
    tote = work.lists.totes(row.list_id).get(order.order_id, "")
    text = f"{tote or 'A tote'} at {station or 'its bench'} holds {units} units of order {order.number}: put them back."
    work.tasks.open(work.new_id(), "put_back", text, order.order_id, row.station_id or "", items=aside)
    return text


def _boxed(work: Work, order: OrderRow) -> bool:
    """True when a box of the order was closed and did not leave yet."""
    return any(parcel.state not in ("void", "blocked", "shipped") for parcel in work.parcels.of_order(order.order_id))
