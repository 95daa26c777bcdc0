"""What a channel reports of a payment along with an order, as the events that explain it."""

from __future__ import annotations

from datetime import datetime

from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.domain.intake.orders import NewOrder
from app.domain.intake.payments import PaymentEvent
from app.domain.intake.reports import Reported, explain


def opening(work: Work, channel_id: str, order: NewOrder) -> tuple[PaymentEvent, ...]:
    """The events of an order that is new: the provider's own, and those that explain the rest of what is reported."""
    told = tuple(event for event in order.payments if work.payments.known(event.provider, event.reference) is None)
    return (*told, *explain(reported(channel_id, order, order.placed_at), told))


def reported(channel_id: str, order: NewOrder, at: datetime) -> Reported:
    return Reported(
        provider=f"report {channel_id}",
        reference=order.external_ref,
        currency=order.currency,
        total_minor=order.total_minor,
        payment=order.payment,
        authorised_minor=order.authorised_minor,
        charged_minor=order.charged_minor,
        refunded_minor=order.refunded_minor,
        at=order.updated_at or at,
        authorised_until=order.authorised_until,
    )


def news(work: Work, known: OrderRow, asked: NewOrder) -> tuple[PaymentEvent, ...]:
    """The events a channel's newer word about an order adds; () when its money stands as it is known."""
    told = work.payments.of_order(known.order_id)
    have = {(event.provider, event.reference) for event in told}
    fresh = tuple(event for event in asked.payments if (event.provider, event.reference) not in have)
    said = reported(known.channel_id, asked, work.now)
    return (*fresh, *explain(said, (*told, *fresh)))
