"""The record: who did what and when, filtered, page by page, and as a file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Request, Response

from app.central.doors import Doors
from app.central.people.deeds import deeds
from app.central.people.values import AuditRow
from app.domain.spreadsheets import guarded as safe_cell
from ui.web.shell.csv_files import csv_file, wants_mark
from ui.web.shell.drawing import Shell
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, visitor_of

PAGE: Final = 50
FILE_PAGE: Final = 1_000
USUALLY_DAYS: Final = 30
FILTERS: Final = {"who": "actor_name", "action": "action", "kind": "subject_kind", "id": "subject_id"}
HEADER: Final = ("When", "Who", "Kind of actor", "Did", "To", "Id", "Details", "Request")
LINKS: Final = {"order": "/orders/", "import": "/imports/"}
"""Kinds of things with a page of their own, found by their id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`before` is (time, id) of the last row seen, or a moment nothing of which is shown."""

    same: dict[str, str]
    since: datetime
    before: tuple[datetime, str] | None
    asked: dict[str, str]


def record_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET /record and /record.csv."""
    pages = Pages(shell)

    async def page(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "audit.read")
        wanted = _wanted(request, visitor)
        rows = await doors.read(deeds, PAGE + 1, wanted.before, visitor.site, wanted.same, wanted.since)
        more = rows[PAGE - 1] if len(rows) > PAGE else None
        values: dict[str, Any] = {
            "rows": [(row, told_by_name(row), LINKS.get(row.subject_kind, "")) for row in rows[:PAGE]],
            "asked": wanted.asked,
            "since": visitor.local(wanted.since).date().isoformat(),
            "began": visitor.local(wanted.since).date(),
            "csv": f"/record.csv?{urlencode(wanted.asked)}",
            "next": _next(wanted.asked, more) if more else "",
        }
        return shell.page(request, "people/templates/record.html", visitor=visitor, **values)

    async def export(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "audit.read")
        wanted = _wanted(request, visitor)
        return csv_file("record.csv", HEADER, _cells(doors, visitor, wanted), mark=wants_mark(request))

    pages.get("/record", page)
    pages.get("/record.csv", export)
    return pages.router


def told(row: AuditRow) -> str:
    """The details of a deed in one line."""
    return ", ".join(f"{name}: {value}" for name, value in told_by_name(row))


def told_by_name(row: AuditRow) -> list[tuple[str, str]]:
    """The details of a deed as (name, value), each in words."""
    details = msgspec.json.decode(row.details or "{}", type=dict[str, Any])
    return [(name.replace("_", " "), _plain(value)) for name, value in details.items() if _says(value)]


def _plain(value: Any) -> str:
    """Lists and parts of parts as people write them."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(part)}" for name, part in value.items() if _says(part)) or "nothing"
    if isinstance(value, list):
        return ", ".join(_plain(part) for part in value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _says(value: Any) -> bool:
    return value is not None and value != ""


async def _cells(doors: Doors, visitor: Visitor, wanted: Wanted) -> AsyncIterator[Iterator[tuple[str, ...]]]:
    """Times are local to the site; no cell is taken for a formula."""
    before = wanted.before
    while rows := await doors.read(deeds, FILE_PAGE, before, visitor.site, wanted.same, wanted.since):
        yield (_row(row, visitor.zone) for row in rows)
        before = rows[-1].done_at, rows[-1].audit_id


def _row(row: AuditRow, zone: tzinfo) -> tuple[str, ...]:
    actor, subject = (row.actor_name, row.actor_kind), (row.subject_kind, row.subject_id)
    at = row.done_at.astimezone(zone).isoformat(timespec="seconds")
    return at, *(safe_cell(cell) for cell in (*actor, row.action, *subject, told(row), row.request_id))


def _wanted(request: Request, visitor: Visitor) -> Wanted:
    """Raises PageRefusal naming what can not be read."""
    query = request.query_params
    asked = {
        name: value.strip()[:120] for name in (*FILTERS, "from", "until") if (value := query.get(name, "")).strip()
    }
    same = {column: asked[name] for name, column in FILTERS.items() if name in asked}
    begins = _day(asked["from"], visitor) if "from" in asked else visitor.now - timedelta(days=USUALLY_DAYS)
    before = _cursor(query.get("before", ""))
    if before is None and "until" in asked:
        before = _day(asked["until"], visitor) + timedelta(days=1), ""
    return Wanted(same=same, since=begins, before=before, asked=asked)


def _day(typed: str, visitor: Visitor) -> datetime:
    """The beginning of a day at the site."""
    try:
        return datetime.combine(datetime.fromisoformat(typed).date(), time(), visitor.zone)
    except (ValueError, OverflowError) as wrong:
        raise PageRefusal(400, "No such day", f"{typed[:20]!a} is not a day like 2026-09-14.") from wrong


def _next(asked: dict[str, str], last: AuditRow) -> str:
    return f"/record?{urlencode({**asked, 'before': f'{last.done_at.isoformat()}~{last.audit_id}'})}"


def _cursor(typed: str) -> tuple[datetime, str] | None:
    if not typed:
        return None
    moment, _, last = typed.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError as wrong:
        raise PageRefusal(400, "No such page", "Open the record again.") from wrong
    if at.tzinfo is None:
        raise PageRefusal(400, "No such page", "Open the record again.")
    return at, last
