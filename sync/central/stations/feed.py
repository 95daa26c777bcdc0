"""Changes down: a page behind a cursor, waiting a while for the next commit when there is none yet."""

from __future__ import annotations

import time

import msgspec
from fastapi import Request
from starlette.requests import ClientDisconnect

from app.central.bench.changes import Page, StaleCursor, changes
from app.central.bench.presence import heard_of
from app.central.centre import Centre
from app.central.values import StationRow
from sync.central.serving.desk import Desk, whole_number
from sync.central.serving.refusals.problems import Refusal
from sync.protocol import Change, ChangesReply, encode

WAIT_MOST_S = 20
HEARD_EVERY_S = 30.0


async def give_changes(desk: Desk, request: Request, site: str, station: StationRow, nonce: str) -> bytes:
    """Raises ClientDisconnect when the station cut a waiting poll: it stops costing anything."""
    if site != station.site_id:
        raise Refusal(403, "site", "this station belongs to another site")
    await _keep_heard(desk, station)
    query = request.query_params
    cursor = whole_number(query.get("cursor"), "cursor", 0, 2**62)
    limit = whole_number(query.get("limit"), "limit", 500, 1000)
    ends = time.monotonic() + whole_number(query.get("wait_s"), "wait_s", 0, WAIT_MOST_S)
    while True:
        page = await desk.read(changes, station, cursor, query.get("server_epoch", ""), limit)
        if isinstance(page, StaleCursor):
            raise Refusal(410, "cursor", "start over from cursor 0", page.why)
        left = ends - time.monotonic()
        if page.rows or left <= 0 or desk.waker.closing:
            return encode(_reply(desk.centre, page, nonce))
        await desk.changed(left)
        if await request.is_disconnected():
            raise ClientDisconnect


async def _keep_heard(desk: Desk, station: StationRow) -> None:
    """The floor view tells who is on line; a station is written down as heard of no more often than this."""
    now = desk.monotonic()
    if now - desk.heard_at.get(station.station_id, -HEARD_EVERY_S) >= HEARD_EVERY_S:
        desk.heard_at[station.station_id] = now
        await desk.write(heard_of, station)


def _reply(centre: Centre, page: Page, nonce: str) -> ChangesReply:
    rows = [
        Change(seq=row.seq, entity=row.entity, id=row.id, rev=row.rev, deleted=row.deleted, doc=msgspec.Raw(row.doc))
        for row in page.rows
    ]
    return ChangesReply(
        nonce=nonce, server_epoch=page.server_epoch, cursor=page.cursor, more=page.more, now=centre.now(), changes=rows
    )
