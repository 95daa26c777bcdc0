"""The JSON of supply: strict on the way in, every refusal naming its field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.central.supply.buying.purchasing import PurchaseWhole
from app.central.supply.buying.receiving import Arrival, Delivery
from app.central.supply.seeing import LowRow
from app.central.supply.values import AlertRow, ProposalRow, PurchaseRow
from sync.central.serving.showing import shown

_NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Name = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")]
Named = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
Place = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")]
Scan = Annotated[str, StringConstraints(max_length=400, pattern=r"^[^\x00-\x1c\x1e\x1f\x7f]*$")]
Words = Annotated[str, StringConstraints(max_length=1000, pattern=_NO_CONTROLS)]
Why = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=_NO_CONTROLS)]
Units = Annotated[int, Field(ge=1, le=10_000_000, strict=True)]


class ProposalChangeForm(BaseModel):
    """Order so many units instead."""

    model_config = ConfigDict(extra="forbid")
    quantity: Units
    why: Words = ""


class ProposalRejectForm(BaseModel):
    """Nothing is proposed for `days` days; its review period when nothing is said."""

    model_config = ConfigDict(extra="forbid")
    why: Why
    days: Annotated[int, Field(ge=0, le=400, strict=True)] | None = None


class ApproveForm(BaseModel):
    """Proposals by id; `quantities` by id are ordered instead of what is proposed."""

    model_config = ConfigDict(extra="forbid")
    proposals: Annotated[list[Named], Field(min_length=1, max_length=500)]
    quantities: dict[Named, Units] = {}


class ReceiptForm(BaseModel):
    """One SKU of an arrival: `quantity` packages of `level`, `damaged` units among them, by its SKU or its barcode.

    `key` makes it happen once: the same key again is the same arrival. An expiry is the last good day of the lot.
    """

    model_config = ConfigDict(extra="forbid")
    location: Place
    quantity: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    key: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
    sku: Name = ""
    scanned: Scan = ""
    level: Annotated[str, StringConstraints(max_length=20, pattern=r"^[a-z]+$")] = "each"
    damaged: Annotated[int, Field(ge=0, le=10_000_000, strict=True)] = 0
    lot: Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    expiry: date | None = None
    serials: Annotated[list[Named], Field(max_length=10_000)] = []

    def delivery(self, purchase: str) -> Delivery:
        given = self.model_dump()
        return Delivery(**{**given, "purchase": purchase, "serials": tuple(self.serials)})


class ExpectForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    expected_on: date


class CloseForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    why: Why


class LowShown(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU that is low, in units and whole days; `daily_milli` is its demand in thousandths of a unit per day."""

    sku: str
    name: str
    supplier: str
    available: int
    on_hand: int
    cover_days: int | None
    reorder_point: int
    order_up_to: int
    proposed: int
    on_order: int
    backordered: int
    daily_milli: int


class LowList(msgspec.Struct, frozen=True, kw_only=True):
    """`next` is the cursor of the next page; null at the end."""

    low: list[LowShown]
    next: str | None


class ProposalShown(msgspec.Struct, frozen=True, kw_only=True):
    """`state`: open | approved | rejected | withdrawn. `inputs` are all figures it was made of, `words` says it."""

    id: str
    sku: str
    supplier: str
    state: str
    quantity: int
    proposed: int
    by_hand: bool
    words: str
    inputs: dict[str, Any]
    made_at: datetime
    changed_at: datetime
    decided_at: datetime | None
    decided_by: str
    note: str
    purchase_id: str | None


class ProposalList(msgspec.Struct, frozen=True, kw_only=True):
    """`next` is the cursor of the next page; null at the end."""

    proposals: list[ProposalShown]
    next: str | None


class PurchaseShown(msgspec.Struct, frozen=True, kw_only=True):
    """`state`: open | received | closed (came short) | cancelled."""

    id: str
    number: str
    supplier: str
    state: str
    ordered_at: datetime
    ordered_by: str
    expected_on: date
    closed_at: datetime | None
    note: str


class PurchaseList(msgspec.Struct, frozen=True, kw_only=True):
    """`next` is the cursor of the next page; null at the end."""

    purchases: list[PurchaseShown]
    next: str | None


class PurchaseLineShown(msgspec.Struct, frozen=True, kw_only=True):
    """Units; `damaged` ones are among the `received`, `left` are still to come."""

    sku: str
    supplier_sku: str
    name: str
    pack: int
    ordered: int
    received: int
    damaged: int
    left: int


class ReceiptShown(msgspec.Struct, frozen=True, kw_only=True):
    """One arrival; `over` units of it were not ordered."""

    id: str
    sku: str
    location: str
    lot: str
    units: int
    damaged: int
    over: int
    received_at: datetime
    received_by: str


class PurchaseSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A purchase with its lines and what arrived of it."""

    purchase: PurchaseShown
    lines: list[PurchaseLineShown]
    receipts: list[ReceiptShown]


class ReceiptTaken(msgspec.Struct, frozen=True, kw_only=True):
    """What was received, how much of the line is still to come, and the state of the purchase now."""

    receipt: ReceiptShown
    left: int
    state: str
    replayed: bool


class AlertShown(msgspec.Struct, frozen=True, kw_only=True):
    """`state`: raised | recovered; told once each. `subject` is a SKU, a SKU and lot, a purchase's number,
    or the code of a channel that gets less to sell."""

    id: str
    kind: str
    subject: str
    sku: str
    state: str
    words: str
    inputs: dict[str, Any]
    raised_at: datetime
    recovered_at: datetime | None


class AlertList(msgspec.Struct, frozen=True, kw_only=True):
    """`next` is the cursor of the next page; null at the end."""

    alerts: list[AlertShown]
    next: str | None


def low_shown(row: LowRow) -> LowShown:
    return shown(LowShown, row, daily_milli=row.rate_milli)


def proposal_shown(row: ProposalRow) -> ProposalShown:
    inputs = msgspec.json.decode(row.inputs, type=dict[str, Any])
    return shown(ProposalShown, row, id=row.proposal_id, by_hand=bool(row.by_hand), inputs=inputs)


def purchase_shown(row: PurchaseRow) -> PurchaseShown:
    return shown(PurchaseShown, row, id=row.purchase_id)


def purchase_seen(found: PurchaseWhole) -> PurchaseSeen:
    lines = [shown(PurchaseLineShown, line, name=found.names.get(line.sku, "")) for line in found.lines]
    receipts = [shown(ReceiptShown, row, id=row.receipt_id) for row in found.receipts]
    return PurchaseSeen(purchase=purchase_shown(found.row), lines=lines, receipts=receipts)


def receipt_taken(came: Arrival) -> ReceiptTaken:
    receipt = shown(ReceiptShown, came.receipt, id=came.receipt.receipt_id)
    return ReceiptTaken(receipt=receipt, left=came.left, state=came.state, replayed=came.again)


def alert_shown(row: AlertRow) -> AlertShown:
    inputs = msgspec.json.decode(row.inputs, type=dict[str, Any])
    return shown(AlertShown, row, id=row.alert_id, inputs=inputs)
