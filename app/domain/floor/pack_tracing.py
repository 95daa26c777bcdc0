"""Lots and serial numbers while packing: only what was picked for the order goes in, each number once. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.domain.floor.picking import ItemScan
from app.domain.floor.tracing import NO_LOTS, LotBook, LotUnits
from app.domain.floor.verdicts import Outcome, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """`wanted` units came in the tote for this line; `ordered` is what the customer asked for.

    `lots` say of which lots they are, where that was told at picking; `by_serial` units are told apart by number.
    """

    line_id: str
    sku: str
    ordered: int
    wanted: int
    packed: int = 0
    short: int = 0
    lots: tuple[LotUnits, ...] = ()
    by_serial: bool = False

    @property
    def left(self) -> int:
        return self.wanted - self.packed - self.short

    def left_of(self, lot: str) -> int:
        """Units still to pack of one lot; of all where lots do not matter ("")."""
        return sum(one.left for one in self.lots if one.lot == lot) if lot else self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenSerial:
    """A unit packed at this bench, until the centre tells every bench of it; `unit` is its `documents.unit_name`."""

    unit: str
    order_id: str
    order: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the bench knows of a scanned product: its lots, and the order that has this serial number ("" for none)."""

    book: LotBook = NO_LOTS
    used_by: str = ""


NOTHING: Final = Known()


def traced(
    lines: Sequence[PackLine], inside: Collection[tuple[str, str]], scan: ItemScan, known: Known
) -> str | Outcome:
    """The lot of what was scanned ("" where nobody keeps lots), or what to say: a question or a refusal.

    `lines` are those of its product with room for it, `inside` the (SKU, serial number) of what is in the box.
    """
    lot = _lot(lines, scan, known.book)
    if isinstance(lot, Outcome) or not any(line.by_serial for line in lines):
        return lot
    if scan.units > 1:
        return _about(Verdict.NOT_NOW, scan, lot, said="serial_each")
    if not scan.serial:
        return _about(Verdict.RIGHT, scan, lot, said="serial_wanted")
    if (scan.product.sku, scan.serial) in inside:
        return _about(Verdict.ALREADY_DONE, scan, lot, said="serial_in_box")
    if known.used_by:
        return _about(Verdict.ALREADY_DONE, scan, lot, known.used_by, said="serial_used")
    return lot


def lots_left(lines: Sequence[PackLine]) -> dict[str, int]:
    """Units of each lot that came in the tote and are not packed yet, first picked first; lots that are done are 0."""
    left: dict[str, int] = {}
    for line in lines:
        for one in line.lots:
            left[one.lot] = left.get(one.lot, 0) + one.left
    return left


def counted(lots: tuple[LotUnits, ...], lot: str, *, packed: int) -> tuple[LotUnits, ...]:
    return tuple(replace(one, packed=one.packed + packed) if one.lot == lot else one for one in lots)


def _lot(lines: Sequence[PackLine], scan: ItemScan, book: LotBook) -> str | Outcome:
    left = lots_left(lines)
    if not left:
        return scan.lot if scan.product.by_lot else ""
    open_lots = [lot for lot, units in left.items() if units]
    lot = scan.lot or (open_lots[0] if len(open_lots) == 1 else "")
    if not lot:
        return _about(Verdict.RIGHT, scan, "", said="which_lot_packed")
    unfit = book.unfit(lot, scan.expiry) if book.known(lot) or lot not in left else ""
    if lot not in left:
        said = "lot_not_picked"
        if unfit in ("lot_recalled", "lot_expired"):
            said = unfit
        return _about(Verdict.WRONG_ITEM, scan, lot, said=said, expected_lot=open_lots[0])
    if unfit:
        return _about(Verdict.WRONG_ITEM, scan, lot, said=unfit)
    if left[lot] < scan.units:
        return _about(Verdict.ONE_TOO_MANY, scan, lot, str(left[lot]), said="lot_packed", expected_lot=open_lots[0])
    return lot


def _about(
    verdict: Verdict, scan: ItemScan, lot: str, expected: str = "", *, said: str, expected_lot: str = ""
) -> Outcome:
    """`scanned` is the number where it is about one."""
    return Outcome(
        verdict=verdict, said=said, scanned=scan.serial or scan.text, scanned_sku=scan.product.sku,
        expected_sku=scan.product.sku, expected=expected, quantity=scan.units, lot=lot, expected_lot=expected_lot,
    )  # fmt: skip
