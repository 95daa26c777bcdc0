"""A parcel on its way out: its number, its label and its slip, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class LabelState(StrEnum):
    """Purchase, paper and box are separate facts (glossary: label)."""

    NONE = "none"
    PURCHASED = "purchased"
    PRINTED = "printed"
    APPLIED = "applied"
    VOIDED = "voided"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where a parcel goes, as the customer wrote it; `country` is ISO 3166-1 alpha-2."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    company: str = ""
    street2: str = ""
    region: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class LabelContent:
    """Everything printed on one 4x6 in shipping label of the house courier.

    `sscc` is 18 digits with its check digit; `ordinal` of `parcels` counts from 1; `grams` is None when not weighed;
    `copy` counts reprints (0 = first print) and is printed as R1, R2, ...
    """

    sscc: str
    order_number: str
    service: str
    sender: PostalAddress
    recipient: PostalAddress
    ordinal: int = 1
    parcels: int = 1
    grams: int | None = None
    copy: int = 0


@dataclass(frozen=True, slots=True)
class SlipTrace:
    """Of which lot units in the box are ("" when it is not kept), and their serial numbers, or ()."""

    lot: str
    expiry: date | None
    units: int
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line of the packing slip: what is in this box and what the order asked for."""

    sku: str
    name: str
    variant: str
    packed: int
    ordered: int
    traced: tuple[SlipTrace, ...] = ()


@dataclass(frozen=True, slots=True)
class SlipContent:
    """Everything printed on one packing slip; `packed_at` is aware, in the site's own zone."""

    order_number: str
    customer: str
    sscc: str
    packed_at: datetime
    lines: tuple[SlipLine, ...]
    ordinal: int = 1
    parcels: int = 1
    note: str = ""
