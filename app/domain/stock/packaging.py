"""Packaging levels: how many units a number of inners, cases or pallets is. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.documents import ProductBarcode

EACH = "each"


class BrokenCase(ValueError):
    """Units that are no whole number of cases, or a level the product does not have; the words say which."""


def units_of(quantity: int, level: str, barcodes: Iterable[ProductBarcode]) -> int:
    """Units in `quantity` packages of a level ("each", "inner", "case", "pallet"). Raises BrokenCase."""
    if level in ("", EACH):
        return quantity
    sizes = sorted({code.units for code in barcodes if code.level == level})
    if len(sizes) != 1:
        known = f"of different sizes ({', '.join(map(str, sizes))} units)" if sizes else "not known for this product"
        raise BrokenCase(f"packages of level {level!r} are {known}: give units")
    return quantity * sizes[0]


def check_whole(units: int, barcodes: Iterable[ProductBarcode]) -> None:
    """A product handled in whole cases comes in multiples of its smallest case. Raises BrokenCase."""
    sizes = sorted(code.units for code in barcodes if code.level == "case")
    if not sizes:
        raise BrokenCase("it is handled in whole cases, and no case of it is known: import its packaging")
    if units % sizes[0]:
        raise BrokenCase(f"{units} units are {units / sizes[0]:.2f} cases of {sizes[0]}: only whole cases")
