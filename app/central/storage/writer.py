"""The one thread that writes: it takes verbs from a queue and commits those that wait together, flushing the disk once.

Each verb runs in its own savepoint, so one that fails takes nothing else with it; no answer is given before the commit.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.central.storage.doorlock import DoorLock
from app.central.storage.engine import Broken, StorageFault, is_fault, open_writer

R = TypeVar("R")

GROUP_MOST: Final = 64
GROUP_LONGEST_S: Final = 0.025
IDLE_S: Final = 1.0
WAL_MOST_BYTES: Final = 16 * 1024 * 1024


@dataclass(slots=True)
class _Job:
    run: Callable[[], Any]
    future: Future[Any]
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Writer:
    """Owns the writing connection. `submit` may be called from any thread, `begin` only inside a submitted verb."""

    def __init__(self, path: Path, committed: Callable[[], None], monotonic: Callable[[], float] = time.monotonic):
        self._path = path
        self._committed = committed
        self._monotonic = monotonic
        self._lock = DoorLock(path.with_name(path.name + ".lock"))
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._engine: Engine = open_writer(path)
        self._connection: Connection | None = None
        self._unchecked = False
        self._thread = threading.Thread(target=self._work, name="central-writer")
        self._thread.start()

    def submit(self, verb: Callable[[], R]) -> Future[R]:
        """Queue a verb; the future resolves after its transaction is on disk, or with what it raised."""
        job = _Job(verb, Future())
        self._jobs.put(job)
        return job.future

    def close(self) -> None:
        """Finish what is queued, checkpoint, and end the thread."""
        self._jobs.put(None)
        self._thread.join()
        with self._lock:
            self._engine.dispose()
        self._lock.close()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One step that commits or rolls back as a whole. Raises Broken, StorageFault."""
        assert threading.current_thread() is self._thread, "only the writer thread writes"
        assert self._connection is not None, "begin() outside of a verb"
        try:
            with self._connection.begin_nested():
                yield self._connection
        except IntegrityError as error:
            raise Broken(str(error.orig)) from error

    def _work(self) -> None:
        while True:
            try:
                first = self._jobs.get(timeout=IDLE_S)
            except queue.Empty:
                self._checkpoint("TRUNCATE")
                continue
            if first is None:
                break
            group, ended = self._group(first)
            for job in group:
                job.settle()
            if ended:
                break
            if self._wal_bytes() > WAL_MOST_BYTES:
                self._checkpoint("PASSIVE")
        self._checkpoint("TRUNCATE")
        if self._connection is not None:
            with self._lock:
                self._connection.close()

    def _group(self, first: _Job) -> tuple[list[_Job], bool]:
        """Run waiting verbs in one transaction; every job comes back with its result or its error."""
        group: list[_Job] = []
        ended = False
        try:
            with self._lock:
                ended = self._transaction(first, group)
        except Exception as error:  # noqa: BLE001  whatever failed, nobody may believe his verb was stored
            self._forget_connection()
            for job in group or [first]:
                job.error = StorageFault(f"{type(error).__name__}: {error}")
            return group or [first], ended
        self._unchecked = True
        self._committed()
        return group, ended

    def _transaction(self, first: _Job, group: list[_Job]) -> bool:
        if self._connection is None:
            self._connection = self._engine.connect()
        started = self._monotonic()
        with self._connection.begin():
            job: _Job | None = first
            while job is not None:
                group.append(job)
                self._run(job)
                if len(group) >= GROUP_MOST or self._monotonic() - started > GROUP_LONGEST_S:
                    break
                try:
                    job = self._jobs.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    return True
        return False

    @staticmethod
    def _run(job: _Job) -> None:
        try:
            job.result = job.run()
        except Exception as error:
            if is_fault(error):
                raise
            job.error = error

    def _forget_connection(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _wal_bytes(self) -> int:
        wal = self._path.with_name(self._path.name + "-wal")
        return wal.stat().st_size if wal.exists() else 0

    def _checkpoint(self, mode: str) -> None:
        if not self._unchecked or self._connection is None:
            return
        try:
            with self._lock:
                driver = self._connection.connection.driver_connection
                assert driver is not None
                driver.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()
            self._unchecked = mode != "TRUNCATE"
        except DatabaseError:  # the next commit meets the same disk and reports it
            self._forget_connection()
