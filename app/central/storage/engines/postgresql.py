"""The centre on PostgreSQL: one writer in each process, serial for each site through a lock of the database.

The lock makes the numbers of a site's feed come in commit order; conditional UPDATEs and CHECKs do not rest on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError, OperationalError, PendingRollbackError

from app.central.storage.backup.timelines import follow_timeline
from app.central.storage.database import READERS, Database, parsed_url
from app.central.storage.engines import lock_spaces
from app.central.storage.engines.faults import NotKnown, StorageFault, fault_words
from app.central.storage.writing.jobs import Job
from app.central.storage.writing.later import WritesLater
from app.central.storage.writing.writer import CommitFailed, Postponed, Writer

OLDEST: Final = 150_000
"""The oldest server this program is tested with."""
CONNECT_S: Final = 5
LOCK_MS: Final = 10_000
"""Longest wait for another process; it ends as a fault, and the client asks again."""
GONE_S: Final = 30
"""A server that answers neither data nor a probe for so long is gone: without it the system waits two hours."""
REACHING: Final = {
    "connect_timeout": CONNECT_S,
    "keepalives_idle": GONE_S // 3,
    "keepalives_interval": GONE_S // 6,
    "keepalives_count": 4,
    "tcp_user_timeout": GONE_S * 1000,
}
"""What libpq is told of the network (PostgreSQL, 34.1.2)."""
REACHED: Final = {
    "tcp_keepalives_idle": GONE_S // 3,
    "tcp_keepalives_interval": GONE_S // 6,
    "tcp_keepalives_count": 4,
    "tcp_user_timeout": GONE_S * 1000,
}
"""What the server is told (20.3.2): the sessions of a machine that lost its power end, and with them their locks."""
SILENT_MS: Final = 30_000
"""A process that stands still inside a transaction for so long loses it, and with it the lock of its site."""

AGAIN_AFTER_S: Final = (0.0, 0.02, 0.1, 0.5, 1.0)
"""Pauses before a verb runs again, alone: a deadlock has one victim, so that the other is through by then; and a
server that restarts is back within seconds."""

_PASSING: Final = frozenset({"40001", "40P01"})
"""serialization_failure, deadlock_detected (PostgreSQL, appendix A): the same once more may well succeed."""

LOCKED_OUT: Final = "55P03"
"""lock_not_available: somebody has held the site's lock for too long."""


class Together(WritesLater, PGDialect_psycopg):
    """The one that writes. Rows go as one statement: half the work of as many in a pipe."""

    supports_statement_cache = True
    use_insertmanyvalues_wo_returning = True


registry.register("postgresql.together", __name__, "Together")

_LOCK = text("SELECT pg_advisory_xact_lock(:space, :key)")
_TRY = text("SELECT pg_try_advisory_xact_lock(:space, :key)")
MIGRATION: Final = {"space": lock_spaces.SCHEMA, "key": 0}
"""The lock of whoever changes the schema, or everything."""


def open_writer(database: Database) -> Engine:
    """The engine of the one connection that writes. READ COMMITTED: behind the site's lock it sees all that is.

    A replica that is not promoted yet is no server to it: what was opened there would not see the timeline change.
    """
    return create_engine(
        parsed_url(database.url).set(drivername="postgresql+together"),
        pool_size=1,
        max_overflow=0,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={**session(), "target_session_attrs": "read-write"},
    )


def open_readers(database: Database) -> Engine:
    """Connections that can not write; a transaction is one consistent view of the past."""
    return create_engine(
        parsed_url(database.url),
        pool_size=READERS,
        max_overflow=0,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        connect_args=session("-c default_transaction_read_only=on"),
    )


def server_version(database: Database) -> int:
    """Of the server, as 150004 for 15.4; asked before anything is said that an older one may not understand.

    Raises StorageFault when it can not be reached, or does not let us in.
    """
    url = parsed_url(database.url)
    parts = {"host": url.host, "port": url.port, "user": url.username, "password": url.password, "dbname": url.database}
    given = {name: value for name, value in {**parts, **url.query}.items() if value is not None}
    try:
        with psycopg.connect(**{**REACHING, **given}) as connection:  # type: ignore[arg-type]
            return connection.info.server_version
    except psycopg.Error as error:
        raise StorageFault(f"{type(error).__name__}: {error}".strip()) from error


