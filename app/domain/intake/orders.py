"""What an order is when it arrives, what is wrong with it, and where it stands: pure rules of acceptance."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from app.domain.intake.clearance import FulfilmentPolicy, RiskReport
from app.domain.intake.countries import COUNTRIES, NO_POSTCODE
from app.domain.intake.payments import PaymentEvent
from app.domain.parcels import PostalAddress


class HoldReason(StrEnum):
    """Names of holds; each is judged only by its own cause, and an operator's by nobody but a person."""

    PAYMENT = "payment"
    RISK = "risk"
    ADDRESS = "address"
    DETAILS = "details"
    STOCK = "stock"
    OPERATOR = "operator"


EXPRESS: Final = "express"
STANDARD: Final = "standard"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevel:
    """What the site promises: `cut_off` like "16:30" in its own zone; `shop_methods` are the shop's names for it."""

    code: str
    name: str
    courier: str = "house"
    shop_methods: tuple[str, ...] = ()
    cut_off: str = "16:00"
    priority: int = 5


class Payment(StrEnum):
    """Payment status as the channel reports it (Shopify's names, in lower case)."""

    PENDING = "pending"
    AUTHORIZED = "authorized"
    PARTIALLY_PAID = "partially_paid"
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    VOIDED = "voided"
    EXPIRED = "expired"


class Fulfilment(StrEnum):
    """Derived from line counters and holds, never set by hand."""

    UNFULFILLED = "unfulfilled"
    ON_HOLD = "on_hold"
    IN_PROGRESS = "in_progress"
    PARTIALLY_SHIPPED = "partially_shipped"
    SHIPPED = "shipped"


