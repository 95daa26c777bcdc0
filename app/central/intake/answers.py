"""What programs may read back: orders, where each stands, what left and under which number, what is in stock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.central.centre import Centre
from app.central.intake.kits import SoldLine, sold
from app.central.money.giving_back import money_due
from app.central.people.actors import Actor
from app.central.people.keys import as_actor
from app.central.storage.stores.intake.order_pages import Filter
from app.central.storage.unit import Work
from app.central.values import ChannelRow, HoldRow, LevelRow, LineRow, OrderRow, ParcelRow
from app.domain.intake.refunds import NOTHING_DUE, Due
from app.domain.intake.search_terms import question


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """An order with its lines as they are worked on and as they were sold, all its holds, and its parcels.

    `due` is what is to be done with its money: what is still to go back to the customer.
    """

    order: OrderRow
    lines: tuple[LineRow, ...]
    holds: tuple[HoldRow, ...]
    parcels: tuple[ParcelRow, ...]
    sold: tuple[SoldLine, ...] = ()
    due: Due = NOTHING_DUE

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
    """As a channel may see it: an order of its own by its id or by the channel's reference."""
    return standing_for(centre, as_actor(channel), reference)


def standing_for(centre: Centre, actor: Actor, reference: str) -> OrderStanding | None:
    """An order by its id, or for a channel by its own reference; None when there is none that the actor may see."""
    with centre.read(actor.site) as work:
        order = seen_by(work, actor, reference)
        if order is None:
            return None
        lines, holds = work.orders.lines(order.order_id), work.orders.holds(order.order_id)
        bought = sold(lines, work.kits.of_order(order.order_id))
        parcels = work.parcels.of_order(order.order_id)
        return OrderStanding(order, lines, holds, parcels, bought, money_due(work, order))


def seen_by(work: Work, actor: Actor, reference: str) -> OrderRow | None:
    """The order meant, if the actor may see it: a channel its own orders, others those of their sites."""
    order = work.orders.order(reference)
    if order is None and actor.channel_id:
        order = work.orders.by_ref(actor.channel_id, reference)
    if order is None or actor.channel_id not in ("", order.channel_id) or not actor.at(order.site_id):
        return None
    return order


def order_of(centre: Centre, actor: Actor, reference: str) -> OrderRow | None:
    """As `standing`, the order alone."""
    with centre.read(actor.site) as work:
        return seen_by(work, actor, reference)


def hold_of(centre: Centre, actor: Actor, hold_id: str) -> tuple[HoldRow, OrderRow] | None:
    """A hold and its order, if the actor may see them."""
    with centre.read(actor.site) as work:
        hold = work.orders.hold(hold_id)
        order = None if hold is None else seen_by(work, actor, hold.order_id)
        return None if hold is None or order is None else (hold, order)


def holds_of(centre: Centre, actor: Actor, reference: str) -> tuple[HoldRow, ...] | None:
    """Every hold an order ever had, oldest first; None when there is no such order."""
    with centre.read(actor.site) as work:
        order = seen_by(work, actor, reference)
        return None if order is None else work.orders.holds(order.order_id)


def orders_page(
    centre: Centre, actor: Actor, wanted: Filter, typed: str, most: int, before: tuple[datetime, str] | None
) -> tuple[tuple[OrderRow, ...], dict[str, str]]:
    """Orders the actor may see, newest first, and the codes of their channels by id. `typed` searches one site."""
    with centre.read(wanted.site) as work:
        if typed.strip():
            wanted = replace(wanted, ids=work.desk.terms.find(question(typed)))
        rows = work.order_pages.page(replace(wanted, channel_id=actor.channel_id), most, before)
        return rows, {row.channel_id: row.code for row in work.orders.channels()}


def stock_of(centre: Centre, site: str, sku: str) -> tuple[LevelRow, ...] | None:
    """The levels of a SKU; None when the catalogue does not have it."""
    with centre.read(site) as work:
        return work.stock.levels(sku) if work.goods.known({sku}) else None
