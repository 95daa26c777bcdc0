"""How the centre opens SQLite: WAL, every commit flushed, BEGIN IMMEDIATE for the one writer, query-only readers."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError

READERS: Final = 8
BUSY_MS: Final = 10_000

SQLITE_MENDED: Final = (3, 51, 3)
"""The first release without the WAL-reset bug (sqlite.org/wal.html)."""

Fault = DBAPIError
"""What a disk or a database may throw; translated to StorageFault where a transaction ends."""

_COMMON: Final = ("foreign_keys = ON", f"busy_timeout = {BUSY_MS}", "trusted_schema = OFF", "cache_size = -16000")
_WRITER: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "wal_autocheckpoint = 0",
    "journal_size_limit = 67108864",
)


class StorageFault(Exception):
    """The database could not do it (disk full, I/O error, locked): nothing was stored, try again."""


class Broken(Exception):
    """A rule of the database (a CHECK, a unique key) said no: nothing of this step was stored."""


def sqlite_words() -> str:
    """The SQLite library in use, with a warning when it is older than the one that mended the WAL-reset bug."""
    if sqlite3.sqlite_version_info >= SQLITE_MENDED:
        return f"SQLite {sqlite3.sqlite_version}"
    mended = ".".join(map(str, SQLITE_MENDED))
    return (
        f"SQLite {sqlite3.sqlite_version}, older than {mended}: two connections that write and checkpoint at once "
        "could damage the database, so every process of Packbench takes a lock first; keep other programs away from it"
    )


def open_writer(path: Path) -> Engine:
    """The engine of the one connection that writes and checkpoints."""
    engine = _open(path, (*_COMMON, *_WRITER), pool_size=1)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def open_readers(path: Path) -> Engine:
    """Query-only connections; a transaction is one consistent view of the past."""
    engine = _open(path, (*_COMMON, "query_only = ON"), pool_size=READERS)
    event.listen(engine, "begin", _begin_plain)
    return engine


def _open(path: Path, pragmas: tuple[str, ...], pool_size: int) -> Engine:
    url = URL.create("sqlite+pysqlite", database=str(path))
    engine = create_engine(url, pool_size=pool_size, max_overflow=0, connect_args={"check_same_thread": False})

    def prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    event.listen(engine, "connect", prepare)
    return engine


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_plain(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def is_fault(error: BaseException) -> bool:
    """True for a fault of the database itself; a broken rule (IntegrityError) is not one."""
    return isinstance(error, DatabaseError) and not isinstance(error, IntegrityError)
