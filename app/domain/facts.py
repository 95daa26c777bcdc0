"""What a bench tells the centre: facts that happened (never refused) and requests (which may be refused)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.domain.task_facts import (
    ParcelStopped,
    ShelfCounted,
    TakeTask,
    TaskFinished,
    TaskHandedBack,
    TaskUnitsMissing,
    TaskUnitsMoved,
    UnitsInspected,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWork:
    """Request: lease up to `lists` more pick lists to this station."""

    lists: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseNumbers:
    """Request: a block of `count` SSCC serials."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    packer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut:
    packer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickStarted:
    list_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToteAssigned:
    list_id: str
    order_id: str
    tote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPicked:
    """`lot` is the lot the units are of, "" when nobody said; another than was promised is taken `instead_of` that
    one, for a `reason`."""

    list_id: str
    stop_no: int
    order_id: str
    line_id: str
    sku: str
    quantity: int
    tote: str
    location: str
    barcode: str
    lot: str = ""
    instead_of: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPutBack:
    """Undo of a pick: units (of a lot, "" when nobody said) returned from the tote to the location."""

    list_id: str
    stop_no: int
    order_id: str
    line_id: str
    sku: str
    quantity: int
    location: str
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShortPicked:
    """`location` is where it should have been; "" when found missing at the bench. `lot` is what should have been."""

    list_id: str
    order_id: str
    line_id: str
    sku: str
    quantity: int
    reason: str
    location: str = ""
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickFinished:
    list_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSessionOpened:
    session_id: str
    list_id: str
    order_id: str
    tote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPacked:
    """`serials` are the units' serial numbers, one each, or () when nobody asked; `lot` is the lot they are of."""

    session_id: str
    order_id: str
    line_id: str
    sku: str
    quantity: int
    barcode: str
    serials: tuple[str, ...] = ()
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRemoved:
    session_id: str
    order_id: str
    line_id: str
    sku: str
    quantity: int
    serials: tuple[str, ...] = ()
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRefused:
    """A refused scan is a fact too: `verdict` as shown, what was expected and what was scanned, in words."""

    verdict: str
    step: str
    scanned: str
    expected: str
    order_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedLine:
    """What a box holds of one order line and lot ("" when nobody said); `serials` one for each unit, or ()."""

    line_id: str
    sku: str
    quantity: int
    lot: str = ""
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CartonClosed:
    session_id: str
    parcel_id: str
    order_id: str
    carton: str
    contents: tuple[PackedLine, ...]
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPurchased:
    """A number was taken from the block for this parcel: with the house courier that is the purchase."""

    parcel_id: str
    order_id: str
    courier: str
    service: str
    sscc: str
    block_id: str
    label_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPrinted:
    parcel_id: str
    sscc: str
    job_id: str
    state: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelReprinted:
    parcel_id: str
    sscc: str
    job_id: str
    reason: str
    copy: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelApplied:
    """The printed label was scanned on the box: the only real proof of paper."""

    parcel_id: str
    order_id: str
    sscc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelDispatched:
    parcel_id: str
    order_id: str
    sscc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemReported:
    order_id: str
    list_id: str
    reason: str
    detail: str = ""


FACTS: Final = (
    SignedIn, SignedOut, PickStarted, ToteAssigned, ItemPicked, UnitPutBack, ItemShortPicked, PickFinished,
    PackSessionOpened, ItemPacked, UnitRemoved, ScanRefused, CartonClosed, LabelPurchased, LabelPrinted,
    LabelReprinted, LabelApplied, ParcelDispatched, ProblemReported, TaskHandedBack, TaskUnitsMoved, TaskUnitsMissing,
    TaskFinished, ShelfCounted, UnitsInspected, ParcelStopped,
)  # fmt: skip
REQUESTS: Final = (ClaimWork, LeaseNumbers, TakeTask)

Request = ClaimWork | LeaseNumbers | TakeTask
Fact = (
    SignedIn | SignedOut | PickStarted | ToteAssigned | ItemPicked | UnitPutBack | ItemShortPicked | PickFinished
    | PackSessionOpened | ItemPacked | UnitRemoved | ScanRefused | CartonClosed | LabelPurchased | LabelPrinted
    | LabelReprinted | LabelApplied | ParcelDispatched | ProblemReported | TaskHandedBack | TaskUnitsMoved
    | TaskUnitsMissing | TaskFinished | ShelfCounted | UnitsInspected | ParcelStopped
)  # fmt: skip
Body = Fact | Request
