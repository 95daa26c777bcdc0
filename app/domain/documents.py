"""The documents the centre sends a bench: products, packers, the queue, leased work, number blocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.parcels import PostalAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Carton:
    """A carton (package type); inner size in mm, weights in grams."""

    code: str
    name: str
    length_mm: int
    width_mm: int
    height_mm: int
    max_grams: int
    tare_grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One warehouse; `zone` is an IANA time zone."""

    code: str
    name: str
    zone: str
    sender: PostalAddress
    cartons: tuple[Carton, ...]
    totes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductBarcode:
    """`code` is a GTIN-14 or an alias text; `units` > 1 for an inner or a case."""

    code: str
    units: int
    level: str = "each"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """`options` are (name, value) pairs in the shop's order; `home` the pick location the product normally lives in."""

    sku: str
    name: str
    options: tuple[tuple[str, str], ...]
    barcodes: tuple[ProductBarcode, ...]
    picture: str = ""
    grams: int | None = None
    home: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packer:
    """`badge_sha256` is the hash of the random badge id: the feed never carries a usable badge."""

    packer_id: str
    name: str
    role: str
    badge_sha256: str
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One row of the queue every bench sees, without customer data.

    `state`: ready | claimed | waiting | on_hold | done.
    `kind`: discrete | cluster | order (an order not in any list yet). `why` says in words why it is where it is.
    `rank` sorts the queue (smaller first). `holder` names the station that has it.
    """

    list_id: str
    number: str
    kind: str
    state: str
    orders: int
    units: int
    stops: int
    priority: int
    rank: int
    ship_by: datetime | None
    why: str
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    line_id: str
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrder:
    """A leased order with what the label needs. `state`: open | on_hold | cancelled (`reason` says why)."""

    order_id: str
    number: str
    ship_by: datetime | None
    service: str
    recipient: PostalAddress
    lines: tuple[WorkLine, ...]
    state: str = "open"
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopNeed:
    order_id: str
    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkStop:
    """One stop of the walk: take `needs` of one SKU from one location; `stop_no` counts from 1 in walk order."""

    stop_no: int
    location: str
    sku: str
    needs: tuple[StopNeed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """A pick list leased to this station; facts about it carry `fence`. `lease_until` is centre time."""

    list_id: str
    number: str
    kind: str
    fence: int
    lease_until: datetime
    priority: int
    ship_by: datetime | None
    why: str
    orders: tuple[WorkOrder, ...]
    stops: tuple[WorkStop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialBlock:
    """A number block of SSCC serials leased to this station epoch: first..last inclusive."""

    block_id: str
    company_prefix: str
    extension: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedOrder:
    """Stop list: this order's parcels must not be dispatched."""

    order_id: str
    reason: str
