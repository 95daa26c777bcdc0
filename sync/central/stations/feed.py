"""Changes down: a page behind a cursor, waiting a while for the next commit when there is none yet."""

from __future__ import annotations

import re
import time

import msgspec
from fastapi import Request
from starlette.requests import ClientDisconnect

from app.central.bench.changes import Page, StaleCursor, changes
from app.central.bench.presence import Standing, heard_of
from app.central.centre import Centre
from app.central.values import StationRow
from sync.central.serving.desk import Desk, whole_number
from sync.central.serving.refusals.problems import Refusal
from sync.protocol import REPORT_MOST, BenchReport, Change, ChangesReply, decode, encode

WAIT_MOST_S = 20
HEARD_EVERY_S = 30.0
CHANGED_EVERY_S = 2.0
FIGURE_MOST = 2**31
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


async def give_changes(desk: Desk, request: Request, site: str, station: StationRow, nonce: str) -> bytes:
    """Raises ClientDisconnect when the station cut a waiting poll: it stops costing anything."""
    if site != station.site_id:
        raise Refusal(403, "site", "this station belongs to another site", field="site")
    query = request.query_params
    await _keep_heard(desk, station, _standing(query.get("bench", "")))
    cursor = whole_number(query.get("cursor"), "cursor", 0, 2**62)
    limit = whole_number(query.get("limit"), "limit", 500, 1000)
    ends = time.monotonic() + whole_number(query.get("wait_s"), "wait_s", 0, WAIT_MOST_S)
    while True:
        page = await desk.read(changes, station, cursor, query.get("server_epoch", ""), limit)
        if isinstance(page, StaleCursor):
            raise Refusal(410, "cursor", "start over from cursor 0", page.why, "cursor")
        left = ends - time.monotonic()
        if page.rows or left <= 0 or desk.waker.closing:
            return encode(_reply(desk.centre, page, nonce))
        await desk.changed(left)
        if await request.is_disconnected():
            raise ClientDisconnect


async def _keep_heard(desk: Desk, station: StationRow, standing: Standing | None) -> None:
    """The floor view tells who is on line and with what; it is written down at once when a device changed, or commands
    began or ceased to wait, and else no more often than every half minute."""
    now, name = desk.monotonic(), station.station_id
    before, said = desk.heard_at.get(name, (-HEARD_EVERY_S, "")), _gist(standing)
    changed = standing is not None and said != before[1] and now - before[0] >= CHANGED_EVERY_S
    if changed or now - before[0] >= HEARD_EVERY_S:
        desk.heard_at[name] = (now, said if standing is not None else before[1])
        await desk.write(heard_of, station, standing)


def _gist(standing: Standing | None) -> str:
    return "" if standing is None else f"{standing.version} {standing.waiting > 0} {standing.devices}"


def _standing(text: str) -> Standing | None:
    """What a station says of itself. Raises Refusal when it can not be read."""
    if not text:
        return None
    wrong = Refusal(400, "parameter", "a query parameter is wrong", "bench is no report of a bench", "bench")
    if len(text) > REPORT_MOST or _UNSEEN.search(text):
        raise wrong
    try:
        report = decode(text.encode(), BenchReport)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise wrong from error
    if not (0 <= report.waiting < FIGURE_MOST and 0 <= report.oldest_s < FIGURE_MOST) or _escaped(report):
        raise wrong
    devices = encode(report.devices).decode()
    return Standing(version=report.version[:40], waiting=report.waiting, oldest_s=report.oldest_s, devices=devices)


def _escaped(report: BenchReport) -> bool:
    """Whether words hide what no database stores behind an escape."""
    words = [report.version, *(word for one in report.devices for word in (one.name, one.kind, one.state, one.why))]
    return any(_UNSEEN.search(word) for word in words)


def _reply(centre: Centre, page: Page, nonce: str) -> ChangesReply:
    rows = [
        Change(seq=row.seq, entity=row.entity, id=row.id, rev=row.rev, deleted=row.deleted, doc=msgspec.Raw(row.doc))
        for row in page.rows
    ]
    return ChangesReply(
        nonce=nonce, server_epoch=page.server_epoch, cursor=page.cursor, more=page.more, now=centre.now(), changes=rows
    )
