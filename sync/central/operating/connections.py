"""What a connection may cost: a header that comes too slowly or never ends, and peers that are silently gone.

uvicorn waits for ever for the first byte and for the rest of a header; its header has no end with httptools.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from contextlib import suppress
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEADER_LONGEST_S: Final = 15.0
"""From a connection, or the first byte of a further request on it, to the end of that request's header."""
HEADER_MOST: Final = 64 * 1024
SILENT_S: Final = 60
SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
FILES_WANTED: Final = 65_536


class Bounded(H11Protocol):
    """h11, and a clock that runs while a header is awaited."""

    _clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._busy():
            self._stop()
        elif self._clock is None:
            self._start()

    def on_response_complete(self) -> None:
        self._stop()
        super().on_response_complete()
        if not self._busy() and self.conn.trailing_data[0]:  # the next header has begun to come already
            self._start()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _busy(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request, whatever its type says
        return cycle is not None and not cycle.response_complete

    def _start(self) -> None:
        self._stop()
        self._clock = self.loop.call_later(HEADER_LONGEST_S, self._too_slow)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _too_slow(self) -> None:
        self._clock = None
        if not self._busy() and not self.transport.is_closing():
            if self.conn.trailing_data[0]:
                self.transport.write(SLOW)
            self.transport.close()


def open_door(host: str, port: int) -> socket.socket:
    """A listening socket whose connections never wait 40 ms for more to send, and end when their peer is gone.

    asyncio sets TCP_NODELAY only on sockets that say they are TCP, and those of socket.create_server do not. What is
    set here, Linux gives to every connection that is accepted (tcp(7)). Raises OSError.
    """
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    door = socket.socket(family, kind, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _mind_the_gone(door)
        door.bind(address)
        door.listen(1024)
    except OSError:
        door.close()
        raise
    return door


def _mind_the_gone(door: socket.socket) -> None:
    """A peer that answers nothing for a minute, to probes or to data, is cut (RFC 5482)."""
    door.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    wanted: tuple[tuple[str, Any], ...] = (
        ("TCP_KEEPIDLE", SILENT_S // 2),
        ("TCP_KEEPINTVL", 10),
        ("TCP_KEEPCNT", 3),
        ("TCP_USER_TIMEOUT", SILENT_S * 1000),
    )
    for name, value in wanted:
        option = getattr(socket, name, None)
        if option is not None:
            door.setsockopt(socket.IPPROTO_TCP, option, value)


def allow_many_files() -> None:
    """Every connection is a file, and a shell allows 1024 of them: ask for more, as far as the system lets us."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_WANTED if hard == resource.RLIM_INFINITY else min(FILES_WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
