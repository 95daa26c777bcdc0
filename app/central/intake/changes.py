"""What happens to an order after it came in: sent again, cancelled, released from a hold, stock arriving."""

from __future__ import annotations

from typing import Final

import msgspec

from app.central.centre import Centre
from app.central.intake.promising import foresee, move, place, promise, stock_hold
from app.central.intake.showing import refresh, stop
from app.central.storage.unit import Work
from app.central.values import AllocationRow, ChannelRow, LineRow, OrderRow
from app.central.work.documents import show_work
from app.domain.intake.orders import HoldNeeded, HoldReason, NewOrder, check_details, check_payment
from app.domain.stock.movements import Movement
from app.domain.stock.promises import Shortage, Want

ELSEWHERE: Final = "The shop says it shipped this order itself: cancel it here, or release it to ship it anyway."


def cancel_order(centre: Centre, site: str, order_id: str, reason: str) -> str:
    """Cancel an order; returns what that leaves for people to do in words ("" for nothing). LookupError if unknown."""
    with centre.begin(site) as work:
        return cancel(work, _order(work, order_id), reason)


def release_hold(centre: Centre, site: str, order_id: str, reason: HoldReason, who: str) -> bool:
    """Release one named hold, leaving all others, and accept the order if it was the last; False if there was none."""
    with centre.begin(site) as work:
        released = work.orders.release_holds(order_id, reason.value, who)
        if released:
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


def change(work: Work, known: OrderRow, order: NewOrder, digest: str) -> tuple[str, str]:
    """Apply what a channel sent again: (outcome, detail). Changed lines are not applied, and said so."""
    if order.cancelled_at is not None and known.lifecycle not in ("cancelled", "closed"):
        work.orders.change(known.order_id, content_sha256=digest)
        return "changed", cancel(work, known, "cancelled in the shop")
    lines = work.orders.lines(known.order_id)
    if sorted((line.sku, line.quantity) for line in lines) != sorted((line.sku, line.quantity) for line in order.lines):
        return "differs", "its lines changed after it was taken; cancel it and send a new order"
    if known.lifecycle not in ("submitted", "accepted"):
        return "differs", f"the order is {known.lifecycle}: nothing was changed"
    work.orders.change(
        known.order_id,
        content_sha256=digest,
        payment=order.payment.value,
        total_minor=order.total_minor,
        authorised_minor=order.authorised_minor,
        charged_minor=order.charged_minor,
        recipient=msgspec.json.encode(order.recipient).decode(),
        note=order.note,
    )
    money = order.charged_minor or order.authorised_minor
    work.orders.record_payment(work.new_id(), known, order.payment.value, money, f"{order.payment}:{money}")
    _hold_again(work, known, order)
    return "changed", "payment, address and note taken over"


def _hold_again(work: Work, known: OrderRow, order: NewOrder) -> None:
    """Payment and details are judged afresh; other holds stay as they are."""
    paid = check_payment(order)
    needed = [*([paid] if paid else []), *check_details(order, work.goods.known({line.sku for line in order.lines}))]
    open_holds = {(hold.reason, hold.detail) for hold in work.orders.holds(known.order_id) if hold.released_at is None}
    wanted_holds = {(hold.reason.value, hold.detail) for hold in needed}
    for reason in (HoldReason.PAYMENT, HoldReason.DETAILS):
        mine = {hold for hold in open_holds if hold[0] == reason}
        if mine != {hold for hold in wanted_holds if hold[0] == reason}:
            work.orders.release_holds(known.order_id, reason.value, "channel")
            for hold in needed:
                if hold.reason is reason:
                    place(work, known.order_id, hold, "channel")
    if known.lifecycle == "submitted":
        go_on(work, known.order_id)
    else:
        refresh(work, known.order_id)
        _tell_bench(work, known)


def cancel(work: Work, order: OrderRow, reason: str) -> str:
    """Cancel what has not left: stock is released, picked units wait to be put back, benches are told to stop."""
    lines = work.orders.lines(order.order_id)
    if order.lifecycle in ("cancelled", "closed") or any(line.shipped for line in lines):
        text = f"Order {order.number} was cancelled after parcels left: arrange a return."
        work.tasks.open(work.new_id(), "cancelled_late", text, order.order_id)
        return text if order.lifecycle != "cancelled" else ""
    put_back = sum(_release(work, row) for row in work.orders.allocations(order.order_id))
    for line in lines:
        units = line.quantity - line.cancelled
        work.orders.add(line.line_id, allocated=-line.allocated, picked=-line.picked, packed=-line.packed)
        work.orders.add(line.line_id, cancelled=units, short=-line.short)
    work.orders.change(order.order_id, lifecycle="cancelled")
    work.orders.change_fulfilment(order.order_id, "cancelled")
    refresh(work, order.order_id)
    stop(work, order.order_id, reason)
    _tell_bench(work, order)
    if not put_back:
        return ""
    text = f"Put {put_back} units of cancelled order {order.number} back: they are in a tote or a box."
    work.tasks.open(work.new_id(), "put_back", text, order.order_id)
    return text


def _release(work: Work, row: AllocationRow) -> int:
    """Let go of one allocation; units already in a tote are put aside until somebody puts them back."""
    aside = min(row.picked, row.open)
    if aside:
        move(work, Movement.PUT_ASIDE, row, aside, "cancelled")
    if row.open > aside:
        move(work, Movement.RELEASED, row, row.open - aside, "cancelled")
    if row.open:
        work.orders.change_allocation(row, released=row.open, picked=-row.picked)
    return aside


def _tell_bench(work: Work, order: OrderRow) -> None:
    row = None if order.list_id is None else work.lists.get(order.list_id)
    if row is not None:
        show_work(work, row)


def _order(work: Work, order_id: str) -> OrderRow:
    order = work.orders.order(order_id)
    if order is None:
        raise LookupError(f"there is no order {order_id!r}")
    return order
