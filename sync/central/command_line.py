"""`packbench central ...`: migrate, serve, and the verbs of every room of `sync.central.commands`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from app.central.centre import DATABASE, Centre
from app.central.intake.setting import UnknownSite
from app.central.people.actors import on_the_command_line
from app.central.storage.backup.whole import BackupFailed
from app.central.storage.database import EXAMPLE, Database
from app.central.storage.engines.faults import StorageFault
from app.central.storage.engines.postgresql import OLDEST, server_version
from app.central.storage.migrate import current, migrate, newest, revisions
from sync.central.commands import backup, people, programs, reporting
from sync.central.commands.configuring import config, secrets
from sync.central.commands.configuring.settings import (
    HOST,
    PORT,
    VARIABLES,
    BadSettings,
    CentralSettings,
    read_settings,
)
from sync.central.commands.floor import supervising, working
from sync.central.commands.goods import auditing, selling, stocking, supplying
from sync.central.commands.hand import Hand, Verb
from sync.central.commands.incoming import importing, shops
from sync.central.commands.world import World
from sync.central.commands.wrong import Wrong

__all__ = ["World", "add_arguments", "run"]

ROOMS: Final[tuple[ModuleType, ...]] = (
    importing,
    programs,
    people,
    auditing,
    reporting,
    selling,
    stocking,
    shops,
    supervising,
    supplying,
    working,
    secrets,
)
"""Each has `add_arguments(verbs)`, which mounts its verbs, and `VERBS`, what each does with a Hand. A new one: here."""


class VerbParser(argparse.ArgumentParser):
    """A verb at any depth: where the data lies and which site is meant may be said behind the innermost one too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("--site", "--database"):
            self.add_argument(name, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        for name in ("--data", "--config"):
            self.add_argument(name, type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Mount the verbs below `packbench central`."""
    parser.add_argument("--data", type=Path, help=f"folder of the centre's data ({DATABASE} lies in it)")
    parser.add_argument("--database", metavar="URL", help=f"PostgreSQL instead of that file: {EXAMPLE}")
    parser.add_argument("--config", type=Path, help="central.toml with data, host, port and database")
    parser.add_argument("--site", default="", help="site code; needed when there are several")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=VerbParser)
    verbs.add_parser("migrate", help="make or upgrade the database")
    serving = verbs.add_parser("serve", help="serve stations and channels over HTTP")
    serving.add_argument("--host", default=None, help=f"address to listen on (default {HOST})")
    serving.add_argument("--port", type=int, default=None, help=f"port, 0 for a free one (default {PORT})")
    serving.add_argument("--processes", type=int, default=None, help="how many, on PostgreSQL (default 1)")
    config.add_arguments(verbs)
    backup.add_arguments(verbs)
    for room in ROOMS:
        room.add_arguments(verbs)


def run(args: argparse.Namespace, world: World) -> int:
    """Run one verb; 0 when it did what it was asked, 1 when rows were bad or counters drifted, 2 when it could not."""
    try:
        return _run(args, world)
    except (Wrong, BadSettings, BackupFailed, UnknownSite, StorageFault, OSError) as error:
        print(f"packbench central {args.verb}: {error}", file=sys.stderr)
        return 2


def _run(args: argparse.Namespace, world: World) -> int:
    settings = _settings(args, world)
    database = settings.database
    if args.verb == "config":
        return config.run(args, settings)
    if database.is_postgresql:
        _check_server(database)
    if args.verb == "migrate":
        _check_known(database, current(database))
        print(f"{database}: schema {migrate(database, world.new_id())}")
        return 0
    if args.verb in backup.VERBS:
        return backup.run(args, _ground(settings, world))
    _check_schema(database)
    if args.verb == "serve":
        from sync.central.commands.serving import run_server  # the web server loads only when it serves

        return run_server(settings, world, args.processes)
    centre = _open(world, settings.data, settings.url)
    try:
        actor = on_the_command_line(world.os_user)
        hand = Hand(centre=centre, actor=actor, named_site=args.site, ask_secret=world.ask_secret, shops=settings.shops)
        return _verb(args.verb)(hand, args)
    finally:
        centre.close()


def _ground(settings: CentralSettings, world: World) -> backup.Ground:
    return backup.Ground(
        database=settings.database,
        folder=settings.backup_folder,
        now=world.now,
        new_id=world.new_id,
        open_centre=lambda data, url: _open(world, data, url),
    )


def _verb(name: str) -> Verb:
    verbs: dict[str, Verb] = {name: verb for room in ROOMS for name, verb in room.VERBS.items()}
    return verbs[name]


def _open(world: World, data: Path, url: str) -> Centre:
    return Centre(data, now=world.now, new_id=world.new_id, random_bytes=world.random_bytes, database=url)


def _settings(args: argparse.Namespace, world: World) -> CentralSettings:
    given = {key: getattr(args, key, None) for key in VARIABLES}
    return read_settings(args.config, world.environ, given)


def _check_server(database: Database) -> None:
    found = server_version(database)
    if found < OLDEST:
        raise Wrong(f"{database} is PostgreSQL {found // 10_000}; expected {OLDEST // 10_000} or newer")


def _check_known(database: Database, found: str) -> None:
    if found and found not in revisions():
        raise Wrong(
            f"{database} has schema {found}, which is newer than this program's {newest()}: update the program, "
            "or put back a backup"
        )


def _check_schema(database: Database) -> None:
    if not database.is_postgresql and not database.file.exists():
        raise Wrong(f"{database} does not exist: run `packbench central migrate` first")
    found = current(database)
    _check_known(database, found)
    if found != newest():
        raise Wrong(
            f"{database} has schema {found or 'none'}, this program needs {newest()}: run `packbench central migrate`"
        )
