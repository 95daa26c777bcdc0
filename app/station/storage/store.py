"""The station's storage: one folder, two databases, one writing thread; a read-only side for the sync thread."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.domain.documents import SerialBlock
from app.station.storage import blocks, enrolments, outbox, replica
from app.station.storage.documents import BLOCK, from_json
from app.station.storage.files.connection import name_sqlite, reader_engine
from app.station.storage.files.faults import (
    DocumentUnreadable,
    JournalDamaged,
    ReplicaDamaged,
    StoreFailed,
    translated,
)
from app.station.storage.files.folder import FolderLock, set_aside
from app.station.storage.files.opening import JOURNAL_FILE, REPLICA_FILE, close_quietly, open_journal, open_replica
from app.station.storage.values import (
    AppliedChanges,
    ChangedRow,
    ChangesPage,
    Identity,
    OutboxPosition,
    OutboxSummary,
    QueuedCommand,
    Seal,
    Settlement,
)
from app.station.storage.work import Recorder, Work

log = logging.getLogger(__name__)


class Store:
    """Owned by the thread that opened it (or, after `disown`, the next one that uses it)."""

    def __init__(self, folder: Path, lock: FolderLock, recorder: Recorder) -> None:
        self._folder = folder
        self._lock = lock
        self._recorder = recorder
        self._journal = open_journal(folder)
        try:
            self._replica = open_replica(folder, self._mark())
        except BaseException:
            close_quietly(self._journal)
            raise
        self._reader = reader_engine(folder / JOURNAL_FILE)
        self._feed_reader = reader_engine(folder / REPLICA_FILE)
        self._suspect = False
        recorder.identity = self.enrolled()

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        seal: Seal,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        mono_ms: Callable[[], int],
        boot_id: str,
    ) -> Store:
        """Lock the folder, migrate and check both databases.

        Raises AlreadyRunning, JournalDamaged, MigrationFailed or StoreFailed.
        """
        name_sqlite()
        lock = FolderLock(folder)
        try:
            return cls(folder, lock, Recorder(seal=seal, now=now, new_id=new_id, mono_ms=mono_ms, boot_id=boot_id))
        except BaseException:
            lock.release()
            raise

    def disown(self) -> None:
        """Hand the store to the next thread that uses it (opened on the main thread, lived in by the station's)."""
        self._journal.disown()
        self._replica.disown()

    def close(self) -> None:
        """Close both databases and release the folder; the reader goes first, so that the writer leaves last."""
        self._reader.dispose()
        self._feed_reader.dispose()
        close_quietly(self._replica)
        close_quietly(self._journal)
        self._lock.release()

    # --- verbs: the station thread ---

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """ONE transaction on the journal: committed on a clean exit, rolled back on any exception.

        Raises StoreFailed or JournalDamaged when the disk refuses; then nothing of it happened, unless `knows` says so.
        """
        recorded: tuple[str, ...] = ()
        try:
            with self._writing() as connection:
                work = Work(connection, self._replica.connection, self._recorder)
                try:
                    yield work
                finally:
                    recorded = work.recorded
                    self._end_reading()
        except StoreFailed as fault:
            fault.commands = recorded
            raise
        except ReplicaDamaged as fault:
            self._replace_replica(fault)
            raise StoreFailed(f"{fault}; the centre's documents are being fetched again") from fault

    def knows(self, command_id: str) -> bool:
        """Whether a command is in the outbox: resolves a COMMIT of unknown outcome."""
        with self._writing() as connection:
            return outbox.knows(connection, command_id)

    def enrolled(self) -> Identity | None:
        with self._writing() as connection:
            return enrolments.current(connection)

    def enrol(self, identity: Identity) -> None:
        """Become `identity`. A new epoch keeps the old one's waiting commands: set aside and in a recovery file.

        Raises EnrolmentRefused when the current epoch comes back with another key or site.
        """
        with self._writing() as connection:
            at = outbox.micros(self._recorder.now())
            new_epoch = enrolments.enrol(connection, identity, at, self._folder)
        self._recorder.identity = identity
        if new_epoch:
            self.start_over()

    def settle(self, reply: Settlement) -> int:
        """Store the verdicts of a trusted reply in ONE transaction; how many it settled (0 for an old epoch)."""
        with self._writing() as connection:
            at = outbox.position(connection)
            if at is None or (at.station_id, at.epoch) != (reply.station_id, reply.epoch):
                return 0
            return outbox.settle(connection, reply, self._recorder.now())

    def rewind(self, have: int, server_epoch: str) -> int:
        """The centre has only `have` commands (restored or failed over): the rest wait again; how many.

        Raises HistoryGone if some of them are no longer kept; nothing changes then.
        """
        with self._writing() as connection:
            again = outbox.rewind(connection, have)
            enrolments.note_server_epoch(connection, server_epoch)
        self._recorder.identity = self.enrolled()
        return again

    def apply_changes(self, page: ChangesPage) -> AppliedChanges:
        """Number blocks into the journal first, then rows and cursor in ONE transaction on the replica."""
        try:
            if page.since == self.cursor()[0]:
                self._keep_blocks(page)
            with translated(ReplicaDamaged, REPLICA_FILE), self._replica.connection.begin():
                return replica.apply(self._replica.connection, page)
        except ReplicaDamaged as fault:
            self._replace_replica(fault)
            return AppliedChanges(applied=False, cursor=0, server_epoch="", more=True, rebuilt=True)

    def start_over(self) -> None:
        """The cursor is gone (410): fill a shadow from cursor 0; what is there stays readable until it is whole."""
        with translated(ReplicaDamaged, REPLICA_FILE), self._replica.connection.begin():
            replica.start_over(self._replica.connection)

    def cursor(self) -> tuple[int, str]:
        """Where the feed goes on: (cursor, server epoch); (0, "") for a new or rebuilding replica."""
        with translated(ReplicaDamaged, REPLICA_FILE), self._replica.connection.begin():
            return replica.cursor(self._replica.connection)

    def link_summary(self) -> OutboxSummary:
        with self._writing() as connection:
            return outbox.summary(connection)

    def checkpoint(self) -> None:
        """For idle moments: forget commands settled 30 days ago and move both WALs into their databases."""
        with self._writing() as connection:
            outbox.prune(connection, self._recorder.now())
        with translated(JournalDamaged, JOURNAL_FILE):
            self._journal.checkpoint()
        with translated(ReplicaDamaged, REPLICA_FILE):
            self._replica.checkpoint()

    # --- read only: the sync thread, through its own engine ---

    def position(self) -> OutboxPosition | None:
        """How far the outbox of the current epoch is settled; None before enrolment."""
        with self._reading() as connection:
            return outbox.position(connection)

    def next_batch(self, limit: int, max_bytes: int) -> list[QueuedCommand]:
        """The first waiting commands (at least one if any waits), hashes verified; raises DamagedCommand."""
        with self._reading() as connection:
            return outbox.batch(connection, limit, max_bytes)

    def feed_position(self) -> tuple[int, str]:
        """`cursor`, as the sync thread sees it; raises StoreFailed while a damaged replica is being replaced."""
        try:
            with self._feed_reader.begin() as connection:
                return replica.cursor(connection)
        except (DBAPIError, sqlite3.Error) as fault:
            raise StoreFailed(f"{REPLICA_FILE}: {fault}") from fault

    # --- inside ---

    def _end_reading(self) -> None:
        """End the transaction that reading the centre's documents opened on the replica, if any."""
        if self._replica.connection.in_transaction():
            with translated(ReplicaDamaged, REPLICA_FILE):
                self._replica.connection.rollback()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(JournalDamaged, JOURNAL_FILE), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A journal transaction; after a disk fault the next one starts on a fresh, checked connection."""
        if self._suspect:
            self._reopen_journal()
        connection = self._journal.connection
        assert not connection.in_transaction(), "one unit of work at a time"
        try:
            with translated(JournalDamaged, JOURNAL_FILE), connection.begin():
                yield connection
        except (StoreFailed, JournalDamaged):
            self._suspect = True
            raise

    def _reopen_journal(self) -> None:
        close_quietly(self._journal)
        self._journal = open_journal(self._folder)
        self._suspect = False

    def _keep_blocks(self, page: ChangesPage) -> None:
        rows = [row for row in page.changes if row.entity == BLOCK]
        if not rows:
            return
        with self._writing() as connection:
            at = outbox.micros(self._recorder.now())
            for row in rows:
                _keep_block(connection, row, at)

    def _replace_replica(self, fault: ReplicaDamaged) -> None:
        log.warning("%s; set aside, fetching everything again", fault)
        self._feed_reader.dispose()
        close_quietly(self._replica)
        set_aside(self._folder / REPLICA_FILE, f"damaged-{self._mark()}")
        self._replica = open_replica(self._folder, self._mark())

    def _mark(self) -> str:
        return f"{self._recorder.now():%Y%m%dT%H%M%S.%fZ}"


def _keep_block(connection: Connection, row: ChangedRow, leased_at: int) -> None:
    if row.deleted:
        blocks.withdraw(connection, row.id)
        return
    try:
        blocks.keep(connection, from_json(row.doc, SerialBlock, row.id), leased_at)
    except DocumentUnreadable as fault:
        log.error("number block left out: %s", fault)
