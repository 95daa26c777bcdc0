"""Whose turn it is when stock arrived: priority, then promise date, then age, and nobody passes who waits for the same.

An order that comes in meanwhile is promised what is free at that moment: arrived units are given to the orders that
wait in the next sweep, and by the verbs of stock in the transaction they arrive in.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.central.intake.promises.overselling import overselling
from app.central.storage.unit import Work
from app.domain.stock.backorders import Turn, fill
from app.domain.stock.promises import Level


def turns(work: Work) -> tuple[Turn, ...]:
    """What each order that waits gets now, in the order of their turns."""
    waiting = work.queue.waiting(overselling(work))
    if not waiting:
        return ()
    skus = {sku for order in waiting for sku in order.wants}
    ahead = {sku for order in waiting if order.ahead for sku in order.wants}
    return fill(waiting, _units(work.stock.free(skus)), _units(work.ahead.room(ahead)))


def _units(levels: Iterable[Level]) -> dict[str, int]:
    found: dict[str, int] = {}
    for level in levels:
        found[level.sku] = found.get(level.sku, 0) + level.free
    return found


def held_otherwise(work: Work) -> tuple[str, ...]:
    """Orders that something else holds too: they get nothing yet, but are no longer held for stock once it is there."""
    waiting = [order.order_id for order in work.orders.short_of_stock() if order.list_id is None]
    blocked = work.orders.blocked(waiting)
    return tuple(order_id for order_id in waiting if order_id in blocked)
