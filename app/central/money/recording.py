"""Payment events as they come: each once by its provider's reference, and the order follows by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from app.central.centre import Centre
from app.central.intake.holds import follow
from app.central.money.clearing import settle
from app.central.money.reporting import news
from app.central.money.values import CreditRow
from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.domain.intake.orders import NewOrder
from app.domain.intake.payments import PaymentEvent, PaymentKind, Source
from app.domain.money import LARGEST_MINOR, exponent

DESK: Final = "desk"
"""The provider of what a person at the desk took."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """`payment` is the order's roll-up; `replayed` says that the event was known and nothing was done."""

    order_id: str
    payment: str
    replayed: bool


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """Nothing was done; `field` names what was wrong, `why` says so in words."""

    field: str
    why: str


def record_payment(centre: Centre, site: str, order_id: str, event: PaymentEvent, who: str) -> Recorded | NotRecorded:
    """Record one event of a provider; holds are placed and released by what it changes, also while it is picked."""
    with centre.begin(site) as work:
        order = work.orders.order(order_id)
        if order is None or order.site_id != site:
            return NotRecorded("order", f"there is no order {order_id!r}")
        return record(work, order, event, who)


def record(work: Work, order: OrderRow, event: PaymentEvent, who: str) -> Recorded | NotRecorded:
    """Record one event inside somebody's transaction."""
    wrong = _wrong(order, event)
    if wrong is not None:
        return wrong
    known = work.payments.known(event.provider, event.reference)
    if known is None and work.payments.insert_once(order.order_id, work.new_id(), event, who):
        settle(work, order.order_id)
        follow(work, order.order_id)
        fresh = work.orders.order(order.order_id)
        assert fresh is not None
        return Recorded(order.order_id, fresh.payment, replayed=False)
    owner, had = known or work.payments.known(event.provider, event.reference) or (order.order_id, event)
    if owner != order.order_id or replace(had, source=event.source) != event:
        text = f"{event.provider} reference {event.reference!r} was recorded before, for something else"
        return NotRecorded("reference", text)
    return Recorded(order.order_id, order.payment, replayed=True)


def take_report(work: Work, known: OrderRow, asked: NewOrder) -> None:
    """Record what a channel's newer word adds, and judge the payment by the order's total as it now stands."""
    for event in news(work, known, asked):
        work.payments.insert_once(known.order_id, work.new_id(), event, "channel")
    settle(work, known.order_id, cheaper=asked.total_minor < known.total_minor)


def mark_paid(
    centre: Centre, site: str, order_id: str, amount_minor: int | None, reference: str, who: str
) -> Recorded | NotRecorded:
    """A person says that money is there; `reference` proves it and counts once. No amount: all that is still due."""
    with centre.begin(site) as work:
        order = work.orders.order(order_id)
        if order is None or order.site_id != site:
            return NotRecorded("order", f"there is no order {order_id!r}")
        if not reference.strip():
            return NotRecorded("reference", "say what proves it: a receipt, a transfer, a till slip")
        key = f"{order_id}:{reference.strip()}"
        known = work.payments.known(DESK, key)
        over = order.lifecycle in ("cancelled", "rejected")
        due = 0 if over else order.total_minor - (order.charged_minor - order.refunded_minor)
        if amount_minor is None and known is None and due <= 0:
            return NotRecorded("amount", "nothing is due" if over else "nothing is due: it is paid already")
        amount = amount_minor if amount_minor is not None else known[1].amount_minor if known else due
        event = PaymentEvent(
            kind=PaymentKind.CAPTURED,
            amount_minor=amount,
            currency=order.currency,
            provider=DESK,
            reference=key,
            happened_at=known[1].happened_at if known else work.now,
            source=Source.DESK,
        )
        return record(work, order, event, who)


@dataclass(frozen=True, slots=True)
class Credited:
    """`replayed` says that the customer had these very terms already and nothing was done."""

    replayed: bool = False


def grant_credit(
    centre: Centre, site: str, customer: str, currency: str, limit_minor: int, days: int, who: str
) -> Credited | NotRecorded:
    """Let a customer owe up to a limit (0 ends it), each order for so many days; waiting orders are judged anew."""
    if not customer.strip() or len(customer) > 120:
        return NotRecorded("customer", "expected 1 to 120 characters")
    if not 0 <= limit_minor <= LARGEST_MINOR or not 0 <= days <= 365:
        return NotRecorded("limit" if 0 <= days <= 365 else "days", "expected a limit from 0, and 0 to 365 days")
    exponent(currency)
    with centre.begin(site) as work:
        before = work.payments.credit(customer)
        if before is not None and (before.currency, before.limit_minor, before.days) == (currency, limit_minor, days):
            return Credited(replayed=True)
        row = CreditRow(
            customer=customer,
            currency=currency,
            limit_minor=limit_minor,
            days=days,
            granted_by=who,
            granted_at=work.now,
        )
        work.payments.grant_credit(row)
        for order_id in work.payments.live_of(customer):
            settle(work, order_id)
            follow(work, order_id)
        return Credited()


def judge_lapsing(centre: Centre, site: str) -> int:
    """Judge anew every order nothing holds for its payment and of which an authorisation lapsed; how many there were.

    Orders are cleared only by authorisations that last until their ship-by, so this finds those that ship late.
    """
    with centre.begin(site) as work:
        due = work.payments.lapsed()
        for order_id in due:
            settle(work, order_id)
            follow(work, order_id)
        return len(due)


def _wrong(order: OrderRow, event: PaymentEvent) -> NotRecorded | None:
    if event.currency != order.currency:
        return NotRecorded("currency", f"order {order.number} is in {order.currency}, not {event.currency}")
    if not 0 < event.amount_minor <= LARGEST_MINOR:
        return NotRecorded("amount", "expected an amount above zero")
    for name, value, most in (("provider", event.provider, 60), ("reference", event.reference, 200)):
        if not 0 < len(value) <= most:
            return NotRecorded(name, f"expected 1 to {most} characters")
    return None
