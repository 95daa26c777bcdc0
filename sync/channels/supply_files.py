"""Suppliers, how products are bought, and pick faces as plain CSV files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from app.central.supply.setting import FaceLine, RuleLine, SupplierLine
from app.central.supply.values import RuleRow, SupplierRow
from app.central.warehouse.records import BadRow
from sync.channels.tables import Row, needed, read_table, whole

V = TypeVar("V")
SUPPLIERS: Final = ("supplier", "name", "lead_days")
RULES: Final = ("sku", "supplier")
FACES: Final = ("location", "sku", "min_units", "max_units")
DAYS_MOST: Final = 400
UNITS_MOST: Final = 10_000_000


def read_suppliers(file: str, data: bytes) -> tuple[tuple[SupplierLine, ...], tuple[BadRow, ...]]:
    """Columns supplier, name, lead_days; email, lead_sigma_days, review_days where the file has them."""

    def read(cells: _Cells) -> SupplierLine:
        row = SupplierRow(
            code=cells.text("supplier", 40),
            name=cells.text("name", 200),
            email=cells.optional("email"),
            lead_days=cells.number("lead_days", 0, DAYS_MOST, 0),
            lead_sigma_days=cells.number("lead_sigma_days", 0, DAYS_MOST, 0),
            review_days=cells.number("review_days", 0, DAYS_MOST, 7),
        )
        return SupplierLine(cells.row.line, row)

    return _read(file, data, SUPPLIERS, ("supplier",), read)


def read_rules(file: str, data: bytes) -> tuple[tuple[RuleLine, ...], tuple[BadRow, ...]]:
    """Columns sku, supplier and, where the file has them, the other fields of RuleRow; an empty cell says nothing."""

    def read(cells: _Cells) -> RuleLine:
        least, most = cells.unsaid("min_units", 0, UNITS_MOST), cells.unsaid("max_units", 0, UNITS_MOST)
        if least is not None and most is not None and most < least:
            cells.bad.append(BadRow(file, cells.row.line, "max_units", f"{most} is less than the minimum, {least}"))
        row = RuleRow(
            sku=cells.text("sku"),
            supplier=cells.optional("supplier", 40),
            supplier_sku=cells.optional("supplier_sku", 80),
            pack=cells.number("pack", 1, UNITS_MOST, 1),
            moq=cells.number("moq", 1, UNITS_MOST, 1),
            lead_days=cells.unsaid("lead_days", 0, DAYS_MOST),
            review_days=cells.unsaid("review_days", 0, DAYS_MOST),
            service_permille=cells.unsaid("service_permille", 500, 999),
            min_units=least,
            max_units=most,
        )
        return RuleLine(cells.row.line, row)

    return _read(file, data, RULES, ("sku",), read)


def read_faces(file: str, data: bytes) -> tuple[tuple[FaceLine, ...], tuple[BadRow, ...]]:
    """Columns location, sku, min_units, max_units; a maximum of 0 takes the face away."""

    def read(cells: _Cells) -> FaceLine:
        return FaceLine(
            line=cells.row.line,
            location=cells.text("location", 40),
            sku=cells.text("sku"),
            min_units=cells.number("min_units", 0, UNITS_MOST, 0),
            max_units=cells.number("max_units", 0, UNITS_MOST, 0),
        )

    return _read(file, data, FACES, ("location", "sku"), read)


class _Cells:
    """The cells of one row; what is wrong with them is collected."""

    def __init__(self, file: str, row: Row) -> None:
        self.row = row
        self.bad: list[BadRow] = []
        self._file = file

    def text(self, column: str, longest: int = 80) -> str:
        return self._kept(needed(self._file, self.row, column, longest), "")

    def optional(self, column: str, longest: int = 200) -> str:
        return self.text(column, longest) if self.row[column] else ""

    def number(self, column: str, least: int, most: int, unsaid: int) -> int:
        found = self.unsaid(column, least, most)
        return unsaid if found is None else found

    def unsaid(self, column: str, least: int, most: int) -> int | None:
        """None where the cell is empty or not there."""
        return self._kept(whole(self._file, self.row, column, least, most), least) if self.row[column] else None

    def _kept(self, found: V | BadRow, otherwise: V) -> V:
        if isinstance(found, BadRow):
            self.bad.append(found)
            return otherwise
        return found


def _read(
    file: str, data: bytes, columns: tuple[str, ...], keys: tuple[str, ...], read: Callable[[_Cells], V]
) -> tuple[tuple[V, ...], tuple[BadRow, ...]]:
    """Good rows in the order of the file; one that names the same as a row above is bad."""
    table = read_table(file, data, columns)
    good: list[V] = []
    bad, seen = list(table.bad), set[tuple[str, ...]]()
    for row in table.rows:
        cells = _Cells(file, row)
        made, key = read(cells), tuple(row[name] for name in keys)
        if not cells.bad and key in seen:
            cells.bad.append(BadRow(file, row.line, keys[-1], "the same as in a row above"))
        if cells.bad:
            bad += cells.bad
        else:
            seen.add(key)
            good.append(made)
    return tuple(good), tuple(sorted(bad, key=lambda row: row.line))
