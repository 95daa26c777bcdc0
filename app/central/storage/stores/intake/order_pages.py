"""Pages of orders as programs read them: newest first, filtered, behind a place that rows coming in do not move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from app.central.storage.schema.ground import channel
from app.central.storage.schema.orders import hold, sales_order
from app.central.storage.stores.store import Store, columns
from app.central.values import OrderRow

_O, _H = sales_order.c, hold.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a page may show; "" and None filter nothing. `ids` are orders that a text search found."""

    site: str = ""
    channel_id: str = ""
    channel: str = ""
    lifecycle: str = ""
    hold: str = ""
    due_before: datetime | None = None
    ids: tuple[str, ...] | None = None


class OrderPages(Store):
    def page(self, wanted: Filter, most: int, before: tuple[datetime, str] | None) -> tuple[OrderRow, ...]:
        """Orders behind `before` (time taken in and id of the last one seen), newest first."""
        found = columns(sales_order, OrderRow)
        same = {"site_id": wanted.site, "channel_id": wanted.channel_id, "lifecycle": wanted.lifecycle}
        for name, value in same.items():
            if value:
                found = found.where(_O[name] == value)
        if wanted.channel:
            found = found.where(_O.channel_id.in_(select(channel.c.channel_id).where(channel.c.code == wanted.channel)))
        if wanted.hold:
            held = select(_H.order_id).where(
                _H.order_id == _O.order_id, _H.reason == wanted.hold, _H.released_at.is_(None)
            )
            found = found.where(held.exists())
        if wanted.due_before is not None:
            found = found.where(_O.ship_by < wanted.due_before)
        if wanted.ids is not None:
            found = found.where(_O.order_id.in_(wanted.ids))
        if before is not None:
            at, last = before
            found = found.where(or_(_O.taken_at < at, and_(_O.taken_at == at, _O.order_id < last)))
        return self.all(found.order_by(_O.taken_at.desc(), _O.order_id.desc()).limit(most), OrderRow)
