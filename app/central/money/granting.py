"""Refunds as a person grants them: promised once, counted at once, and work until the money went back."""

from __future__ import annotations

from dataclasses import dataclass

from app.central.centre import Centre
from app.central.intake.holds import follow
from app.central.money.clearing import settle
from app.central.money.giving_back import NOT_SENT
from app.central.money.recording import NotRecorded
from app.central.money.values import GrantRow
from app.central.values import OrderRow
from app.domain.money import Money


@dataclass(frozen=True, slots=True)
class Granted:
    """`replayed` says that this reference had been granted before and nothing was done."""

    grant: GrantRow
    replayed: bool = False


def grant_refund(
    centre: Centre, site: str, order_id: str, amount_minor: int, why: str, reference: str, who: str
) -> Granted | NotRecorded:
    """Promise a customer some of an order's total back; `reference` makes it count once.

    The order needs that much less to be cleared. What was charged beyond that is a task until the provider's refund is
    recorded. All refunds of an order together stay within its total.
    """
    with centre.begin(site) as work:
        work.payments.lock(order_id)
        order = work.orders.order(order_id)
        if order is None or order.site_id != site:
            return NotRecorded("order", f"there is no order {order_id!r}")
        known = work.payments.grants(order_id)
        before = next((grant for grant in known if grant.reference == reference), None)
        if before is not None:
            same = (before.amount_minor, before.why) == (amount_minor, why)
            text = f"{reference!r} was granted before, for something else"
            return Granted(before, replayed=True) if same else NotRecorded("reference", text)
        wrong = _wrong(order, sum(grant.amount_minor for grant in known), amount_minor, why, reference)
        if wrong is not None:
            return wrong
        row = GrantRow(
            grant_id=work.new_id(),
            order_id=order_id,
            reference=reference,
            amount_minor=amount_minor,
            why=why,
            granted_by=who,
            granted_at=work.now,
        )
        work.payments.grant(row)
        settle(work, order_id)
        follow(work, order_id)
        return Granted(row)


def _wrong(order: OrderRow, granted: int, amount_minor: int, why: str, reference: str) -> NotRecorded | None:
    left = order.total_minor - granted
    if not 0 < amount_minor <= left:
        text = f"expected an amount above zero, at most {Money(left, order.currency).text()} {order.currency}"
        return NotRecorded("amount", text)
    if not why.strip() or len(why) > 300:
        return NotRecorded("why", "say why in 1 to 300 characters")
    if not reference.strip() or len(reference) > 80 or reference == NOT_SENT:
        return NotRecorded("reference", "expected 1 to 80 characters of your own")
    return None
