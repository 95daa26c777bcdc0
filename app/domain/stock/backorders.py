"""Who gets arrived stock first: priority, then promise date, then age; nobody takes what one before them waits for.

Pure. An order that takes all or nothing and can not have all keeps its turn: of every SKU it lacks, the units it needs
are set aside for it (all there are, when they are too few), also of SKUs that are not what it is short of. So a small
young order never starves a large old one. What is beyond those units goes to the next in turn: an order that lacks one
SKU holds up no more of another than it needs. Units set aside are not promised yet: an order that comes in may still be
promised them, and a person may give an order another priority.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An order that lacks `wants` units per SKU; `partial` takes what is there, else all or nothing.

    A `busy` one is being picked: it takes nothing now, and what would be its is kept for it. One that goes `ahead` may
    be promised units that are not there yet.
    """

    order_id: str
    priority: int
    ship_by: datetime | None
    placed_at: datetime
    wants: Mapping[str, int]
    partial: bool = False
    busy: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What an order gets now: `units` per SKU, of which `there` are there; the rest is promised ahead of stock."""

    order_id: str
    units: Mapping[str, int]
    there: Mapping[str, int]

    @property
    def ahead(self) -> bool:
        """True when some of it is not there yet."""
        return any(units > self.there.get(sku, 0) for sku, units in self.units.items())


_NEVER = datetime.max.replace(tzinfo=UTC)


def turn(order: Waiting) -> tuple[int, datetime, datetime, str]:
    """Priority 1 first, then the earlier promise (none comes last), then the older order."""
    return order.priority, order.ship_by or _NEVER, order.placed_at, order.order_id


def fill(
    waiting: Iterable[Waiting], free: Mapping[str, int], beyond: Mapping[str, int] | None = None
) -> tuple[Turn, ...]:
    """For every order that gets something, in the order of their turns; `beyond` units may be promised ahead."""
    left, ahead = dict(free), dict(beyond or {})
    grants = []
    for order in sorted(waiting, key=turn):
        needs = {sku: units for sku, units in order.wants.items() if units > 0}
        there = {sku: min(units, left.get(sku, 0)) for sku, units in needs.items()}
        enough = there == needs
        if not enough and order.ahead and not order.busy:
            enough = all(units - there[sku] <= ahead.get(sku, 0) for sku, units in needs.items())
        given = needs if enough else there if order.partial else {}
        for sku, units in needs.items():
            left[sku] = max(0, left.get(sku, 0) - units)
            if enough and not order.busy:
                ahead[sku] = ahead.get(sku, 0) - (units - there[sku])
        taken = {sku: units for sku, units in given.items() if units}
        if taken and not order.busy:
            grants.append(Turn(order.order_id, taken, there))
    return tuple(grants)
