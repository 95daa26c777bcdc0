"""When to buy a product again and how much of it: demand, reorder point, order-up-to level. Pure, in whole numbers.

    rate d       = units per day; deviation sigma_d of the daily units, with days of no demand counted
    safety       = Z x sqrt(L sigma_d^2 + d^2 sigma_L^2)
    reorder at   = d L + safety
    order up to  = d (L + review) + safety
    position     = on hand + on order - allocated - backordered
    quantity     = max(MOQ, order up to - position), rounded up to whole packs, once position <= reorder point

Sources: Silver, Pyke and Thomas, Inventory and Production Management in Supply Chains, chapters 6 and 7. Everything is
computed exactly and rounded up once, so the same history gives the same figures on every machine.

A new product is judged by the days it has been known, but never by fewer than `LEAST_DAYS`, or its first sale would
count for a week of them. For intermittent demand the days without any keep the deviation high by themselves, and the
variance is never taken to be less than the rate (a Poisson stream's), which a short or even history would hide.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil, floor, isqrt
from statistics import NormalDist
from typing import Final

LEAST_DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Units of `days` days: their sum and the sum of their squares."""

    units: int = 0
    squares: int = 0
    days: int = LEAST_DAYS

    @property
    def rate(self) -> Fraction:
        """Units per day."""
        return Fraction(self.units, self.days)

    @property
    def variance(self) -> Fraction:
        """Of the units of a day, squared units."""
        if self.days < 2:
            return self.rate
        spread = (self.squares - Fraction(self.units * self.units, self.days)) / (self.days - 1)
        return max(spread, self.rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a product is bought: days to wait for it and by how much they vary, days between orders, and the level of
    service (of 1000 waits so many end with stock left); whole packs, at least `moq` units. Minimum and maximum are a
    person's word, and override the reorder point and the order-up-to level.
    """

    lead_days: int = 7
    lead_sigma_days: int = 0
    review_days: int = 7
    service_permille: int = 950
    pack: int = 1
    moq: int = 1
    min_units: int | None = None
    max_units: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Units: the safety stock, the position at which to order, and up to what."""

    safety: int
    reorder_point: int
    order_up_to: int


def demand_of(daily: Collection[int], known_days: int, window_days: int) -> Demand:
    """Demand of the days that had any; a product known for fewer days than the window is judged by those."""
    days = max(min(known_days, window_days), min(LEAST_DAYS, window_days), len(daily))
    return Demand(units=sum(daily), squares=sum(units * units for units in daily), days=days)


def points(demand: Demand, terms: Terms) -> Points:
    """What to hold and when to order, by the formulas above and a person's minimum and maximum."""
    rate, lead = demand.rate, terms.lead_days
    spread = lead * demand.variance + rate * rate * terms.lead_sigma_days * terms.lead_sigma_days
    safety = _root_up(_z(terms.service_permille) ** 2 * spread)
    reorder = ceil(rate * lead) + safety
    up_to = ceil(rate * (lead + terms.review_days)) + safety
    if terms.min_units is not None:
        reorder, up_to = terms.min_units, max(up_to, terms.min_units)
    if terms.max_units is not None:
        up_to = terms.max_units
        reorder = min(reorder, up_to)
    return Points(safety=safety, reorder_point=reorder, order_up_to=up_to)


def position(*, on_hand: int, on_order: int, allocated: int, backordered: int) -> int:
    """What there is and will be, less what customers were promised or wait for; below 0 when more is wanted."""
    return on_hand + on_order - allocated - backordered


def quantity(of: Points, terms: Terms, where: int) -> int:
    """Units to order at a position; 0 while it is above the reorder point. Whole packs may pass the maximum."""
    need = of.order_up_to - where
    if where > of.reorder_point or need <= 0:
        return 0
    return -(-max(need, terms.moq) // terms.pack) * terms.pack


def cover_days(units: int, demand: Demand) -> int | None:
    """Whole days these units last; None while nothing is sold."""
    return floor(max(0, units) / demand.rate) if demand.units else None


def crossed(raised: bool, value: int, line: int, slack: int = 0) -> bool:
    """Whether something is low: at the line or below, and then until it is more than `slack` above it."""
    return value <= line + slack if raised else value <= line


def slack(line: int, percent: int) -> int:
    """How far above a line something must rise to have recovered: a part of the line, rounded up."""
    return -(-line * percent // 100)


@cache
def _z(permille: int) -> Fraction:
    """Standard deviations of a service level, to a thousandth; none below one half."""
    level = min(max(permille, 500), 999)
    return Fraction(round(NormalDist().inv_cdf(level / 1000) * 1000), 1000)


def _root_up(square: Fraction) -> int:
    """The least whole number whose square is not less."""
    least = ceil(square)
    return isqrt(least - 1) + 1 if least > 0 else 0
