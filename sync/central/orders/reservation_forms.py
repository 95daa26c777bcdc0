"""The JSON of reservations: what is to be kept for whom and how long, and what is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.central.stock.reservations.keeping import OWNER_LONGEST, Kept
from app.central.stock.reservations.reserving import LONGEST
from sync.central.orders.forms import Code

Owner = Annotated[str, StringConstraints(min_length=1, max_length=OWNER_LONGEST, pattern=r"^[^\x00-\x1f\x7f]+$")]


class KeepLineForm(BaseModel):
    """Units of one SKU; a kit is kept as its components."""

    model_config = ConfigDict(extra="forbid")
    sku: Code
    quantity: Annotated[int, Field(ge=1, le=10_000, strict=True)]


class ReservationForm(BaseModel):
    """`owner` is whatever the channel calls the basket or customer; the units are free again after `ttl_s` seconds."""

    model_config = ConfigDict(extra="forbid")
    owner: Owner
    ttl_s: Annotated[int, Field(ge=1, le=int(LONGEST.total_seconds()), strict=True)] = 900
    lines: Annotated[list[KeepLineForm], Field(min_length=1, max_length=200)]


class KeptLine(msgspec.Struct, frozen=True, kw_only=True):
    sku: str
    quantity: int


class ReservationSeen(msgspec.Struct, frozen=True, kw_only=True):
    """`state`: active | converted | released | expired; `order_id` is the order it belongs to, "" for none yet."""

    id: str
    owner: str
    state: str
    order_id: str
    made_at: datetime
    expires_at: datetime
    lines: list[KeptLine]


def reservation_seen(found: Kept) -> ReservationSeen:
    row, units = found.row, dict[str, int]()
    for line in found.lines:
        units[line.sku] = units.get(line.sku, 0) + line.quantity
    return ReservationSeen(
        id=row.reservation_id,
        owner=row.owner,
        state=row.state,
        order_id=row.order_id or "",
        made_at=row.made_at,
        expires_at=row.expires_at,
        lines=[KeptLine(sku=sku, quantity=quantity) for sku, quantity in sorted(units.items())],
    )
