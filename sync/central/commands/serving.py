"""`packbench central serve`: in this process, or in several behind one socket; and why it can not begin, in words."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from app.central.operating.keeping_backups import Thinning
from app.central.storage.engines.sqlite import sqlite_words
from sync.central.commands.configuring.settings import CentralSettings
from sync.central.commands.world import World
from sync.central.commands.wrong import Wrong
from sync.central.operating.backing_up import Plan
from sync.central.operating.connections import open_door
from sync.central.operating.memory import few_heaps
from sync.central.operating.processes import Family
from sync.central.operating.service import Service
from sync.central.operating.telling.logs import keep_log
from sync.central.serving.server import ServeConfig, serve

EARLIEST: Final = datetime(2020, 1, 1, tzinfo=UTC)


def run_server(settings: CentralSettings, world: World, processes: int | None) -> int:
    """Serve until a signal ends it, and return 0. Raises Wrong when it can not begin."""
    few_heaps()
    many = settings.running.processes if processes is None else processes
    _check(settings, many)
    _check_clock(world.now())
    keep_log(settings.log.format, settings.log.level, sys.stderr)
    engine = str(settings.database) if settings.database.is_postgresql else sqlite_words()
    print(f"packbench central: {engine}", file=sys.stderr, flush=True)
    try:
        door = open_door(settings.host, settings.port)
    except OSError as error:
        raise Wrong(f"{settings.host}:{settings.port} can not be listened on: {error.strerror or error}") from error
    with door:
        config = serve_config(settings, world)
        host, port = door.getsockname()[:2]

        def listening() -> None:
            print(f"packbench central: listening on http://{host}:{port}", flush=True)

        if many == 1:
            serve(replace(config, door=door, environ=world.environ, ready=lambda host, port: listening()))
            return 0

        def child(number: int, lifeline: int, ready: Callable[[], None]) -> None:
            one = replace(config, door=door, number=number, lifeline=lifeline, ready=lambda host, port: ready())
            serve(one)

        Family(many, child, Service(world.environ), settings.running.grace_s).run(listening)
    return 0


def _check(settings: CentralSettings, many: int) -> None:
    if not 1 <= many <= 64:
        raise Wrong("--processes: expected 1 to 64")
    if many > 1 and not settings.database.is_postgresql:
        raise Wrong("several processes need PostgreSQL (--database); SQLite is served by one")
    if many > 1 and not hasattr(os, "fork"):
        raise Wrong("several processes behind one socket need a system that forks; start one per port instead")
    if not settings.database.is_postgresql:
        _check_folder(settings.database.file.parent)


def _check_clock(now: datetime) -> None:
    """A machine without a battery begins in 1970: orders would be late, keys not good yet, sessions endless."""
    if now < EARLIEST:
        raise Wrong(f"the clock of this machine says {now:%Y-%m-%d}: set it first")


def _check_folder(folder: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise Wrong(f"the data folder {folder} can not be written to: {error.strerror}") from error


def serve_config(settings: CentralSettings, world: World) -> ServeConfig:
    """What the settings say, as the server takes it."""
    return ServeConfig(
        data=settings.data,
        database=settings.url,
        host=settings.host,
        port=settings.port,
        now=world.now,
        new_id=world.new_id,
        random_bytes=world.random_bytes,
        pages=world.pages(),
        mail=settings.mail,
        limits=settings.limits,
        running=settings.running,
        metrics=settings.metrics,
        push=settings.shops,
        backups=_backups(settings),
        keep=settings.keep,
    )


def _backups(settings: CentralSettings) -> Plan | None:
    folder, said = settings.backup_folder, settings.backup
    if folder is None:
        return None
    thinning = Thinning(least=said.keep, days=said.keep_days)
    return Plan(folder=folder, every=timedelta(minutes=said.every_minutes), thinning=thinning)
