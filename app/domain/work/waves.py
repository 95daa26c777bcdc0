"""Which accepted orders are picked together: discrete lists and clusters, sorted by priority, ship-by and walk path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from app.domain.work.limits import WorkSettings

USUAL: Final = WorkSettings()

LEVELS: Final = {1: "Express", 5: "Standard"}
"""How priorities are called that have a name."""

_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
_NEVER: Final = 9_999_999


@dataclass(frozen=True, slots=True)
class Need:
    """Units of one line (and lot, "" for none) to fetch from one location; grams and millilitres of one unit, 0 when
    nobody knows; `expiry` is the lot's last good day."""

    line_id: str
    sku: str
    location: str
    walk: int
    quantity: int
    zone: str = ""
    grams: int = 0
    millilitres: int = 0
    lot: str = ""
    expiry: date | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """How much a list is to carry."""

    orders: int
    units: int
    grams: int
    millilitres: int

    def plus(self, other: Size) -> Size:
        return Size(
            self.orders + other.orders,
            self.units + other.units,
            self.grams + other.grams,
            self.millilitres + other.millilitres,
        )

    def over(self, settings: WorkSettings) -> str:
        """The first limit this is over: orders | units | weight | volume; "" when it fits."""
        rows = (
            ("orders", self.orders, settings.cluster_orders),
            ("units", self.units, settings.cluster_units),
            ("weight", self.grams, settings.cluster_grams),
            ("volume", self.millilitres, settings.cluster_millilitres),
        )
        return next((name for name, much, most in rows if most and much > most), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Releasable:
    """An accepted order with its promised stock; `priority` 1 goes first."""

    order_id: str
    priority: int
    ship_by: datetime | None
    placed_at: datetime
    needs: tuple[Need, ...]
    service: str = ""

    @property
    def size(self) -> Size:
        units = sum(need.quantity for need in self.needs)
        grams = sum(need.quantity * need.grams for need in self.needs)
        return Size(1, units, grams, sum(need.quantity * need.millilitres for need in self.needs))

    @property
    def units(self) -> int:
        return sum(need.quantity for need in self.needs)

    @property
    def zone(self) -> str:
        """Where it is picked: one zone, or several joined by "+"."""
        return "+".join(sorted({need.zone for need in self.needs}))


@dataclass(frozen=True, slots=True)
class PlannedNeed:
    order_id: str
    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """One stop: `needs` of one SKU (and lot) from one location; stops stand in walk order."""

    location: str
    sku: str
    needs: tuple[PlannedNeed, ...]
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedList:
    """A pick list to be; `orders` in the order their totes stand on the cart.

    `full` is why no further order joined: orders | units | weight | volume | large (it goes alone) | last (no more).
    """

    kind: str
    orders: tuple[str, ...]
    stops: tuple[PlannedStop, ...]
    priority: int
    ship_by: datetime | None
    placed_at: datetime
    size: Size
    service: str
    zone: str
    full: str

    @property
    def units(self) -> int:
        return self.size.units


def build_lists(orders: Iterable[Releasable], settings: WorkSettings = USUAL) -> tuple[PlannedList, ...]:
    """Every order in exactly one list, no list over a limit, unless it is one order that is over it alone.

    Priorities never mix; single-unit orders travel with their like; the settings say what else is kept apart.
    """
    queues: dict[tuple[int, int, str, str, str], list[Releasable]] = {}
    for order in sorted(orders, key=urgency):
        if order.needs:
            queues.setdefault(_queue(order, settings), []).append(order)
    lists = [made for key in sorted(queues) for made in _filled(queues[key], key[-1] == "large", settings)]
    return tuple(sorted(lists, key=lambda made: rank(made.priority, made.ship_by, made.placed_at)))


def is_due(ship_by: datetime | None, settings: WorkSettings, now: datetime) -> bool:
    """Whether the wave of an order may go out; an order without a ship-by waits for nothing."""
    return not settings.release_hours or ship_by is None or ship_by - now <= timedelta(hours=settings.release_hours)


def _queue(order: Releasable, settings: WorkSettings) -> tuple[int, int, str, str, str]:
    """What only goes with its like: (priority, cut-off, service, zone, family)."""
    due = _NEVER if order.ship_by is None else _minutes(order.ship_by)
    wave = due // settings.wave_minutes if settings.wave_minutes else 0
    service = order.service if settings.by_service else ""
    return order.priority, wave, service, order.zone if settings.by_zone else "", _family(order, settings)


def _filled(queue: list[Releasable], alone: bool, settings: WorkSettings) -> list[PlannedList]:
    """Lists filled in the order of the queue; one is full as soon as the next order would be too much."""
    lists: list[PlannedList] = []
    held: list[Releasable] = []
    size = Size(0, 0, 0, 0)
    for order in queue:
        after = size.plus(order.size)
        full = "large" if alone else after.over(settings)
        if held and full:
            lists.append(_list(held, size, full))
            held, after = [], order.size
        held.append(order)
        size = after
    return [*lists, _list(held, size, "large" if alone else "last")] if held else lists


def built_because(planned: PlannedList) -> str:
    """Why a list holds what it holds, in words."""
    size = planned.size
    carried = f"units {size.units}" + (f", {size.grams} g" if size.grams else "")
    head = f"Priority {planned.priority}, orders {size.orders}, {carried}"
    if planned.full == "large":
        return f"One order, {carried}, too much to share a cart: it is picked alone."
    if planned.full == "last":
        return f"{head}: every order that waits and goes with them."
    return f"{head}: the next order would have been over the limit of {planned.full}."


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


def _family(order: Releasable, settings: WorkSettings) -> str:
    size = order.size
    if size.units > settings.alone_units or size.over(settings):
        return "large"
    return "single" if size.units == 1 else "small"


def _list(orders: list[Releasable], size: Size, full: str) -> PlannedList:
    due = [order.ship_by for order in orders if order.ship_by is not None]
    services, zones = {order.service for order in orders}, {need.zone for order in orders for need in order.needs}
    return PlannedList(
        kind="cluster" if len(orders) > 1 else "discrete",
        orders=tuple(order.order_id for order in orders),
        stops=_stops(orders),
        priority=orders[0].priority,
        ship_by=min(due) if due else None,
        placed_at=min(order.placed_at for order in orders),
        size=size,
        service=services.pop() if len(services) == 1 else "",
        zone=zones.pop() if len(zones) == 1 else "",
        full=full,
    )


def _stops(orders: list[Releasable]) -> tuple[PlannedStop, ...]:
    """Stops merged per (location, SKU, lot), in walk order; of several lots the first to expire first."""
    found: dict[tuple[int, str, str, date, str], list[PlannedNeed]] = {}
    for order in orders:
        for need in order.needs:
            at = (need.walk, need.location, need.sku, need.expiry or date.max, need.lot)
            found.setdefault(at, []).append(PlannedNeed(order.order_id, need.line_id, need.quantity))
    return tuple(PlannedStop(place, sku, tuple(needs), lot) for (_, place, sku, _, lot), needs in sorted(found.items()))


def _minutes(moment: datetime) -> int:
    return max(0, min(_NEVER - 1, int((moment - _EPOCH).total_seconds()) // 60))
