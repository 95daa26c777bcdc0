"""What a client may cost: no body beyond a limit is read whole or waited for long; who went away is not answered."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.central.serving.refusals.problems import Refusal, answer, problem_bytes
from sync.central.serving.refusals.spoken import page_of, wants_page

BODY_MOST: Final = 1024 * 1024
BODY_LONGEST_S: Final = 20.0
DRAIN_MOST: Final = 8 * 1024 * 1024
DRAIN_LONGEST_S: Final = 2.0
"""Of a body that is refused as much is read away: who cuts a connection on bytes still coming cuts his answer too."""


FILES_AT: Final = "/imports"
FILE_MOST: Final = 32 * 1024 * 1024
FILE_LONGEST_S: Final = 300.0
"""The one page that takes files; who may not import is turned away before the body is read."""


class _Refused(Exception):
    pass


class _Counted:
    """Counts a body as it arrives, announced or not; once it is too large or slow, the application hears no more."""

    def __init__(self, receive: Receive, send: Send, most: int, longest_s: float) -> None:
        self._receive = receive
        self._send = send
        self._left = most
        self._ends = asyncio.get_running_loop().time() + longest_s
        self._whole = False
        self._slow = False
        self._answering = False

    @property
    def refused(self) -> bool:
        return (self._left < 0 or self._slow) and not self._answering

    @property
    def slow(self) -> bool:
        return self._slow

    async def receive(self) -> Message:
        message = await self._receive() if self._whole else await self._receive_in_time()
        self._left -= len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._left < 0:
            raise _Refused
        return message

    async def _receive_in_time(self) -> Message:
        try:
            async with asyncio.timeout_at(self._ends):
                return await self._receive()
        except TimeoutError:
            self._slow = True
            raise _Refused from None

    async def send(self, message: Message) -> None:
        if not self.refused:
            self._answering = True
            await self._send(message)


class BodyLimit:
    """ASGI middleware around everything that reads a body: at most so many bytes, in at most so many seconds."""

    def __init__(self, app: ASGIApp, most: int = BODY_MOST, longest_s: float = BODY_LONGEST_S) -> None:
        self._app = app
        self._most = most
        self._longest_s = longest_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        file = scope["path"] == FILES_AT
        most, longest_s = (FILE_MOST, FILE_LONGEST_S) if file else (self._most, self._longest_s)
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > most:
            await _refuse(scope, receive, send, most)
            return
        counted = _Counted(receive, send, most, longest_s)
        try:
            await self._app(scope, counted.receive, counted.send)
        except ClientDisconnect:  # the client cut its connection: no answer can reach it, and nothing went wrong here
            return
        except _Refused:
            pass
        if counted.refused:
            await _refuse(scope, receive, send, most, longest_s if counted.slow else 0)


async def _refuse(scope: Scope, receive: Receive, send: Send, most: int, slower_than_s: float = 0) -> None:
    if slower_than_s:
        refusal = Refusal(408, "slow", "the body took too long", f"at most {slower_than_s:g} s")
    else:
        await _drain(scope, receive)
        refusal = Refusal(413, "too_large", "the body is too large", f"at most {most} bytes")
    if wants_page(scope):
        await page_of(refusal)(scope, receive, send)
        return
    instance = f"urn:uuid:{scope.get('state', {}).get('request_id', '')}"
    headers = {"Connection": "close"}
    await answer(problem_bytes(refusal, instance=instance), refusal.status, headers)(scope, receive, send)


async def _drain(scope: Scope, receive: Receive) -> None:
    """RFC 9112, 9.6: the client is to see the answer. Who waits for 100 Continue has sent nothing, and need not."""
    if b"expect" in dict(scope["headers"]):
        return
    left = DRAIN_MOST
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DRAIN_LONGEST_S):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
