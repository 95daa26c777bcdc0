"""Which accepted orders are picked together: discrete lists and clusters, sorted by priority, ship-by and walk path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

CLUSTER_MOST: Final = 8
"""Orders of a cluster: one tote each, as many as a cart carries."""
CLUSTER_UNITS: Final = 12
"""An order of more units fills a cart by itself and is picked alone."""

LEVELS: Final = {1: "Express", 5: "Standard"}
"""How priorities are called that have a name."""

_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
_NEVER: Final = 9_999_999


@dataclass(frozen=True, slots=True)
class Need:
    """Units of one line to fetch from one location."""

    line_id: str
    sku: str
    location: str
    walk: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Releasable:
    """An accepted order with its promised stock; `priority` 1 goes first."""

    order_id: str
    priority: int
    ship_by: datetime | None
    placed_at: datetime
    needs: tuple[Need, ...]

    @property
    def units(self) -> int:
        return sum(need.quantity for need in self.needs)


@dataclass(frozen=True, slots=True)
class PlannedNeed:
    order_id: str
    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """One stop: `needs` of one SKU from one location; stops stand in walk order."""

    location: str
    sku: str
    needs: tuple[PlannedNeed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedList:
    """A pick list to be; `orders` in the order their totes stand on the cart."""

    kind: str
    orders: tuple[str, ...]
    stops: tuple[PlannedStop, ...]
    priority: int
    ship_by: datetime | None
    placed_at: datetime
    units: int


def build_lists(orders: Iterable[Releasable]) -> tuple[PlannedList, ...]:
    """Every order in exactly one list. Priorities never mix; single-unit orders travel with their like."""
    queues: dict[tuple[int, str], list[Releasable]] = {}
    for order in sorted(orders, key=urgency):
        if order.needs:
            queues.setdefault((order.priority, _family(order)), []).append(order)
    lists = []
    for (_, family), queue in sorted(queues.items()):
        size = 1 if family == "large" else CLUSTER_MOST
        lists += [_list(queue[start : start + size]) for start in range(0, len(queue), size)]
    return tuple(sorted(lists, key=lambda made: rank(made.priority, made.ship_by, made.placed_at)))


def urgency(order: Releasable) -> tuple[int, datetime, datetime, str]:
    """Priority, then ship-by (none comes last), then age."""
    return order.priority, order.ship_by or datetime.max.replace(tzinfo=UTC), order.placed_at, order.order_id


def rank(priority: int, ship_by: datetime | None, placed_at: datetime) -> int:
    """One number that sorts by priority, then ship-by, then age; below 2**53, so any JSON reader keeps it exact."""
    due = _NEVER if ship_by is None else _minutes(ship_by)
    return (priority * 10_000_000 + due) * 10_000_000 + _minutes(placed_at)


def why(priority: int, ship_by: datetime | None, placed_at: datetime, zone: tzinfo, now: datetime) -> str:
    """Why a list stands where it stands, in at most 40 characters of local time.

    "Express · ship by 16:00" (today), "Priority 3 · ship by Mon 16:00", "Standard · late since 14 Sep".
    """
    level = LEVELS.get(priority, f"Priority {priority}")
    here = now.astimezone(zone)
    if ship_by is None:
        return f"{level} · since {_day(placed_at.astimezone(zone), here)}"
    due = ship_by.astimezone(zone)
    if ship_by >= now:
        return f"{level} · ship by {_day(due, here)}"
    return f"{level} · late since {_day(due, here)}"


def _day(moment: datetime, here: datetime) -> str:
    """The time for today, weekday and time for the days ahead, else the date: a late hour of another day says less."""
    days = (moment.date() - here.date()).days
    if days == 0:
        return f"{moment:%H:%M}"
    if 0 < days < 7:
        return f"{moment:%a %H:%M}"
    return f"{moment.day} {moment:%b}" if moment.year == here.year else f"{moment.day} {moment:%b %Y}"


def _family(order: Releasable) -> str:
    units = order.units
    return "single" if units == 1 else "small" if units <= CLUSTER_UNITS else "large"


def _list(orders: list[Releasable]) -> PlannedList:
    due = [order.ship_by for order in orders if order.ship_by is not None]
    return PlannedList(
        kind="cluster" if len(orders) > 1 else "discrete",
        orders=tuple(order.order_id for order in orders),
        stops=_stops(orders),
        priority=orders[0].priority,
        ship_by=min(due) if due else None,
        placed_at=min(order.placed_at for order in orders),
        units=sum(order.units for order in orders),
    )


def _stops(orders: list[Releasable]) -> tuple[PlannedStop, ...]:
    """Stops merged per (location, SKU), in walk order."""
    found: dict[tuple[int, str, str], list[PlannedNeed]] = {}
    for order in orders:
        for need in order.needs:
            stop = found.setdefault((need.walk, need.location, need.sku), [])
            stop.append(PlannedNeed(order.order_id, need.line_id, need.quantity))
    return tuple(PlannedStop(place, sku, tuple(needs)) for (_, place, sku), needs in sorted(found.items()))


def _minutes(moment: datetime) -> int:
    return max(0, min(_NEVER - 1, int((moment - _EPOCH).total_seconds()) // 60))
