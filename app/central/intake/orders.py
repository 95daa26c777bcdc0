"""Taking an order in: once per channel and reference, accepted with its stock promised, or held with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC

import msgspec

from app.central.centre import Centre
from app.central.details.judging import judge, keep
from app.central.details.questions.asking import follow
from app.central.intake.changing.boxed import NoChangeWaits
from app.central.intake.changing.following import change, follow_waiting, same
from app.central.intake.changing.lines import new_line
from app.central.intake.kits import explode, recipes_of
from app.central.intake.once import Answer, once
from app.central.intake.promises.covering import SHORT, Covered, cover, look, tell_short
from app.central.intake.promises.promising import place, stock_hold
from app.central.intake.promises.reserved import cover_kept, keep_for, usable
from app.central.intake.setting import services, site_row, zone
from app.central.intake.showing import show
from app.central.money.clearing import payment_hold, policy_of
from app.central.money.reporting import opening
from app.central.money.risking import keep_risks, risk_hold
from app.central.storage.unit import Work
from app.central.values import AllocationRow, ChannelRow, LineRow, OrderRow
from app.domain.intake.clearance import (
    NO_RISK,
    ChannelPolicy,
    FulfilmentPolicy,
    Owed,
    worst,
)
from app.domain.intake.orders import (
    HoldNeeded,
    HoldReason,
    NewOrder,
    check_details,
    service_named,
    ship_by,
)
from app.domain.intake.payments import PaymentStanding, standing, status
from app.domain.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of an order; `outcome`: new | same (taken before) | changed | older | waiting | differs.

    `older`: passed over; `waiting`: a person decides; `differs`: it can not be followed; `detail` says why.

    `holds` are the open ones; none means accepted, unless `lifecycle` says cancelled.
    """

    order_id: str
    number: str
    lifecycle: str
    holds: tuple[HoldNeeded, ...]
    outcome: str
    detail: str = ""


def take_order(centre: Centre, channel: ChannelRow, order: NewOrder) -> Taken:
    """Take one order in."""
    with centre.begin(channel.site_id, together=True) as work:
        return take(work, channel, order)


def take(work: Work, channel: ChannelRow, order: NewOrder) -> Taken:
    """Take one order in, inside somebody's transaction."""
    digest = hashlib.sha256(msgspec.json.encode(replace(order, updated_at=None, remark="", reservation=""))).hexdigest()
    known = work.orders.by_ref(channel.channel_id, order.external_ref)
    if known is not None and order.shop_id and known.shop_id not in ("", order.shop_id):
        order = replace(order, external_ref=f"{order.external_ref} ({order.shop_id})")  # two orders of one name
        known = work.orders.by_ref(channel.channel_id, order.external_ref)
    if known is None:
        return _insert(work, channel, order, digest)
    if known.content_sha256 == digest:
        outcome, detail = same(work, known, order)
    else:
        outcome, detail = change(work, known, order, digest, _judge)
    return _taken(work, known.order_id, outcome, detail)


def _taken(work: Work, order_id: str, outcome: str, detail: str) -> Taken:
    row = work.orders.order(order_id)
    assert row is not None
    holds = tuple(
        HoldNeeded(reason=HoldReason(hold.reason), field=hold.field, detail=hold.detail)
        for hold in work.orders.holds(order_id)
        if hold.released_at is None
    )
    return Taken(
        order_id=order_id, number=row.number, lifecycle=row.lifecycle, holds=holds, outcome=outcome, detail=detail
    )


def _insert(work: Work, channel: ChannelRow, order: NewOrder, digest: str) -> Taken:
    order_id = work.new_id()
    catalogue = work.goods.catalogue({line.sku for line in order.lines})
    bought = [new_line(work, order_id, position, line) for position, line in enumerate(order.lines)]
    lines, kits = explode(work, bought, recipes_of(work, catalogue))
    holds = [] if order.cancelled_at else list(check_details(order, catalogue))
    judged = judge(work, channel.code, order, holds)
    holds += () if order.cancelled_at else judged.holds
    policy = policy_of(channel)
    paid = opening(work, channel.channel_id, order)
    stands = standing(paid)
    row = _row(work, channel, order, digest, order_id, stands, order.policy or policy.fulfilment)
    holds += [] if order.cancelled_at else _clear(work, row, order, policy, stands)
    covered, row, holds = _cover(work, row, lines, holds, order.reservation)
    _write(work, row, lines, covered.promised, judged.contact)
    work.payments.insert(order_id, [(work.new_id(), event) for event in paid], channel.code)
    keep_risks(work, order_id, order.risks)
    work.kits.insert(kits)
    for hold in holds:
        place(work, order_id, hold, channel.code)
    keep(work, order_id, judged)
    if holds:
        follow(work, order_id)
    if row.cancelled_by == SHORT:
        paid_minor = row.authorised_minor + row.charged_minor - row.refunded_minor
        tell_short(work, order_id, row.number, Money(paid_minor, row.currency), covered.short)
    show(work, row, sum(line.quantity for line in lines), " ".join(hold.detail for hold in holds), new=True)
    return Taken(order_id=order_id, number=row.number, lifecycle=row.lifecycle, holds=tuple(holds), outcome="new")


