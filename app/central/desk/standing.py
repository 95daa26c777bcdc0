"""One order as its page shows it: customer, holds, lines, parcels, and the story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.central.centre import Centre
from app.central.channels.values import ChangeRow
from app.central.desk.listing import Row, rows
from app.central.desk.story import Event, tell
from app.central.details.judging import problems_of
from app.central.details.values import Problem, Weight
from app.central.money.giving_back import money_due
from app.central.storage.unit import Work
from app.central.values import HoldRow, LineRow, OrderRow
from app.domain.intake.refunds import NOTHING_DUE, Due

SOON: Final = timedelta(minutes=2)
"""An order that came in this soon after it was placed is told as one event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSeen:
    """A line with its state as (tone, words)."""

    line: LineRow
    tone: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """Units of one line in a parcel; `traced` their lots and serial numbers in words, "" when none is kept."""

    name: str
    sku: str
    units: int
    traced: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelSeen:
    """`number` is the tracking number, "" while there is none; `packer` the name of who closed it, "" if unknown."""

    number: str
    courier: str
    carton: str
    tone: str
    words: str
    closed_at: datetime
    dispatched_at: datetime | None
    station: str
    packer: str = ""
    items: tuple[Packed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSeen:
    """Everything on the page of an order; `holds` are the open ones, `email` "" when none is known.

    `notes` is what the checks found that holds nothing up; `waiting` the change that came after its box was closed;
    `due` what is still to go back to the customer.
    """

    order: OrderRow
    row: Row
    email: str
    holds: tuple[HoldRow, ...]
    lines: tuple[LineSeen, ...]
    parcels: tuple[ParcelSeen, ...]
    story: tuple[Event, ...]
    notes: tuple[Problem, ...] = ()
    waiting: ChangeRow | None = None
    due: Due = NOTHING_DUE


def order_seen(centre: Centre, site: str, order_id: str) -> OrderSeen | None:
    """The order of this site with this id; None when there is none."""
    with centre.read(site) as work:
        order = work.orders.order(order_id)
        listed = work.desk.lists.listed(order_id)
        if order is None or listed is None:
            return None
        (row,) = rows(work, (listed,))
        details = work.details.of_order(order_id)
        return OrderSeen(
            order=order,
            row=row,
            email="" if details is None else details.email,
            holds=tuple(hold for hold in work.orders.holds(order_id) if hold.released_at is None),
            lines=tuple(_line(line) for line in work.orders.lines(order_id)),
            parcels=_parcels(work, order_id),
            story=tell(work.desk.stories.of(order_id), *_came_in(order, row)),
            notes=tuple(one for one in problems_of(details) if one.weight is not Weight.HOLD),
            waiting=work.order_changes.waiting(order_id),
            due=money_due(work, order),
        )


def order_is_here(centre: Centre, site: str, order_id: str) -> bool:
    """True when the site has an order with this id."""
    with centre.read(site) as work:
        order = work.orders.order(order_id)
        return order is not None and order.site_id == site


def currency_of_order(centre: Centre, site: str, order_id: str) -> str:
    """What its amounts are in. Raises LookupError when the site has no such order."""
    with centre.read(site) as work:
        order = work.orders.order(order_id)
        if order is None or order.site_id != site:
            raise LookupError(f"there is no order {order_id!r}")
        return order.currency


def _came_in(order: OrderRow, row: Row) -> tuple[Event, ...]:
    came_in = Event(at=order.taken_at, words=f"came in from {row.channel}")
    if order.taken_at - order.placed_at < SOON:
        return (came_in,)
    return Event(at=order.placed_at, words="placed by the customer"), came_in


def _line(line: LineRow) -> LineSeen:
    live = line.quantity - line.cancelled
    if live <= 0:
        return LineSeen(line=line, tone="stop", words="cancelled")
    for done, tone, word in (
        (line.shipped, "right", "shipped"),
        (line.packed, "right", "packed"),
        (line.picked, "next", "picked"),
    ):
        if done >= live:
            return LineSeen(line=line, tone=tone, words=word)
        if done:
            return LineSeen(line=line, tone="next", words=f"{done} of {live} {word}")
    if line.allocated >= live:
        return LineSeen(line=line, tone="right", words="allocated")
    if line.short or line.allocated:
        return LineSeen(line=line, tone="care", words=f"{live - line.allocated} of {live} short")
    return LineSeen(line=line, tone="quiet", words="not promised yet")


_LABELS = {
    "none": ("next", "no label yet"),
    "purchased": ("next", "label bought"),
    "printed": ("next", "label printed"),
    "applied": ("right", "labelled"),
    "voided": ("stop", "label void"),
    "unknown": ("care", "label unknown"),
}


def _parcels(work: Work, order_id: str) -> tuple[ParcelSeen, ...]:
    found = []
    rows = work.desk.stories.parcels(order_id)
    packers, contents = (
        (work.desk.stories.packed_by(order_id), work.desk.stories.contents(order_id)) if rows else ({}, {})
    )
    for row in rows:
        tone, words = _LABELS.get(row.label, ("quiet", row.label))
        if row.state in ("shipped", "void", "blocked"):
            tone, words = ("right" if row.state == "shipped" else "stop"), row.state
        found.append(
            ParcelSeen(
                number=row.sscc or "",
                courier=row.courier,
                carton=row.carton,
                tone=tone,
                words=words,
                closed_at=row.closed_at,
                dispatched_at=row.dispatched_at,
                station=row.station or "",
                packer=packers.get(row.parcel_id, ""),
                items=tuple(
                    Packed(name=name, sku=sku, units=units, traced=traced)
                    for name, sku, units, traced in contents.get(row.parcel_id, ())
                ),
            )
        )
    return tuple(found)
