"""What goes back to a customer: everything of a cancelled order, what was not sent, and what was promised by hand.

Each is one task that names the sum as it stands, and ends by itself when the money went back. How much that is, and
why, says `app.domain.intake.refunds`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.central.money.values import GrantRow
from app.central.people.actors import CENTRE
from app.central.storage.unit import Work
from app.central.values import LineRow, OrderRow
from app.domain.intake.payments import PaymentStanding, standing
from app.domain.intake.refunds import NOTHING_DUE, Amounts, Due, Goods, Promised, due, of_promises, unsent
from app.domain.money import Money
from app.domain.work.tasks import OPEN

DUE: Final = "refund_due"
GRANTED: Final = "refund_granted"
"""Causes of the tasks of paying back what nobody had to promise, and of paying back what was granted alone."""
BEYOND: Final = "refunded_beyond"
"""The cause of the task about an order of which more went back than was ever charged."""
NOT_SENT: Final = "packbench:not-sent"
"""The reference under which an order's customer is promised what was not sent: once, and by nobody's hand."""


def promised(grants: Iterable[GrantRow]) -> Promised:
    """What the customer of an order was promised back."""
    sums = [0, 0]
    for grant in grants:
        sums[grant.reference == NOT_SENT] += grant.amount_minor
    return Promised(by_hand_minor=sums[False], unsent_minor=sums[True])


def money_due(work: Work, order: OrderRow) -> Due:
    """What there is to do with an order's money now; no query where none ever came."""
    if not (order.charged_minor or order.authorised_minor):
        return NOTHING_DUE
    found, mine = standing(work.payments.of_order(order.order_id)), promised(work.payments.grants(order.order_id))
    return due(found, order.total_minor, mine, cancelled=order.lifecycle == "cancelled")


def not_sent(work: Work, order: OrderRow, lines: Iterable[LineRow]) -> int:
    """What of an order's total was for units that did not leave, in minor units. `lines` before they are ended."""
    amounts = Amounts(
        total_minor=order.total_minor,
        tax_minor=order.tax_minor,
        discount_minor=order.discount_minor,
        shipping_minor=order.shipping_minor,
        other_minor=order.other_minor,
        prices_include_tax=bool(order.prices_include_tax),
    )
    return unsent(amounts, _goods(work, order.order_id, [line for line in lines if line.quantity > line.cancelled]))


def give_all_back(work: Work, order: OrderRow) -> str:
    """All of an order that was cancelled here goes back; returns what there is to do in words, "" for nothing."""
    return _name(work, order, money_due(work, order), f"Order {order.number} is cancelled")


def give_rest_back(work: Work, order: OrderRow, unsent_minor: int) -> str:
    """Promise what was not sent of an order some of which left; returns what there is to do, "" for nothing."""
    work.payments.lock(order.order_id)
    left = order.total_minor - promised(work.payments.grants(order.order_id)).minor
    amount = min(unsent_minor, left)
    if amount > 0:
        row = GrantRow(
            grant_id=work.new_id(),
            order_id=order.order_id,
            reference=NOT_SENT,
            amount_minor=amount,
            why="it was cancelled before it was sent",
            granted_by=CENTRE.name,
            granted_at=work.now,
        )
        work.payments.grant(row)
    return _name(work, order, money_due(work, order), _why(order, promised(work.payments.grants(order.order_id))))


def follow_money(work: Work, order: OrderRow, found: PaymentStanding, mine: Promised, *, cheaper: bool) -> None:
    """Let the tasks of paying back name what is due now, or end.

    `cheaper`: the order costs less than it did a moment before. What a customer pays too much of their own accord is
    shown as overcharged, and is no task; nor is an authorisation alone that comes when the order is over.
    """
    now = due(found, order.total_minor, mine, cancelled=order.lifecycle == "cancelled")
    known = work.tasks.open_of(order_id=order.order_id, cause=DUE)
    if known or mine.unsent_minor or (now.back_minor and (cheaper or order.lifecycle == "cancelled")):
        _name(work, order, now, _why(order, mine))
    elif mine.minor and order.lifecycle != "cancelled":
        _follow_grants(work, order, of_promises(found, order.total_minor, mine))


