"""`packbench central ...`: migrate, serve, import, channels, enrolment codes, audit and report."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.central.audit import audit
from app.central.bench.enrolment import make_enrolment_code
from app.central.centre import DATABASE, Centre
from app.central.intake.channels import add_channel
from app.central.intake.setting import UnknownSite
from app.central.report import report
from app.central.storage.database import EXAMPLE, Database
from app.central.storage.engine import StorageFault
from app.central.storage.migrate import current, migrate, newest
from app.central.storage.sqlite import sqlite_words
from app.central.values import ChannelRow
from sync.central.commands import supervising
from sync.central.commands.file_imports import KINDS, import_file
from sync.central.commands.settings import HOST, PORT, VARIABLES, BadSettings, CentralSettings, read_settings
from sync.central.commands.wrong import Wrong

if TYPE_CHECKING:
    from sync.central.serving.server import Pages  # the web server loads only when it serves


@dataclass(frozen=True, slots=True)
class World:
    """What app.main hands in: wall clock (aware UTC), UUIDv7 text, unguessable bytes, pages, and the environment."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    random_bytes: Callable[[int], bytes]
    pages: Callable[[], Pages]
    environ: Mapping[str, str] = field(default_factory=dict)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Mount the verbs below `packbench central`."""
    parser.add_argument("--data", type=Path, help=f"folder of the centre's data ({DATABASE} lies in it)")
    parser.add_argument("--database", metavar="URL", help=f"PostgreSQL instead of that file: {EXAMPLE}")
    parser.add_argument("--config", type=Path, help="central.toml with data, host, port and database")
    parser.add_argument("--site", default="", help="site code; needed when there are several")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("migrate", help="make or upgrade the database")
    serving = verbs.add_parser("serve", help="serve stations and channels over HTTP")
    serving.add_argument("--host", default=None, help=f"address to listen on (default {HOST})")
    serving.add_argument("--port", type=int, default=None, help=f"port, 0 for a free one (default {PORT})")
    importing = verbs.add_parser("import", help="import a file; the same file twice changes nothing")
    importing.add_argument("kind", choices=tuple(KINDS))
    importing.add_argument("file", type=Path)
    importing.add_argument("--channel", default="", help="channel the orders come from")
    channel = verbs.add_parser("channel", help="channels and their keys")
    channel.add_argument("what", choices=("add",))
    channel.add_argument("code")
    channel.add_argument("--kind", default="web")
    code = verbs.add_parser("enrol-code", help="a one-time code that enrols a bench")
    code.add_argument("--station", required=True, help="the bench's short name, like ST-4")
    for name, words in (("audit", "recompute every counter from the ledger"), ("report", "the numbers of a site")):
        verbs.add_parser(name, help=words).add_argument("--json", action="store_true")
    supervising.add_arguments(verbs)
    for verb in verbs.choices.values():
        verb.add_argument("--site", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        verb.add_argument("--data", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        verb.add_argument("--database", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        verb.add_argument("--config", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(args: argparse.Namespace, world: World) -> int:
    """Run one verb; 0 when it did what it was asked, 1 when rows were bad or counters drifted, 2 when it could not."""
    try:
        return _run(args, world)
    except (Wrong, BadSettings, UnknownSite, StorageFault, OSError) as error:
        print(f"packbench central {args.verb}: {error}", file=sys.stderr)
        return 2


def _run(args: argparse.Namespace, world: World) -> int:
    settings = _settings(args, world)
    database = settings.database
    if args.verb == "migrate":
        print(f"{database}: schema {migrate(database, world.new_id())}")
        return 0
    _check_schema(database)
    if args.verb == "serve":
        _serve(settings, world)
        return 0
    centre = Centre(
        settings.data, now=world.now, new_id=world.new_id, random_bytes=world.random_bytes, database=settings.url
    )
    try:
        if args.verb in supervising.VERBS:
            return supervising.VERBS[args.verb](centre, _site(centre, args), args)
        return _VERBS[args.verb](centre, args)
    finally:
        centre.close()


def _settings(args: argparse.Namespace, world: World) -> CentralSettings:
    given = {key: getattr(args, key, None) for key in VARIABLES}
    return read_settings(args.config, world.environ, given)


def _check_schema(database: Database) -> None:
    if not database.is_postgresql and not database.file.exists():
        raise Wrong(f"{database} does not exist: run `packbench central migrate` first")
    found = current(database)
    if found != newest():
        raise Wrong(
            f"{database} has schema {found or 'none'}, this program needs {newest()}: run `packbench central migrate`"
        )


def _serve(settings: CentralSettings, world: World) -> None:
    from sync.central.serving.server import ServeConfig, serve  # the web server loads only when it serves

    engine = str(settings.database) if settings.database.is_postgresql else sqlite_words()
    print(f"packbench central: {engine}", file=sys.stderr, flush=True)
    serve(
        ServeConfig(
            data=settings.data,
            database=settings.url,
            host=settings.host,
            port=settings.port,
            now=world.now,
            new_id=world.new_id,
            random_bytes=world.random_bytes,
            pages=world.pages(),
            ready=lambda host, port: print(f"packbench central: listening on http://{host}:{port}", flush=True),
        )
    )


def _import(centre: Centre, args: argparse.Namespace) -> int:
    channel = _channel(centre, args.channel) if args.channel else None
    if args.kind == "orders" and channel is None:
        raise Wrong("orders need --channel CODE")
    site = channel.site_id if channel else "" if args.kind == "site" else _site(centre, args)
    done = import_file(centre, args.kind, args.file, site, channel)
    for row in (*done.bad, *done.passed):
        print(row, file=sys.stderr)
    passed = f", {len(done.passed)} passed over" if done.passed else ""
    print(f"{args.file}: {done.read} read, {done.changed} new or changed{passed}, {len(done.bad)} bad")
    return 1 if done.bad else 0


def _add_channel(centre: Centre, args: argparse.Namespace) -> int:
    made = centre.do(add_channel, _site(centre, args), args.code, args.kind)
    print(f"channel {made.channel.code} at {made.channel.site_id}; its key, shown only now:\n{made.key}")
    return 0


def _enrol_code(centre: Centre, args: argparse.Namespace) -> int:
    print(centre.do(make_enrolment_code, _site(centre, args), args.station))
    return 0


def _audit(centre: Centre, args: argparse.Namespace) -> int:
    drifts = audit(centre, _site(centre, args))
    if args.json:
        print(json.dumps([asdict(drift) for drift in drifts]))
    else:
        print("\n".join(str(drift) for drift in drifts) or "no counter drifted")
    return 1 if drifts else 0


def _report(centre: Centre, args: argparse.Namespace) -> int:
    found = asdict(report(centre, _site(centre, args)))
    if args.json:
        print(json.dumps(found))
        return 0
    for name, value in found.items():
        words = ", ".join(" ".join(map(str, row)) for row in value) if isinstance(value, tuple) else value
        print(f"{name.replace('_', ' '):16} {words}")
    return 0


_VERBS: dict[str, Callable[[Centre, argparse.Namespace], int]] = {
    "import": _import,
    "channel": _add_channel,
    "enrol-code": _enrol_code,
    "audit": _audit,
    "report": _report,
}


def _site(centre: Centre, args: argparse.Namespace) -> str:
    """The site meant: the one named, or the only one there is."""
    with centre.read() as work:
        sites = work.sites()
    if args.site:
        if args.site not in sites:
            raise Wrong(f"there is no site {args.site!r}; known: {', '.join(sites) or 'none'}")
        return str(args.site)
    if len(sites) != 1:
        raise Wrong("give --site CODE" if sites else "there is no site yet: import its site.toml first")
    return sites[0]


def _channel(centre: Centre, code: str) -> ChannelRow:
    with centre.read() as work:
        channel = work.orders.channel(code=code)
    if channel is None:
        raise Wrong(f"there is no channel {code!r}: run `packbench central channel add {code}`")
    return channel
