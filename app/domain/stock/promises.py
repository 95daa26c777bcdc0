"""How stock is promised and how it moves: allocation plans and the deltas of every kind of ledger movement. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Movement(StrEnum):
    """Kinds of ledger movement."""

    COUNTED = "counted"
    FOUND = "found"
    ALLOCATED = "allocated"
    RELEASED = "released"
    PICKED_SHORT = "picked_short"
    PUT_ASIDE = "put_aside"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Delta:
    """What one unit of a movement does to its level."""

    on_hand: int
    allocated: int
    unavailable: int


EFFECTS: Final[dict[Movement, Delta]] = {
    Movement.COUNTED: Delta(1, 0, 0),
    Movement.FOUND: Delta(0, 0, -1),
    Movement.ALLOCATED: Delta(0, 1, 0),
    Movement.RELEASED: Delta(0, -1, 0),
    Movement.PICKED_SHORT: Delta(0, -1, 1),
    Movement.PUT_ASIDE: Delta(0, -1, 1),
    Movement.SHIPPED: Delta(-1, -1, 0),
}
"""COUNTED is signed (counted minus on hand); every other movement counts units upwards from 0."""


@dataclass(frozen=True, slots=True)
class Level:
    """What is free of one SKU in one location; `walk` is the location's place on the walk path."""

    sku: str
    location: str
    walk: int
    free: int


@dataclass(frozen=True, slots=True)
class Want:
    """Units of a SKU that one order line still needs."""

    line_id: str
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Promise:
    """Units of one line to be taken from one location."""

    line_id: str
    sku: str
    location: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Shortage:
    sku: str
    wanted: int
    free: int


def plan(wants: Iterable[Want], levels: Iterable[Level]) -> tuple[Promise, ...] | tuple[Shortage, ...]:
    """All promises the wants need, in (sku, location) order, or every shortage: all or nothing.

    A SKU is taken from one location when one can fill it (the fullest pick first on the walk), else along the walk.
    """
    wanted = [want for want in wants if want.quantity > 0]
    by_sku: dict[str, list[Level]] = {}
    for level in levels:
        if level.free > 0:
            by_sku.setdefault(level.sku, []).append(level)
    needed: dict[str, int] = {}
    for want in wanted:
        needed[want.sku] = needed.get(want.sku, 0) + want.quantity
    free = {sku: sum(level.free for level in by_sku.get(sku, ())) for sku in needed}
    short = tuple(Shortage(sku, needed[sku], free[sku]) for sku in sorted(needed) if needed[sku] > free[sku])
    if short:
        return short
    shares = {sku: _share(quantity, by_sku[sku]) for sku, quantity in needed.items()}
    return _deal(wanted, shares)


def _share(quantity: int, levels: list[Level]) -> list[tuple[str, int]]:
    path = sorted(levels, key=lambda level: (level.walk, level.location))
    for level in path:
        if level.free >= quantity:
            return [(level.location, quantity)]
    shares = []
    for level in path:
        took = min(quantity, level.free)
        quantity -= took
        if took:
            shares.append((level.location, took))
    return shares


def _deal(wants: list[Want], shares: Mapping[str, list[tuple[str, int]]]) -> tuple[Promise, ...]:
    """Split the shares of each SKU over the lines that want it."""
    promises = []
    left = {sku: list(share) for sku, share in shares.items()}
    for want in wants:
        missing = want.quantity
        share = left[want.sku]
        while missing:
            location, quantity = share[0]
            took = min(missing, quantity)
            promises.append(Promise(want.line_id, want.sku, location, took))
            missing -= took
            share[:1] = [(location, quantity - took)] if quantity > took else []
    return tuple(sorted(promises, key=lambda promise: (promise.sku, promise.location, promise.line_id)))


@dataclass(frozen=True, slots=True)
class Held:
    """The open part of one allocation: `open` units promised and not shipped, of which `picked` are in a tote."""

    allocation_id: str
    location: str
    open: int
    picked: int


def take_unpicked(held: Iterable[Held], quantity: int, location: str) -> tuple[tuple[Held, int], ...]:
    """Which allocations `quantity` units not yet picked come from, those at `location` first; may cover less."""
    order = sorted(held, key=lambda row: (row.location != location, row.location, row.allocation_id))
    return _take(((row, row.open - row.picked) for row in order), quantity)


def take_picked(held: Iterable[Held], quantity: int) -> tuple[tuple[Held, int], ...]:
    """Which allocations `quantity` units leave from: picked ones first, then whatever is still open."""
    rows = sorted(held, key=lambda row: (row.location, row.allocation_id))
    picked = _take(((row, min(row.picked, row.open)) for row in rows), quantity)
    taken = {row.allocation_id: units for row, units in picked}
    rest = quantity - sum(taken.values())
    for row, units in _take(((row, row.open - taken.get(row.allocation_id, 0)) for row in rows), rest):
        taken[row.allocation_id] = taken.get(row.allocation_id, 0) + units
    return tuple((row, taken[row.allocation_id]) for row in rows if taken.get(row.allocation_id))


def _take(rows: Iterable[tuple[Held, int]], quantity: int) -> tuple[tuple[Held, int], ...]:
    taken = []
    for row, there in rows:
        units = min(quantity, there)
        if units > 0:
            taken.append((row, units))
            quantity -= units
    return tuple(taken)
