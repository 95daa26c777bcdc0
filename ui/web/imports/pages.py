"""The import page: a file is sent, its report stands by line and column, and every import before it can be opened."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from app.central.doors import Doors
from app.central.importing.running import (
    BROKEN_OFF,
    FAULTS_MOST,
    MANAGED,
    NotImported,
    Upload,
    import_seen,
    import_upload,
    imports,
)
from app.central.importing.values import ImportRow
from app.central.intake.channels import channels
from ui.web.imports.files import bad_rows_csv, sent_file
from ui.web.shell.drawing import Shell, go
from ui.web.shell.headers import guarded
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, visitor_of

PAGE: Final = 25
SHOWN_MOST: Final = 200
"""Bad rows on the page; the file of them has all that are kept."""


def import_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET/POST /imports, GET /imports/{import_id} and its bad-rows.csv."""
    pages, desk = Pages(shell), ImportDesk(shell, doors)
    pages.get("/imports", desk.listing)
    pages.post("/imports", desk.take)
    pages.get("/imports/{import_id}", desk.one)
    pages.get("/imports/{import_id}/bad-rows.csv", desk.bad_rows)
    return pages.router


class ImportDesk:
    """One import at a time in this process: a second one waits, so that orders come in meanwhile."""

    def __init__(self, shell: Shell, doors: Doors) -> None:
        self.shell = shell
        self.doors = doors
        self.importer = doors.importer
        self._turn = asyncio.Lock()

    async def listing(self, request: Request) -> Response:
        visitor = await visitor_of(self.doors, request)
        need(visitor, "import.run")
        return await self._page(request, visitor)

    async def take(self, request: Request) -> Response:
        visitor, upload = await sent_file(self.doors, request)
        async with self._turn:
            done = await self.doors.read(import_upload, self.importer, visitor.actor, visitor.site, upload)
        if isinstance(done, NotImported):
            return await self._page(request, visitor, upload, {done.field: done.why}, 422)
        return go(f"/imports/{done.import_id}")

    async def one(self, request: Request) -> Response:
        visitor = await visitor_of(self.doors, request)
        need(visitor, "import.run")
        found = await self.doors.read(import_seen, visitor.site, request.path_params["import_id"], SHOWN_MOST)
        if found is None:
            raise PageRefusal(404, "No such import", "It may belong to another site.")
        row, faults = found
        values: dict[str, Any] = {"row": row, "faults": faults, "state": _state(row, visitor.now)}
        values["kinds"] = self.importer.kinds
        return self.shell.page(request, "imports/templates/report.html", visitor=visitor, **values)

    async def bad_rows(self, request: Request) -> Response:
        visitor = await visitor_of(self.doors, request)
        need(visitor, "import.run")
        found = await self.doors.read(import_seen, visitor.site, request.path_params["import_id"], FAULTS_MOST)
        if found is None:
            raise PageRefusal(404)
        headers = {"Content-Disposition": 'attachment; filename="bad-rows.csv"'}
        return guarded(Response(bad_rows_csv(*found), media_type="text/csv; charset=utf-8", headers=headers))

    async def _page(
        self,
        request: Request,
        visitor: Visitor,
        upload: Upload | None = None,
        wrong: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        rows = await self.doors.read(imports, visitor.site, PAGE + 1, _before(request))
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        managed = "settings.change" in visitor.may
        values: dict[str, Any] = {
            "rows": [(row, _state(row, visitor.now)) for row in rows[:PAGE]],
            "next": f"{last.began_at.isoformat()}~{last.import_id}" if last else "",
            "kinds": {code: words for code, words in self.importer.kinds.items() if managed or code not in MANAGED},
            "channels": [row.code for row, _ in await self.doors.read(channels, visitor.site)],
            "upload": upload,
            "wrong": wrong or {},
        }
        return self.shell.page(request, "imports/templates/imports.html", visitor=visitor, status=status, **values)


def _state(row: ImportRow, now: datetime) -> tuple[str, str]:
    """(tone, word) of an import."""
    if row.state == "failed" or (row.state == "running" and now - row.began_at > BROKEN_OFF):
        return "wrong", "broke off"
    if row.state == "running":
        return "next", "running"
    return ("care", f"{row.bad:,} not taken") if row.bad else ("right", "all taken")


def _before(request: Request) -> tuple[datetime, str] | None:
    """Where a further page begins. Raises PageRefusal."""
    asked = request.query_params.get("before", "")
    if not asked:
        return None
    moment, _, last = asked.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise PageRefusal(400, "No such page", "Open the list again.")
    return at, last