@contextmanager
def alone(database: Database) -> Iterator[Connection]:
    """One connection under the lock between those who change the schema; commits at the end. Raises StorageFault."""
    engine = open_writer(database)
    try:
        with engine.connect() as connection, connection.begin():
            connection.execute(_LOCK, MIGRATION)
            yield connection
    except DBAPIError as error:
        raise StorageFault(fault_words(error)) from error
    finally:
        engine.dispose()


def session(more: str = "") -> dict[str, object]:
    """What every connection is opened with."""
    settings = f"-c timezone=UTC -c lock_timeout={LOCK_MS} -c idle_in_transaction_session_timeout={SILENT_MS} {more}"
    settings += "".join(f" -c {name}={value}" for name, value in REACHED.items())
    return {**REACHING, "options": settings, "application_name": "packbench"}


def site_lock(site: str) -> dict[str, int]:
    """The two numbers of a site's advisory lock; two sites that share them by chance wait for each other."""
    return {
        "space": lock_spaces.SITE,
        "key": int.from_bytes(hashlib.sha256(site.encode()).digest()[:4], "big", signed=True),
    }


class PostgresWriter(Writer):
    """Locks each site a group writes to until its commit; what fails in company is tried again alone."""

    def __init__(self, database: Database, committed: Callable[[], None], new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._sites: set[str] = set()
        self._untouched = True
        super().__init__(open_writer(database), committed)

    def _opened(self, connection: Connection) -> None:
        with connection.begin():
            follow_timeline(connection, self._new_id)

    def _run(self, job: Job) -> None:
        self._untouched = True
        super()._run(job)

    def _transaction(self, work: Callable[[], None]) -> None:
        self._sites.clear()
        super()._transaction(work)

    def _enter(self, connection: Connection, site: str) -> None:
        """Take the site's lock. A verb that would have to wait with others' locks in hand goes into the next group."""
        untouched, self._untouched = self._untouched, False
        if site in self._sites:
            return
        lock = site_lock(site)
        if untouched and self._sites:
            if not connection.execute(_TRY, lock).scalar_one():
                raise Postponed
        else:
            connection.execute(_LOCK, lock)
        self._sites.add(site)

    def _failed(self, group: list[Job], error: Exception) -> None:
        hopeless: StorageFault | None = None
        if _unknown(error):
            hopeless = _fault(error)
        elif _state(error) == LOCKED_OUT:
            hopeless = StorageFault(fault_words(error))
        for job in group:
            if hopeless is None:
                hopeless = self._alone(job)
            else:
                job.error = hopeless

    def _alone(self, job: Job) -> StorageFault | None:
        """Run one verb in a transaction of its own, again while what it meets may pass; a fault that will not pass."""
        for pause_s in AGAIN_AFTER_S:
            self._jobs.closing.wait(pause_s)
            try:
                self._transaction(lambda: self._run(job))
            except Exception as error:  # noqa: BLE001  whatever failed, nobody may believe his verb was stored
                self._forget_connection()
                job.error = fault = _fault(error)
                if _unknown(error) or not _may_pass(error):
                    return fault if _state(error) == LOCKED_OUT else None
            else:
                self._committed()
                return None
        return fault


def _fault(error: Exception) -> StorageFault:
    if _unknown(error):
        return NotKnown(f"the answer to the commit was lost: {error}")
    return StorageFault(fault_words(error))


def _unknown(error: Exception) -> bool:
    """True when a commit was sent and never answered: it may have happened, so it is not done a second time."""
    cause = error.__cause__
    return isinstance(error, CommitFailed) and not (isinstance(cause, DBAPIError) and not cause.connection_invalidated)


def _state(error: Exception) -> str:
    """The SQLSTATE the server gave; "" when it said nothing."""
    found = error.__cause__ if isinstance(error, CommitFailed) else error
    return str(getattr(getattr(found, "orig", None), "sqlstate", None) or "")


def _may_pass(error: Exception) -> bool:
    """A conflict with another transaction, or a session that was lost or could not begin."""
    found = error.__cause__ if isinstance(error, CommitFailed) else error
    lost = isinstance(found, OperationalError) and (found.connection_invalidated or not _state(error))
    lost = lost or isinstance(found, PendingRollbackError)
    return lost or _state(error) in _PASSING or _state(error).startswith(("08", "57P"))
