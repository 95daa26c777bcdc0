"""What a client may cost: no body beyond a limit is read whole, and one that went away is not answered."""

from __future__ import annotations

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.central.serving.problems import Refusal, answer, problem_bytes

BODY_MOST = 1024 * 1024


class _TooLarge(Exception):
    pass


class _Counted:
    """Counts a body as it arrives, announced or not; once it is too large the application is not heard any more."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive = receive
        self._send = send
        self._left = most
        self._answering = False

    @property
    def refused(self) -> bool:
        return self._left < 0 and not self._answering

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _TooLarge
        return message

    async def send(self, message: Message) -> None:
        if not self.refused:
            self._answering = True
            await self._send(message)


class BodyLimit:
    """ASGI middleware around everything that reads a body."""

    def __init__(self, app: ASGIApp, most: int = BODY_MOST) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > self._most:
            await self._refuse(scope, receive, send)
            return
        counted = _Counted(receive, send, self._most)
        try:
            await self._app(scope, counted.receive, counted.send)
        except ClientDisconnect:  # the client cut its connection: no answer can reach it, and nothing went wrong here
            return
        except _TooLarge:
            pass
        if counted.refused:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = Refusal(413, "too_large", "the body is too large", f"at most {self._most} bytes")
        await answer(problem_bytes(refusal), 413)(scope, receive, send)
