"""What a scan can turn out to be: one frozen value per kind, each with the text to show a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ForeignKind(StrEnum):
    """Codes that are readable but are no item: recognised so that the screen can say what was scanned."""

    URL = "url"
    TRACKING = "tracking"
    CONTACT = "contact"
    WIFI = "wifi"
    MAIL = "mail"
    PHONE = "phone"
    PAYMENT = "payment"


class Unclear(StrEnum):
    """Why a scan is Unknown; the value is the reason in words. PLAIN_TEXT may still be an alias in the catalogue."""

    PLAIN_TEXT = "no number we know"
    EMPTY = "nothing was read"
    TOO_LONG = "too long for a barcode"
    BAD_CHECK_DIGIT = "bad check digit"
    MALFORMED = "not what this kind of barcode holds"
    NOT_OUR_CODE = "starts like one of our own codes but is not one"
    NO_ITEM_NUMBER = "GS1 data without an item number"


@dataclass(frozen=True, slots=True)
class Gtin:
    """A trade item: `gtin` is always 14 digits with a verified check digit.

    The other fields come from GS1 element strings: lot AI 10, serial AI 21, expiry AI 17 (else best before, AI 15),
    count AI 30 or, with AI 02, AI 37 (items of that GTIN inside). `warnings` say in words what to check before
    lot, serial, expiry or count are believed; the GTIN itself is good.
    """

    text: str
    gtin: str
    lot: str | None = None
    serial: str | None = None
    expiry: date | None = None
    count: int | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sscc:
    """A logistic unit (a parcel, a pallet): 18 digits with a verified check digit."""

    text: str
    sscc: str


@dataclass(frozen=True, slots=True)
class Badge:
    text: str
    badge_id: str


@dataclass(frozen=True, slots=True)
class Tote:
    text: str
    tote_id: str


@dataclass(frozen=True, slots=True)
class Place:
    """A location (bin); `code` as the warehouse writes it, in capitals."""

    text: str
    code: str


@dataclass(frozen=True, slots=True)
class CommandCode:
    """A command card's symbol; `name` is usually, but not surely, a member of app.domain.floor.cards.Command."""

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """Someone else's code: a brochure's URL, a courier's tracking number, a Wi-Fi poster, ..."""

    text: str
    kind: ForeignKind


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing we can name. `text` is kept: the catalogue may know it as an alias (a SKU, an old code)."""

    text: str
    reason: Unclear = Unclear.PLAIN_TEXT


Barcode = Gtin | Sscc | Badge | Tote | Place | CommandCode | Foreign | Unknown
