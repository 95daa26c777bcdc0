"""orders_bad.csv: good orders among rows an importer must report with line, column and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resources.makers.demo import people
from resources.makers.demo.export import rows_of
from resources.makers.demo.products import variants
from resources.makers.demo.stories import Order

FIRST_NUMBER = 2001


@dataclass(frozen=True, slots=True)
class Fault:
    """`column` of the row gets `value`; `why` says what is wrong. The line at `at` (0 is the order's first) is hit."""

    column: str
    value: str
    why: str
    at: int = 0


FAULTS: tuple[Fault | None, ...] = (
    None,
    Fault("Lineitem sku", "XX-NOPE-1", "unknown SKU (or taken and held for details)"),
    Fault("Lineitem sku", "", "SKU missing (or taken and held for details)"),
    Fault("Lineitem quantity", "0", "quantity is not at least 1"),
    Fault("Lineitem quantity", "-2", "quantity is not at least 1"),
    None,
    Fault("Lineitem quantity", "two", "quantity is not a whole number"),
    Fault("Lineitem quantity", "1.5", "quantity is not a whole number"),
    Fault("Lineitem price", "12,5o", "price is not an amount"),
    Fault("Lineitem price", "-29.00", "price is below zero"),
    Fault("Total", "abc", "total is not an amount"),
    Fault("Created at", "2026-13-45 99:00:00 +0200", "not a date and time"),
    None,
    Fault("Created at", "14.09.2026 9:15", "not a date and time"),
    Fault("Name", "", "order name missing"),
    Fault("Currency", "EURO", "unknown currency"),
    Fault("Shipping Name", "Evil\x02Name\x1b[2J", "control characters"),
    Fault("Shipping Country", "Germania", "unknown country (or taken and held for details)"),
    Fault("Lineitem quantity", "0", "quantity is not at least 1, in the second line of an order", at=1),
    None,
)
"""One entry per order of the file, in its order; None is a good order."""


def bad_orders() -> Iterator[tuple[dict[str, str], Fault | None]]:
    """Rows of orders_bad.csv, each with its fault (None for a row that is good by itself)."""
    plenty = [variant for variant in variants() if variant.sku in ("FT-MOS-M", "MG-WHT")]
    for at, fault in enumerate(FAULTS):
        lines = tuple((variant, 1) for variant in (plenty if fault is None or fault.at else plenty[:1]))
        order = Order(number=FIRST_NUMBER + at, customer=people.usual(500 + at), lines=lines)
        for place, row in enumerate(rows_of(order)):
            if fault is not None and fault.at == place:
                yield row | {fault.column: fault.value}, fault
            else:
                yield row, None


def good_names() -> tuple[str, ...]:
    """The orders of the file that can be taken whole."""
    return tuple(f"#{FIRST_NUMBER + at}" for at, fault in enumerate(FAULTS) if fault is None)
