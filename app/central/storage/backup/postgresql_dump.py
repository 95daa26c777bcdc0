"""Backups of PostgreSQL: pg_dump and pg_restore in their custom format; the password goes through the environment."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from app.central.storage.backup.history import begin_history
from app.central.storage.backup.whole import BackupFailed, written_whole
from app.central.storage.database import Database, parsed_url
from app.central.storage.engines import lock_spaces
from app.central.storage.engines.faults import fault_words
from app.central.storage.engines.postgresql import MIGRATION, REACHING, open_writer

DEBIAN: Final = Path("/usr/lib/postgresql")
LEAVING_TRIES: Final = 10
LEAVING_S: Final = 0.1
LOOK_S: Final = 0.25
_REVISION: Final = re.compile(r"^COPY public\.alembic_version .*?;\n(\w+)\n", re.MULTILINE | re.DOTALL)
_OTHERS: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
_TAKE: Final = "SELECT pg_advisory_lock(%(space)s, hashtext(%(name)s))"
_TRY: Final = "SELECT pg_try_advisory_lock(%(space)s, hashtext(%(name)s))"
_LEAVE: Final = "SELECT pg_advisory_unlock(%(space)s, hashtext(%(name)s))"
_MADE: Final = "SELECT datname FROM pg_database WHERE starts_with(datname, %(ours)s)"
_TABLES: Final = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


def dump(database: Database, target: Path, given_up: Callable[[], bool] = lambda: False) -> None:
    """One consistent view of the database in one file, the schema `public` and its making; the centre goes on.

    Raises BackupFailed.
    """
    url = parsed_url(database.url)
    with written_whole(target) as part:
        words = ("--format=custom", "--no-owner", "--no-privileges", "--schema=public", f"--file={part}")
        _run("pg_dump", url, *words, given_up=given_up)


def check(file: Path, given_up: Callable[[], bool] = lambda: False) -> str:
    """Read the whole dump; the schema's revision. Raises BackupFailed, also when it is given up."""
    _run("pg_restore", None, "--file", os.devnull, str(file), given_up=given_up)
    rows = _run("pg_restore", None, "--data-only", "--table=alembic_version", "--file=-", str(file))
    found = _REVISION.search(rows)
    if found is None:
        raise BackupFailed(f"{file}: does not say which revision of the schema it holds")
    return found.group(1)


@contextmanager
def scratch(database: Database, file: Path, of: str) -> Iterator[Database]:
    """The dump restored into a database of its own beside the real one, dropped afterwards. Raises BackupFailed.

    `of` tells it from others of the same database; those that nobody looks into any more are dropped first.
    """
    url = parsed_url(database.url)
    ours = f"packbench_check_{hashlib.sha256(str(url.database).encode()).hexdigest()[:8]}_"
    name = ours + of
    beside = url.set(database=name)
    with _session(database) as session:
        _drop_left(session, ours)
        session.exec_driver_sql(_TAKE, {"space": lock_spaces.CHECK, "name": name})
        session.exec_driver_sql(f'CREATE DATABASE "{name}"')
        made = Database(file=database.file, url=beside.render_as_string(hide_password=False))
        try:
            with _session(made) as other:
                other.exec_driver_sql("DROP SCHEMA public")
            _run("pg_restore", beside, "--no-owner", "--single-transaction", str(file))
            yield made
        finally:
            session.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def _drop_left(session: Connection, ours: str) -> None:
    """Databases of checks that were killed: nobody holds their lock."""
    for name in session.exec_driver_sql(_MADE, {"ours": ours}).scalars().all():
        lock = {"space": lock_spaces.CHECK, "name": name}
        if session.exec_driver_sql(_TRY, lock).scalar_one():
            session.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            session.exec_driver_sql(_LEAVE, lock)


