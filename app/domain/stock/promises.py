"""How stock is promised: which level each unit comes from, and which promise a unit that moved belongs to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Level:
    """What is free of one SKU (and lot, "" for none) in one location; `walk` is the location's place on the walk path.

    `expiry` is the lot's last good day, None when it has none; `reserve` says that it lies behind the pick faces.
    """

    sku: str
    location: str
    walk: int
    free: int
    lot: str = ""
    expiry: date | None = None
    reserve: bool = False


@dataclass(frozen=True, slots=True)
class Want:
    """Units of a SKU that one order line still needs."""

    line_id: str
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Promise:
    """Units of one line to be taken from one location, of one lot where the SKU has lots."""

    line_id: str
    sku: str
    location: str
    quantity: int
    lot: str = ""


@dataclass(frozen=True, slots=True)
class Shortage:
    sku: str
    wanted: int
    free: int


def plan(
    wants: Iterable[Want], levels: Iterable[Level], ahead: Iterable[Level] = (), most: Mapping[str, int] | None = None
) -> tuple[Promise, ...] | tuple[Shortage, ...]:
    """All promises the wants need, in (sku, location) order, or every shortage: all or nothing.

    First expired, first out; of what expires together a SKU is taken from one location when one can fill it (the first
    such on the walk, pick faces before reserve), else along the walk. What `levels` lack is promised ahead of stock at
    those levels of `ahead` whose `free` is what may still be; `most` units per SKU come from `levels`, None is all.
    """
    wanted = [want for want in wants if want.quantity > 0]
    needed: dict[str, int] = {}
    for want in wanted:
        needed[want.sku] = needed.get(want.sku, 0) + want.quantity
    there, beyond = _by_sku(levels), _by_sku(ahead)
    free = {sku: sum(level.free for level in there.get(sku, ())) for sku in needed}
    if most is not None:
        free = {sku: min(units, most.get(sku, 0)) for sku, units in free.items()}
    room = {sku: free[sku] + sum(level.free for level in beyond.get(sku, ())) for sku in needed}
    short = tuple(Shortage(sku, needed[sku], room[sku]) for sku in sorted(needed) if needed[sku] > room[sku])
    if short:
        return short
    shares = {}
    for sku, quantity in needed.items():
        now = min(quantity, free[sku])
        shares[sku] = _together(_share(now, there.get(sku, [])) + _share(quantity - now, beyond.get(sku, [])))
    return _deal(wanted, shares)


def _together(shares: list[tuple[Level, int]]) -> list[tuple[Level, int]]:
    """One share of each level."""
    found: dict[tuple[str, str], tuple[Level, int]] = {}
    for level, units in shares:
        key = (level.location, level.lot)
        found[key] = (level, units + (found[key][1] if key in found else 0))
    return list(found.values())


def _by_sku(levels: Iterable[Level]) -> dict[str, list[Level]]:
    found: dict[str, list[Level]] = {}
    for level in levels:
        if level.free > 0:
            found.setdefault(level.sku, []).append(level)
    return found


def _share(quantity: int, levels: list[Level]) -> list[tuple[Level, int]]:
    shares: list[tuple[Level, int]] = []
    for expiry in sorted({level.expiry or date.max for level in levels}):
        together = [level for level in levels if (level.expiry or date.max) == expiry]
        taken = _along(quantity, together)
        shares += taken
        quantity -= sum(units for _, units in taken)
    return shares


def _along(quantity: int, levels: list[Level]) -> list[tuple[Level, int]]:
    """Up to `quantity` units of levels that are as good as each other."""
    path = sorted(levels, key=lambda level: (level.reserve, level.walk, level.location, level.lot))
    for level in path:
        if level.free >= quantity > 0:
            return [(level, quantity)]
    shares = []
    for level in path:
        took = min(quantity, level.free)
        quantity -= took
        if took:
            shares.append((level, took))
    return shares


def _deal(wants: list[Want], shares: Mapping[str, list[tuple[Level, int]]]) -> tuple[Promise, ...]:
    """Split the shares of each SKU over the lines that want it."""
    promises = []
    left = {sku: list(share) for sku, share in shares.items()}
    for want in wants:
        missing = want.quantity
        share = left[want.sku]
        while missing:
            level, quantity = share[0]
            took = min(missing, quantity)
            promises.append(Promise(want.line_id, want.sku, level.location, took, level.lot))
            missing -= took
            share[:1] = [(level, quantity - took)] if quantity > took else []
    return tuple(sorted(promises, key=lambda made: (made.sku, made.location, made.lot, made.line_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """The open part of one allocation of a level: `turn` says whose is first, `fixed` units are or were picked."""

    allocation_id: str
    order_id: str
    open: int
    fixed: int
    turn: tuple[object, ...]


def uncovered(there: int, claims: Iterable[Claimed]) -> tuple[tuple[Claimed, int], ...]:
    """Of the claims on a level that has `there` units for them: who waits for how many, the first in turn first.

    What is being picked comes before all; the rest is covered in turns.
    """
    mine = list(claims)
    left = max(0, there - sum(claim.fixed for claim in mine))
    waits = []
    for claim in sorted(mine, key=lambda one: one.turn):
        asked = claim.open - claim.fixed
        covered = min(asked, left)
        left -= covered
        if asked > covered:
            waits.append((claim, asked - covered))
    return tuple(waits)


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
