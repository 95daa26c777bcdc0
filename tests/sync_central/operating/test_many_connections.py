"""A thousand silent connections, a hundred waiting polls and clients that mean harm, beside those that work."""

from __future__ import annotations

import contextlib
import resource
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.central.operating.connections import SLOW
from sync.protocol import HEADER_NONCE, HEADER_SIGNATURE, HEADER_STATION, sign_request
from tests.central.house import SITE, open_house
from tests.sync_central.api.test_station_api import code_for
from tests.sync_central.serving import serving
from tests.sync_central.wire import Served, SpokenStation, Wire, order
from tests.waiting import wait_until

IDLE, POLLS, FILES = 1_000, 100, 4_096


@pytest.fixture(autouse=True)
def files() -> Iterator[None]:
    """Both ends of every connection are files of this process."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(before[0], FILES), before[1]), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = open_house(tmp_path)
    made.stock({"TEE-M": {"A-1": 500}})
    made.centre.close()
    with serving(tmp_path, "", made.key) as running:
        yield running


def head(served: Served, *lines: str) -> socket.socket:
    """A connection on which this much was said."""
    made = socket.create_connection(served.wire.where, 20)
    made.settimeout(60)
    made.sendall("".join(f"{line}\r\n" for line in lines).encode())
    return made


def polling(served: Served, station: SpokenStation, number: int, cursor: int) -> socket.socket:
    """A station's poll that waits for news; signed."""
    target, nonce = f"/v1/sites/{SITE}/changes?cursor={cursor}&wait_s=20", f"poll-{number}"
    signature = sign_request(station.key, "GET", target, nonce, b"")
    names = ((HEADER_STATION, station.enrolled.station_id), (HEADER_NONCE, nonce), (HEADER_SIGNATURE, signature))
    return head(served, f"GET {target} HTTP/1.1", "Host: x", *(f"{name}: {value}" for name, value in names), "")


def said(one: socket.socket) -> bytes:
    """What came first; b"" when it was hung up on."""
    with contextlib.suppress(ConnectionError):
        return one.recv(4096)
    return b""


def test_a_thousand_idle_and_a_hundred_waiting_hold_nobody_up(served: Served) -> None:
    station = SpokenStation(served.wire, code_for(served.wire.data, "ST-1"), "ST-1")
    cursor = station.changes().cursor
    with contextlib.ExitStack() as opened:
        for _ in range(IDLE):
            opened.enter_context(socket.create_connection(served.wire.where, 20))
        polls = [opened.enter_context(polling(served, station, number, cursor)) for number in range(POLLS)]
        taken: list[int] = []
        buyers = [threading.Thread(target=buy, args=(served, first, taken)) for first in (1_000, 2_000)]
        for buyer in buyers:
            buyer.start()
        for buyer in buyers:
            buyer.join(120)
        assert taken == [201] * 20
        assert all(said(one).startswith(b"HTTP/1.1 200") for one in polls), "the orders are news to every poll"


def buy(served: Served, first: int, taken: list[int]) -> None:
    wire = Wire(served.wire.where, served.wire.key, served.wire.data)
    try:
        for number in range(first, first + 10):
            answer = wire.post_order(order(f"#{number}"), f"key-{number}")
            taken.append(answer.status)
    finally:
        wire.close()


def test_the_slow_and_the_endless_are_cut_and_everybody_else_is_served(served: Served) -> None:
    key = f"Authorization: Bearer {served.wire.key}"
    with contextlib.ExitStack() as opened:
        slow_header = opened.enter_context(head(served, "POST /v1/orders HTTP/1.1", "Host: x", "X-Slow: "))
        slow_body = opened.enter_context(
            head(served, "POST /v1/orders HTTP/1.1", "Host: x", key, "Content-Length: 500", "", '{"external')
        )
        half = opened.enter_context(head(served, "GET /v1/orders HTTP/1.1", "Host: x"))
        half.shutdown(socket.SHUT_WR)
        half_body = opened.enter_context(
            head(served, "POST /v1/orders HTTP/1.1", "Host: x", key, "Content-Length: 500", "", "{")
        )
        half_body.shutdown(socket.SHUT_WR)
        endless = opened.enter_context(
            head(served, "POST /v1/orders HTTP/1.1", "Host: x", key, "Transfer-Encoding: chunked", "")
        )
        assert sent_until_cut(endless) < 64 * 1024 * 1024
        assert said(half) == b""
        assert said(half_body) in (b"", b"") or said(half_body).startswith(b"HTTP/1.1 4")
        assert served.wire.post_order(order("#1"), "key-1").status == 201
        assert said(slow_header) == SLOW
        assert said(slow_body).startswith(b"HTTP/1.1 408")
        assert served.wire.post_order(order("#2"), "key-2").status == 201
    wait_until(lambda: served.wire.get_order("#1").status == 200)


def sent_until_cut(endless: socket.socket) -> int:
    """Chunks without an end; how many bytes went out before the centre hung up."""
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    gone = 0
    with contextlib.suppress(ConnectionError, TimeoutError):
        while gone < 64 * 1024 * 1024:
            endless.sendall(chunk)
            gone += len(chunk)
    return gone
