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

    A `busy` one is being picked: it takes nothing now, and what would be its is kept for it.
    """

    order_id: str
    priority: int
    ship_by: datetime | None
    placed_at: datetime
    wants: Mapping[str, int]
    partial: bool = False
    busy: bool = False


_NEVER = datetime.max.replace(tzinfo=UTC)


def turn(order: Waiting) -> tuple[int, datetime, datetime, str]:
    """Priority 1 first, then the earlier promise (none comes last), then the older order."""
    return order.priority, order.ship_by or _NEVER, order.placed_at, order.order_id


def fill(waiting: Iterable[Waiting], free: Mapping[str, int]) -> tuple[tuple[str, dict[str, int]], ...]:
    """(order id, units per SKU) for every order that gets something, in the order of their turns."""
    left = dict(free)
    grants = []
    for order in sorted(waiting, key=turn):
        needs = {sku: units for sku, units in order.wants.items() if units > 0}
        enough = all(left.get(sku, 0) >= units for sku, units in needs.items())
        given = {sku: min(units, left.get(sku, 0)) for sku, units in needs.items()} if enough or order.partial else {}
        for sku, units in needs.items():
            left[sku] = max(0, left.get(sku, 0) - units)
        taken = {sku: units for sku, units in given.items() if units}
        if taken and not order.busy:
            grants.append((order.order_id, taken))
    return tuple(grants)
