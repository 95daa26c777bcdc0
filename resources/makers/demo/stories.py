"""The 120 orders of the demo as a plan: which story each order tells, who ordered, and which lines it has."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from resources.makers.demo import people
from resources.makers.demo.floor import NO_STOCK, PLENTY, SCARCE, SEED, stock
from resources.makers.demo.people import Customer
from resources.makers.demo.products import Variant, variants

FIRST_NUMBER = 1001
ORDERS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order of the export. `trouble` is "" when it can be sent; `lines` are (variant, quantity)."""

    number: int
    customer: Customer
    lines: tuple[tuple[Variant, int], ...]
    financial: str = "paid"
    currency: str = "EUR"
    express: bool = False
    cancelled: bool = False
    note: str = ""
    trouble: str = ""
    marks: frozenset[str] = frozenset()


@dataclass(slots=True)
class Shelf:
    """What is left to promise while the orders are being made up, so that every order meant to be sent can be."""

    random: Random = field(default_factory=lambda: Random(SEED + 2))  # noqa: S311 -- made-up data, the same every time
    left: dict[str, int] = field(default_factory=stock)
    by_sku: dict[str, Variant] = field(default_factory=lambda: {variant.sku: variant for variant in variants()})

    def take(self, sku: str, quantity: int) -> tuple[Variant, int]:
        self.left[sku] -= quantity
        if self.left[sku] < 0:
            raise ValueError(f"{sku}: the demo promises more than it has")
        return self.by_sku[sku], quantity

    def any(self, quantity: int = 1) -> tuple[Variant, int]:
        """A random SKU with stock to spare; scarce ones and ones at zero are never drawn."""
        kept = [sku for sku, left in self.left.items() if left >= quantity + 3 and sku not in SCARCE]
        return self.take(self.random.choice(kept), quantity)

    def basket(self) -> tuple[tuple[Variant, int], ...]:
        """One to five lines; two in five orders are a single unit."""
        if self.random.random() < 0.42:
            return (self.any(),)
        lines: dict[str, tuple[Variant, int]] = {}
        for _ in range(self.random.choice((1, 2, 2, 3, 3, 4, 5))):
            variant, quantity = self.any(self.random.choice((1, 1, 1, 2, 2, 3)))
            lines[variant.sku] = (variant, quantity + lines.get(variant.sku, (variant, 0))[1])
        return tuple(lines.values())


def orders() -> tuple[Order, ...]:
    """The orders by rising number: the special ones first drawn, then everyday ones, then shuffled."""
    shelf = Shelf()
    plans = _special(shelf) + _troubled(shelf)
    plans += [
        replace(_plan(people.usual(at), shelf.basket()), express=at % 9 == 0) for at in range(ORDERS - len(plans))
    ]
    Random(SEED + 3).shuffle(plans)  # noqa: S311 -- made-up data
    return tuple(replace(plan, number=FIRST_NUMBER + at) for at, plan in enumerate(plans))


def _plan(customer: Customer, lines: tuple[tuple[Variant, int], ...], *marks: str, trouble: str = "") -> Order:
    return Order(number=0, customer=customer, lines=lines, marks=frozenset(marks), trouble=trouble)


def _special(shelf: Shelf) -> list[Order]:
    """Orders that can be sent and are odd: scripts, printer commands, currencies, twice the same SKU, whole cases."""
    plans = [_plan(who, shelf.basket(), "arabic") for who in people.ARABIC]
    plans += [_plan(who, shelf.basket(), "emoji") for who in people.EMOJI]
    plans += [replace(_plan(who, shelf.basket(), "po box"), currency=_currency(who)) for who in people.PO_BOXES]
    plans += [replace(_plan(who, shelf.basket(), "dollar"), currency="USD") for who in people.AMERICANS]
    plans += [replace(_plan(who, shelf.basket(), "yen"), currency="JPY", express=True) for who in people.JAPANESE]
    plans.append(_plan(people.PRINTER_COMMAND, shelf.basket(), "printer command"))
    plans.append(_plan(people.LEADING_ZERO, shelf.basket(), "leading zero"))
    plans.append(_plan(people.LONG_NAME, shelf.basket(), "long name"))
    look_alikes = ("HT-BLK-M", "HT-BLK-L", "HT-BLK-XL", "HT-WHT-L")
    plans.append(_plan(people.usual(301), tuple(shelf.take(sku, 1) for sku in look_alikes), "look-alikes"))
    plans += [_plan(people.usual(310 + at), _twice(shelf, sku), "same SKU twice") for at, sku in enumerate(_TWICE)]
    plans += [_plan(people.BUSINESS, (shelf.take(sku, units), shelf.any()), "whole cases") for sku, units in _CASES]
    plans += [_plan(people.usual(330 + at), (shelf.take(sku, units),), "last units")
              for at, (sku, units) in enumerate(SCARCE.items())]  # fmt: skip
    plans += [
        replace(_plan(people.usual(340 + at), shelf.basket(), "authorised"), financial="authorized") for at in range(4)
    ]
    plans.append(replace(_plan(people.usual(350), shelf.basket(), "note"), note=_NOTE))
    return plans


def _currency(customer: Customer) -> str:
    return "USD" if customer.country == "US" else "EUR"


_NOTE = 'Please ring twice.\n"Second floor", not the shop.'
_TWICE = ("FT-SEA-M", "PT-RST-M", "MG-BLK", "LH-GRY-L")
_CASES = (("HT-BLK-L", 24), ("MG-WHT", 26))


def _twice(shelf: Shelf, sku: str) -> tuple[tuple[Variant, int], ...]:
    return shelf.take(sku, 1), shelf.any(), shelf.take(sku, 2)


def _troubled(shelf: Shelf) -> list[Order]:
    """Orders that must not be sent as they are; those for goods at zero take nothing from the shelf."""
    plans = [_unpaid(people.usual(400 + at), shelf, "pending", "pending") for at in range(5)]
    plans += [_unpaid(people.usual(410 + at), shelf, "partially_paid", "partially paid") for at in range(2)]
    plans += [_plan(who, shelf.basket(), trouble="no postcode") for who in people.NO_ZIP[:2]]
    plans.append(_unpaid(people.NO_ZIP[2], shelf, "pending", "pending, no postcode"))
    plans += [_plan(who, shelf.basket(), trouble="no street") for who in people.NO_STREET]
    plans.append(replace(_plan(people.EXPRESS_BOX, shelf.basket(), trouble="express to a PO box"), express=True))
    for at, sku in enumerate(NO_STOCK):
        plans.append(_plan(people.usual(420 + at), ((shelf.by_sku[sku], 1), shelf.any()), trouble="no stock"))
    too_many = ((shelf.by_sku["SK-GRY-40_43"], PLENTY["SK-GRY-40_43"] + 6),)
    plans.append(_plan(people.usual(430), too_many, trouble="no stock"))
    for at, status in enumerate(("refunded", "voided")):
        plans.append(replace(_unpaid(people.usual(440 + at), shelf, status, "cancelled"), cancelled=True))
    return plans


def _unpaid(customer: Customer, shelf: Shelf, financial: str, trouble: str) -> Order:
    return replace(_plan(customer, shelf.basket(), trouble=trouble), financial=financial)
