"""What a bench tells the centre: facts that happened (never refused) and requests (which may be refused)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


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
    """`serials` are the serial numbers of the units, one each, or () when nobody asked; `lot` is the lot they are of."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeTask:
    """Request: lease this task to the packer at this station. Work may begin before the answer."""

    task_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskHandedBack:
    """Nobody here does the rest of it: it goes back into the queue, with the reason."""

    task_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUnitsMoved:
    """Units of a task lie at `location` now; `number` is that of its TaskUnits, `source` where they were taken ("" for
    a tote or a pile)."""

    task_id: str
    number: int
    sku: str
    quantity: int
    source: str
    location: str
    barcode: str
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUnitsMissing:
    """Units of a task that were not there, with the reason."""

    task_id: str
    number: int
    sku: str
    quantity: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFinished:
    """Nothing of the task is left to do here: every unit was moved or said to be missing."""

    task_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfCounted:
    """Everything of one SKU (and lot) in one place was counted, without knowing what was expected."""

    task_id: str
    sku: str
    location: str
    counted: int
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsInspected:
    """Returned units were looked at, once: `restock` are fit, `scrap` good for nothing, the rest stays kept apart.

    `reasons` are (reason code, units) of every decision.
    """

    task_id: str
    number: int
    sku: str
    restock: int
    scrap: int
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelStopped:
    """A parcel that was to be stopped: `outcome` voided (it is here, its label destroyed) or left; `sscc` "" for all."""

    task_id: str
    sscc: str
    outcome: str
    reason: str = ""


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
