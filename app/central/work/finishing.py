"""Ending a pick list once nothing of it is promised any more: it leaves the feed, leftovers get their own list."""

from __future__ import annotations

from app.central.intake.showing import refresh
from app.central.storage.unit import Work
from app.central.work.documents import OVER, show_work


def finish_if_done(work: Work, list_id: str) -> bool:
    """True when the list is over: every order shipped, cancelled, or with nothing promised left."""
    row = work.lists.get(list_id)
    if row is None or row.state in OVER:
        return False
    orders = work.lists.orders(list_id)
    if any(line.allocated for order_id in orders for line in work.orders.lines(order_id)):
        return False
    work.lists.change(list_id, state="done")
    work.lists.end_lease(list_id, "done")
    for order_id in orders:
        work.goods.free_totes(order_id)
        work.orders.change(order_id, list_id=None)
        refresh(work, order_id)
    done = work.lists.get(list_id)
    assert done is not None
    show_work(work, done)
    return True
