"""The JSON of what is done to an order: holds, cancellations, payments; and of lists of orders."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from pydantic import BaseModel, ConfigDict, StringConstraints

from app.central.money.values import GrantRow
from app.central.values import HoldRow, OrderRow
from app.domain.intake.payments import PaymentKind
from app.domain.money import Money
from sync.central.orders.forms import Currency, Moment, Total
from sync.central.serving.showing import shown

Why = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"),
]
"""Words that say something, on one line."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")]


class CancelForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    why: Why


class HoldForm(BaseModel):
    """An operator's hold: the order waits until somebody releases it."""

    model_config = ConfigDict(extra="forbid")
    why: Why


class ReleaseForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    why: Why


class PaymentForm(BaseModel):
    """One movement of money as its provider tells it; `reference` is the provider's own id, and counts once."""

    model_config = ConfigDict(extra="forbid")
    kind: PaymentKind
    amount: Total
    currency: Currency
    provider: Name
    reference: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
    happened_at: Moment
    expires_at: Moment | None = None


class RefundForm(BaseModel):
    """A promise to pay back; `reference` is your own id of it, and counts once."""

    model_config = ConfigDict(extra="forbid")
    amount: Total
    why: Why
    reference: Annotated[
        str,
        StringConstraints(
            min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
        ),
    ]


class HoldListed(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    reason: str
    field: str
    detail: str
    placed_by: str
    placed_at: datetime
    released_by: str
    released_at: datetime | None


class HoldList(msgspec.Struct, frozen=True, kw_only=True):
    """Every hold an order ever had, oldest first; the open ones have no `released_at`."""

    holds: list[HoldListed]


class OrderListed(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    external_ref: str
    number: str
    channel: str
    site: str
    lifecycle: str
    fulfilment: str
    payment: str
    currency: str
    total: str
    service: str
    priority: int
    placed_at: datetime
    taken_at: datetime
    ship_by: datetime | None


class OrderPage(msgspec.Struct, frozen=True, kw_only=True):
    """Newest first; `next` is the cursor of the following page, "" on the last."""

    orders: list[OrderListed]
    next: str


class Cancelled(msgspec.Struct, frozen=True, kw_only=True):
    """`left` says in words what people have to do now, "" for nothing."""

    id: str
    left: str


class PaymentTaken(msgspec.Struct, frozen=True, kw_only=True):
    """`payment` is where the order stands now; `replayed` says that this event was known."""

    order_id: str
    payment: str
    replayed: bool


class RefundGranted(msgspec.Struct, frozen=True, kw_only=True):
    """What was promised; the money itself moves with its provider, and is recorded as a payment `refunded`.

    `replayed` says that it had been granted before, and nothing was done.
    """

    id: str
    order_id: str
    amount: str
    currency: str
    why: str
    reference: str
    granted_by: str
    granted_at: datetime
    replayed: bool


class RiskTaken(msgspec.Struct, frozen=True, kw_only=True):
    """`risk` is the worst level of what no person has decided about: none | low | medium | high."""

    order_id: str
    risk: str


def hold_listed(row: HoldRow) -> HoldListed:
    return shown(HoldListed, row, id=row.hold_id)


def refund_granted(row: GrantRow, currency: str, *, replayed: bool) -> RefundGranted:
    amount = Money(row.amount_minor, currency).text()
    return shown(RefundGranted, row, id=row.grant_id, amount=amount, currency=currency, replayed=replayed)


def order_listed(row: OrderRow, channel: str) -> OrderListed:
    total = Money(row.total_minor, row.currency).text()
    return shown(OrderListed, row, id=row.order_id, site=row.site_id, channel=channel, total=total)
