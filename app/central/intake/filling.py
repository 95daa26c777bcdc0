"""Whose turn it is when stock arrived: priority, then promise date, then age, and nobody passes who waits for the same.

An order that comes in meanwhile is promised what is free at that moment: arrived units are given to the orders that
wait in the next sweep, and by the verbs of stock in the transaction they arrive in.
"""

from __future__ import annotations

from app.central.storage.unit import Work
from app.domain.stock.backorders import fill


def turns(work: Work) -> tuple[tuple[str, dict[str, int]], ...]:
    """(order id, units per SKU it gets now) in the order of their turns."""
    waiting = work.queue.waiting()
    if not waiting:
        return ()
    free: dict[str, int] = {}
    for level in work.stock.free({sku for order in waiting for sku in order.wants}):
        free[level.sku] = free.get(level.sku, 0) + level.free
    return fill(waiting, free)


def held_otherwise(work: Work) -> tuple[str, ...]:
    """Orders that something else holds too: they get nothing yet, but are no longer held for stock once it is there."""
    waiting = [order.order_id for order in work.orders.short_of_stock() if order.list_id is None]
    blocked = work.orders.blocked(waiting)
    return tuple(order_id for order_id in waiting if order_id in blocked)
