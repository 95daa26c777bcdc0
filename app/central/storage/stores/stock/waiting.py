"""Orders that wait for stock, with what each lacks: held for it, or accepted with units backordered."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, func, or_, select

from app.central.storage.schema.selling.orders import hold, order_line, sales_order
from app.central.storage.stores.store import Store
from app.domain.stock.backorders import Waiting

_O, _N, _H = sales_order.c, order_line.c, hold.c
_OF_ORDER = (
    _O.order_id, _O.priority, _O.ship_by, _O.placed_at, _O.policy, _O.list_id, _O.channel_id, _O.lifecycle,
)  # fmt: skip
_LACKS = _N.quantity - _N.cancelled - _N.allocated - _N.shipped


class Queue(Store):
    def waiting(self, overselling: Collection[str] = ()) -> tuple[Waiting, ...]:
        """Every order whose turn counts: nothing but stock holds it.

        One of an `overselling` channel (by its id) may be promised what is not there, until it was accepted.
        """
        held = select(_H.order_id).where(_H.site_id == self.site, _H.released_at.is_(None))
        short = held.where(_H.reason == "stock")
        promised = and_(_O.lifecycle == "accepted", _N.backordered > 0)
        found = (
            select(*_OF_ORDER, _N.sku, func.sum(_LACKS).label("lacks"))
            .join(order_line, _N.order_id == _O.order_id)
            .where(_O.site_id == self.site, _O.lifecycle.in_(("submitted", "accepted")), _LACKS > 0)
            .where(or_(_O.order_id.in_(short), promised), _O.order_id.not_in(held.where(_H.reason != "stock")))
            .group_by(*_OF_ORDER, _N.sku)
        )
        wants: dict[str, dict[str, int]] = {}
        rows = self.connection.execute(found).all()
        for row in rows:
            wants.setdefault(row.order_id, {})[row.sku] = int(row.lacks)
        orders = {row.order_id: row for row in rows}
        return tuple(
            Waiting(
                order_id=order_id,
                priority=row.priority,
                ship_by=row.ship_by,
                placed_at=row.placed_at,
                wants=wants[order_id],
                partial=row.policy == "ship_available",
                busy=row.list_id is not None,
                ahead=row.channel_id in overselling and row.lifecycle == "submitted",
            )
            for order_id, row in orders.items()
        )