_PO_BOX: Final = re.compile(
    r"\b(p\.?\s*o\.?\s*box|post\s*office\s*box|postfach|postbus|bo[iî]te\s+postale|apartado(\s+de\s+correos)?"
    r"|casella\s+postale|postboks|b\.?p\.?\s*\d|c\.?p\.?\s*\d|packstation)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """One line as ordered; the same SKU may stand on several lines. `gtin` is the code the channel knows it by.

    `price_minor` is of one unit; `tax_minor` and `discount_minor` are this line's shares of the order's. `ref` is the
    shop's own id of the line, by which a later edit finds it ("" when it has none).
    """

    sku: str
    quantity: int
    name: str = ""
    price_minor: int = 0
    gtin: str = ""
    tax_minor: int = 0
    discount_minor: int = 0
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """An order as a channel sends it; amounts are minor units of `currency`, times aware UTC.

    `external_ref` is the channel's own id, unique there; `priority` and `ship_by` None ask for the service's own.
    `partly_shipped`: the shop sent some of it already. `other_minor` is what no line here stands for: gift cards, fees,
    tips. `shop_id` is the shop's inner id where `external_ref` is what people call the order; `updated_at` the shop's
    own moment of this version, by which late and swapped messages are told; `remark` what was noticed on reading it.
    `charged_minor` is all that was ever charged, `refunded_minor` what of it went back; `authorised_until` is when the
    authorisation lapses. `payments` are the provider's own events where the channel knows them. `method` is how it is
    paid, `customer` whose credit it may be bought on; `policy` None takes the channel's own. `reservation` is
    what the channel had kept for it, by its id.
    """

    external_ref: str
    number: str
    placed_at: datetime
    currency: str
    total_minor: int
    payment: Payment
    recipient: PostalAddress
    lines: tuple[NewLine, ...]
    authorised_minor: int = 0
    charged_minor: int = 0
    service: str = STANDARD
    priority: int | None = None
    ship_by: datetime | None = None
    note: str = ""
    cancelled_at: datetime | None = None
    partly_shipped: bool = False
    email: str = ""
    tax_minor: int = 0
    discount_minor: int = 0
    shipping_minor: int = 0
    other_minor: int = 0
    prices_include_tax: bool = False
    shop_id: str = ""
    updated_at: datetime | None = None
    remark: str = ""
    refunded_minor: int = 0
    authorised_until: datetime | None = None
    method: str = ""
    customer: str = ""
    payments: tuple[PaymentEvent, ...] = ()
    risks: tuple[RiskReport, ...] = ()
    policy: FulfilmentPolicy | None = None
    reservation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldNeeded:
    """Why an order may not go on, with the field to mend and words a person can act on."""

    reason: HoldReason
    field: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCount:
    """Counters of one line, in units."""

    quantity: int
    cancelled: int = 0
    allocated: int = 0
    picked: int = 0
    packed: int = 0
    shipped: int = 0


def check_details(order: NewOrder, known_skus: Collection[str]) -> tuple[HoldNeeded, ...]:
    """What is missing or wrong in the order's details, one entry per field; () when it can be packed and labelled."""
    found = [*check_address(order.recipient, order.service), *_line_faults(order.lines, known_skus)]
    if order.partly_shipped:
        found.append(
            _details(
                "fulfilment",
                "The shop has shipped part of this order already. Check there what is left: release this hold "
                "if every line here is still to go, else cancel the order and send the rest as a new one.",
            )
        )
    return tuple(found)


def check_address(address: PostalAddress, service: str) -> tuple[HoldNeeded, ...]:
    """What is missing or wrong in an address for this service code, one entry per field."""
    found = list(_address_gaps(address))
    if service == EXPRESS and is_po_box(address):
        words = "Express can not be delivered to a PO box: ask for a street address or ship standard."
        found.append(_details("recipient.street", words))
    return tuple(found)


def reason_of(field: str) -> HoldReason:
    """Under which name a field that is wrong holds an order."""
    return _details(field, "").reason


def is_po_box(address: PostalAddress) -> bool:
    """True when the street lines name a PO box or a parcel locker."""
    return _PO_BOX.search(f"{address.street}\n{address.street2}") is not None


def required_by_sku(lines: Iterable[NewLine]) -> dict[str, int]:
    """Units per SKU: the same SKU on two lines is summed before stock is checked."""
    needed: dict[str, int] = {}
    for line in lines:
        needed[line.sku] = needed.get(line.sku, 0) + line.quantity
    return needed


def fulfilment(lines: Iterable[LineCount], on_hold: bool, released: bool) -> Fulfilment:
    """The roll-up a channel reads back."""
    rows = tuple(lines)
    wanted = sum(line.quantity - line.cancelled for line in rows)
    shipped = sum(line.shipped for line in rows)
    if wanted and shipped >= wanted:
        return Fulfilment.SHIPPED
    if shipped:
        return Fulfilment.PARTIALLY_SHIPPED
    if released or any(line.picked for line in rows):
        return Fulfilment.IN_PROGRESS
    return Fulfilment.ON_HOLD if on_hold else Fulfilment.UNFULFILLED


def service_named(services: Iterable[ServiceLevel], code: str) -> ServiceLevel:
    """The service level of this code, or the least urgent one when the site does not know it."""
    known = tuple(services) or (ServiceLevel(code=STANDARD, name="Standard"),)
    return next((level for level in known if level.code == code), max(known, key=lambda level: level.priority))


def service_for_method(services: Iterable[ServiceLevel], method: str) -> str:
    """The service code for a shop's shipping method; the least urgent one for a method nobody mapped."""
    known = tuple(services)
    wanted = method.strip().casefold()
    for level in known:
        if wanted in (name.casefold() for name in level.shop_methods):
            return level.code
    return service_named(known, "").code


def ship_by(placed_at: datetime, service: ServiceLevel, zone: tzinfo) -> datetime:
    """The usual promise: the next cut-off for express, one working day later else; weekends do not count."""
    cut_off = time.fromisoformat(service.cut_off)
    local = placed_at.astimezone(zone)
    day = local.date() if local.time() < cut_off else local.date() + timedelta(days=1)
    extra = 0 if service.code == EXPRESS else 1
    while day.weekday() >= 5 or extra:
        if day.weekday() < 5:
            extra -= 1
        day += timedelta(days=1)
    return datetime.combine(day, cut_off, zone)


def _address_gaps(address: PostalAddress) -> Iterable[HoldNeeded]:
    named = {"name": address.name or address.company, "street": address.street, "city": address.city}
    for field, value in named.items():
        if not value.strip():
            yield _details(f"recipient.{field}", f"The {field} is missing from the delivery address: ask the customer.")
    country = address.country.strip()
    if country not in COUNTRIES:
        shown = f"{country!r} is not a country code (two letters, like DE)" if country else "The country is missing"
        yield _details("recipient.country", f"{shown}: correct the delivery address.")
    elif not address.postcode.strip() and country not in NO_POSTCODE:
        yield _details("recipient.postcode", f"The postcode is missing, and {country} needs one: ask the customer.")


def _line_faults(lines: tuple[NewLine, ...], known_skus: Collection[str]) -> Iterable[HoldNeeded]:
    if not lines:
        yield _details("lines", "The order has no lines: nothing can be packed.")
    for position, line in enumerate(lines):
        if not line.sku:
            yield _details(
                f"lines.{position}.sku", f"Line {position + 1} ({line.name or 'no name'}) has no SKU: add it."
            )
        elif line.sku not in known_skus:
            yield _details(
                f"lines.{position}.sku",
                f"SKU {line.sku!r} on line {position + 1} is not in the catalogue: import the product or correct it.",
            )


def _details(field: str, detail: str) -> HoldNeeded:
    reason = HoldReason.ADDRESS if field.startswith("recipient.") else HoldReason.DETAILS
    return HoldNeeded(reason=reason, field=field, detail=detail)
