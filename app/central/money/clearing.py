"""Whether an order's payment is cleared: by its channel's policy, its method, and the credit of its customer."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from app.central.intake.holds import BY_ITSELF, judge_again
from app.central.money.giving_back import ask_about_beyond, follow_money, promised
from app.central.storage.unit import Work
from app.central.values import ChannelRow, OrderRow
from app.domain.intake.clearance import ChannelPolicy, Clearance, Credit, Owed, check_clearance, default_policy
from app.domain.intake.orders import HoldNeeded, HoldReason
from app.domain.intake.payments import PaymentKind, PaymentStanding, standing, status

UNSET = "{}"


def policy_of(channel: ChannelRow) -> ChannelPolicy:
    """What was set for the channel, else what its kind says."""
    if channel.policy == UNSET:
        return default_policy(channel.kind)
    return msgspec.json.decode(channel.policy, type=ChannelPolicy)


def credit_of(work: Work, policy: ChannelPolicy, customer: str, currency: str, order_id: str = "") -> Credit | None:
    """A customer's terms, their own before the channel's, and how far their other orders use them; None: no credit."""
    if not customer:
        return None
    own = work.payments.credit(customer)
    terms = (own.currency, own.limit_minor, own.days) if own else (
        policy.credit_currency, policy.credit_limit_minor, policy.credit_days
    )  # fmt: skip
    if terms[0] != currency or not terms[1]:
        return None
    return Credit(
        limit_minor=terms[1],
        open_minor=work.payments.owed(customer, currency, order_id),
        overdue_minor=work.payments.owed(customer, currency, order_id, work.now - timedelta(days=terms[2])),
    )


def payment_hold(
    work: Work, policy: ChannelPolicy, owed: Owed, found: PaymentStanding, customer: str, order_id: str = ""
) -> list[HoldNeeded]:
    """The payment hold an order needs now, or []; asks for the customer's credit only where that could clear it."""
    credit = None
    if found.kept_minor < owed.total_minor and policy.rule(owed.method) is Clearance.MANUAL:
        credit = credit_of(work, policy, customer, owed.currency, order_id)
    words = check_clearance(owed, found, policy, work.now, credit)
    return [] if words is None else [HoldNeeded(reason=HoldReason.PAYMENT, field="payment", detail=words)]


def settle(work: Work, order_id: str, *, cheaper: bool = False) -> OrderRow:
    """Add the order's payment events up, store where its money stands, and judge its payment hold afresh.

    An order that is over is not held any more: money that came or went after that is a task for a person. `cheaper`:
    its total was lowered in this transaction.
    """
    work.payments.lock(order_id)
    order = work.orders.order(order_id)
    assert order is not None, order_id
    found = standing(work.payments.of_order(order_id))
    mine = promised(work.payments.grants(order_id))
    work.orders.change(order_id, **_figures(found, order.total_minor))
    follow_money(work, order, found, mine, cheaper=cheaper)
    if found.beyond_minor or found.refunded_minor or found.charged_back_minor:
        ask_about_beyond(work, order, found)
    if order.lifecycle in ("submitted", "accepted"):
        channel = work.orders.channel(channel_id=order.channel_id)
        assert channel is not None
        owed = Owed(
            total_minor=order.total_minor,
            currency=order.currency,
            method=order.method,
            ship_by=order.ship_by,
            granted_minor=mine.minor,
        )
        needed = payment_hold(work, policy_of(channel), owed, found, order.customer, order_id)
        judge_again(work, order_id, HoldReason.PAYMENT, needed, BY_ITSELF)
    elif order.lifecycle == "closed" and _was_charged_back(order, found):
        text = f"Order {order.number} left, and its payment was charged back: answer the bank, and ask the customer."
        work.tasks.open(work.new_id(), "charged_back", text, order.order_id)
    return order


def _was_charged_back(before: OrderRow, found: PaymentStanding) -> bool:
    """More went back than before, and a chargeback took the last of it: a refund that follows one is no second one."""
    more = found.refunded_minor + found.charged_back_minor > before.refunded_minor
    return more and found.ended is PaymentKind.CHARGED_BACK


def _figures(found: PaymentStanding, total_minor: int) -> dict[str, int | str | datetime | None]:
    return {
        "payment": status(found, total_minor).value,
        "authorised_minor": found.open_minor,
        "charged_minor": found.charged_minor,
        "refunded_minor": found.refunded_minor + found.charged_back_minor,
        "authorised_until": found.expires_at,
    }
