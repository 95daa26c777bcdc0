"""Deliveries of the shops: each taken once, in one transaction with what it does, and kept whatever becomes of it.

A delivery that can not be read, or that meets a mistake of ours, is kept with its bytes and can be run again: shops
like WooCommerce send a message once only. The shop gets a good answer for all that was kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.central.centre import Centre
from app.central.channels.secrets import services_of
from app.central.channels.values import (
    Delivered,
    DeliveryRow,
    OrderGone,
    OrderTold,
    Passed,
    Reader,
    RiskTold,
    Told,
    Unreadable,
)
from app.central.intake.changes import shipped_elsewhere_in
from app.central.intake.changing.cancelling import cancel
from app.central.intake.orders import take
from app.central.money.risking import assess
from app.central.storage.engines.faults import RULES, is_fault, rule_words
from app.central.storage.unit import Work
from app.central.values import ChannelRow, OrderRow

APPLIED, SAME, PASSED, UNREADABLE, FAILED = "applied", "same", "passed", "unreadable", "failed"
STUCK = (UNREADABLE, FAILED)
"""Outcomes a person has to see to; these can be run again."""
GONE = "gone"
"""`cancelled_by` of an order the shop threw away: only its own restoring brings it back."""
TOGETHER_MOST: Final = 64 * 1024
"""Bytes of a delivery that is written with others: a group of them has to fit into the memory of the process."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a delivery; `replayed`: it had come before, and nothing was done now."""

    delivery_id: str
    outcome: str
    detail: str
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class _Done:
    outcome: str
    detail: str
    order_id: str | None = None


def take_delivery(centre: Centre, channel: ChannelRow, delivered: Delivered, told: Told) -> Received:
    """Do what a delivery says, once. `told` is what the shop's reader made of it."""
    body_sha256 = hashlib.sha256(delivered.payload).hexdigest()
    together = isinstance(told, OrderTold) and len(delivered.payload) <= TOGETHER_MOST
    with centre.begin(channel.site_id, together=together) as work:
        known = work.deliveries.known(channel.channel_id, delivered.shop_delivery, body_sha256)
        if known is not None:
            return Received(known.delivery_id, known.outcome, known.detail, replayed=True)
        delivery_id = work.new_id()
        done = _attempt(work, channel, told)
        row = DeliveryRow(
            delivery_id=delivery_id,
            site_id=work.site,
            channel_id=channel.channel_id,
            shop=delivered.shop,
            shop_delivery=delivered.shop_delivery,
            body_sha256=body_sha256,
            topic=delivered.topic,
            domain=delivered.domain,
            received_at=work.now,
            outcome=done.outcome,
            detail=done.detail,
            order_id=done.order_id,
            tries=1,
            settled_at=work.now,
        )
        work.deliveries.insert(row, delivered.payload)
        return Received(delivery_id, done.outcome, done.detail)


def retry_delivery(centre: Centre, site: str, delivery_id: str, readers: Mapping[str, Reader]) -> Received | None:
    """Read a kept delivery again and do what it says; None when there is no such delivery that is stuck."""
    with centre.begin(site) as work:
        found = work.deliveries.get(delivery_id)
        if found is None or found[0].outcome not in STUCK:
            return None
        row, payload = found
        channel = work.orders.channel(channel_id=row.channel_id)
        assert channel is not None, row.channel_id
        delivered = Delivered(
            shop=row.shop, shop_delivery=row.shop_delivery, topic=row.topic, domain=row.domain, payload=payload
        )
        done = _attempt(work, channel, readers[row.shop](delivered, services_of(work)))
        work.deliveries.change(
            delivery_id,
            outcome=done.outcome,
            detail=done.detail,
            order_id=done.order_id,
            tries=row.tries + 1,
            settled_at=work.now,
        )
        return Received(delivery_id, done.outcome, done.detail)


def deliveries(centre: Centre, site: str, most: int = 100, *, stuck: bool = False) -> tuple[DeliveryRow, ...]:
    """The newest deliveries of a site, newest first; `stuck`: only those a person has to see to."""
    with centre.read(site) as work:
        return work.deliveries.newest(most, STUCK if stuck else ())


