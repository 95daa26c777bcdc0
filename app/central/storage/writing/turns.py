"""Whose turn background work is: of several processes over one database, one does it for a site and the others skip.

The turn is a lock that ends with the process or its session, so nobody waits for one who died, nor on PostgreSQL for
one who stands still. It saves work; what the work does is right without it.
"""

from __future__ import annotations

import contextlib
import threading
from typing import Final, Protocol

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from app.central.storage.database import Database, parsed_url
from app.central.storage.engines import lock_spaces, postgresql
from app.central.storage.engines.doorlock import InUse, Presence

_TRY = text("SELECT pg_try_advisory_lock(:space, :key)")
_LET_GO = text("SELECT pg_advisory_unlock_all()")
_HERE = text("SELECT 1")
SILENT_S: Final = 60.0
"""Who has not asked for so long loses the turn: a process that is stopped, or whose machine is, does no work."""


class Turns(Protocol):
    """From any thread."""

    def mine(self, site: str) -> bool:
        """True while background work of this site is this process's; a fault of the database is False."""

    def close(self) -> None:
        """Let go of every turn."""


def open_turns(database: Database, silent_s: float = SILENT_S) -> Turns:
    """Opens nothing before it is first asked."""
    return _PostgresTurns(database, silent_s) if database.is_postgresql else _SqliteTurns(database)


class _SqliteTurns:
    """One lock file beside the database, for all sites."""

    def __init__(self, database: Database) -> None:
        self._beside = database.file.with_name(database.file.name + ".turn")
        self._presence: Presence | None = None
        self._mine = False
        self._lock = threading.Lock()

    def mine(self, site: str) -> bool:
        with self._lock:
            if self._presence is None:
                self._presence = Presence(self._beside)
            if not self._mine:
                with contextlib.suppress(InUse):
                    self._presence.alone()
                    self._mine = True
            return self._mine

    def close(self) -> None:
        with self._lock:
            if self._presence is not None:
                self._presence.close()
            self._presence, self._mine = None, False


class _PostgresTurns:
    """Advisory locks of one session of its own; a session that is lost, or ended for its silence, lets them go."""

    def __init__(self, database: Database, silent_s: float) -> None:
        self._engine = create_engine(
            parsed_url(database.url), pool_size=1, max_overflow=0, isolation_level="AUTOCOMMIT",
            connect_args=postgresql.session(f"-c idle_session_timeout={round(silent_s * 1000)}"),
        )  # fmt: skip
        self._connection: Connection | None = None
        self._mine: set[str] = set()
        self._lock = threading.Lock()

    def mine(self, site: str) -> bool:
        with self._lock:
            try:
                return self._ask(site)
            except DBAPIError:
                self._forget()
                return False

    def _ask(self, site: str) -> bool:
        if self._connection is None:
            self._connection = self._engine.connect()
        if site in self._mine:
            self._connection.execute(_HERE)
            return True
        key = {"space": lock_spaces.TURN, "key": postgresql.site_lock(site)["key"]}
        if self._connection.execute(_TRY, key).scalar_one():
            self._mine.add(site)
        return site in self._mine

    def _forget(self) -> None:
        self._mine.clear()
        if self._connection is not None:
            with contextlib.suppress(DBAPIError):
                self._connection.invalidate()
                self._connection.close()
        self._connection = None

    def close(self) -> None:
        """A session that only hangs up keeps its locks until the server notices: they are let go of first."""
        with self._lock:
            if self._connection is not None:
                with contextlib.suppress(DBAPIError):
                    self._connection.execute(_LET_GO)
            self._forget()
            self._engine.dispose()
