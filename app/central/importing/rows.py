"""The rows of a table that were not taken, as they stood in the file, so that they can be mended and sent again."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

TOGETHER: Final[dict[str, tuple[str, ...]]] = {
    "orders": ("order", "Name"),
    "catalogue": ("Handle", "URL handle"),
    "kits": ("kit_sku",),
    "packaging": ("sku",),
}
"""Columns whose rows belong together, by kind: who mends one of them has to send them all."""


@dataclass(frozen=True, slots=True)
class FileRows:
    """`header` is the first row, () for what is no table; `wanted` the rows to send again, by the line asked for."""

    header: tuple[str, ...] = ()
    wanted: dict[int, tuple[tuple[str, ...], ...]] = field(default_factory=dict)


def rows_of(kind: str, data: bytes, lines: Collection[int]) -> FileRows:
    """The rows that begin on these lines (the header is line 1), with those that belong to them."""
    text = data.decode("utf-8-sig", "replace")
    found = list(_numbered(text))
    if not found:
        return FileRows()
    header = tuple(cell.strip() for cell in found[0][1])
    keys = [place for name in TOGETHER.get(kind, ()) for place, column in enumerate(header) if column == name][:1]
    groups: dict[str, list[tuple[str, ...]]] = {}
    group_of: dict[int, str] = {}
    last = ""
    for line, cells in found[1:]:
        last = (cells[keys[0]].strip() if keys and keys[0] < len(cells) else "") or last
        group = last if keys else str(line)
        groups.setdefault(group, []).append(cells)
        group_of[line] = group
    told: set[str] = set()
    wanted: dict[int, tuple[tuple[str, ...], ...]] = {}
    for line in sorted(set(lines)):
        group = group_of.get(line, "")
        if group in groups and group not in told:
            told.add(group)
            wanted[line] = tuple(groups[group])
    return FileRows(header, wanted)


def _numbered(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each row with the line it begins on, read as leniently as can be; empty rows are left out."""
    reader = csv.reader(io.StringIO(text, newline=""))
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell beyond all bounds: the report still names its line
            continue
        if any(cell.strip() for cell in cells):
            yield line, tuple(cells)
