"""How a station opens SQLite: one held writer per database, owned by one thread, and a read-only engine beside it.

WAL with synchronous=FULL keeps every acknowledged commit; BEGIN IMMEDIATE keeps read-modify-write honest (SQLAlchemy's
documented `begin` hook); below SQLite 3.51.3 two connections that write or checkpoint at once can corrupt a WAL
database (sqlite.org/wal.html, "WAL-reset bug"), so exactly one connection does both.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event

log = logging.getLogger(__name__)

FIXED_SQLITE: Final = (3, 51, 3)
BUSY_TIMEOUT_MS: Final = 5_000
CHECKPOINT_PATIENCE_MS: Final = 50
JOURNAL_SIZE_LIMIT: Final = 16 * 1024 * 1024

_SETTINGS: Final = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA wal_autocheckpoint=0",
    f"PRAGMA journal_size_limit={JOURNAL_SIZE_LIMIT}",
)
_READER_SETTINGS: Final = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA query_only=ON",
)


def name_sqlite() -> None:
    """Put SQLite's version into the start-up log, as a warning when it has the WAL-reset bug."""
    fixed = sqlite3.sqlite_version_info >= FIXED_SQLITE
    log.log(
        logging.INFO if fixed else logging.WARNING,
        "SQLite %s%s",
        sqlite3.sqlite_version,
        "" if fixed else ", older than 3.51.3: safe here only because one connection writes and checkpoints",
    )


def _engine(path: Path, settings: tuple[str, ...], begin: str, *, mode: str) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=path.absolute().as_uri(), query={"mode": mode, "uri": "true"}),
        poolclass=QueuePool,
        pool_size=1,
        connect_args={"check_same_thread": False, "cached_statements": 256},
    )

    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for setting in settings:
            connection.execute(setting)

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", start)
    return engine


def reader_engine(path: Path) -> Engine:
    """A read-only engine (query_only) for a thread that is not the writer: it never writes, checkpoints or creates."""
    return _engine(path, _READER_SETTINGS, "BEGIN", mode="rw")


class Writer:
    """The one connection that writes and checkpoints a database; every use asserts the owning thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._owner: int | None = threading.get_ident()
        self._engine = _engine(path, _SETTINGS, "BEGIN IMMEDIATE", mode="rwc")
        self._connection = self._engine.connect()

    @property
    def connection(self) -> Connection:
        me = threading.get_ident()
        if self._owner is None:
            self._owner = me
        assert self._owner == me, f"{self.path.name} belongs to another thread"
        return self._connection

    def disown(self) -> None:
        """Let the next thread that uses this writer own it."""
        assert not self.connection.in_transaction()
        self._owner = None

    @property
    def driver(self) -> sqlite3.Connection:
        """The driver's connection, for what SQLite only does outside a transaction."""
        raw = self.connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        assert not raw.in_transaction
        return raw

    def sound(self) -> str:
        """ "ok", or what `PRAGMA quick_check` found first."""
        return str(self.driver.execute("PRAGMA quick_check(1)").fetchone()[0])

    def checkpoint(self) -> bool:
        """Move the WAL into the database and empty it; False if a reader was in the way (try again when idle)."""
        driver = self.driver
        driver.execute(f"PRAGMA busy_timeout={CHECKPOINT_PATIENCE_MS}")
        try:
            busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        return not busy

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()
