"""A closed parcel: its number, its papers, and whether the label is on the box: three separate facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.facts import PackedLine
from app.domain.parcels import LabelState


class Paper(StrEnum):
    LABEL = "label"
    SLIP = "slip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """`sscc` is "" until a number was taken; `label` is where the label stands; `copies` counts reprints."""

    parcel_id: str
    session_id: str
    list_id: str
    order_id: str
    order_number: str
    fence: int
    carton: str
    contents: tuple[PackedLine, ...]
    sscc: str = ""
    block_id: str = ""
    service: str = ""
    recipient: str = ""
    label: LabelState = LabelState.NONE
    copies: int = 0
    label_job: str = ""
    slip_job: str = ""
    grams: int | None = None
    dispatched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperJob:
    """One row of the print ledger, written before the first byte goes out.

    `state` and `evidence` are as the driver reports. `payload` is kept until the parcel is dispatched, so that the
    very same bytes can be sent again.
    """

    job_id: str
    parcel_id: str
    paper: Paper
    payload: bytes
    state: str
    evidence: str = "none"
    detail: str = ""
    counter: int | None = None
    reprint_of: str = ""
    reason: str = ""
