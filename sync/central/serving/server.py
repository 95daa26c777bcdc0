"""Serves the centre over HTTP: one process, one writer, stopped in good order by a signal or by `stop`."""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import APIRouter

from app.central.centre import Centre
from app.central.details.starting import make_ready
from app.central.doors import Doors
from sync.central.mailing import Mailer, MailSettings
from sync.central.serving.desk import Desk
from sync.central.serving.rates import UNLESS_SET, Limits
from sync.central.serving.wake import Waker
from sync.central.serving.web import make_app

Pages = Callable[[Doors], APIRouter]
"""Makes the routes of the browser's pages over the doors it is handed."""

GRACE_S = 5
SWITCH_S = 0.0005
"""The event loop and the writer hand over to each other all the time; the default of 5 ms makes every order wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeConfig:
    """Where the centre keeps its data and listens; port 0 takes a free one and `ready(host, port)` says which.

    `database` is the URL of a PostgreSQL database, "" the SQLite file in `data`; `pages` makes the routes of the
    browser's pages. With no `mail` letters stay queued, and the desk copies their links.
    """

    data: Path
    host: str
    port: int
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    random_bytes: Callable[[int], bytes]
    database: str = ""
    ready: Callable[[str, int], None] = lambda host, port: None
    pages: Pages | None = None
    mail: MailSettings | None = None
    limits: Limits = UNLESS_SET


class CentreServer:
    """`run` blocks until stopped; `stop` may be called from any thread."""

    def __init__(self, config: ServeConfig) -> None:
        self._config = config
        self._server: _Uvicorn | None = None
        self._stop_early = threading.Event()

    def run(self) -> None:
        config = self._config
        sys.setswitchinterval(SWITCH_S)
        with _open_door(config.host, config.port) as door:
            waker = Waker()
            centre = Centre(
                config.data,
                now=config.now,
                new_id=config.new_id,
                random_bytes=config.random_bytes,
                database=config.database,
                on_commit=waker.wake,
            )
            desk = Desk(centre, waker, limits=config.limits)
            mailer = None if config.mail is None else Mailer(centre, config.mail)
            try:
                make_ready(centre)
                if mailer is not None:
                    mailer.start()
                self._serve(desk, door)
            finally:
                if mailer is not None:
                    mailer.close()
                desk.close()
                centre.close()

    def stop(self) -> None:
        self._stop_early.set()
        if self._server is not None:
            self._server.should_exit = True

    def _serve(self, desk: Desk, door: socket.socket) -> None:
        settings = uvicorn.Config(
            make_app(desk, self._config.pages),
            log_config=None,
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=GRACE_S,
            server_header=False,
            loop="asyncio",
            http="h11",
            h11_max_incomplete_event_size=64 * 1024,
            ws="none",
            timeout_keep_alive=75,
        )
        self._server = _Uvicorn(settings, desk.waker)
        if self._stop_early.is_set():
            return
        host, port = door.getsockname()[:2]
        self._config.ready(host, port)
        self._server.run(sockets=[door])


def _open_door(host: str, port: int) -> socket.socket:
    """A listening socket whose connections never wait 40 ms for more to send.

    asyncio sets TCP_NODELAY only on sockets that say they are TCP, and those of socket.create_server do not.
    """
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    door = socket.socket(family, kind, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
        door.listen(1024)
    except OSError:
        door.close()
        raise
    return door


def serve(config: ServeConfig) -> None:
    """Serve until SIGINT or SIGTERM (on the main thread) ends it; requests being answered are finished first."""
    CentreServer(config).run()


class _Uvicorn(uvicorn.Server):
    """uvicorn that lets waiting polls go when it is told to stop, and does not die of its own signal afterwards."""

    def __init__(self, config: uvicorn.Config, waker: Waker) -> None:
        super().__init__(config)
        self._waker = waker

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._waker.close()
        await super().shutdown(sockets)
