"""GET /v1/inventory/changes: what channels may sell as server-sent events; an event's id is its number in the feed.

A client that was away says the last number it heard of and gets everything newer, each SKU once as it is now. Nothing
is kept for anybody: who reads too slowly is cut, and goes on where it was.
Source: HTML Living Standard, server-sent events.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.central.inventory.reading import Item, Reset, inventory_changes
from app.central.storage.engines.faults import StorageFault
from sync.central.inventory.forms import InventoryReset, item_form
from sync.central.operating.telling.logs import tell
from sync.central.serving.desk import Desk
from sync.central.serving.wake import Waker
from sync.protocol import encode

STREAMS_MOST: Final = 64
STREAMS_OF_ONE: Final = 8
ITEMS_AT_ONCE: Final = 200
BEAT_S: Final = 10.0
LOOK_EVERY_S: Final = 1.0
"""Another process may have published: a stream looks by itself this often."""
LOOK_LEAST_S: Final = 0.1
SEND_S: Final = 10.0
"""A client that takes nothing for so long is cut."""
ASK_AGAIN_S: Final = 30.0
"""Whether the client may still read is asked anew this often."""
RETRY_MS: Final = 3000


@dataclass(slots=True)
class Room:
    """Every open stream of this process; `published` wakes them when this process told something new."""

    published: Waker = field(default_factory=Waker)
    open: dict[str, int] = field(default_factory=dict)

    def full(self, who: str) -> bool:
        return self.open.get(who, 0) >= STREAMS_OF_ONE or sum(self.open.values()) >= STREAMS_MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """Whose changes, from which number; `allowed` says whether the client may go on."""

    who: str
    site: str
    channel_id: str
    after: int
    epoch: str
    allowed: Callable[[], Awaitable[bool]]


class Stream(StreamingResponse):
    """Counts itself while it is open, and ends when the client does not take what it is sent."""

    def __init__(self, desk: Desk, room: Room, following: Following, send_s: float = SEND_S) -> None:
        headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
        super().__init__(events(desk, room, following), media_type="text/event-stream", headers=headers)
        self._room = room
        self._who = following.who
        self._send_s = send_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        opened = self._room.open
        opened[self._who] = opened.get(self._who, 0) + 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            opened[self._who] -= 1
            if not opened[self._who]:
                del opened[self._who]

    async def stream_response(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        try:
            async for chunk in self.body_iterator:
                async with asyncio.timeout(self._send_s):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
        except TimeoutError:  # too slow: the server closes the connection, and the client may come again
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def events(desk: Desk, room: Room, following: Following) -> AsyncIterator[bytes]:
    """The bytes of a stream; ends when the centre closes, the client may not read any more or nothing can be read.

    A client comes again where it was, and is told that the database is away before it believes that nothing changes.
    """
    try:
        async for some in _told(desk, room, following):
            yield some
    except StorageFault as fault:
        tell("a stream of stock ended with a fault", logging.WARNING, fault)


async def _told(desk: Desk, room: Room, following: Following) -> AsyncIterator[bytes]:
    heard, first = following.after, True
    yield f"retry: {RETRY_MS}\n\n".encode()
    said = asked = desk.monotonic()
    while not desk.closing:
        page = await desk.read(
            inventory_changes, following.site, following.channel_id, heard, ITEMS_AT_ONCE, first, following.epoch
        )
        first = False
        if isinstance(page, Reset):
            heard = page.seq
            yield event("reset", page.seq, encode(InventoryReset(why=page.why, seq=page.seq)))
            continue
        if page.items:
            heard = page.items[-1].seq
            yield b"".join(map(_item, page.items))
            said = desk.monotonic()
            if len(page.items) == ITEMS_AT_ONCE:
                continue
        now = desk.monotonic()
        if now - said >= BEAT_S:
            yield b": beat\n\n"
            said = now
        if now - asked >= ASK_AGAIN_S:
            if not await following.allowed():
                return
            asked = now
        await room.published.wait(LOOK_EVERY_S)
        if not desk.closing:
            await asyncio.sleep(LOOK_LEAST_S)


def event(name: str, seq: int, data: bytes) -> bytes:
    """One event; the data is JSON, which holds no line end."""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (seq, name.encode(), data)


def _item(item: Item) -> bytes:
    return event("stock", item.seq, encode(item_form(item)))
