"""The JSON of orders and stock as channels read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from app.central.intake.answers import OrderStanding
from app.central.intake.orders import Taken
from app.central.values import LevelRow
from app.domain.intake.orders import HoldNeeded
from app.domain.money import Money
from sync.central.serving.showing import shown


class HoldSeen(msgspec.Struct, frozen=True, kw_only=True):
    reason: str
    field: str
    detail: str


class OrderTaken(msgspec.Struct, frozen=True, kw_only=True):
    """`status`: accepted | on_hold | cancelled | closed."""

    id: str
    number: str
    status: str
    outcome: str
    holds: list[HoldSeen]


class LineSeen(msgspec.Struct, frozen=True, kw_only=True):
    sku: str
    quantity: int
    cancelled: int
    allocated: int
    picked: int
    packed: int
    shipped: int
    short: int


class TrackingSeen(msgspec.Struct, frozen=True, kw_only=True):
    courier: str
    number: str
    dispatched_at: datetime


class OrderSeen(msgspec.Struct, frozen=True, kw_only=True):
    """`status`: accepted | on_hold | shipped | cancelled | rejected; payment and fulfilment stand apart from it.

    `refund_due` is what of `currency` is still to go back to the customer, of what was cancelled, not sent, granted or
    paid beyond the total: "0.00" when nothing is. It falls as refunds are recorded.
    """

    id: str
    external_ref: str
    number: str
    status: str
    lifecycle: str
    payment: str
    fulfilment: str
    service: str
    ship_by: datetime | None
    currency: str
    total: str
    refund_due: str
    holds: list[HoldSeen]
    lines: list[LineSeen]
    tracking: list[TrackingSeen]


class LevelSeen(msgspec.Struct, frozen=True, kw_only=True):
    location: str
    on_hand: int
    allocated: int
    reserved: int
    unavailable: int
    safety: int


class StockSeen(msgspec.Struct, frozen=True, kw_only=True):
    """`available` is what lies here beyond all the other figures and may be promised, below zero where more is promised
    than lies here. What a channel may sell of it, by its rules, is `GET /v1/inventory`.
    """

    sku: str
    on_hand: int
    allocated: int
    reserved: int
    unavailable: int
    safety: int
    available: int
    locations: list[LevelSeen]


def order_taken(taken: Taken) -> OrderTaken:
    status = "on_hold" if taken.holds and taken.lifecycle in ("submitted", "accepted") else taken.lifecycle
    return OrderTaken(
        id=taken.order_id, number=taken.number, status=status, outcome=taken.outcome, holds=_holds(taken.holds)
    )


def order_seen(found: OrderStanding) -> OrderSeen:
    order = found.order
    open_holds = [hold for hold in found.holds if hold.released_at is None]
    return OrderSeen(
        id=order.order_id,
        external_ref=order.external_ref,
        number=order.number,
        status=found.status,
        lifecycle=order.lifecycle,
        payment=order.payment,
        fulfilment=order.fulfilment,
        service=order.service,
        ship_by=order.ship_by,
        currency=order.currency,
        total=Money(order.total_minor, order.currency).text(),
        refund_due=Money(found.due.back_minor, order.currency).text(),
        holds=[HoldSeen(reason=hold.reason, field=hold.field, detail=hold.detail) for hold in open_holds],
        lines=[shown(LineSeen, line) for line in found.sold],
        tracking=[TrackingSeen(courier=who, number=number, dispatched_at=at) for who, number, at in found.tracking],
    )


def stock_seen(sku: str, levels: Iterable[LevelRow]) -> StockSeen:
    rows = tuple(levels)
    names = ("on_hand", "allocated", "reserved", "unavailable", "safety")
    sums: dict[str, Any] = {name: sum(getattr(row, name) for row in rows) for name in names}
    places = [shown(LevelSeen, row) for row in rows]
    free = sums["on_hand"] - sum(sums[name] for name in names[1:])
    return StockSeen(sku=sku, available=free, locations=places, **sums)


def _holds(holds: Iterable[HoldNeeded]) -> list[HoldSeen]:
    return [HoldSeen(reason=hold.reason.value, field=hold.field, detail=hold.detail) for hold in holds]
