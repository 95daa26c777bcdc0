"""The kinds of stock movement, and what one unit of each does to the counters of its level. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Movement(StrEnum):
    """Kinds of ledger movement."""

    RECEIVED = "received"
    COUNTED = "counted"
    ADJUSTED = "adjusted"
    TRANSFERRED = "transferred"
    FOUND = "found"
    ALLOCATED = "allocated"
    RELEASED = "released"
    RESERVED = "reserved"
    UNRESERVED = "unreserved"
    CONVERTED = "converted"
    PICKED = "picked"
    UNPICKED = "unpicked"
    PICKED_SHORT = "picked_short"
    PUT_ASIDE = "put_aside"
    PUT_BACK = "put_back"
    SHIPPED = "shipped"
    QUARANTINED = "quarantined"
    UNQUARANTINED = "unquarantined"
    RETURNED = "returned"
    INSPECTED = "inspected"
    RESTOCKED = "restocked"
    SCRAPPED = "scrapped"


@dataclass(frozen=True, slots=True)
class Delta:
    """What one unit of a movement does to its level.

    `unavailable` counts units that are there and not for sale: `quarantined` ones, which a person keeps apart, and the
    rest, which are missing or in a tote until somebody counts them or puts them back.
    """

    on_hand: int = 0
    allocated: int = 0
    reserved: int = 0
    unavailable: int = 0
    quarantined: int = 0

    def times(self, units: int) -> Delta:
        return Delta(
            self.on_hand * units,
            self.allocated * units,
            self.reserved * units,
            self.unavailable * units,
            self.quarantined * units,
        )


EFFECTS: Final[dict[Movement, Delta]] = {
    Movement.RECEIVED: Delta(on_hand=1),
    Movement.COUNTED: Delta(on_hand=1),
    Movement.ADJUSTED: Delta(on_hand=1),
    Movement.TRANSFERRED: Delta(on_hand=1),
    Movement.FOUND: Delta(unavailable=-1),
    Movement.ALLOCATED: Delta(allocated=1),
    Movement.RELEASED: Delta(allocated=-1),
    Movement.RESERVED: Delta(reserved=1),
    Movement.UNRESERVED: Delta(reserved=-1),
    Movement.CONVERTED: Delta(allocated=1, reserved=-1),
    Movement.PICKED: Delta(),
    Movement.UNPICKED: Delta(),
    Movement.PICKED_SHORT: Delta(allocated=-1, unavailable=1),
    Movement.PUT_ASIDE: Delta(allocated=-1, unavailable=1),
    Movement.PUT_BACK: Delta(unavailable=-1),
    Movement.SHIPPED: Delta(on_hand=-1, allocated=-1),
    Movement.QUARANTINED: Delta(unavailable=1, quarantined=1),
    Movement.UNQUARANTINED: Delta(unavailable=-1, quarantined=-1),
    Movement.RETURNED: Delta(on_hand=1, unavailable=1, quarantined=1),
    Movement.INSPECTED: Delta(),
    Movement.RESTOCKED: Delta(unavailable=-1, quarantined=-1),
    Movement.SCRAPPED: Delta(on_hand=-1, unavailable=-1, quarantined=-1),
}

SIGNED: Final = frozenset({Movement.COUNTED, Movement.ADJUSTED, Movement.TRANSFERRED})
"""These move on hand up or down; every other movement counts units upwards from 0."""

PROMISING: Final = frozenset({Movement.ALLOCATED, Movement.RESERVED})
"""These leave the safety stock alone, and take nothing that is not there."""
