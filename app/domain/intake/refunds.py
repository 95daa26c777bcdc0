"""What of an order's money goes back: the part of its total that did not ship, and what is kept beyond the rest. Pure.

The rule: a customer pays for what left. Of an order of which nothing left all goes back, shipping too. Of one of which
some left, the shipping (with its own tax and discount) and whatever stands beside the goods (fees, tips, gift cards)
were used and stay; the rest of the total is the price of its goods, net of discount and with tax as it was paid, and
is shared among its lines by what each of them comes to, and within a line by units. So all shares together are exactly
what was paid for goods, whether the channel tells tax and discount by line or only for the order, and whether or not
its amounts add up. What does not divide is rounded once, up: the customer gets the odd minor unit, not the shop.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from app.domain.intake.payments import PaymentStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Amounts of a whole order in minor units; `other_minor` is what no line stands for."""

    total_minor: int
    tax_minor: int = 0
    discount_minor: int = 0
    shipping_minor: int = 0
    other_minor: int = 0
    prices_include_tax: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """One line as it was bought: `sent` of `units` left, and all of them cost `price_minor` before tax and discount.

    `tax_minor` and `discount_minor` are the line's own shares, 0 where the channel tells them for the order alone. The
    units of a kit are those of its components, which have no price of their own.
    """

    units: int
    sent: int
    price_minor: int
    tax_minor: int = 0
    discount_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """What the customer of an order was promised back: by a person, and because not all of it was sent."""

    by_hand_minor: int = 0
    unsent_minor: int = 0

    @property
    def minor(self) -> int:
        return self.by_hand_minor + self.unsent_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What there is to do with the money: pay some back, void some that is only authorised. Minor units."""

    back_minor: int = 0
    void_minor: int = 0


NOTHING_DUE: Final = Due()


def unsent(amounts: Amounts, goods: Collection[Goods]) -> int:
    """Minor units of the total that were for units that did not leave: 0 when all left, the total when none did."""
    if not any(line.sent for line in goods):
        return amounts.total_minor
    worth = [(_worth(line, amounts), Fraction(line.units - line.sent, line.units)) for line in goods if line.units]
    whole = sum(minor for minor, _ in worth)
    if whole == 0:
        return 0
    share = sum((minor * left for minor, left in worth), Fraction(0)) / whole
    return -int(-_of_goods(amounts, goods) * share // 1)


def due(found: PaymentStanding, total_minor: int, promised: Promised, *, cancelled: bool) -> Due:
    """What is kept or authorised beyond what the order costs after all promises; never more than is kept.

    A refund counts towards what was promised, and so does a total that the channel lowered: it tells of the same money.
    """
    if cancelled:
        return Due(back_minor=found.kept_minor, void_minor=found.open_minor)
    void = found.open_minor - max(0, _costs(total_minor, promised) - found.kept_minor) if promised.unsent_minor else 0
    back = max(of_promises(found, total_minor, promised), found.kept_minor - total_minor)
    return Due(back_minor=back, void_minor=max(0, void))


def of_promises(found: PaymentStanding, total_minor: int, promised: Promised) -> int:
    """What of the promises is still to be paid back: nothing of what was never charged."""
    costs = _costs(total_minor, promised)
    return max(0, min(promised.minor - found.refunded_minor, found.kept_minor - costs))


def _costs(total_minor: int, promised: Promised) -> int:
    return max(0, total_minor - promised.minor)


def _worth(line: Goods, amounts: Amounts) -> int:
    tax = 0 if amounts.prices_include_tax else line.tax_minor
    return max(0, line.price_minor - line.discount_minor) + tax


def _of_goods(amounts: Amounts, goods: Collection[Goods]) -> int:
    """What of the total is for goods."""
    rest = amounts.total_minor - amounts.other_minor - _shipping(amounts, goods)
    return min(max(0, rest), amounts.total_minor)


def _shipping(amounts: Amounts, goods: Collection[Goods]) -> int:
    """Shipping with the tax and discount that lines which tell their own leave over; told for the order, by value."""
    of_lines = sum(line.discount_minor for line in goods)
    less = max(0, amounts.discount_minor - of_lines) if of_lines else 0
    shipping = max(0, amounts.shipping_minor - less)
    if amounts.prices_include_tax:
        return shipping
    taxes = sum(line.tax_minor for line in goods)
    if taxes:
        return shipping + (max(0, amounts.tax_minor - taxes) if shipping else 0)
    taxed = sum(_worth(line, amounts) for line in goods) + shipping
    return shipping + (amounts.tax_minor * shipping // taxed if taxed else 0)
