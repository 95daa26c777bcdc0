"""`/live`: a stream of server-sent events that names the feed's newest number whenever it moved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from app.central.centre import Centre
from app.central.doors import Doors
from app.central.people.signing_in import session_of
from app.central.storage.engines.faults import StorageFault
from ui.web.shell.drawing import Shell
from ui.web.shell.headers import guarded
from ui.web.shell.refusals import SignInNeeded
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, session_cookie, visitor_of

STREAMS_MOST: Final = 100
STREAMS_OF_ONE: Final = 12
BEAT_S: Final = 10.0
"""A line at least this often: a browser that hears nothing can not tell silence from a dead line."""
RETRY_MS: Final = 3000
LOOK_EVERY_S: Final = 0.3
"""However many orders come in, a page is not told more often."""
SESSION_EVERY: Final = 30
"""Looks between two looks at the session."""


class Streams:
    """How many are open, in all and of one session."""

    def __init__(self) -> None:
        self._open: dict[str, int] = {}

    def enter(self, session_id: str) -> bool:
        mine = self._open.get(session_id, 0)
        if mine >= STREAMS_OF_ONE or sum(self._open.values()) >= STREAMS_MOST:
            return False
        self._open[session_id] = mine + 1
        return True

    def leave(self, session_id: str) -> None:
        left = self._open[session_id] - 1
        if left:
            self._open[session_id] = left
        else:
            del self._open[session_id]


def live_routes(shell: Shell, doors: Doors) -> APIRouter:
    """GET /live, with Last-Event-ID the number last heard of."""
    pages = Pages(shell)
    streams = Streams()

    async def live(request: Request) -> Response:
        try:
            visitor = await visitor_of(doors, request)
        except SignInNeeded:
            return guarded(Response(status_code=204))  # tells EventSource not to come again
        if doors.closing or not streams.enter(visitor.session.session_id):
            return guarded(Response(status_code=503, headers={"Retry-After": "30"}))
        body = _events(doors, streams, visitor, session_cookie(request), _heard(request))
        headers = {"X-Accel-Buffering": "no"}
        return guarded(StreamingResponse(body, media_type="text/event-stream", headers=headers))

    pages.get("/live", live)
    return pages.router


async def _events(
    doors: Doors, streams: Streams, visitor: Visitor, token: str, heard: int | None
) -> AsyncIterator[bytes]:
    """Ends when the centre closes, the session does or nothing can be read; who comes again begins where it was."""
    looks = 0
    try:
        yield f"retry: {RETRY_MS}\n\n".encode()
        while not doors.closing:
            now = await doors.read(_newest, visitor.site)
            if heard is None:
                yield f"id: {now}\nevent: hello\ndata: {now}\n\n".encode()
            elif now != heard:
                yield f"id: {now}\nevent: change\ndata: {now}\n\n".encode()
            else:
                yield b": beat\n\n"
            heard, looks = now, looks + 1
            if looks % SESSION_EVERY == 0 and await doors.read(session_of, token) is None:
                return
            await doors.changed(BEAT_S)
            await asyncio.sleep(LOOK_EVERY_S)
    except StorageFault:  # the browser comes again, as after any cut
        return
    finally:
        streams.leave(visitor.session.session_id)


def _newest(centre: Centre, site: str) -> int:
    with centre.read(site) as work:
        return work.feed.marks()[0]


def _heard(request: Request) -> int | None:
    said = request.headers.get("last-event-id", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 18 else None
