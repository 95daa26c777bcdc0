"""The whole stock as a CSV file, written as it is read: what is exported can be changed and imported as a count."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Final

from fastapi import APIRouter, Request, Response

from app.central.desk.stock.listing import lying
from app.central.desk.stock.values import LyingRow
from app.central.doors import Doors
from app.domain.spreadsheets import guarded as safe_cell
from ui.web.shell.csv_files import csv_file, wants_mark
from ui.web.shell.drawing import Shell
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import need, visitor_of

HEADER: Final = (
    "location",
    "sku",
    "lot",
    "quantity",
    "version",
    "promised",
    "reserved",
    "not_for_sale",
    "safety",
    "name",
)
"""The first five are what the importer of counts reads; `version` is the state of the books that was exported."""


def stock_export(shell: Shell, doors: Doors) -> APIRouter:
    """GET /stock.csv; with bom=no without the byte order mark that spreadsheets want."""
    pages = Pages(shell)

    async def export(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "stock.read")
        return csv_file("stock.csv", HEADER, _cells(doors, visitor.site), mark=wants_mark(request))

    pages.get("/stock.csv", export)
    return pages.router


async def _cells(doors: Doors, site: str) -> AsyncIterator[Iterator[tuple[object, ...]]]:
    last: LyingRow | None = None
    while rows := await doors.read(lying, site, last):
        yield map(_row, rows)
        last = rows[-1]


def _row(row: LyingRow) -> tuple[object, ...]:
    named = (safe_cell(row.location), safe_cell(row.sku), safe_cell(row.lot))
    figures = (row.on_hand, row.version, row.allocated, row.reserved, row.unavailable, row.safety)
    return *named, *figures, safe_cell(row.name)
