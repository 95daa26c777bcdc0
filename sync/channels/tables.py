"""Reading CSV files: UTF-8 with or without a byte order mark, any line ends, quoted newlines, true line numbers.

A cell that was guarded against being taken for a formula when we wrote it is read as it was meant.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.central.warehouse.records import BadRow
from app.domain.spreadsheets import bare

CELL_LONGEST = 100_000
csv.field_size_limit(16 * 1024 * 1024)
"""So that a cell that is too long is read, and named with its column; how long a file may be is said elsewhere."""
_ALLOWED_CONTROLS = frozenset("\t\n\r")


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is where the row begins in the file, the header being line 1; `cells` by column name.

    A row with a `fault` must not be taken; its cells are what could be read of it.
    """

    line: int
    cells: Mapping[str, str]
    fault: BadRow | None = None

    def __getitem__(self, column: str) -> str:
        """The cell without spaces around it; "" for a column the file does not have."""
        return self.cells.get(column, "").strip()


@dataclass(frozen=True, slots=True)
class Table:
    """Every row of a file in its order; `faults` are of the file as a whole, and leave no rows."""

    file: str
    every: tuple[Row, ...]
    faults: tuple[BadRow, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)
    """What the file calls a column that has another name here."""

    def in_its_words(self, row: BadRow) -> BadRow:
        """The bad row with its column named as in the file."""
        return replace(row, column=self.called.get(row.column, row.column))

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.every if row.fault is None)

    @property
    def bad(self) -> tuple[BadRow, ...]:
        return (*self.faults, *(row.fault for row in self.every if row.fault is not None))


def read_table(file: str, data: bytes, required: Sequence[str], aliases: Mapping[str, str] | None = None) -> Table:
    """Rows that can be trusted and, apart from them, those that can not. A missing required column leaves no rows.

    `aliases` (other name: our name) are read as ours where the file does not have ours.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Table(file, (), (BadRow(file, line, "", "not UTF-8 text: save the file as CSV UTF-8"),))
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(lines, [])
    except csv.Error as error:
        return Table(file, (), (BadRow(file, 1, "", f"the header can not be read: {error}"),))
    header, called = _renamed([name.strip() for name in header], aliases or {})
    faults = _header_faults(file, header, required)
    if faults:
        return Table(file, (), faults)
    return replace(_rows(file, header, lines), called=called)


def _renamed(names: list[str], aliases: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    called = {ours: other for other, ours in aliases.items() if other in names and ours not in names}
    ours = {other: name for name, other in called.items()}
    return [ours.get(name, name) for name in names], called


def _header_faults(file: str, header: list[str], required: Sequence[str]) -> tuple[BadRow, ...]:
    names = [name.strip() for name in header]
    missing = [BadRow(file, 1, name, "this column is missing") for name in required if name not in names]
    double = [BadRow(file, 1, name, "this column is there twice") for name in required if names.count(name) > 1]
    return (*missing, *double)


def _rows(file: str, header: list[str], lines: Iterator[list[str]]) -> Table:
    names = [name.strip() for name in header]
    rows: list[Row] = []
    for line, found in _numbered(lines):
        if isinstance(found, csv.Error):
            rows.append(Row(line, {}, BadRow(file, line, "", f"the row can not be read: {found}")))
        elif any(cell.strip() for cell in found):
            cells = {name: bare(cell) for name, cell in zip(names, found, strict=False) if name}
            rows.append(Row(line, cells, _row_fault(file, line, names, found)))
    return Table(file, tuple(rows))


def _numbered(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Each row with the line it begins on; a quoted cell may span several."""
    while True:
        line = lines.line_num + 1  # type: ignore[attr-defined]
        try:
            yield line, next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, error


def _row_fault(file: str, line: int, names: list[str], cells: list[str]) -> BadRow | None:
    if len(cells) != len(names):
        return BadRow(file, line, "", f"the row has {len(cells)} cells, the header {len(names)}")
    for name, cell in zip(names, cells, strict=True):
        if len(cell) > CELL_LONGEST:
            return BadRow(file, line, name, f"more than {CELL_LONGEST} characters")
        control = next((c for c in cell if (ord(c) < 32 and c not in _ALLOWED_CONTROLS) or ord(c) == 127), None)
        if control is not None:
            return BadRow(file, line, name, f"holds a control character (U+{ord(control):04X})")
    return None


def whole(file: str, row: Row, column: str, least: int, most: int = 1_000_000_000) -> int | BadRow:
    """A whole number of a cell, or what is wrong with it."""
    text = row[column]
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        return BadRow(file, row.line, column, f"{_shown(text)} is not a whole number")
    value = int(text)
    if value < least:
        return BadRow(file, row.line, column, f"{value} is not at least {least}")
    return value if value <= most else BadRow(file, row.line, column, f"{value} is more than {most}")


def needed(file: str, row: Row, column: str, longest: int = 80) -> str | BadRow:
    """The text of a cell that must not be empty, or what is wrong with it."""
    text = row[column]
    if not text:
        return BadRow(file, row.line, column, "must not be empty")
    return text if len(text) <= longest else BadRow(file, row.line, column, f"longer than {longest} characters")


def _shown(text: str) -> str:
    return ascii(text if len(text) <= 30 else f"{text[:30]}...")
