"""Pages of orders as programs read them: newest first, filtered, behind a place that rows coming in do not move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from app.central.storage.schema.ground import channel
from app.central.storage.schema.selling.orders import hold, sales_order
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
        few = bool(wanted.hold) or wanted.ids is not None  # these are sorted whole, rather than all looked through
        arrived = func.coalesce(_O.taken_at, _O.taken_at) if few else _O.taken_at
        found = columns(sales_order, OrderRow).where(*self._same(wanted, few))
        if wanted.hold:
            held = select(_H.order_id).where(_H.reason == wanted.hold, _H.released_at.is_(None))
            held = held.where(_H.site_id == wanted.site) if wanted.site else held
            found = found.where(_O.order_id.in_(held))
        if wanted.due_before is not None:
            found = found.where(_O.ship_by < wanted.due_before)
        if wanted.ids is not None:
            found = found.where(_O.order_id.in_(wanted.ids))
        if before is not None:
            at, last = before
            found = found.where(arrived <= at, or_(arrived < at, _O.order_id < last))
        return self.all(found.order_by(arrived.desc(), _O.order_id.desc()).limit(most), OrderRow)

    def _same(self, wanted: Filter, few: bool) -> list[ColumnElement[bool]]:
        """What has to be the same; as an expression where SQLite would take its index for a better way than it is."""
        channel_id: Any = wanted.channel_id
        if wanted.channel and not channel_id:
            channel_id = select(channel.c.channel_id).where(channel.c.code == wanted.channel).scalar_subquery()
        of_channel = bool(wanted.channel or wanted.channel_id)
        by_state = bool(
            wanted.site and wanted.lifecycle
        )  # there is an index of each, and of a state the rows are fewer
        same: list[ColumnElement[bool]] = []
        if of_channel:
            same.append(_plain(_O.channel_id, few or by_state) == channel_id)
        if wanted.channel and wanted.channel_id:
            own = select(channel.c.code).where(channel.c.channel_id == wanted.channel_id).scalar_subquery()
            same.append(own == wanted.channel)
        if wanted.site:
            same.append(_plain(_O.site_id, few or (of_channel and not by_state)) == wanted.site)
        if wanted.lifecycle:
            same.append(_plain(_O.lifecycle, few) == wanted.lifecycle)
        return same


def _plain(column: Any, hidden: bool) -> Any:
    return func.coalesce(column, "") if hidden else column
