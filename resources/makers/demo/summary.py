"""README.md of the demo warehouse: what is in the files and how much trouble of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from resources.makers.demo import floor, products
from resources.makers.demo.bad_rows import Fault, good_names
from resources.makers.demo.stories import Order
from resources.makers.demo.styles import STYLES

_TROUBLES = {
    "pending": "not paid: held for payment",
    "partially paid": "half paid: held for payment",
    "no postcode": "`Shipping Zip` blank in a country that has postcodes: held for its address",
    "pending, no postcode": "not paid and `Shipping Zip` blank: two holds",
    "no street": "`Shipping Street` and `Shipping Address1` blank: held for its address",
    "express to a PO box": "Express can not be delivered to a Postfach: held for its address",
    "no stock": "a SKU counted at zero, or more units than there are: held for stock",
    "cancelled": "`Cancelled at` is set (one refunded, one voided): never packed",
}
_MARKS = {
    "authorised": "money authorised and not yet captured",
    "arabic": "Arabic name (one also an Arabic street, one mixed with Latin)",
    "emoji": "emoji in name, street or company",
    "printer command": "a name with `^XZ~JR` and a street with `^FD`: harmless text, not printer commands",
    "leading zero": "postcode `'01067`: the apostrophe is the shop's, the postcode is 01067",
    "long name": "name and street longer than a label line",
    "po box": "Postfach, PO Box and Packstation",
    "dollar": "in USD to the United States (one PO Box order is in USD too)",
    "yen": "in JPY, no minor unit, to Japan",
    "same SKU twice": "the first and third line are the same SKU",
    "look-alikes": "four variants of one tee",
    "whole cases": "at least a case of one SKU",
    "last units": "asks for every last unit of a scarce SKU",
    "note": "a note with a line break, quotes and a comma",
}


def readme(orders: Sequence[Order], bad: Sequence[tuple[dict[str, str], Fault | None]]) -> str:
    """The whole page, ending in a newline. The counts are taken from the orders written, not typed in."""
    return "\n".join((*_head(), *_orders(orders), *_bad(bad))) + "\n"


_HEAD = """# The demo warehouse

Made by `python -m resources.makers.demo.write` (from the folder above `resources/`); the same bytes every time.
Change the generator, not the files. People, orders and badges are invented; numbers are in ranges kept for examples.

| file | holds |
|---|---|
| products_export.csv | a shop's product export: {skus} SKUs of {styles} styles, as the shop writes it |
| packaging.csv | {levels} cases and inners of {cased} SKUs: sku, level, gtin (GTIN-14), units |
| locations.csv | {picks} pick locations and a few others: code, zone, walk (place in the walk), kind |
| counts.csv | stock: location, sku, quantity; the first row of a SKU is its home |
| totes.csv, packers.csv, cartons.csv, site.toml | totes, people with their badges, cartons, sender and services |
| orders_export.csv | a shop's orders export, newest first |
| orders_bad.csv | good orders among bad rows |
| pictures/ | one drawing per style and colour; made by `python -m resources.makers.drawings.write` |

SKUs at zero: {zero}. Scarce: {scarce}.
"""


def _head() -> list[str]:
    cases = list(products.packaging_rows())
    return [
        _HEAD.format(
            skus=len(floor.stock()),
            styles=len(STYLES),
            levels=len(cases),
            cased=len({row["sku"] for row in cases}),
            picks=len(floor.pick_locations()),
            zero=", ".join(floor.NO_STOCK),
            scarce=", ".join(f"{sku} ({units})" for sku, units in floor.SCARCE.items()),
        )
    ]


def _orders(orders: Sequence[Order]) -> list[str]:
    troubles = Counter(order.trouble for order in orders)
    marks = Counter(mark for order in orders for mark in order.marks)
    singles = sum(len(order.lines) == 1 and order.lines[0][1] == 1 for order in orders)
    lines = sum(len(order.lines) for order in orders)
    express = sum(order.express for order in orders)
    return [
        "## orders_export.csv",
        "",
        f"{len(orders)} orders, {lines} lines; {singles} are a single unit; {express} go by Express.",
        "",
        "| trouble | orders | what is wrong and what should come of it |",
        "|---|---|---|",
        f"| none | {troubles['']} | can be sent; the stock suffices for all of them together |",
        *(f"| {key} | {troubles[key]} | {why} |" for key, why in _TROUBLES.items()),
        "",
        "Odd, and yet to be sent:",
        "",
        "| mark | orders | what is odd |",
        "|---|---|---|",
        *(f"| {key} | {marks[key]} | {why} |" for key, why in _MARKS.items()),
        "",
    ]


def _bad(bad: Sequence[tuple[dict[str, str], Fault | None]]) -> list[str]:
    faults = [(line, row, fault) for line, (row, fault) in enumerate(bad, 2) if fault]
    return [
        "## orders_bad.csv",
        "",
        (
            f"Orders that can be taken whole: {', '.join(good_names())}. The {len(faults)} faults, by line of the file"
            " (the header is line 1):"
        ),
        "",
        "| line | order | column | what is wrong |",
        "|---|---|---|---|",
        *(f"| {line} | {row['Name'] or '(blank)'} | {fault.column} | {fault.why} |" for line, row, fault in faults),
        "",
        "An order with a bad line is not taken at all: half an order would be shipped short without anyone knowing.",
    ]