def _clear(
    work: Work, row: OrderRow, order: NewOrder, policy: ChannelPolicy, found: PaymentStanding
) -> list[HoldNeeded]:
    owed = Owed(total_minor=row.total_minor, currency=row.currency, method=row.method, ship_by=row.ship_by)
    return [*payment_hold(work, policy, owed, found, row.customer), *risk_hold(order.risks, policy)]


def _cover(
    work: Work, row: OrderRow, lines: list[LineRow], holds: list[HoldNeeded], reservation: str
) -> tuple[Covered, OrderRow, list[HoldNeeded]]:
    """Stock as the order's policy asks for it, what that makes of the order, and all its holds."""
    if row.lifecycle == "cancelled":
        return Covered(), row, holds
    policy, covered = FulfilmentPolicy(row.policy), Covered(goes=True)
    if not any(hold.field.startswith("lines") for hold in holds):
        kept = usable(work, row.channel_id, reservation)
        if kept:
            covered = (keep_for if holds else cover_kept)(work, row, lines, policy, kept)
        else:
            covered = look(work, row, lines, policy) if holds else cover(work, row, lines, policy)
    if not covered.goes and policy is FulfilmentPolicy.ALL_OR_CANCEL:
        return covered, replace(row, lifecycle="cancelled", fulfilment="unfulfilled", cancelled_by=SHORT), []
    held = holds if covered.goes else [*holds, stock_hold(covered.short)]
    if held:
        return covered, replace(row, lifecycle="submitted", fulfilment="on_hold"), held
    return covered, row, held


def _write(
    work: Work, row: OrderRow, lines: list[LineRow], promised: tuple[AllocationRow, ...], contact: tuple[str, str]
) -> None:
    """What an accepted order was not promised waits on its line; one that is cancelled as it comes wants nothing."""
    allocated: dict[str, int] = {}
    for made in promised:
        allocated[made.line_id] = allocated.get(made.line_id, 0) + made.quantity
    counted = [_counted(row, line, allocated.get(line.line_id, 0)) for line in lines]
    work.orders.insert(row, counted, work.new_id(), *contact)
    work.orders.allocate(promised)


def _counted(row: OrderRow, line: LineRow, allocated: int) -> LineRow:
    if row.lifecycle == "cancelled":
        return replace(line, cancelled=line.quantity)
    return replace(
        line, allocated=allocated, backordered=line.quantity - allocated if row.lifecycle == "accepted" else 0
    )


def _judge(work: Work, order: NewOrder) -> list[HoldNeeded]:
    return list(check_details(order, work.goods.catalogue({line.sku for line in order.lines})))


def _row(
    work: Work,
    channel: ChannelRow,
    order: NewOrder,
    digest: str,
    order_id: str,
    found: PaymentStanding,
    policy: FulfilmentPolicy,
) -> OrderRow:
    """The order as it stands when nothing holds it."""
    site = site_row(work)
    service = service_named(services(site), order.service)
    return OrderRow(
        order_id=order_id,
        site_id=work.site,
        channel_id=channel.channel_id,
        external_ref=order.external_ref,
        number=order.number,
        content_sha256=digest,
        currency=order.currency,
        total_minor=order.total_minor,
        authorised_minor=found.open_minor,
        charged_minor=found.charged_minor,
        refunded_minor=found.refunded_minor + found.charged_back_minor,
        authorised_until=found.expires_at,
        payment=status(found, order.total_minor).value,
        method=order.method.strip().casefold(),
        customer=order.customer.strip(),
        policy=policy.value,
        risk=(worst(order.risks) or NO_RISK).level.value,
        service=service.code,
        priority=order.priority or service.priority,
        placed_at=order.placed_at,
        ship_by=(order.ship_by or ship_by(order.placed_at, service, zone(site))).astimezone(UTC),
        taken_at=work.now,
        lifecycle="cancelled" if order.cancelled_at else "accepted",
        fulfilment="unfulfilled",
        recipient=msgspec.json.encode(order.recipient).decode(),
        note=order.note,
        list_id=None,
        tax_minor=order.tax_minor,
        discount_minor=order.discount_minor,
        shipping_minor=order.shipping_minor,
        other_minor=order.other_minor,
        prices_include_tax=int(order.prices_include_tax),
        shop_id=order.shop_id,
        shop_updated_at=order.updated_at,
        cancelled_by="shop" if order.cancelled_at else "",
        remark=order.remark,
    )


def take_order_once(
    centre: Centre,
    channel: ChannelRow,
    key: str,
    body_sha256: str,
    order: NewOrder,
    answer: Callable[[Taken], tuple[int, bytes]],
) -> Answer:
    """Take an order under an Idempotency-Key; its answer (status, body) is stored with it and given again as it was."""
    with centre.begin(channel.site_id, together=True) as work:
        return once(work, channel.channel_id, key, body_sha256, lambda: answer(take(work, channel, order)))


def follow_change(centre: Centre, site: str, order_id: str, who: str) -> tuple[str, str] | NoChangeWaits:
    """A person opened the boxes of an order that changed after packing: the change is done now (see `changing`)."""
    return follow_waiting(centre, site, order_id, who, _judge)
