"""Rows of the centre as frozen values: what storage hands to the verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """`policy` is a ChannelPolicy as JSON, "{}" for the kind's own."""

    channel_id: str
    site_id: str
    code: str
    kind: str
    policy: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """`sender` is a postal address as JSON; `services` a list of service levels, `work` the settings of its work.

    `currency` is what it sells in, "" when nobody said.
    """

    site_id: str
    name: str
    zone: str
    sender: str
    services: str
    company_prefix: str
    extension: int
    work: str = "{}"
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """`recipient` is a postal address as JSON; `list_id` the pick list that has the order now.

    `charged_minor` is all that was ever charged, `refunded_minor` what of it went back, by refund or chargeback;
    `authorised_minor` what is open now and when the first of it lapses (`authorised_until`). `customer` is whose credit
    it may be bought on ("" nobody's). `prices_include_tax` is 0 or 1; `version` counts the changes after it was taken;
    `cancelled_by` is shop | desk | "".
    """

    order_id: str
    site_id: str
    channel_id: str
    external_ref: str
    number: str
    content_sha256: str
    currency: str
    total_minor: int
    authorised_minor: int
    charged_minor: int
    payment: str
    service: str
    priority: int
    placed_at: datetime
    ship_by: datetime | None
    taken_at: datetime
    lifecycle: str
    fulfilment: str
    recipient: str
    note: str
    list_id: str | None
    tax_minor: int = 0
    discount_minor: int = 0
    shipping_minor: int = 0
    other_minor: int = 0
    prices_include_tax: int = 0
    shop_id: str = ""
    shop_updated_at: datetime | None = None
    version: int = 1
    cancelled_by: str = ""
    remark: str = ""
    refunded_minor: int = 0
    authorised_until: datetime | None = None
    method: str = ""
    customer: str = ""
    policy: str = "ship_together"
    risk: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    line_id: str
    order_id: str
    position: int
    sku: str
    name: str
    quantity: int
    price_minor: int
    cancelled: int
    allocated: int
    picked: int
    packed: int
    shipped: int
    short: int
    tax_minor: int = 0
    discount_minor: int = 0
    shop_line: str = ""
    kit_id: str | None = None
    per_kit: int = 0
    backordered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRow:
    hold_id: str
    order_id: str
    reason: str
    field: str
    detail: str
    placed_by: str
    placed_at: datetime
    released_by: str
    released_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationRow:
    allocation_id: str
    order_id: str
    line_id: str
    sku: str
    location: str
    quantity: int
    picked: int
    consumed: int
    released: int
    lot: str = ""

    @property
    def open(self) -> int:
        return self.quantity - self.consumed - self.released


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A pick list; `fence` is the newest fencing token, `lease_until` centre time."""

    list_id: str
    site_id: str
    number: str
    kind: str
    state: str
    priority: int
    rank: int
    ship_by: datetime | None
    why: str
    orders: int
    units: int
    stops: int
    fence: int
    station_id: str | None
    lease_until: datetime | None
    created_at: datetime
    zone: str = ""
    pinned_to: str = ""
    paused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    list_id: str
    stop_no: int
    location: str
    sku: str
    order_id: str
    line_id: str
    quantity: int
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceRow:
    """Units of one lot in a parcel, or the one unit with a serial number."""

    line_id: str
    sku: str
    lot: str
    serial: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRow:
    parcel_id: str
    order_id: str
    session_id: str
    station_id: str
    carton: str
    state: str
    label: str
    sscc: str | None
    courier: str
    service: str
    prints: int
    copies: int
    dispatched_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRow:
    """A revoked station is not heard any more, until it is enrolled again."""

    station_id: str
    site_id: str
    name: str
    signing_key: bytes
    epoch: int
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """Units of one SKU (and lot, "" for none) in one location; `quarantined` is a part of `unavailable`."""

    sku: str
    location: str
    lot: str = ""
    on_hand: int
    allocated: int
    reserved: int = 0
    unavailable: int
    quarantined: int = 0
    safety: int = 0
    backorder_limit: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """`doc` is JSON ("null" when deleted); `audience` "" is every station."""

    seq: int
    entity: str
    id: str
    rev: int
    deleted: bool
    doc: bytes
