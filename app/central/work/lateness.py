"""Ship-by passing: what was promised keeps its promise, and from then on its words say since when it is late."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from app.central.centre import Centre
from app.central.intake.setting import site_row, zone
from app.central.intake.showing import refresh
from app.central.storage.unit import Work
from app.central.work.documents import show_work
from app.domain.work.waves import why

EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


def show_late(centre: Centre, site: str, after: datetime = EVER) -> datetime:
    """Write the words of what became late since `after` anew; returns the moment up to which that is done.

    The promise (`ship_by`) and the place in the queue stay: a late list stands before those that still have time.
    """
    with centre.begin(site) as work:
        late = tuple(order.order_id for order in work.orders.due_between(after, work.now))
        for order_id in late:
            refresh(work, order_id)
        for row in work.lists.due_between(after, work.now):
            _say(work, row.list_id)
        return work.now


def _say(work: Work, list_id: str) -> None:
    row = work.lists.get(list_id)
    assert row is not None
    placed = [order.placed_at for order in map(work.orders.order, work.lists.orders(list_id)) if order is not None]
    words = why(row.priority, row.ship_by, min(placed, default=row.created_at), zone(site_row(work)), work.now)
    if words == row.why:
        return
    work.lists.change(list_id, why=words)
    changed = work.lists.get(list_id)
    assert changed is not None
    show_work(work, changed)
