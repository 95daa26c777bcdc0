"""What every bench may see of an order that is in no list yet: a queue row without customer data."""

from __future__ import annotations

import msgspec

from app.central.intake.setting import site_row, zone
from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.domain.documents import QueueRow, StoppedOrder
from app.domain.intake.orders import Fulfilment, LineCount, fulfilment
from app.domain.work.waves import rank, why

QUEUE, STOP = "queue", "stop"


def show(work: Work, order: OrderRow, units: int, held_because: str, *, new: bool = False) -> None:
    """Put or withdraw the order's queue row; `held_because` "" when nothing holds it, `new` when nobody has seen it."""
    gone = order.lifecycle not in ("submitted", "accepted") or order.fulfilment == Fulfilment.SHIPPED
    if gone or order.list_id is not None:
        work.feed.drop(QUEUE, order.order_id)
        return
    place = zone(site_row(work))
    row = QueueRow(
        list_id=order.order_id,
        number=order.number,
        kind="order",
        state="on_hold" if held_because else "waiting",
        orders=1,
        units=units,
        stops=0,
        priority=order.priority,
        rank=rank(order.priority, order.ship_by, order.placed_at),
        ship_by=order.ship_by,
        why=held_because or why(order.priority, order.ship_by, order.placed_at, place, work.now),
    )
    if new:
        work.feed.put_new(QUEUE, {order.order_id: msgspec.json.encode(row)})
    else:
        work.feed.put(QUEUE, order.order_id, msgspec.json.encode(row))


def refresh(work: Work, order_id: str) -> OrderRow:
    """Derive the order's fulfilment status from its lines and holds, store it, and show it."""
    order = work.orders.order(order_id)
    assert order is not None, order_id
    lines = work.orders.lines(order_id)
    held = [hold for hold in work.orders.holds(order_id) if hold.released_at is None]
    counts = [
        LineCount(quantity=line.quantity, cancelled=line.cancelled, picked=line.picked, shipped=line.shipped)
        for line in lines
    ]
    status = fulfilment(counts, bool(held), order.list_id is not None)
    lifecycle = "closed" if status is Fulfilment.SHIPPED and order.lifecycle == "accepted" else order.lifecycle
    if (status, lifecycle) != (order.fulfilment, order.lifecycle):
        work.orders.change(order_id, fulfilment=status.value, lifecycle=lifecycle)
        order = work.orders.order(order_id)
        assert order is not None
    left = sum(line.quantity - line.cancelled - line.shipped for line in lines)
    show(work, order, left, " ".join(hold.detail for hold in held))
    return order


def stop(work: Work, order_id: str, reason: str) -> None:
    """Put the order on the stop list of every bench."""
    work.feed.put(STOP, order_id, msgspec.json.encode(StoppedOrder(order_id=order_id, reason=reason)))