def _attempt(work: Work, channel: ChannelRow, told: Told) -> _Done:
    """Do it in a step of its own: a mistake of ours undoes the step and leaves the delivery to be run again."""
    if work.in_company:
        return _do(work, channel, told)
    feed_before = work.feed.last
    try:
        with work.step():
            return _do(work, channel, told)
    except Exception as error:  # a bug or a broken rule: the delivery is kept, and nothing of it was done
        if is_fault(error):
            raise
        work.feed.last = feed_before
        return _Done(FAILED, _words(error))


def _words(error: Exception) -> str:
    """What went wrong, without the values of a statement: those are a customer's."""
    words = rule_words(error) if isinstance(error, RULES) else str(error)
    return f"{type(error).__name__}: {words}".encode("ascii", "backslashreplace").decode()[:300]


def _do(work: Work, channel: ChannelRow, told: Told) -> _Done:
    if isinstance(told, Unreadable):
        return _Done(UNREADABLE, f"{told.field}: {told.why}" if told.field else told.why)
    if isinstance(told, Passed):
        return _Done(PASSED, told.why)
    if isinstance(told, OrderGone):
        return _gone(work, channel, told)
    if isinstance(told, RiskTold):
        return _risk(work, channel, told)
    return _told(work, channel, told)


def _told(work: Work, channel: ChannelRow, told: OrderTold) -> _Done:
    order = told.order
    known = _known(work, channel, order.shop_id, order.external_ref)
    if known is None and (told.fulfilled or not order.lines):
        why = "the shop shipped it" if told.fulfilled else "nothing of it needs shipping"
        return _Done(PASSED, f"order {order.number}: {why}")
    if known is not None and known.cancelled_by == GONE:
        if not told.restored:
            return _Done(PASSED, f"order {order.number} was thrown away in the shop", known.order_id)
        work.orders.change(known.order_id, cancelled_by="shop")
    if known is not None and told.fulfilled and known.lifecycle in ("submitted", "accepted"):
        held = shipped_elsewhere_in(work, known)
        return _Done(APPLIED if held else SAME, "the shop says it shipped this order", known.order_id)
    taken = take(work, channel, order)
    new = taken.outcome == "new" and order.shop_id
    early = work.payments.early_risks(channel.channel_id, order.shop_id) if new else ()
    if early:
        assess(work, taken.order_id, early)
    outcome = {"same": SAME, "older": PASSED}.get(taken.outcome, APPLIED)
    words = taken.detail or taken.outcome
    return _Done(outcome, f"{words}; {order.remark}" if order.remark else words, taken.order_id)


def _risk(work: Work, channel: ChannelRow, told: RiskTold) -> _Done:
    known = work.orders.by_shop_id(channel.channel_id, told.shop_id)
    if known is None:
        work.payments.keep_early(channel.channel_id, told.shop_id, told.report)
        return _Done(APPLIED, f"{told.report.level} risk: kept for an order that has not come yet")
    news = assess(work, known.order_id, (told.report,))
    return _Done(APPLIED if news else SAME, f"{told.report.level} risk", known.order_id)


def _gone(work: Work, channel: ChannelRow, told: OrderGone) -> _Done:
    known = _known(work, channel, told.shop_id, told.external_ref)
    if known is None:
        return _Done(PASSED, "an order nobody here knows was thrown away")
    if known.lifecycle == "cancelled":
        work.orders.change(known.order_id, cancelled_by=GONE, content_sha256=GONE)
        return _Done(SAME, "it was cancelled before", known.order_id)
    words = cancel(work, known, "thrown away in the shop", GONE)
    work.orders.change(known.order_id, content_sha256=GONE)
    return _Done(APPLIED, words or "cancelled: thrown away in the shop", known.order_id)


def _known(work: Work, channel: ChannelRow, shop_id: str, external_ref: str) -> OrderRow | None:
    by_id = work.orders.by_shop_id(channel.channel_id, shop_id) if shop_id else None
    if by_id is not None or not external_ref:
        return by_id
    by_ref = work.orders.by_ref(channel.channel_id, external_ref)
    return by_ref if by_ref is not None and by_ref.shop_id in ("", shop_id) else None
