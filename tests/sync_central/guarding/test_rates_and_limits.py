"""What one client may cost: how often, how much and how slowly it may ask; each answer says where it stands."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI, Response
from starlette.responses import HTMLResponse

from sync.central.serving.bounds.guards import HEADERS_MOST, Guard
from sync.central.serving.bounds.limits import BodyLimit
from sync.central.serving.bounds.rates import Buckets, Doorkeepers, Limits
from sync.central.serving.document.versions import goodbye
from tests.central.house import Ids
from tests.sync_central.wire import Wire, order

pytestmark = pytest.mark.parametrize("database", [""], indirect=False)


def test_a_bucket_lets_a_burst_through_then_as_much_as_flows_in(database: str) -> None:
    clock = [0.0]
    bucket = Buckets("key", 60, monotonic=lambda: clock[0])
    assert [bucket.take("a").wait_s for _ in range(11)] == [0] * 10 + [1]
    assert bucket.take("b").wait_s == 0
    clock[0] = 1.0
    assert bucket.look("a").wait_s == 0
    assert [bucket.take("a").wait_s for _ in range(2)] == [0, 1]
    assert bucket.take("a").headers == {
        "RateLimit-Policy": '"key";q=10;w=10', "RateLimit": '"key";r=0;t=10',
    }  # fmt: skip


def test_buckets_are_bounded_and_forgetting_one_only_lets_more_through(database: str) -> None:
    bucket = Buckets("key", 6, remembered=2, monotonic=lambda: 0.0)
    for _ in range(6):
        bucket.take("a")
    assert bucket.take("a").wait_s
    for name in "bc":
        bucket.take(name)
    assert bucket.take("a").wait_s == 0


def test_each_kind_of_client_has_its_own_limit(database: str) -> None:
    doors = Doorkeepers(Limits(sign_in=6), monotonic=lambda: 0.0)
    assert [doors.sign_in.take("a").wait_s > 0 for _ in range(6)] == [False] * 5 + [True]
    assert doors.channel.take("a").left == 9_999


def test_answers_say_where_the_limit_stands_and_carry_their_guards(wire: Wire) -> None:
    first, second = wire.get("/v1/stock?sku=TEE-M"), wire.get("/v1/stock?sku=TEE-M")
    assert first.headers["ratelimit-policy"] == '"channel";q=10000;w=10'
    assert re.fullmatch(r'"channel";r=99\d\d;t=1', second.headers["ratelimit"])
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert (first.headers["x-content-type-options"], first.headers["cache-control"]) == ("nosniff", "no-store")
    assert "server" not in first.headers


def test_who_guesses_keys_has_to_wait_and_a_known_key_does_not(wire: Wire) -> None:
    assert wire.get("/v1/stock?sku=TEE-M").status == 200
    tried = [wire.post_order(order("#1"), key=f"pb_{n}").status for n in range(20)]
    assert tried == [401] * 20
    more = (wire.post_order(order("#1"), key=f"pb_more_{n}") for n in range(200))  # the slower, the more are let guess
    refused = next(answer for answer in more if answer.status != 401)
    assert (refused.problem().code, refused.headers["ratelimit-policy"]) == ("too_many", '"stranger";q=20;w=10')
    assert int(refused.headers["retry-after"]) >= 1
    assert wire.get("/v1/stock?sku=TEE-M").status == 200


def test_signing_in_is_limited_per_address(wire: Wire) -> None:
    tried = [wire.ask("POST", "/sign-in", b"").status for _ in range(6)]
    assert tried[-1] == 429
    assert 429 not in tried[:5]


def test_too_many_headers_are_refused(wire: Wire) -> None:
    answer = wire.ask("GET", "/healthz", headers={f"X-{n}": "x" for n in range(HEADERS_MOST)})
    assert (answer.status, answer.problem().code) == (431, "headers")
    assert answer.headers["connection"] == "close"
    assert wire.ask("GET", "/healthz").status == 200


Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


async def ask(app: Any, receive: Receive, method: str = "POST", path: str = "/") -> tuple[int, dict[str, str], bytes]:
    """What an ASGI application answers to one request."""
    sent: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": [],
        "client": ("192.0.2.1", 1), "server": ("x", 80),
    }  # fmt: skip
    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(one.get("body", b"") for one in sent[1:])


def test_a_body_that_drips_is_cut_off(database: str) -> None:
    app = FastAPI()

    @app.post("/")
    async def read(form: dict[str, str]) -> Response:
        return Response(str(form))

    app.add_middleware(BodyLimit, longest_s=0.05)
    parts = [b'{"a"']

    async def drip() -> MutableMapping[str, Any]:
        if not parts:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": parts.pop(), "more_body": True}

    status, headers, body = asyncio.run(ask(app, drip))
    assert (status, headers["connection"]) == (408, "close")
    assert b'"code":"slow"' in body


def test_a_client_that_sends_half_a_body_and_waits_is_answered(wire: Wire) -> None:
    with socket.create_connection(wire.where, 5) as raw:
        raw.sendall(b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 100")


async def nothing() -> MutableMapping[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


def test_a_route_that_goes_away_says_so_and_pages_are_guarded(database: str) -> None:
    app = FastAPI()
    since, until = datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)

    @app.get("/v1/old", dependencies=[goodbye(since, until, "/v1/new")])
    async def old() -> Response:
        return Response("{}", media_type="application/json")

    @app.get("/page")
    async def page() -> Response:
        return HTMLResponse("<p>words</p>")

    guarded = Guard(app, Ids("req"))
    _, headers, _ = asyncio.run(ask(guarded, nothing, "GET", "/v1/old"))
    assert headers["deprecation"] == f"@{int(since.timestamp())}"
    assert headers["sunset"] == "Mon, 01 Mar 2027 00:00:00 GMT"
    assert headers["link"] == '</v1/new>; rel="successor-version"'
    _, headers, _ = asyncio.run(ask(guarded, nothing, "GET", "/page"))
    assert headers["x-frame-options"] == "DENY"
    assert headers["content-security-policy"].startswith("default-src 'none'")
