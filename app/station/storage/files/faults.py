"""Faults of the station's storage; each is named after what it means to the person in front of the bench."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError

_CORRUPT: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class StorageFault(Exception):
    """Storage could not do what was asked; nothing half-written remains."""


class AlreadyRunning(StorageFault):
    """Another kiosk process uses this data folder."""


class NotEnrolled(StorageFault):
    """This bench has no identity yet, so nothing can be recorded."""


class EnrolmentRefused(StorageFault):
    """The same epoch was handed out with another identity while commands wait: they would be lost or forked."""


class StoreFailed(StorageFault):
    """The disk refused: the transaction is rolled back, the action did not happen unless `Store.knows` its command.

    `full` says that the disk is full (make room and retry); otherwise it is an I/O fault (retry once, then out of
    service). `commands` are the ids recorded in the failed transaction: the outcome of a failed COMMIT is unknown.
    """

    def __init__(self, message: str, *, full: bool = False, commands: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.full = full
        self.commands = commands


class JournalDamaged(StorageFault):
    """journal.db is corrupt: it is kept as it is, for recovery by hand; the bench is out of service."""


class DamagedCommand(StorageFault):
    """A queued command no longer matches its hash: it must not be sent."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"queued command {seq} does not match its hash")
        self.seq = seq


class DocumentUnreadable(StorageFault):
    """A stored document does not fit its type any more."""


class HistoryGone(StorageFault):
    """The centre asks for commands older than what this bench still keeps (30 days)."""


class ReplicaDamaged(StorageFault):
    """replica.db is corrupt; the store sets it aside and starts an empty one."""


def sqlite_code(fault: BaseException) -> int | None:
    """The primary SQLite result code of a fault, whoever wrapped it; None for anything else."""
    inner = fault.orig if isinstance(fault, DBAPIError) else fault
    code = getattr(inner, "sqlite_errorcode", None)
    if code is None and isinstance(inner, sqlite3.DatabaseError) and "not a database" in str(inner):
        return sqlite3.SQLITE_NOTADB
    return None if code is None else int(code) & 0xFF


@contextmanager
def translated(damaged: type[StorageFault], database: str) -> Iterator[None]:
    """SQLite's faults as ours: corruption becomes `damaged`, everything operational becomes StoreFailed."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as fault:
        code = sqlite_code(fault)
        if code in _CORRUPT:
            raise damaged(f"{database} is damaged: {fault}") from fault
        if isinstance(fault, (sqlite3.IntegrityError, sqlite3.ProgrammingError)) or code in {
            sqlite3.SQLITE_CONSTRAINT,
            sqlite3.SQLITE_ERROR,
            sqlite3.SQLITE_MISUSE,
        }:
            raise
        raise StoreFailed(f"{database}: {fault}", full=code == sqlite3.SQLITE_FULL) from fault
