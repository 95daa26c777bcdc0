"""What work watches: orders held at a bench, lost labels, open questions, parcels to stop, reasons that are gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, or_, select

from app.central.storage.schema.floor.benches import station
from app.central.storage.schema.floor.tasks import task, task_item
from app.central.storage.schema.floor.work import parcel, pick_list
from app.central.storage.schema.indexes import COUNTED
from app.central.storage.schema.selling.orders import hold, sales_order
from app.central.storage.schema.warehouse.stock import stock_ledger
from app.central.storage.stores.store import Store

_O, _H, _P, _L, _T, _S = sales_order.c, hold.c, parcel.c, pick_list.c, task.c, station.c
_STOPPING = ("payment", "risk", "address", "details", "operator")
_OPEN = ("queued", "leased", "paused")
_BY_UNITS = ("put_back", "restock", "replenish")


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that wants a task: `source` names it for ever, `words` are what is known of it."""

    source: str
    order_id: str
    number: str
    words: str
    parcel_id: str = ""


class Watched(Store):
    def held_at_bench(self) -> tuple[Seen, ...]:
        """Open holds, but for stock, of orders a bench is picking or packing."""
        busy = (_L.list_id == _O.list_id) & _L.state.in_(("picking", "picked"))
        return self._seen(self._holds(_STOPPING).join(pick_list, busy))

    def recalls_heard(self, field: str) -> tuple[tuple[str, str], ...]:
        """(hold, order) of open holds of a field of orders in no list, or whose bench was heard of since, with nothing
        waiting to be sent."""
        heard = (_S.station_id == _L.station_id) & (_S.seen_at > _H.placed_at) & (_S.waiting == 0)
        found = self._holds(("operator",)).where(_H.field == field, _O.lifecycle.in_(("submitted", "accepted")))
        found = found.outerjoin(pick_list, _L.list_id == _O.list_id).outerjoin(station, heard)
        rows = self.connection.execute(found.where(or_(_O.list_id.is_(None), _S.station_id.is_not(None))))
        return tuple((row[0], row[1]) for row in rows)

    def unanswered(self, before: datetime) -> tuple[Seen, ...]:
        """Questions about details of live orders that are open since before `before`."""
        live = _O.lifecycle.in_(("submitted", "accepted"))
        return self._seen(self._holds(("details", "address")).where(_H.placed_at < before, live))

    def unknown_labels(self) -> tuple[Seen, ...]:
        """Parcels here of which nobody knows whether their label came out."""
        return self._seen(self._parcels().where(_P.label == "unknown", _P.state.in_(("closed", "labelled"))))

    def to_be_stopped(self) -> tuple[Seen, ...]:
        """Parcels of cancelled orders that are not void and have not left."""
        return self._seen(
            self._parcels().where(
                _O.lifecycle == "cancelled", _P.state.in_(("closed", "labelled")), _P.dispatched_at.is_(None)
            )
        )

    def counted(self) -> tuple[str, ...]:
        """Open counts whose shelf was counted, by whomever, since they were asked for."""
        c = stock_ledger.c
        since = (c.site_id == _T.site_id) & (c.sku == _T.sku) & (c.location == _T.location)
        done = select(c.ledger_id).where(since, COUNTED, c.moved_at > _T.opened_at).exists()
        return self._tasks(select(_T.task_id).where(_T.kind == "count", _T.sku != "", done))

    def emptied(self) -> tuple[str, ...]:
        """Tasks nobody has now, all of whose units were seen to: their bench never said the end."""
        left = select(task_item.c.task_id).where(task_item.c.task_id == _T.task_id).exists()
        mine = select(_T.task_id).where(_T.kind.in_(_BY_UNITS), _T.quantity > 0, ~left)
        return self._tasks(mine.where(_T.state == "queued", _T.held_at != ""))

    def boxes_gone(self) -> tuple[str, ...]:
        """Open tasks about a box of an order that is not work any more."""
        over = select(_T.task_id).join(sales_order, _O.order_id == _T.order_id).where(_T.cause == "boxed")
        return self._tasks(over.where(_O.lifecycle != "accepted"))

    def _holds(self, reasons: tuple[str, ...]) -> Select[Any]:
        found = select(_H.hold_id, _O.order_id, _O.number, _H.detail, literal(""))
        open_ones = found.where(_H.site_id == self.site, _H.reason.in_(reasons), _H.released_at.is_(None))
        return open_ones.join(sales_order, _O.order_id == _H.order_id)

    def _parcels(self) -> Select[Any]:
        found = select(_P.parcel_id, _O.order_id, _O.number, _P.sscc, _P.parcel_id)
        return found.join(sales_order, _O.order_id == _P.order_id).where(_P.site_id == self.site)

    def _seen(self, found: Select[Any]) -> tuple[Seen, ...]:
        rows = self.connection.execute(found)
        return tuple(Seen(row[0], row[1], row[2], row[3] or "", row[4]) for row in rows)

    def _tasks(self, found: Select[Any]) -> tuple[str, ...]:
        mine = found.where(_T.site_id == self.site, _T.state.in_(_OPEN))
        return tuple(self.connection.execute(mine).scalars())
