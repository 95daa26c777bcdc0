"""A client that opens the stream of stock and does not read: cut, with nothing kept for it, and it goes on later."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from app.central.centre import Centre
from app.central.inventory.publishing import publish_all
from sync.central.inventory.streaming import Following, Room, Stream
from sync.central.operating.connections import Bounded, open_door
from sync.central.serving.desk import Desk
from sync.central.serving.wake import Waker
from tests.central.house import SITE, House, open_house
from tests.waiting import wait_until

SKUS = 1600
SEND_S = 1.0
SMALL = 8 * 1024
"""Bytes the system keeps for a connection at either end: far less than the stream is long."""


class Streams:
    """Serves nothing but the stream of stock, and cuts who takes nothing for a second."""

    def __init__(self, centre: Centre) -> None:
        self.waker, self.room = Waker(), Room()
        self.desk = Desk(centre, self.waker, time.monotonic)
        self.pages = 0
        self.door = open_door("127.0.0.1", 0)
        self.door.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
        config = uvicorn.Config(
            self, http=Bounded, lifespan="off", log_config=None, ws="none", loop="asyncio", timeout_graceful_shutdown=5
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self.door]}, name="streams")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.waker.attach()
        self.room.published.attach()
        after = int(scope["query_string"] or b"0")
        following = Following(who="slow", site=SITE, channel_id="", after=after, epoch="", allowed=self._allowed)
        await Stream(self.desk, self.room, following, send_s=SEND_S)(scope, receive, self._counted(send))

    async def _allowed(self) -> bool:
        return True

    def _counted(self, send: Send) -> Send:
        async def counted(message: dict[str, object]) -> None:
            self.pages += message["type"] == "http.response.body"
            await send(message)

        return counted  # type: ignore[return-value]

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self.waker.close()
        self._server.should_exit = True
        self._thread.join(10)
        self.desk.close()

    def ask(self, after: int = 0) -> socket.socket:
        """A client that asked for the stream behind a number, and has read nothing of it."""
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        client.settimeout(10)
        client.connect(self.door.getsockname())
        client.sendall(b"GET /?%d HTTP/1.1\r\nHost: x\r\n\r\n" % after)
        return client


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = open_house(tmp_path)
    opened.stock({f"SKU-{n:04}": {"A-1": 5} for n in range(SKUS)})
    publish_all(opened.centre, SITE)
    yield opened
    opened.centre.close()


@pytest.fixture
def streams(house: House) -> Iterator[Streams]:
    made = Streams(house.centre)
    made.start()
    yield made
    made.close()


def read(client: socket.socket, enough: int) -> tuple[list[str], int]:
    """SKUs of whole events that came, and the number of the newest; until so many came, or the server ended it."""
    came = b""
    while came.count(b"event: stock") <= enough:
        part = client.recv(4096)
        if not part:
            break
        came += part
    skus, newest = [], 0
    for event in came.decode("utf-8", "replace").split("\n\n")[:-1]:
        lines = dict(line.split(": ", 1) for line in event.replace("\r", "").split("\n") if ": " in line)
        if lines.get("event") == "stock" and lines.get("data", "").endswith("}"):
            skus.append(str(json.loads(lines["data"])["sku"]))
            newest = int(lines["id"])
    return skus, newest


def test_who_does_not_read_is_cut_and_goes_on_where_it_was(streams: Streams) -> None:
    with streams.ask() as slow:
        wait_until(lambda: streams.pages > 0, 10, "the stream begins")
        wait_until(lambda: not streams.room.open, 10, "it is cut")
        assert streams.pages < 6, "pages are made as they are taken, not kept"
        first, newest = read(slow, SKUS)
    assert 0 < len(first) < SKUS
    with streams.ask(newest) as again:
        rest, _ = read(again, SKUS - len(first) - 1)
    assert len(first + rest) == len({*first, *rest}) == SKUS


def test_slow_clients_take_no_place_from_others_for_long(streams: Streams) -> None:
    slow = [streams.ask() for _ in range(6)]
    try:
        with streams.ask() as quick:
            skus, _ = read(quick, SKUS - 1)
            assert len(skus) == SKUS
            wait_until(lambda: streams.room.open.get("slow", 0) <= 1, 10, "only who reads may be left")
    finally:
        for client in slow:
            client.close()
    wait_until(lambda: not streams.room.open, 10, "nobody is left")
