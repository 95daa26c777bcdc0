"""Recipes of kits as a plain CSV: one row per component."""

from __future__ import annotations

from app.central.stock.kits import Part
from app.central.warehouse.records import BadRow
from sync.channels.tables import needed, read_table, whole

COLUMNS = ("kit_sku", "component_sku", "quantity")


def read_kits(file: str, data: bytes) -> tuple[tuple[Part, ...], tuple[BadRow, ...]]:
    """Parts in the order of the file; a component named twice in a kit is a bad row."""
    table = read_table(file, data, COLUMNS)
    good: dict[tuple[str, str], Part] = {}
    bad = list(table.bad)
    for row in table.rows:
        kit, sku = needed(file, row, "kit_sku"), needed(file, row, "component_sku")
        units = whole(file, row, "quantity", 1, 10_000)
        wrong = [cell for cell in (kit, sku, units) if isinstance(cell, BadRow)]
        if wrong:
            bad += wrong
        elif (str(kit), str(sku)) in good:
            bad.append(BadRow(file, row.line, "component_sku", "the same as in a row above"))
        elif isinstance(units, int):
            good[str(kit), str(sku)] = Part(line=row.line, kit=str(kit), sku=str(sku), quantity=units)
    return tuple(good.values()), tuple(sorted(bad, key=lambda row: row.line))
