"""Rows of supply as frozen values: suppliers and rules, proposals, purchases, receipts, pick faces, alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierRow:
    """Days are days of the calendar; `lead_sigma_days` is by how much a delivery usually misses its lead time."""

    code: str
    name: str
    email: str = ""
    lead_days: int = 7
    lead_sigma_days: int = 0
    review_days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """How a SKU is bought; None is what its supplier or the site says. `min_units` and `max_units` override figures."""

    sku: str
    supplier: str = ""
    supplier_sku: str = ""
    pack: int = 1
    moq: int = 1
    lead_days: int | None = None
    review_days: int | None = None
    service_permille: int | None = None
    min_units: int | None = None
    max_units: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """How far the background looked; `settings` is JSON."""

    filled_until: date | None
    began_at: datetime | None
    looked_to: str
    looking: int
    purchase_next: int
    settings: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """`state`: open | approved | rejected | withdrawn; `inputs` is a Figure as JSON, `words` says it to a person."""

    proposal_id: str
    sku: str
    supplier: str
    state: str
    quantity: int
    proposed: int
    by_hand: int
    inputs: str
    words: str
    made_at: datetime
    changed_at: datetime
    decided_at: datetime | None
    decided_by: str
    note: str
    not_before: datetime | None
    purchase_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseRow:
    """`state`: open | received | closed (came short) | cancelled."""

    purchase_id: str
    number: str
    supplier: str
    state: str
    ordered_at: datetime
    ordered_by: str
    expected_on: date
    closed_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseLineRow:
    """Units; `damaged` ones are among the `received`."""

    purchase_id: str
    sku: str
    position: int
    supplier_sku: str
    pack: int
    ordered: int
    received: int = 0
    damaged: int = 0

    @property
    def left(self) -> int:
        """Units still to come."""
        return max(0, self.ordered - self.received)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """One arrival; `over` units of it were not ordered. `body_sha256` is of what was asked, "" if it was not kept."""

    receipt_id: str
    purchase_id: str
    sku: str
    location: str
    lot: str
    units: int
    damaged: int
    over: int
    received_at: datetime
    received_by: str
    receipt_key: str
    body_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceRow:
    """`task_id` is the newest task that fills the face."""

    face_id: str
    location: str
    sku: str
    min_units: int
    max_units: int
    task_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """`state`: raised | recovered; `inputs` is JSON."""

    alert_id: str
    kind: str
    subject: str
    sku: str
    state: str
    words: str
    inputs: str
    raised_at: datetime
    recovered_at: datetime | None
