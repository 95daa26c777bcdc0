"""What lets an order go on or stop after it came in: holds placed and released, stock arriving."""

from __future__ import annotations

from typing import Final

from app.central.centre import Centre
from app.central.details.questions.asking import follow
from app.central.intake.promising import foresee, place, promise, stock_hold
from app.central.intake.showing import refresh
from app.central.storage.unit import Work
from app.central.values import AllocationRow, ChannelRow, LineRow, OrderRow
from app.central.work.documents import show_work
from app.domain.intake.orders import HoldNeeded, HoldReason
from app.domain.stock.promises import Shortage, Want

ELSEWHERE: Final = "The shop says it shipped this order itself: cancel it here, or release it to ship it anyway."


def release_hold(centre: Centre, site: str, order_id: str, reason: HoldReason, who: str) -> bool:
    """Release one named hold, leaving all others, and accept the order if it was the last; False if there was none."""
    with centre.begin(site) as work:
        released = work.orders.release_holds(order_id, reason.value, who)
        if released:
            follow(work, order_id)
            go_on(work, order_id)
        return bool(released)


def place_hold(centre: Centre, site: str, order_id: str, detail: str, who: str) -> None:
    """Put an operator's hold on an order: it will not be released to a pick list."""
    with centre.begin(site) as work:
        order = _order(work, order_id)
        place(work, order_id, HoldNeeded(reason=HoldReason.OPERATOR, field="", detail=detail), who)
        refresh(work, order_id)
        _tell_bench(work, order)


def shipped_elsewhere(centre: Centre, channel: ChannelRow, reference: str) -> bool:
    """The channel shipped an order itself: if it is still work here, hold it once; True when that was done."""
    with centre.begin(channel.site_id) as work:
        order = work.orders.by_ref(channel.channel_id, reference)
        if order is None or order.lifecycle not in ("submitted", "accepted"):
            return False
        if any(hold.detail == ELSEWHERE for hold in work.orders.holds(order.order_id)):
            return False
        place(
            work, order.order_id, HoldNeeded(reason=HoldReason.OPERATOR, field="fulfilment", detail=ELSEWHERE), "shop"
        )
        refresh(work, order.order_id)
        _tell_bench(work, order)
        return True


def retry_stock(centre: Centre, site: str) -> int:
    """Try every order that waits for stock, most urgent first; returns how many got all they lack."""
    with centre.begin(site) as work:
        waiting = [order for order in work.orders.short_of_stock() if order.list_id is None]
        return sum(_retry(work, order.order_id) for order in waiting)


def go_on(work: Work, order_id: str) -> bool:
    """Promise stock to an order nothing else holds, and accept it; False when it still has to wait."""
    lines = work.orders.lines(order_id)
    wants = wanted(lines)
    if any(hold.released_at is None for hold in work.orders.holds(order_id)):
        refresh(work, order_id)
        return False
    found = promise(work, order_id, wants)
    shortages = [short for short in found if isinstance(short, Shortage)]
    if shortages:
        place(work, order_id, stock_hold(shortages), "stock")
    else:
        _accept(work, order_id, [row for row in found if isinstance(row, AllocationRow)], lines)
    refresh(work, order_id)
    return not shortages


def wanted(lines: tuple[LineRow, ...]) -> list[Want]:
    """What the lines still lack: not cancelled, not promised, not shipped."""
    lacks = [(line, line.quantity - line.cancelled - line.allocated - line.shipped) for line in lines]
    return [Want(line.line_id, line.sku, units) for line, units in lacks if units > 0]


def _retry(work: Work, order_id: str) -> bool:
    holds = [hold for hold in work.orders.holds(order_id) if hold.released_at is None]
    found = foresee(work, wanted(work.orders.lines(order_id)))
    if found and isinstance(found[0], Shortage):
        return False
    work.orders.release_holds(order_id, HoldReason.STOCK.value, "stock")
    others = any(hold.reason != HoldReason.STOCK for hold in holds)
    if others:
        refresh(work, order_id)
        return False
    return go_on(work, order_id)


def _accept(work: Work, order_id: str, promised: list[AllocationRow], lines: tuple[LineRow, ...]) -> None:
    work.orders.allocate(promised)
    short = {line.line_id: line.short for line in lines}
    for row in promised:
        found = min(row.quantity, short[row.line_id])
        short[row.line_id] -= found
        work.orders.add(row.line_id, allocated=row.quantity, short=-found)
    work.orders.change(order_id, lifecycle="accepted")


def _tell_bench(work: Work, order: OrderRow) -> None:
    row = None if order.list_id is None else work.lists.get(order.list_id)
    if row is not None:
        show_work(work, row)


def _order(work: Work, order_id: str) -> OrderRow:
    order = work.orders.order(order_id)
    if order is None:
        raise LookupError(f"there is no order {order_id!r}")
    return order
