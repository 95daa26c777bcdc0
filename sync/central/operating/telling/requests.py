"""Around every request: its name, one line in the log, its figures, and faults with the request they belong to."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.central.operating.telling.logs import LOG, tell
from sync.central.operating.telling.meters import METHODS, Meters

_UUID: Final = re.compile(rb"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
GONE: Final = 499
"""Who asked went away before the answer began (nginx's number for it)."""
NO_ROUTE: Final = "(none)"


class Watched:
    """The outermost ASGI application. A caller's `X-Request-Id` is taken when it is a UUID, and made otherwise."""

    def __init__(self, app: ASGIApp, meters: Meters, new_id: Callable[[], str], monotonic: Callable[[], float]) -> None:
        self._app = app
        self._meters = meters
        self._new_id = new_id
        self._monotonic = monotonic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state: dict[str, Any] = scope.setdefault("state", {})
        state["request_id"] = _named(scope) or self._new_id()
        sent = _Sent(send)
        began = self._monotonic()
        try:
            await self._app(scope, receive, sent.send)
        except Exception as fault:
            tell("a request met a bug", logging.ERROR, fault, request_id=state["request_id"], route=route_of(scope))
            if not sent.status:
                raise
        finally:
            self._account(scope, sent, self._monotonic() - began)

    def _account(self, scope: Scope, sent: _Sent, seconds: float) -> None:
        route, status = route_of(scope), sent.status or GONE
        self._meters.request(scope["method"], route, status, seconds)
        if not LOG.isEnabledFor(logging.INFO):
            return
        actor = scope["state"].get("actor")
        tell(
            "request",
            request_id=scope["state"]["request_id"],
            method=scope["method"] if scope["method"] in METHODS else "other",
            route=route,
            status=status,
            ms=round(seconds * 1000, 2),
            actor=f"{actor.kind}:{actor.id}" if actor is not None else "",
            site=actor.site if actor is not None else "",
            bytes=sent.bytes,
        )


class _Sent:
    """Counts what goes out."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0
        self.bytes = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.bytes += len(message.get("body", b""))
        await self._send(message)


def route_of(scope: Scope) -> str:
    """The template of the route that answered, like "/v1/orders/{order_id}/holds": never what stood in its place."""
    route = scope.get("route")
    found = getattr(route, "path_format", None) or getattr(route, "path", None)
    return str(found) if found else NO_ROUTE


def _named(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            return value.decode("ascii").lower() if _UUID.fullmatch(value) else ""
    return ""
