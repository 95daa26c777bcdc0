"""What surrounds every request: a name for it, limits on its header, who asks too often, and headers of the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.central.serving.bounds.attempts import network_of
from sync.central.serving.bounds.rates import Buckets, Rate
from sync.central.serving.refusals.problems import Refusal, answer, problem_bytes
from sync.central.serving.refusals.spoken import page_of, wants_page

HEADERS_MOST: Final = 100
HEADER_BYTES_MOST: Final = 32 * 1024
GUARDS: Final = (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"))
HTML_GUARDS: Final = (
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    ("X-Frame-Options", "DENY"),
)
"""For a page that sets none itself: it may show words, and load nothing."""


class Guard:
    """The outermost ASGI middleware. `doors` are (method or "", beginning of the path, buckets) asked per address."""

    def __init__(
        self, app: ASGIApp, new_id: Callable[[], str], doors: tuple[tuple[str, str, Buckets], ...] = ()
    ) -> None:
        self._app = app
        self._new_id = new_id
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state: dict[str, Any] = scope.setdefault("state", {})
        if "request_id" not in state:  # whoever stands outside has named it, or nobody does
            state["request_id"] = self._new_id()

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _dress(MutableHeaders(scope=message), state, scope["path"])
            await send(message)

        refusal = _too_much_header(scope) or self._too_often(scope, state)
        if refusal is None:
            await self._app(scope, receive, send_guarded)
            return
        if wants_page(scope):
            await page_of(refusal)(scope, receive, send_guarded)
            return
        body = problem_bytes(refusal, instance=f"urn:uuid:{state['request_id']}")
        await answer(body, refusal.status, {**refusal.headers, "Connection": "close"})(scope, receive, send_guarded)

    def _too_often(self, scope: Scope, state: dict[str, Any]) -> Refusal | None:
        for method, start, buckets in self._doors:
            if method in ("", scope["method"]) and scope["path"].startswith(start):
                client = scope.get("client")
                rate = buckets.take(network_of(client[0] if client else ""))
                state["rate"] = rate
                if rate.wait_s:
                    words = f"wait {rate.wait_s} s"
                    return Refusal(429, "too_many", "too many requests", words, retry_after_s=rate.wait_s)
        return None


def _too_much_header(scope: Scope) -> Refusal | None:
    headers = scope["headers"]
    size = sum(len(name) + len(value) + 4 for name, value in headers) + len(scope["raw_path"] or b"")
    if len(headers) <= HEADERS_MOST and size + len(scope["query_string"]) <= HEADER_BYTES_MOST:
        return None
    limits = f"at most {HEADERS_MOST} fields and {HEADER_BYTES_MOST} bytes"
    return Refusal(431, "headers", "the header is too large", limits)


def _dress(headers: MutableHeaders, state: dict[str, Any], path: str) -> None:
    headers["X-Request-Id"] = state["request_id"]
    rate: Rate | None = state.get("rate")
    if rate is not None:
        for name, value in rate.headers.items():
            headers[name] = value
    for name, value in state.get("headers", {}).items():
        headers[name] = value
    for name, value in GUARDS:
        headers.setdefault(name, value)
    if headers.get("content-type", "").startswith("text/html"):
        for name, value in HTML_GUARDS:
            headers.setdefault(name, value)
    if path.startswith("/v1/"):
        headers.setdefault("Cache-Control", "no-store")
