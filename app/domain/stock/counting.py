"""Counting: what a count, taken at some moment, says about a level that has moved since. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.stock.movements import Delta


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Counters of a level now, in units."""

    on_hand: int
    allocated: int
    reserved: int
    unavailable: int
    quarantined: int
    backorder_limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """`found` units are no longer missing, `on_hand` changes by `change`; `kept` more units than were counted stay in
    the books, because they are promised, reserved or quarantined: somebody must count again.
    """

    found: int
    change: int
    kept: int


def correct(counted: int, now: Standing, since: Delta) -> Correction:
    """Apply a count of everything that lay in the place; `since` is what moved between the count and now.

    The count is a difference to what the books said when it was taken, so that a unit that came or left meanwhile is
    not counted away. Units missing at that moment (short picks, put aside) were either counted or are gone.
    """
    change = counted - (now.on_hand - since.on_hand)
    missing = now.unavailable - now.quarantined
    found = max(0, min(missing, missing - (since.unavailable - since.quarantined)))
    least = now.allocated + now.reserved + now.unavailable - found - now.backorder_limit
    target = max(now.on_hand + change, least, 0)
    return Correction(found=found, change=target - now.on_hand, kept=target - (now.on_hand + change))
