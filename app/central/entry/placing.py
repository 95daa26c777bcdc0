"""Placing an order from the desk: once per form, paid as it was entered, and handed over when it is taken along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import msgspec

from app.central.centre import Centre
from app.central.entry.handing_over import hand_over, serial_kept
from app.central.entry.looking import free_units
from app.central.entry.values import (
    CARD,
    CASH,
    COUNTER,
    KINDS,
    LINES_MOST,
    METHODS,
    QUANTITY_MOST,
    DeskOrder,
    Entered,
    NotEntered,
)
from app.central.intake.channels import ensure_channel
from app.central.intake.orders import Taken, take
from app.central.intake.setting import services, site_row
from app.central.money.recording import DESK
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.storage.unit import Work
from app.central.values import ChannelRow, OrderRow
from app.domain.intake.clearance import FulfilmentPolicy
from app.domain.intake.orders import HoldNeeded, HoldReason, NewLine, NewOrder, Payment
from app.domain.intake.payments import PaymentEvent, PaymentKind, Source
from app.domain.money import EXPONENTS, LARGEST_MINOR, Money
from app.domain.parcels import PostalAddress

FIRST_NUMBER: Final = 1001
_TOKEN: Final = re.compile(r"[0-9a-f]{32}")
_REASONS: Final = {"payment": "method", "stock": "lines", "address": "recipient", "details": "lines"}


class _Refused(Exception):
    """Undoes the whole transaction: nothing of the order is left."""

    def __init__(self, answer: NotEntered) -> None:
        super().__init__(answer.why)
        self.answer = answer


def place_order(centre: Centre, site: str, actor: Actor, order: DeskOrder) -> Entered | NotEntered:
    """Take the order in, with its payment; the same token again answers what came of it the first time.

    What is taken along has to be there and paid (or on credit): else nothing is stored. What is to be delivered is
    taken with holds like any other order.
    """
    wrong = _wrong(order)
    if wrong is not None:
        return wrong
    secret = centre.random_bytes(32)
    try:
        with centre.begin(site) as work:
            return _place(work, actor, order, secret)
    except _Refused as refused:
        return refused.answer


def _place(work: Work, actor: Actor, order: DeskOrder, secret: bytes) -> Entered | NotEntered:
    channel = _channel(work, order.kind, secret)
    known = work.orders.by_ref(channel.channel_id, order.token)
    if known is not None:
        return _as_it_was(work, known)
    wrong = _wrong_here(work, order)
    if wrong is not None:
        return wrong
    asked = _new_order(work, order)
    taken = take(work, channel, asked)
    if order.taken_along:
        _leave(work, order, taken, actor.label)
    elif taken.lifecycle == "cancelled":
        raise _Refused(NotEntered("policy", "not everything is in stock, and the order wants all or nothing"))
    details = {
        "number": taken.number,
        "channel": order.kind,
        "method": order.method,
        "total": Money(order.total_minor, order.currency).text(),
        "currency": order.currency,
        "given": Money(order.given_minor, order.currency).text() if order.given_minor else "",
        "goods": "taken along" if order.taken_along else "",
    }
    record(work, actor, "order.enter", Subject("order", taken.order_id), details)
    row = work.orders.order(taken.order_id)
    assert row is not None
    return Entered(order_id=row.order_id, number=row.number, lifecycle=row.lifecycle, holds=taken.holds)


def _as_it_was(work: Work, row: OrderRow) -> Entered:
    holds = tuple(
        HoldNeeded(reason=HoldReason(hold.reason), field=hold.field, detail=hold.detail)
        for hold in work.orders.holds(row.order_id)
        if hold.released_at is None
    )
    return Entered(order_id=row.order_id, number=row.number, lifecycle=row.lifecycle, holds=holds, again=True)


def _leave(work: Work, order: DeskOrder, taken: Taken, who: str) -> None:
    """What is taken along leaves now, or the order is none."""
    held = next((hold for hold in taken.holds), None)
    if held is not None:
        raise _Refused(NotEntered(_REASONS.get(held.reason.value, "lines"), held.detail))
    if taken.lifecycle != "accepted" or any(line.backordered for line in work.orders.lines(taken.order_id)):
        raise _Refused(NotEntered("lines", "not everything is in stock: take off what is not there, or deliver it"))
    sku = serial_kept(work, taken.order_id)
    if sku:
        words = f"the serial number of {sku} has to be scanned at a bench: have it delivered"
        raise _Refused(NotEntered("delivery", words))
    hand_over(work, taken.order_id, who)


def _channel(work: Work, kind: str, secret: bytes) -> ChannelRow:
    """The site's channel of this kind, made when there is none: its code is free, and its key nobody's."""
    mine = [row for row in work.orders.channels() if row.site_id == work.site and row.kind == kind]
    if mine:
        return mine[0]
    code = kind if work.orders.channel(code=kind) is None else f"{kind}-{work.site.lower()}"
    ensure_channel(work, code, kind, secret)
    made = work.orders.channel(code=code)
    assert made is not None
    return made


def _wrong(order: DeskOrder) -> NotEntered | None:
    """What no site could take."""
    return next(_wrongs(order), None)


def _wrongs(order: DeskOrder) -> Iterator[NotEntered]:
    if not _TOKEN.fullmatch(order.token) or order.kind not in KINDS:
        yield NotEntered("token", "this form is not one of ours: open the page again")
    if order.currency not in EXPONENTS:
        yield NotEntered("currency", f"{order.currency[:10]!r} is no currency: three letters, like EUR")
        return
    if not order.lines:
        yield NotEntered("add", "there is nothing on the order yet: scan or search a product")
    if len(order.lines) > LINES_MOST:
        yield NotEntered("add", f"an order entered by hand has at most {LINES_MOST} lines")
    for position, line in enumerate(order.lines):
        if not 1 <= line.quantity <= QUANTITY_MOST:
            yield NotEntered(f"lines.{position}.quantity", f"1 to {QUANTITY_MOST:,} units")
        if line.price_minor < 0:
            yield NotEntered(f"lines.{position}.price", "a price is not below zero")
    yield from _wrong_money(order)
    if order.taken_along and order.kind != COUNTER:
        yield NotEntered("delivery", "goods are taken along at the counter only")


def _wrong_money(order: DeskOrder) -> Iterator[NotEntered]:
    total = order.total_minor
    if order.shipping_minor < 0:
        yield NotEntered("shipping", "shipping is not below zero")
    if order.discount_minor < 0 or total < 0:
        yield NotEntered("discount", "a discount is from zero up to what the goods cost")
    if total > LARGEST_MINOR // 100:
        yield NotEntered("lines", "the total is too large for an order")
        return
    if order.method not in METHODS:
        yield NotEntered("method", "say how it is paid")
    if order.method == CARD and total > 0 and not 0 < len(order.reference) <= 100:
        yield NotEntered("reference", "the number on the card slip: 1 to 100 characters")
    if order.method == CASH and order.given_minor < total:
        lacks = Money(total - order.given_minor, order.currency).text()
        yield NotEntered("given", f"{lacks} {order.currency} are missing")


def _wrong_here(work: Work, order: DeskOrder) -> NotEntered | None:
    """What this site can not take."""
    known = work.goods.known({line.sku for line in order.lines})
    for position, line in enumerate(order.lines):
        if line.sku not in known:
            return NotEntered(f"lines.{position}.sku", f"SKU {line.sku[:80]!r} is not in the catalogue")
    levels = services(site_row(work))
    if levels and order.service not in [level.code for level in levels]:
        return NotEntered("service", f"no service {order.service[:30]!r}: {', '.join(one.code for one in levels)}")
    if order.taken_along:
        short = _short(work, order)
        if short is not None:
            return short
    if order.method == CARD and work.payments.known(DESK, _reference(order)) is not None:
        return NotEntered("reference", "this card slip paid for another order already")
    return None


def _short(work: Work, order: DeskOrder) -> NotEntered | None:
    free = free_units(work, {line.sku for line in order.lines})
    for position, line in enumerate(order.lines):
        wanted = sum(one.quantity for one in order.lines if one.sku == line.sku)
        if wanted > free[line.sku]:
            return NotEntered(f"lines.{position}.quantity", f"{wanted} of {line.sku} wanted, {free[line.sku]} free")
    return None


def _new_order(work: Work, order: DeskOrder) -> NewOrder:
    number = work.desk.entering.next_number(KINDS[order.kind], FIRST_NUMBER)
    names = {row.sku: _name(row) for row in work.desk.entering.products({line.sku for line in order.lines})}
    paid = _payment(work, order)
    return NewOrder(
        external_ref=order.token,
        number=f"{KINDS[order.kind]}-{number}",
        placed_at=work.now,
        currency=order.currency,
        total_minor=order.total_minor,
        payment=Payment.PAID if paid else Payment.PENDING,
        recipient=_here(work, order.recipient) if order.taken_along else order.recipient,
        lines=tuple(
            NewLine(sku=line.sku, quantity=line.quantity, name=names[line.sku], price_minor=line.price_minor)
            for line in order.lines
        ),
        service=order.service,
        note=order.note,
        email=order.email,
        discount_minor=order.discount_minor,
        shipping_minor=order.shipping_minor,
        prices_include_tax=True,
        method=order.method,
        customer=order.customer,
        payments=paid,
        policy=FulfilmentPolicy.SHIP_TOGETHER if order.taken_along else order.policy,
    )


def _here(work: Work, to: PostalAddress) -> PostalAddress:
    """What is taken along goes nowhere: its address is the site's own, with the customer's name where it is known."""
    own = msgspec.json.decode(site_row(work).sender, type=PostalAddress)
    return replace(own, name=to.name or "Counter sale", company=to.company, phone=to.phone)


def _name(row: Any) -> str:
    options = " / ".join(value for _, value in msgspec.json.decode(row.options, type=list[tuple[str, str]]))
    return f"{row.name} - {options}" if options and options != "Default Title" else str(row.name or row.sku)


def _payment(work: Work, order: DeskOrder) -> tuple[PaymentEvent, ...]:
    if order.method not in (CARD, CASH) or not order.total_minor:
        return ()
    return (
        PaymentEvent(
            kind=PaymentKind.CAPTURED,
            amount_minor=order.total_minor,
            currency=order.currency,
            provider=DESK,
            reference=_reference(order),
            happened_at=work.now,
            source=Source.DESK,
        ),
    )


def _reference(order: DeskOrder) -> str:
    return f"{order.method}:{order.reference if order.method == CARD else order.token}"
