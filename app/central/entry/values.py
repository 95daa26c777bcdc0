"""What a person enters for an order at the desk, what is looked up meanwhile, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.central.details.values import Problem
from app.domain.intake.clearance import FulfilmentPolicy
from app.domain.intake.orders import HoldNeeded
from app.domain.parcels import PostalAddress

PHONE: Final = "phone"
COUNTER: Final = "counter"
KINDS: Final = {PHONE: "P", COUNTER: "C"}
"""Kinds of channel the desk takes orders for, and how their numbers begin."""
CARD: Final = "card"
CASH: Final = "cash"
INVOICE: Final = "invoice"
LATER: Final = "transfer"
METHODS: Final = (CARD, CASH, INVOICE, LATER)
LINES_MOST: Final = 60
QUANTITY_MOST: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """`price_minor` is of one unit, with its tax."""

    sku: str
    quantity: int
    price_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOrder:
    """One order as entered; `token` (32 hex digits) is the form's own: the same one again is the same order.

    `kind` is phone | counter, `method` one of METHODS. `reference` proves a card payment, `given_minor` is the cash
    that was handed over, `customer` whose credit an invoice is bought on. `taken_along`: the goods leave now.
    """

    token: str
    kind: str
    recipient: PostalAddress
    email: str
    currency: str
    lines: tuple[EntryLine, ...]
    service: str
    taken_along: bool
    method: str
    reference: str = ""
    given_minor: int = 0
    customer: str = ""
    policy: FulfilmentPolicy | None = None
    note: str = ""
    shipping_minor: int = 0
    discount_minor: int = 0

    @property
    def total_minor(self) -> int:
        lines = sum(line.price_minor * line.quantity for line in self.lines)
        return lines + self.shipping_minor - self.discount_minor


@dataclass(frozen=True, slots=True)
class NotEntered:
    """Nothing was stored: the field that is wrong ("lines.0.quantity", "reference", ...), and why in words."""

    field: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """`again`: this form was sent before, and this is what came of it then."""

    order_id: str
    number: str
    lifecycle: str
    holds: tuple[HoldNeeded, ...]
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A product as the desk offers it; `price_minor` is the shop's price, else what it sold at last, else None.

    `ahead` more units than are `free` may be promised before they are there; 0 where the channel does not oversell.
    """

    sku: str
    name: str
    variant: str
    free: int
    ahead: int = 0
    price_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCustomer:
    """A customer of earlier orders, by the newest of those that went to one address; `orders` counts them."""

    order_id: str
    number: str
    placed_at: datetime
    to: PostalAddress
    email: str
    orders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How an order would stand now: units free by SKU, when it would leave, and what is wrong with its address.

    `products` are those of its lines the catalogue knows. `ship_by` None: nothing is ordered yet.
    """

    products: dict[str, Offered]
    ship_by: datetime | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    name: str
    sku: str
    quantity: int
    price_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What is printed for the customer; `given_minor` 0 unless cash was handed over. `seller` is the site's address."""

    number: str
    placed_at: datetime
    seller: PostalAddress
    lines: tuple[ReceiptLine, ...]
    currency: str
    total_minor: int
    shipping_minor: int
    discount_minor: int
    paid_minor: int
    method: str
    reference: str
    given_minor: int
    clerk: str
