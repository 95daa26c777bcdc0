"""Rows of the order desk's lists as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOrder:
    """An order as a list shows it; `recipient` is a postal address as JSON."""

    order_id: str
    number: str
    channel_id: str
    currency: str
    total_minor: int
    payment: str
    placed_at: datetime
    taken_at: datetime
    ship_by: datetime | None
    lifecycle: str
    fulfilment: str
    recipient: str
    list_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHold:
    order_id: str
    reason: str
    detail: str
    placed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OnList:
    """The pick list that has an order; `station` and `tote` "" while there is none."""

    order_id: str
    number: str
    state: str
    station: str
    tote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedParcel:
    order_id: str
    state: str
    label: str
    sscc: str | None
    closed_at: datetime
    dispatched_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """A task a person has to do about an order; `holder` is who has it, "" for nobody."""

    order_id: str
    kind: str
    reason: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The newest question to a customer about an order that waits; `linked_at` None: nobody could be written to."""

    order_id: str
    asked_at: datetime
    linked_at: datetime | None
    opened_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around one order and decides what happens next.

    `ahead` (SKU, units) that are promised to it before they are there.
    """

    holds: tuple[OpenHold, ...] = ()
    on_list: OnList | None = None
    parcels: tuple[ListedParcel, ...] = ()
    tasks: tuple[OpenTask, ...] = ()
    asked: Asked | None = None
    ahead: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    """Something that happened to an order, as its own table keeps it: `source` says which, `kind` what.

    `units` counts units, scans or minor units of money; `who` is a person, a bench, a channel or a check.
    """

    at: datetime
    source: str
    kind: str
    units: int = 0
    who: str = ""
    detail: str = ""
