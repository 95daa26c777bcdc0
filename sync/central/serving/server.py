"""Serves the centre over HTTP: one process, one writer, stopped in good order by a signal or by `stop`."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import APIRouter

from app.central.centre import Centre
from app.central.details.starting import make_ready
from app.central.doors import Doors
from app.central.operating.forgetting import Forgetting
from app.central.operating.watching_backups import withdraw
from sync.central.mailing import Mailer, MailSettings
from sync.central.operating.backing_up import BackupKeeper, Plan
from sync.central.operating.connections import Bounded, allow_many_files, open_door
from sync.central.operating.running import Stoppable
from sync.central.operating.service import Service
from sync.central.operating.telling.figures import serve_figures
from sync.central.operating.telling.logs import tell
from sync.central.operating.telling.requests import Watched
from sync.central.operating.values import MetricsSettings, Running
from sync.central.serving.bounds.rates import UNLESS_SET, Limits
from sync.central.serving.desk import Desk
from sync.central.serving.wake import Waker
from sync.central.serving.web import AS_IS, AS_LONG, STRICT, TO_LOOPBACK, make_app
from sync.channels.publishing.port import PushSettings

Pages = Callable[[Doors], APIRouter]
"""Makes the routes of the browser's pages over the doors it is handed."""

SWITCH_S: Final = 0.0005
"""The event loop and the writer hand over to each other all the time; the default of 5 ms makes every order wait."""
CONNECTIONS_MOST: Final = 10_000
"""Beyond these a connection is answered 503."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeConfig:
    """Where the centre keeps its data and listens; port 0 takes a free one and `ready(host, port)` says which.

    `database` is the URL of a PostgreSQL database, "" the SQLite file in `data`; `pages` makes the routes of the
    browser's pages. With no `mail` letters stay queued, and the desk copies their links; with no `backups`
    none are made. `keep` says when what is forgotten. `environ` says where a
    service manager listens. One of several processes is handed the `door` all share, its `number`, and a `lifeline`:
    a pipe that ends with the parent.
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
    running: Running = AS_IS
    metrics: MetricsSettings = TO_LOOPBACK
    push: PushSettings = STRICT
    backups: Plan | None = None
    keep: Forgetting = AS_LONG
    environ: Mapping[str, str] = field(default_factory=dict)
    door: socket.socket | None = None
    number: int = 0
    lifeline: int | None = None


class CentreServer:
    """`run` blocks until stopped; `stop` may be called from any thread."""

    def __init__(self, config: ServeConfig) -> None:
        self._config = config
        self._server: Stoppable | None = None
        self._stop_early = threading.Event()

    def run(self) -> None:
        config = self._config
        sys.setswitchinterval(SWITCH_S)
        allow_many_files()
        with ExitStack() as stack:  # closed in the opposite order
            door = config.door or stack.enter_context(open_door(config.host, config.port))
            waker = Waker()
            centre = Centre(
                config.data,
                now=config.now,
                new_id=config.new_id,
                random_bytes=config.random_bytes,
                database=config.database,
                on_commit=waker.wake,
            )
            stack.callback(_closed, centre)
            desk = Desk(centre, waker, limits=config.limits)
            stack.callback(desk.close)
            make_ready(centre)
            if config.mail is not None:
                mailer = Mailer(centre, config.mail)
                stack.callback(mailer.close)
                mailer.start()
            if config.backups is not None:
                keeper = BackupKeeper(centre, config.backups, desk.meters, desk.monotonic)
                stack.callback(keeper.close)
                keeper.start()
            else:
                withdraw(centre)
            if config.metrics.port:
                stack.callback(serve_figures(desk.meters, config.metrics, config.number))
            self._serve(desk, door)

    def stop(self) -> None:
        self._stop_early.set()
        if self._server is not None:
            self._server.should_exit = True

    def _serve(self, desk: Desk, door: socket.socket) -> None:
        config = self._config
        app = make_app(desk, config.pages, config.running, config.metrics, config.push, config.keep)
        settings = uvicorn.Config(
            Watched(app, desk.meters, config.new_id, desk.monotonic),
            log_config=None,
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=config.running.grace_s,
            server_header=False,
            loop="asyncio",
            http=Bounded,
            h11_max_incomplete_event_size=64 * 1024,
            limit_concurrency=CONNECTIONS_MOST,
            ws="none",
            timeout_keep_alive=75,
        )
        host, port = door.getsockname()[:2]
        self._server = Stoppable(
            settings, desk, Service(config.environ), lambda: self._listening(host, port), config.lifeline
        )
        if not self._stop_early.is_set():
            self._server.run(sockets=[door])

    def _listening(self, host: str, port: int) -> None:
        tell("listening", port=port, pid=os.getpid(), number=self._config.number)
        self._config.ready(host, port)


def serve(config: ServeConfig) -> None:
    """Serve until SIGINT or SIGTERM (on the main thread) ends it; requests being answered are finished first."""
    CentreServer(config).run()


def _closed(centre: Centre) -> None:
    """Everything queued is written, the log of SQLite is checkpointed, and nothing is open any more."""
    centre.close()
    tell("closed", pid=os.getpid())
