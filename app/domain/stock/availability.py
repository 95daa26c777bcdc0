"""What each channel may sell of a SKU: what is free for it, less what is kept back, at most its quota. Pure.

available to sell = max(0, free - safety - buffer) + backorder allowance left + what may be promised ahead of stock,
never more than is left of the quota.
`free` is on hand - allocated - reserved - unavailable - safety stock, summed over the channel's locations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

EVERYWHERE: Final[tuple[str, ...]] = ()
ZONE: Final = "zone:"
"""How a zone is written among the locations of a channel, like "zone:A"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRule:
    """What a channel keeps back of one SKU, in units; `raised_*` was added because the channel lags or oversells.

    `locations` are codes or zones it sells from (none: all of them). The buffer is `buffer_units` or `buffer_percent`
    of what is free, whichever is more. `quota` units may be sold in all (None: no limit); an `exclusive` one is kept
    from every other channel. `backorder` units may be sold that are not there yet.
    """

    locations: tuple[str, ...] = EVERYWHERE
    buffer_units: int = 0
    buffer_percent: int = 0
    safety: int = 0
    quota: int | None = None
    exclusive: bool = False
    backorder: int = 0
    raised_units: int = 0
    raised_percent: int = 0


def to_sell(rule: ChannelRule, free: int, sold: int = 0, waiting: int = 0, ahead: int = 0) -> int:
    """Units the channel may sell; `sold` against its quota, `waiting` for stock that is not there yet.

    `ahead` units in all may be promised to it before they are there; what is free below zero was promised so.
    """
    left = max(0, free - rule.safety)
    left = max(0, left - _kept(rule.buffer_units, rule.buffer_percent, left))
    left = max(0, left - _kept(rule.raised_units, rule.raised_percent, left))
    left += max(0, rule.backorder - waiting) + max(0, ahead + min(0, free))
    return left if rule.quota is None else min(left, max(0, rule.quota - sold))


def to_sell_each(rule: ChannelRule, frees: Sequence[int]) -> list[int]:
    """As `to_sell` of many SKUs under one rule without quota and backorders; made for a hundred thousand of them."""
    if rule.buffer_percent or rule.raised_percent:
        return [to_sell(rule, free) for free in frees]
    kept = rule.safety + rule.buffer_units + rule.raised_units
    return [free - kept if free > kept else 0 for free in frees]


def whole_kits(parts: Iterable[tuple[int, int]]) -> int:
    """Kits that can be made of (units to sell, units in one kit) of each component; the scarcest decides."""
    return max(0, min((units // each for units, each in parts), default=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one channel asks of a SKU; `places` None is everywhere."""

    channel: str
    rule: ChannelRule
    places: frozenset[str] | None = None
    sold: int = 0
    waiting: int = 0
    ahead: int = 0


@dataclass(slots=True)
class _Pool:
    """Free units by place, of which some are set aside."""

    free: dict[str, int] = field(default_factory=dict)

    def sum(self, places: frozenset[str] | None) -> int:
        return sum(units for place, units in self.free.items() if places is None or place in places)

    def take(self, places: frozenset[str] | None, units: int) -> None:
        for place in sorted(self.free):
            if places is None or place in places:
                taken = max(0, min(units, self.free[place]))
                self.free[place] -= taken
                units -= taken


def dealt(free: Mapping[str, int], claims: Iterable[Claim]) -> dict[str, int]:
    """What each channel may sell where some have exclusive quotas: these are dealt first, by the channel's name.

    What is set aside for one is not there for any other, so exclusive quotas together never promise a unit twice.
    """
    pool, made = _Pool(dict(free)), {}
    asked = sorted(claims, key=lambda claim: (not _sets_aside(claim.rule), claim.channel))
    for claim in asked:
        units = pool.sum(claim.places)
        made[claim.channel] = to_sell(claim.rule, units, claim.sold, claim.waiting, claim.ahead)
        if _sets_aside(claim.rule):
            pool.take(claim.places, min(max(0, units), made[claim.channel]))
    return made


def _sets_aside(rule: ChannelRule) -> bool:
    return rule.exclusive and rule.quota is not None


def _kept(units: int, percent: int, of: int) -> int:
    return max(units, -(-of * percent // 100))