def restore(source: Path, database: Database, server_epoch: str, *, replace: bool, stamp: str) -> None:
    """Put a checked backup in the database's place; what was there is kept in a schema beside. Raises BackupFailed."""
    kept = f"replaced_{stamp.lower()}"
    with _session(database) as session:
        session.exec_driver_sql("SELECT pg_advisory_lock(%(space)s, %(key)s)", MIGRATION)
        if others := _others(session):
            raise BackupFailed(f"{database} is open in {others} other sessions: stop the centre first")
        full = bool(session.exec_driver_sql(_TABLES).scalar_one())
        if full and not replace:
            raise BackupFailed(f"{database} holds tables: say --replace to put the backup in their place")
        session.exec_driver_sql(f"ALTER SCHEMA public RENAME TO {kept}")
        try:
            url = parsed_url(database.url)
            _run("pg_restore", url, "--no-owner", "--single-transaction", str(source))
            _begin(database, server_epoch)
        except BaseException:
            session.exec_driver_sql(f"DROP SCHEMA IF EXISTS public CASCADE; ALTER SCHEMA {kept} RENAME TO public")
            raise
        if not full:
            session.exec_driver_sql(f"DROP SCHEMA {kept} CASCADE")


def _others(session: Connection) -> int:
    """Sessions besides ours; one that was just closed may take a moment to go."""
    found, pause = 0, threading.Event()
    for _ in range(LEAVING_TRIES):
        found = int(session.exec_driver_sql(_OTHERS).scalar_one())
        if not found:
            break
        pause.wait(LEAVING_S)
    return found


def _begin(database: Database, server_epoch: str) -> None:
    engine = open_writer(database)
    try:
        with engine.begin() as connection:
            begin_history(connection, server_epoch)
    finally:
        engine.dispose()


@contextmanager
def _session(database: Database) -> Iterator[Connection]:
    """One session in which each statement is a transaction, as CREATE DATABASE and long programs beside it need."""
    engine = create_engine(parsed_url(database.url), isolation_level="AUTOCOMMIT", connect_args=REACHING)
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        raise BackupFailed(fault_words(error)) from error
    finally:
        engine.dispose()


def _run(program: str, url: URL | None, *words: str, given_up: Callable[[], bool] = lambda: False) -> str:
    """What the program printed. Raises BackupFailed with what it complained of; `given_up` ends it."""
    command = [_found(program), *words, *([f"--dbname={_conninfo(url)}"] if url is not None else [])]
    with subprocess.Popen(
        command, env=_environ(url, os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            said, complained = _heard(running, given_up)
        except BaseException:
            running.kill()
            raise
    if running.returncode:
        raise BackupFailed(f"{program}: {complained.strip() or f'ended with {running.returncode}'}")
    return said


def _heard(running: subprocess.Popen[str], given_up: Callable[[], bool]) -> tuple[str, str]:
    """Everything it said, once it has ended. Raises BackupFailed when it was given up."""
    while True:
        try:
            return running.communicate(timeout=LOOK_S)
        except subprocess.TimeoutExpired:
            if given_up():
                raise BackupFailed("the backup was given up") from None


def _found(program: str) -> str:
    """The program on the path, or the newest that Debian keeps away from it."""
    if found := shutil.which(program):
        return found
    kept = sorted(DEBIAN.glob(f"*/bin/{program}"), key=lambda file: float(file.parts[-3]))
    if not kept:
        raise BackupFailed(f"{program} is not installed: it comes with PostgreSQL (Debian: postgresql-client)")
    return str(kept[-1])


def _conninfo(url: URL) -> str:
    """The URL as libpq wants it, but for the password: every user of the machine may read what a program is given."""
    parts = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database}
    given = {**REACHING, **parts, **{name: value for name, value in url.query.items() if name != "password"}}
    return make_conninfo("", **{name: str(value) for name, value in given.items() if value is not None})


def _environ(url: URL | None, environ: Mapping[str, str]) -> dict[str, str]:
    password = None if url is None else url.password or url.query.get("password")
    return {**environ, **({"PGPASSWORD": str(password)} if password else {})}
