"""Safety stock and backorder limits as a plain CSV: one row per SKU and location; an empty cell leaves one as it is."""

from __future__ import annotations

from app.central.stock.limiting import MOST, Limits
from app.central.warehouse.records import BadRow
from sync.channels.tables import Row, needed, read_table, whole

COLUMNS = ("sku", "location", "safety", "backorder_limit")


def read_limits(file: str, data: bytes) -> tuple[tuple[Limits, ...], tuple[BadRow, ...]]:
    """Limits in the order of the file; a level named twice is a bad row."""
    table = read_table(file, data, COLUMNS)
    good: dict[tuple[str, str, str], Limits] = {}
    bad = list(table.bad)
    for row in table.rows:
        sku, place = needed(file, row, "sku"), needed(file, row, "location")
        safety, beyond = _units(file, row, "safety"), _units(file, row, "backorder_limit")
        wrong = [cell for cell in (sku, place, safety, beyond) if isinstance(cell, BadRow)]
        key = (str(sku), str(place), row["lot"])
        if key in good:
            wrong.append(BadRow(file, row.line, "sku", "the same level as in a row above"))
        bad += wrong
        if not wrong and not isinstance(safety, BadRow) and not isinstance(beyond, BadRow):
            named = {"sku": key[0], "location": key[1], "lot": key[2]}
            good[key] = Limits(**named, safety=safety, backorder_limit=beyond, line=row.line)
    return tuple(good.values()), tuple(sorted(bad, key=lambda row: row.line))


def _units(file: str, row: Row, column: str) -> int | BadRow | None:
    return whole(file, row, column, 0, MOST) if row[column] else None
