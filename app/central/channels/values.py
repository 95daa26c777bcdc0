"""Deliveries of the shops as frozen values: as they came, as they were read, and as they are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.intake.clearance import RiskReport
from app.domain.intake.orders import NewOrder, ServiceLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretRow:
    """A secret a shop signs with; its text is left out wherever the row is shown. `ended_at`: from then on not good."""

    secret_id: str
    channel_id: str
    secret: str = field(repr=False)
    added_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """A delivery without its payload. `outcome`: applied | same | passed | unreadable | failed (`detail` in words)."""

    delivery_id: str
    site_id: str
    channel_id: str
    shop: str
    shop_delivery: str
    body_sha256: str
    topic: str
    domain: str
    received_at: datetime
    outcome: str
    detail: str
    order_id: str | None
    tries: int
    settled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A change of an order that could not be followed at once; `asked` is a NewOrder as JSON, `kinds` words."""

    change_id: str
    order_id: str
    asked: str
    kinds: str
    state: str
    detail: str
    decided_by: str
    asked_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A delivery as it came, its signature good. `shop_delivery` is the shop's own id of it."""

    shop: str
    shop_delivery: str
    topic: str
    domain: str
    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTold:
    """The whole order as it is in the shop now.

    `fulfilled`: the shop says that it shipped all of it. `restored`: it was thrown away and fetched back.
    """

    order: NewOrder
    fulfilled: bool = False
    restored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderGone:
    """The shop threw the order away; `shop_id` is its inner id, `external_ref` what it is called ("" not told)."""

    shop_id: str
    external_ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskTold:
    """What is thought of the risk of an order, by its inner id in the shop; the order itself may come later."""

    shop_id: str
    report: RiskReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Nothing to do, and why: a test order, a topic nobody follows, nothing that needs shipping."""

    why: str
    shop_id: str = ""
    external_ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """It can not be taken as it is: the field like "line_items.0.price", and what is wrong with it."""

    field: str
    why: str


Told = OrderTold | OrderGone | RiskTold | Passed | Unreadable
Reader = Callable[[Delivered, tuple[ServiceLevel, ...]], Told]
"""Pure: what a delivery says, for a site that has these services."""
