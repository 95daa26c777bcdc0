"""The documents the centre sends a bench: products, packers, the queue, leased work, number blocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

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
    """One warehouse; `zone` is an IANA time zone. `other_lot` says who may take another lot than the promised one:
    packer | supervisor (with a badge) | nobody."""

    code: str
    name: str
    zone: str
    sender: PostalAddress
    cartons: tuple[Carton, ...]
    totes: tuple[str, ...]
    other_lot: str = "packer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductBarcode:
    """`code` is a GTIN-14 or an alias text; `units` > 1 for an inner or a case."""

    code: str
    units: int
    level: str = "each"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """`options` are (name, value) pairs in the shop's order; `home` the pick location the product normally lives in.

    `by_lot`, `by_serial` and `expires` say what has to be known of every unit.
    """

    sku: str
    name: str
    options: tuple[tuple[str, str], ...]
    barcodes: tuple[ProductBarcode, ...]
    picture: str = ""
    grams: int | None = None
    home: str = ""
    by_lot: bool = False
    by_serial: bool = False
    expires: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLot:
    """A lot: `expiry` is its last good day, `ship_until` the last day it may leave (None: no end).

    A recalled one may not leave at all.
    """

    lot: str
    expiry: date | None = None
    ship_until: date | None = None
    recalled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductLots:
    """Every lot of a product that was received and may still lie somewhere."""

    sku: str
    lots: tuple[KnownLot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedSerial:
    """A unit that is packed for an order or has left with it: no bench packs its serial number for another one."""

    unit: str
    order_id: str
    order: str
    shipped: bool


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
    """One stop of the walk: take `needs` of one SKU from one location; `stop_no` counts from 1 in walk order.

    Of a product kept by lot: `lot` is the promised one ("" for none), `lots` are all that lie there, the one that
    expires first before the others.
    """

    stop_no: int
    location: str
    sku: str
    needs: tuple[StopNeed, ...]
    lot: str = ""
    expiry: date | None = None
    lots: tuple[KnownLot, ...] = ()


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


def unit_name(sku: str, serial: str) -> str:
    """What one unit goes by in `UsedSerial.unit`."""
    return f"{sku}\x1f{serial}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedOrder:
    """Stop list: this order's parcels must not be dispatched."""

    order_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUnits:
    """Units of one SKU a task is about: `number` names them in facts, `location` is where the books have them.

    What is said here is still to be done; `quantity` 0 is a blind count: the expected number is not told.
    """

    number: int
    sku: str
    location: str
    quantity: int
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorTask:
    """A task of the floor with all it takes to do it offline; every bench sees it, and no customer stands in it.

    `kind`: put_back | restock | replenish | count | inspect | stop_shipment. `state`: queued | leased | paused.
    `cause` says what made it and `why` says so in words ("" for a count: it is blind). `to` is the location the units
    go to, "" where each goes to its own. `parcels` are the numbers (SSCC) to take off the pile. `holder` names the
    bench that has it, or the person; facts about it carry `fence`. `role`, `not_for` and `pinned_to` say who may.
    """

    task_id: str
    kind: str
    cause: str
    state: str
    fence: int
    priority: int
    rank: int
    due_at: datetime | None
    why: str
    units: tuple[TaskUnits, ...]
    to: str = ""
    parcels: tuple[str, ...] = ()
    holder: str = ""
    role: str = "packer"
    not_for: str = ""
    pinned_to: str = ""
