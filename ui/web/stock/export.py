"""The whole stock as a CSV file, written as it is read: what is exported can be changed and imported as a count."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from app.central.desk.stock.listing import lying
from app.central.desk.stock.values import LyingRow
from app.central.doors import Doors
from app.domain.spreadsheets import guarded as safe_cell
from ui.web.shell.drawing import Shell
from ui.web.shell.headers import guarded
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
MARK: Final = b"\xef\xbb\xbf"


def stock_export(shell: Shell, doors: Doors) -> APIRouter:
    """GET /stock.csv; with bom=no without the byte order mark that spreadsheets want."""
    pages = Pages(shell)

    async def export(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "stock.read")
        marked = request.query_params.get("bom", "") != "no"
        headers = {"Content-Disposition": 'attachment; filename="stock.csv"'}
        body = _written(doors, visitor.site, marked)
        return guarded(StreamingResponse(body, media_type="text/csv; charset=utf-8", headers=headers))

    pages.get("/stock.csv", export)
    return pages.router


async def _written(doors: Doors, site: str, marked: bool) -> AsyncIterator[bytes]:
    """A page of levels at a time: memory stays the same however much lies there."""
    yield (MARK if marked else b"") + ",".join(HEADER).encode() + b"\r\n"
    last: LyingRow | None = None
    while rows := await doors.read(lying, site, last):
        yield csv_of(rows)
        last = rows[-1]


def csv_of(rows: tuple[LyingRow, ...]) -> bytes:
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        named = (safe_cell(row.location), safe_cell(row.sku), safe_cell(row.lot))
        figures = (row.on_hand, row.version, row.allocated, row.reserved, row.unavailable, row.safety)
        out.writerow((*named, *figures, safe_cell(row.name)))
    return text.getvalue().encode("utf-8", "replace")
