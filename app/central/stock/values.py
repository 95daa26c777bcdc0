"""Rows of stock as frozen values: what storage hands to the verbs of stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One movement; the counters are its deltas, `version` the level's after it."""

    ledger_id: str
    sku: str
    location: str
    lot: str
    kind: str
    quantity: int
    on_hand: int
    allocated: int
    reserved: int
    unavailable: int
    quarantined: int
    version: int
    cause: str
    idem: str
    actor: str
    reason: str
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRow:
    """`ship_until` is the last day it may leave; `state`: good | recalled."""

    sku: str
    lot: str
    expiry: date | None
    ship_until: date | None
    state: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialRow:
    """`state`: stock | allocated (packed for `line_id`) | shipped | gone."""

    sku: str
    serial: str
    lot: str
    state: str
    line_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationRow:
    """`state`: active | converted (into `order_id`) | released | expired."""

    reservation_id: str
    site_id: str
    owner: str
    state: str
    order_id: str | None
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedRow:
    """Units a reservation keeps of one level."""

    sku: str
    location: str
    lot: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRow:
    """`quantity` units left `source` for `target`; `arrived` of them are there."""

    transfer_id: str
    sku: str
    lot: str
    source: str
    target: str
    quantity: int
    arrived: int
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A location; `state`: open | blocked (nothing is promised of it) | closed (nothing is put there either)."""

    code: str
    walk: int
    kind: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRow:
    """What has to be known of every unit of a product; flags are 0 or 1."""

    sku: str
    kit: int
    tracks_lot: int
    tracks_serial: int
    tracks_expiry: int
    min_days: int
    whole_cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KitRow:
    """A kit as it was sold: one line to the customer, at `position` of the order as it came."""

    kit_id: str
    order_id: str
    position: int
    sku: str
    name: str
    quantity: int
    price_minor: int
    tax_minor: int = 0
    discount_minor: int = 0
    shop_line: str = ""
