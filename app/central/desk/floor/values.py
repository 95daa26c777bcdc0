"""What the floor view is made of, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DueOrders:
    """Orders that ship by one moment with one service: how many in all, and how many have all their units in boxes."""

    ship_by: datetime
    service: str
    orders: int
    ready: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """An order that can not go on by itself, and the reason of its hold."""

    order_id: str
    number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceAt:
    """A device of a station as it last said; `kind` like "label printer", `why` "" while it simply works."""

    name: str
    kind: str
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationAt:
    """A station as its rows say it is: `list_id` the list it works on, `packing` and `unknown` numbers of orders.

    `version`, `waiting` commands, the age of the oldest in seconds and `devices` are what it said at `seen_at`.
    `picked` of `units` of its list are in totes; `parcels` counts boxes of the last hour, `today` those since midnight.
    """

    station_id: str
    name: str
    packer: str
    seen_at: datetime
    frozen: bool
    list_id: str = ""
    list_number: str = ""
    list_state: str = ""
    units: int = 0
    picked: int = 0
    packing: str = ""
    unknown: str = ""
    parcels: int = 0
    today: int = 0
    quarantined: int = 0
    version: str = ""
    waiting: int = 0
    oldest_s: int = 0
    devices: tuple[DeviceAt, ...] = ()
