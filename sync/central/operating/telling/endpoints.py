"""`/healthz`, `/readyz` and `/metrics`: for those who run the centre, and what watches it for them."""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
from typing import Any, Final

import msgspec
from fastapi import APIRouter, Request, Response

from app.central.operating.standing import disk_words, schema_words, write_nothing
from app.central.storage.engines.faults import Broken, StorageFault
from sync.central.operating.values import MetricsSettings, Running
from sync.central.serving.desk import Desk
from sync.central.serving.document.openapi import CENTRE_TAG, answers
from sync.central.serving.refusals.problems import Refusal, answer
from sync.protocol import encode

BELIEVED_S: Final = 1.0
"""Whoever asks more often is told the same again: strangers can not make the database work by asking."""
WRITER_S: Final = 3.0
EXPOSITION: Final = "text/plain; version=0.0.4; charset=utf-8"
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """`status`: ready | not ready; `checks`: "ok", or what is wrong, by what was looked at."""

    status: str
    checks: dict[str, str]


def operating_routes(desk: Desk, running: Running, metrics: MetricsSettings) -> APIRouter:
    """The three; with a port of their own, the figures are not here."""
    router = APIRouter()
    _health(router)
    _ready(router, Looking(desk, running))
    _metrics(router, desk, metrics)
    return router


def _health(router: APIRouter) -> None:
    @router.get("/healthz", tags=CENTRE_TAG, response_model=None, responses=answers({200: None}))
    async def healthz() -> Response:
        """The process is up and answers; the database is not asked."""
        return answer(b'{"status":"ok"}')


def _ready(router: APIRouter, looking: Looking) -> None:
    responses = answers({200: Ready})
    responses[503] = {**responses[200], "description": "Not ready, and why."}

    @router.get("/readyz", tags=CENTRE_TAG, response_model=None, responses=responses)
    async def readyz() -> Response:
        """The centre can take orders: its database, schema, writer and disk are well, and it is not being stopped."""
        found = await looking.look()
        good = found.status == "ready"
        return Response(encode(found), 200 if good else 503, media_type="application/json")


def _metrics(router: APIRouter, desk: Desk, settings: MetricsSettings) -> None:
    networks = [ipaddress.ip_network(one) for one in settings.allow]
    text: dict[int | str, dict[str, Any]] = {
        200: {"description": "Prometheus text format.", "content": {"text/plain": {"schema": {"type": "string"}}}}
    }
    responses: dict[int | str, dict[str, Any]] = {**answers({}, 401, 404), **text}

    @router.get("/metrics", tags=CENTRE_TAG, response_model=None, responses=responses)
    async def metrics(request: Request) -> Response:
        """Figures of this process: with the token of the settings, or from a network they allow."""
        if settings.port:
            raise Refusal(404, "http", "the figures have a port of their own", "see [metrics] in central.toml")
        if not (_token_good(settings.token, request) or _near(networks, request)):
            raise Refusal(401, "key", "who asks may not read the figures", "send Authorization: Bearer TOKEN")
        return Response(await desk.read(lambda _: desk.meters.text()), media_type=EXPOSITION)


class Looking:
    """Looks at everything readiness takes, at most once a second."""

    def __init__(self, desk: Desk, running: Running) -> None:
        self._desk = desk
        self._running = running
        self._known: Ready | None = None
        self._at = 0.0
        self._lock = asyncio.Lock()

    async def look(self) -> Ready:
        async with self._lock:
            now = self._desk.monotonic()
            if self._known is None or now - self._at >= BELIEVED_S or self._desk.closing:
                self._known, self._at = await self._look(), now
            return self._known

    async def _look(self) -> Ready:
        checks = {"database": "ok", "schema": await self._schema(), "writer": await self._writer()}
        checks["disk"] = await self._desk.read(disk_words, self._running.least_free_mb) or "ok"
        checks["server"] = "is being stopped" if self._desk.closing else "ok"
        if checks["schema"].startswith("!"):
            checks["database"], checks["schema"] = checks["schema"][1:], "not known"
        good = all(words == "ok" for words in checks.values())
        return Ready(status="ready" if good else "not ready", checks=checks)

    async def _schema(self) -> str:
        """Behind "!" what is wrong with the database itself."""
        try:
            return await self._desk.read(schema_words) or "ok"
        except (StorageFault, Broken):
            return "!does not answer"

    async def _writer(self) -> str:
        if not self._desk.centre.pulse.alive:
            return "the thread that writes has ended"
        try:
            await asyncio.wait_for(self._desk.write(write_nothing), WRITER_S)
        except TimeoutError:
            return f"does not answer within {WRITER_S:g} s"
        except StorageFault:
            return "can not write"
        return "ok"


def _token_good(token: str, request: Request) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return bool(token) and scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode())


def _near(networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network], request: Request) -> bool:
    """Who came through a proxy is as far away as whoever the proxy serves."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.client.host)
    except ValueError:
        return False
    return any(address in network for network in networks)
