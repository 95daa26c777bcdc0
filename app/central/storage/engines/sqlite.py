"""The centre on SQLite: WAL, every commit flushed, BEGIN IMMEDIATE for the one writer, query-only readers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError

from app.central.storage.database import READERS
from app.central.storage.engines.doorlock import DoorLock, Held, Presence
from app.central.storage.engines.faults import StorageFault, fault_words
from app.central.storage.writing.jobs import Job
from app.central.storage.writing.later import WritesLater
from app.central.storage.writing.writer import Writer

BUSY_MS: Final = 10_000
DOOR_S: Final = 20.0
"""Longest wait for another process that writes, like a command that somebody stopped; then the client asks again."""
CHECKPOINT_S: Final = 1.0
WAL_MOST_BYTES: Final = 16 * 1024 * 1024

SQLITE_MENDED: Final = (3, 51, 3)
"""The first release without the WAL-reset bug (sqlite.org/wal.html)."""

_COMMON: Final = ("foreign_keys = ON", f"busy_timeout = {BUSY_MS}", "trusted_schema = OFF")
_WRITER: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "wal_autocheckpoint = 0",
    "journal_size_limit = 67108864",
    "cache_size = -16000",
)
_READER: Final = ("query_only = ON", "cache_size = -2000")
"""There are several, and in a large database each fills its cache: what it needs again the system has at hand."""


def sqlite_words() -> str:
    """The SQLite library in use, with a warning when it is older than the one that mended the WAL-reset bug."""
    if sqlite3.sqlite_version_info >= SQLITE_MENDED:
        return f"SQLite {sqlite3.sqlite_version}"
    mended = ".".join(map(str, SQLITE_MENDED))
    return (
        f"SQLite {sqlite3.sqlite_version}, older than {mended}: two connections that write and checkpoint at once "
        "could damage the database, so every process of Packbench takes a lock first; keep other programs away from it"
    )


class Immediate(WritesLater, SQLiteDialect_pysqlite):
    """Who writes has the lock before it looks. A dialect, not an event: one listener slows every statement down."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.execute("BEGIN IMMEDIATE")


class Plain(SQLiteDialect_pysqlite):
    """A reading transaction is one consistent view from its first statement on."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.execute("BEGIN")


registry.register("sqlite.immediate", __name__, "Immediate")
registry.register("sqlite.plain", __name__, "Plain")


def open_writer(file: Path) -> Engine:
    """The engine of the one connection that writes and checkpoints."""
    return _open("sqlite+immediate", file, (*_COMMON, *_WRITER), pool_size=1)


def open_readers(file: Path) -> Engine:
    """Query-only connections; a transaction is one consistent view of the past."""
    return _open("sqlite+plain", file, (*_COMMON, *_READER), pool_size=READERS)


def door(file: Path) -> DoorLock:
    """The lock between the processes that write to this file."""
    return DoorLock(file.with_name(file.name + ".lock"))


@contextmanager
def alone(file: Path) -> Iterator[Connection]:
    """One writing connection under the lock between processes; commits at the end. The file is made if missing.

    Foreign keys are checked at the end: a migration may drop a table others point at, to make it anew. Raises
    StorageFault, OSError.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    lock, engine = door(file), open_writer(file)
    try:
        with lock, engine.connect() as connection:
            _pragma(connection, "foreign_keys = OFF")  # within a transaction it would have no effect
            with connection.begin():
                yield connection
                dangling = _pragma(connection, "foreign_key_check")
                if dangling:
                    raise StorageFault(f"rows that point at nothing: {dangling[:5]}")
    except DBAPIError as error:
        raise StorageFault(f"{file}: {fault_words(error)}") from error
    finally:
        with lock:
            engine.dispose()
        lock.close()


def _pragma(connection: Connection, words: str) -> list[Any]:
    driver = connection.connection.driver_connection
    assert driver is not None
    return list(driver.execute(f"PRAGMA {words}").fetchall())


def _open(driver: str, file: Path, pragmas: tuple[str, ...], pool_size: int) -> Engine:
    url = URL.create(driver, database=str(file))
    engine = create_engine(url, pool_size=pool_size, max_overflow=0, connect_args={"check_same_thread": False})

    def prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    event.listen(engine, "connect", prepare)
    return engine


class SqliteWriter(Writer):
    """Holds the lock between processes for every group, and checkpoints when the log grew or nobody writes."""

    def __init__(self, file: Path, committed: Callable[[], None], door_s: float = DOOR_S) -> None:
        self._door_s = door_s
        self._wal = file.with_name(file.name + "-wal")
        self._presence = Presence(file)
        self._presence.here()
        self._lock = door(file)
        self._unchecked = False
        super().__init__(open_writer(file), committed)

    def _closed(self) -> None:
        self._lock.close()
        self._presence.close()

    def _door(self) -> AbstractContextManager[None]:
        return self._lock.within(self._door_s)

    @contextmanager
    def _last_door(self) -> Iterator[None]:
        """Whoever does not leave it has the database open: ours is not the last connection, which would checkpoint."""
        with ExitStack() as stack:
            with suppress(Held):
                stack.enter_context(self._lock.within(self._door_s))
            yield

    def _failed(self, group: list[Job], error: Exception) -> None:
        """Whatever failed, nobody may believe his verb was stored."""
        for job in group:
            job.error = StorageFault(fault_words(error))

    def _stored(self) -> None:
        self._unchecked = True

    def _rest(self, *, idle: bool) -> None:
        if idle:
            self._checkpoint("TRUNCATE")
        elif self._grown():
            self._checkpoint("PASSIVE")

    def _grown(self) -> bool:
        try:
            return self._wal.stat().st_size > WAL_MOST_BYTES
        except OSError:
            return False

    def _checkpoint(self, mode: str) -> None:
        if not self._unchecked or self._connection is None:
            return
        try:
            with self._lock.within(CHECKPOINT_S):
                driver = self._connection.connection.driver_connection
                assert driver is not None
                driver.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()
            self._unchecked = mode != "TRUNCATE"
        except (DatabaseError, sqlite3.DatabaseError, OSError):  # the next commit meets the same disk and reports it
            self._forget_connection()
        except Held:  # whoever writes all the time keeps the log from being emptied, not us from going on
            return
