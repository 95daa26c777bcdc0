"""What a channel may read back: where an order stands, what left and under which number, and what is in stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.central.centre import Centre
from app.central.intake.kits import SoldLine, sold
from app.central.values import ChannelRow, HoldRow, LevelRow, LineRow, OrderRow, ParcelRow


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """An order with its lines as they are worked on and as they were sold, all its holds, and its parcels."""

    order: OrderRow
    lines: tuple[LineRow, ...]
    holds: tuple[HoldRow, ...]
    parcels: tuple[ParcelRow, ...]
    sold: tuple[SoldLine, ...] = ()

    @property
    def status(self) -> str:
        """accepted | on_hold | shipped | cancelled | rejected, as one word for the channel."""
        if self.order.lifecycle in ("cancelled", "rejected"):
            return self.order.lifecycle
        if self.order.fulfilment == "shipped":
            return "shipped"
        return "on_hold" if any(hold.released_at is None for hold in self.holds) else "accepted"

    @property
    def tracking(self) -> tuple[tuple[str, str, datetime], ...]:
        """(courier, tracking number, when) of every parcel that left."""
        return tuple(
            (parcel.courier, parcel.sscc, parcel.dispatched_at)
            for parcel in self.parcels
            if parcel.sscc and parcel.dispatched_at and parcel.state == "shipped"
        )


def standing(centre: Centre, channel: ChannelRow, reference: str) -> OrderStanding | None:
    """An order of this channel by its id or by the channel's own reference; None when it has none such."""
    with centre.read(channel.site_id) as work:
        order = work.orders.order(reference) or work.orders.by_ref(channel.channel_id, reference)
        if order is None or order.channel_id != channel.channel_id:
            return None
        lines, holds = work.orders.lines(order.order_id), work.orders.holds(order.order_id)
        bought = sold(lines, work.kits.of_order(order.order_id))
        return OrderStanding(order, lines, holds, work.parcels.of_order(order.order_id), bought)


def stock_of(centre: Centre, channel: ChannelRow, sku: str) -> tuple[LevelRow, ...] | None:
    """The levels of a SKU; None when the catalogue does not have it."""
    with centre.read(channel.site_id) as work:
        return work.stock.levels(sku) if work.goods.known({sku}) else None
