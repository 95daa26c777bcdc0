"""A pick list being walked, as a plain value: its stops, what each still needs, which tote has which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.documents import KnownLot


class PickPhase(StrEnum):
    """What the next scan is expected to be."""

    TOTES = "totes"
    LOCATION = "location"
    ITEM = "item"
    TOTE = "tote"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Units of one order line to take at one stop."""

    order_id: str
    line_id: str
    quantity: int
    done: int = 0
    short: int = 0

    @property
    def left(self) -> int:
        return self.quantity - self.done - self.short


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """`lot` is the promised lot ("" where lots do not matter), `lots` are those that lie here, first to expire first.

    `sure`: it is the only lot here and was confirmed once, so a barcode that names no lot stands for it.
    """

    stop_no: int
    location: str
    sku: str
    needs: tuple[Need, ...]
    location_done: bool = False
    lot: str = ""
    expiry: date | None = None
    lots: tuple[KnownLot, ...] = ()
    sure: bool = False

    @property
    def left(self) -> int:
        return sum(need.left for need in self.needs)

    @property
    def room(self) -> int:
        """The most units one order (one tote) still takes here."""
        return max((self.left_for(need.order_id) for need in self.needs), default=0)

    def left_for(self, order_id: str) -> int:
        return sum(need.left for need in self.needs if need.order_id == order_id)

    def taker(self, units: int) -> str:
        """The first order with room for all of `units`: a case is never split over totes ("" when none has)."""
        return next((need.order_id for need in self.needs if need.left and self.left_for(need.order_id) >= units), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """Scanned and not yet in a tote; another `lot` than was promised is taken `instead_of` that one, for a `reason`."""

    quantity: int
    barcode: str
    lot: str = ""
    instead_of: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """One put into a tote, kept so that it can be undone."""

    stop_no: int
    order_id: str
    line_id: str
    quantity: int
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickRun:
    """A pick list being walked. `stops` are in visiting order; `totes` are (order_id, tote) pairs.

    `emptied` are the orders whose goods have left their tote: packed, or nothing was found to pick. `unsure` was
    scanned and nobody has said of which lot it is; `offered` is of another lot, and may be taken if somebody says so.
    """

    list_id: str
    fence: int
    orders: tuple[str, ...]
    stops: tuple[Stop, ...]
    totes: tuple[tuple[str, str], ...] = ()
    in_hand: InHand | None = None
    puts: tuple[Put, ...] = ()
    emptied: tuple[str, ...] = ()
    unsure: InHand | None = None
    offered: InHand | None = None

    @property
    def stop(self) -> Stop | None:
        return next((stop for stop in self.stops if stop.left), None)

    @property
    def phase(self) -> PickPhase:
        stop = self.stop
        if stop is None:
            return PickPhase.FINISHED
        if len(self.totes) < len(self.orders):
            return PickPhase.TOTES
        if not stop.location_done:
            return PickPhase.LOCATION
        return PickPhase.TOTE if self.in_hand else PickPhase.ITEM

    @property
    def to_order(self) -> str:
        """The order that takes what is in hand, or the next unit ("" when nothing is left here)."""
        stop = self.stop
        return stop.taker(self.in_hand.quantity if self.in_hand else 1) if stop else ""

    @property
    def next_order(self) -> str:
        """The order that gets the next tote scanned ("" when each has one)."""
        given = {order_id for order_id, _ in self.totes}
        return next((order_id for order_id in self.orders if order_id not in given), "")

    def tote_of(self, order_id: str) -> str:
        return next((tote for owner, tote in self.totes if owner == order_id), "")

    def with_stop(self, changed: Stop) -> PickRun:
        stops = tuple(changed if stop.stop_no == changed.stop_no else stop for stop in self.stops)
        return replace(self, stops=stops)

    def with_first(self, first: Stop) -> PickRun:
        """The same walk, that stop before every other with something left."""
        others = [stop for stop in self.stops if stop.stop_no != first.stop_no]
        done, ahead = [stop for stop in others if not stop.left], [stop for stop in others if stop.left]
        return replace(self, stops=(*done, first, *ahead))

    @property
    def units(self) -> int:
        return sum(need.quantity for stop in self.stops for need in stop.needs)

    @property
    def units_done(self) -> int:
        return sum(need.quantity - need.left for stop in self.stops for need in stop.needs)

    def picked_for(self, order_id: str) -> dict[str, int]:
        """Units in the tote of an order, by line."""
        units: dict[str, int] = {}
        for stop in self.stops:
            for need in stop.needs:
                if need.order_id == order_id:
                    units[need.line_id] = units.get(need.line_id, 0) + need.done
        return units

    def with_emptied(self, *orders: str) -> PickRun:
        """The goods of these orders have left their totes."""
        return replace(self, emptied=(*self.emptied, *(order for order in orders if order not in self.emptied)))
