"""What the pages of channels read: newest orders and deliveries of one channel; every statement is bounded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from app.central.channels.values import DeliveryRow
from app.central.storage.schema.selling.channels import delivery
from app.central.storage.schema.selling.orders import sales_order
from app.central.storage.stores.store import Store, columns

_O, _D = sales_order.c, delivery.c
COUNT_MOST: Final = 99_999
LOOKED_BACK: Final = timedelta(days=7)


class ChannelReading(Store):
    def orders(self, channel_id: str, since: datetime) -> tuple[datetime | None, int]:
        """When the newest order of a channel came in (None: none in seven days before), and how many came since."""
        here = (_O.site_id == self.site, _O.taken_at >= since, _O.channel_id == channel_id)
        some = select(_O.taken_at).where(*here).limit(COUNT_MOST).subquery()
        last, today = self.connection.execute(select(func.max(some.c.taken_at), func.count()).select_from(some)).one()
        if last is None:
            before = select(_O.taken_at).where(_O.site_id == self.site, _O.channel_id == channel_id)
            lately = before.where(_O.taken_at >= since - LOOKED_BACK).order_by(_O.taken_at.desc())
            last = self.connection.execute(lately.limit(1)).scalar()
        return last, int(today)

    def deliveries(self, channel_id: str, most: int) -> tuple[DeliveryRow, ...]:
        """The newest deliveries of a channel, newest first."""
        found = columns(delivery, DeliveryRow).where(_D.site_id == self.site, _D.channel_id == channel_id)
        return self.all(found.order_by(_D.received_at.desc(), _D.delivery_id.desc()).limit(most), DeliveryRow)

    def stuck(self, channel_id: str, outcomes: Collection[str]) -> int:
        """Deliveries of a channel with one of these outcomes."""
        here = (_D.site_id == self.site, _D.channel_id == channel_id, _D.outcome.in_(list(outcomes)))
        some = select(_D.delivery_id).where(*here).limit(COUNT_MOST).subquery()
        return int(self.connection.execute(select(func.count()).select_from(some)).scalar_one())