def ask_about_beyond(work: Work, order: OrderRow, found: PaymentStanding) -> None:
    """A provider gave more back than was ever charged: that is so, and a person is asked once why.

    The task ends by itself when what was charged is recorded after all; a person who ended it is asked again only when
    still more went back.
    """
    source = f"{order.order_id} {found.beyond_minor}"
    for task in work.tasks.open_of(order_id=order.order_id, cause=BEYOND):
        if task.source != source:
            work.tasks.close(task.task_id, "the sum is another one now", "payment")
    if found.beyond_minor and not work.tasks.sources(BEYOND, [source]):
        sum_ = f"{Money(found.beyond_minor, order.currency).text()} {order.currency}"
        text = f"Of order {order.number} {sum_} more went back than was ever charged: ask the provider. "
        text += "Record what was charged, or get it back."
        work.tasks.open(work.new_id(), BEYOND, text, order.order_id, source=source)


def _follow_grants(work: Work, order: OrderRow, minor: int) -> None:
    """The task of paying back stands while more is kept than the order costs after its grants."""
    if not minor:
        _end(work, order, GRANTED, "the refund was recorded")
        return
    sum_ = f"{Money(minor, order.currency).text()} {order.currency}"
    _say(work, order, GRANTED, f"Pay {sum_} of order {order.number} back: it was granted.")


def _why(order: OrderRow, mine: Promised) -> str:
    if order.lifecycle == "cancelled":
        return f"Order {order.number} is cancelled"
    return f"Not all of order {order.number} is sent" if mine.unsent_minor else f"Order {order.number} costs less now"


def _name(work: Work, order: OrderRow, now: Due, why: str) -> str:
    """One task for all that is due, what was granted by hand too; it ends when nothing is."""
    parts = []
    if now.back_minor:
        parts.append(f"pay {Money(now.back_minor, order.currency).text()} {order.currency} back")
    if now.void_minor:
        parts.append(f"void the {Money(now.void_minor, order.currency).text()} {order.currency} that are authorised")
    if not parts:
        _end(work, order, DUE, "nothing is kept any more")
        _end(work, order, GRANTED, "nothing is kept any more")
        return ""
    _end(work, order, GRANTED, "it is part of what is due")
    text = f"{why}: {' and '.join(parts)}, and tell the customer."
    _say(work, order, DUE, text)
    return text


def _say(work: Work, order: OrderRow, cause: str, text: str) -> None:
    """The open task says the sum as it is now; a new one is opened where there is none."""
    task = work.tasks.get(work.tasks.open(work.new_id(), cause, text, order.order_id))
    if task is not None and task.reason != text:
        work.tasks.change(task, OPEN, reason=text)


def _end(work: Work, order: OrderRow, cause: str, words: str) -> None:
    for task in work.tasks.open_of(order_id=order.order_id, cause=cause):
        work.tasks.close(task.task_id, words, "payment")


def _goods(work: Work, order_id: str, lines: list[LineRow]) -> list[Goods]:
    """The lines as they were bought, of which something is still wanted."""
    made = [_line(line) for line in lines if line.kit_id is None]
    parts: dict[str, list[LineRow]] = {}
    for line in lines:
        if line.kit_id is not None:
            parts.setdefault(line.kit_id, []).append(line)
    for kit in work.kits.of_order(order_id) if parts else ():
        if kit.kit_id in parts:
            mine = parts[kit.kit_id]
            kits = max((line.quantity - line.cancelled) // line.per_kit for line in mine)
            made.append(
                Goods(
                    units=sum(line.quantity - line.cancelled for line in mine),
                    sent=sum(line.shipped for line in mine),
                    price_minor=kit.price_minor * kits,
                    tax_minor=kit.tax_minor,
                    discount_minor=kit.discount_minor,
                )
            )
    return made


def _line(line: LineRow) -> Goods:
    units = line.quantity - line.cancelled
    return Goods(
        units=units,
        sent=line.shipped,
        price_minor=line.price_minor * units,
        tax_minor=line.tax_minor,
        discount_minor=line.discount_minor,
    )
