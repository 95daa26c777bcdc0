"""What lets an order go on or stop after it came in: holds placed and released, stock arriving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.central.centre import Centre
from app.central.intake.changing.cancelling import cancel
from app.central.intake.promises.covering import SHORT, cover, look, tell_short
from app.central.intake.promises.filling import held_otherwise, turns
from app.central.intake.promises.overselling import cover_promises
from app.central.intake.promises.promising import place, stock_hold
from app.central.intake.promises.reserved import cover_kept
from app.central.intake.showing import refresh
from app.central.storage.unit import Work
from app.central.values import AllocationRow, ChannelRow, LineRow, OrderRow
from app.central.work.documents import show_work
from app.domain.intake.clearance import FulfilmentPolicy
from app.domain.intake.orders import HoldNeeded, HoldReason
from app.domain.money import Money
from app.domain.stock.backorders import Turn

ELSEWHERE: Final = "The shop says it shipped this order itself: cancel it here, or release it to ship it anyway."


def shipped_elsewhere(centre: Centre, channel: ChannelRow, reference: str) -> bool:
    """The channel shipped an order itself: if it is still work here, hold it once; True when that was done."""
    with centre.begin(channel.site_id) as work:
        order = work.orders.by_ref(channel.channel_id, reference)
        return order is not None and shipped_elsewhere_in(work, order)


def shipped_elsewhere_in(work: Work, order: OrderRow) -> bool:
    """The same inside somebody's transaction."""
    if order.lifecycle not in ("submitted", "accepted"):
        return False
    if any(hold.detail == ELSEWHERE for hold in work.orders.holds(order.order_id)):
        return False
    needed = HoldNeeded(reason=HoldReason.OPERATOR, field="fulfilment", detail=ELSEWHERE)
    place(work, order.order_id, needed, "shop")
    refresh(work, order.order_id)
    _tell_bench(work, order)
    return True


def retry_stock(centre: Centre, site: str) -> int:
    """Give free stock to the orders that wait for it, each in its turn; returns how many can go on with it."""
    with centre.begin(site) as work:
        return fill_waiting(work)


def fill_waiting(work: Work) -> int:
    """As `retry_stock`, in the transaction in which stock arrives; what was promised ahead of it is covered first."""
    cover_promises(work)
    given = sum(_retry(work, turn.order_id, turn) for turn in turns(work))
    return given + sum(_retry(work, order_id) for order_id in held_otherwise(work))


def go_on(work: Work, order_id: str, most: Turn | None = None) -> bool:
    """Promise stock to an order nothing else holds, and accept it; False when it still has to wait.

    An order that a pick list has goes on with it as it is: what it still lacks follows when the list is over.
    """
    order = _order(work, order_id)
    if order.list_id is not None or any(hold.released_at is None for hold in work.orders.holds(order_id)):
        refresh(work, order_id)
        _tell_bench(work, order)
        return False
    policy, lines = FulfilmentPolicy(order.policy), work.orders.lines(order_id)
    kept = work.reservations.bound_to(order_id) if order.lifecycle == "submitted" else ""
    found = cover_kept(work, order, lines, policy, kept) if kept else cover(work, order, lines, policy, most)
    if found.goes:
        _accept(work, order_id, found.promised, lines)
    elif policy is FulfilmentPolicy.ALL_OR_CANCEL and order.lifecycle == "submitted":
        cancel(work, order, "not everything is in stock", SHORT)
        paid = order.authorised_minor + order.charged_minor - order.refunded_minor
        tell_short(work, order_id, order.number, Money(paid, order.currency), found.short)
        return False
    else:
        place(work, order_id, stock_hold(found.short), "stock")
    refresh(work, order_id)
    return found.goes


def _retry(work: Work, order_id: str, most: Turn | None = None) -> bool:
    order = _order(work, order_id)
    holds = [hold for hold in work.orders.holds(order_id) if hold.released_at is None]
    if not look(work, order, work.orders.lines(order_id), FulfilmentPolicy(order.policy)).goes:
        return False
    work.orders.release_holds(order_id, HoldReason.STOCK.value, "stock")
    others = any(hold.reason != HoldReason.STOCK for hold in holds)
    if others:
        refresh(work, order_id)
        return False
    return go_on(work, order_id, most)


def _accept(work: Work, order_id: str, promised: Sequence[AllocationRow], lines: Sequence[LineRow]) -> None:
    """What is not promised now waits on its line (`backordered`)."""
    work.orders.allocate(promised)
    short = {line.line_id: line.short for line in lines}
    left = {line.line_id: line.quantity - line.cancelled - line.allocated - line.shipped for line in lines}
    for row in promised:
        found = min(row.quantity, short[row.line_id])
        short[row.line_id] -= found
        left[row.line_id] -= row.quantity
        work.orders.add(row.line_id, allocated=row.quantity, short=-found)
    for line in lines:
        waits = left[line.line_id]
        if waits and not line.backordered:
            work.orders.add(line.line_id, backordered=waits)
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
