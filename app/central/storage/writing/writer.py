"""The one thread that writes: it takes verbs from a queue and commits those that wait together, flushing the disk once.

A verb runs in a savepoint of its own, or together with the group, which then runs again one by one if any of it fails:
one that fails takes nothing else with it. No answer is given before the commit.
What differs between the engines is in `sqlite.SqliteWriter` and `postgresql.PostgresWriter`.
"""

from __future__ import annotations

import functools
import queue
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine

from app.central.storage.engines.faults import RULES, Broken, fault_words, is_fault, rule_words
from app.central.storage.writing.jobs import Job, Jobs
from app.central.storage.writing.later import Later, Spoiled, WritesLater
from app.central.storage.writing.pulse import Group, Watch

R = TypeVar("R")

GROUP_MOST: Final = 64
GROUP_LONGEST_S: Final = 0.05
IDLE_S: Final = 1.0


class Postponed(Exception):
    """Raised where a verb begins: it belongs into the next group."""


class CommitFailed(Exception):
    """The commit raised: what was to be stored may be stored or not."""


@contextmanager
def _savepoint(connection: Connection) -> Iterator[None]:
    """A step of the group's transaction that is undone when its block raises.

    By hand: `Connection.begin_nested` costs as much as three statements, and its ever new names are never prepared.
    """
    connection.exec_driver_sql("SAVEPOINT step")
    try:
        yield
    except BaseException as error:
        if not is_fault(error):  # a fault undoes the whole transaction, whose session may be gone
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT step")
            connection.exec_driver_sql("RELEASE SAVEPOINT step")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT step")


class Writer(ABC):
    """Owns the writing connection. `submit` may be called from any thread, `begin` only inside a submitted verb."""

    def __init__(
        self, engine: Engine, committed: Callable[[], None], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        assert isinstance(engine.dialect, WritesLater)
        self._engine = engine
        self._later: Later = engine.dialect.later
        self._in_company = False
        self._committed = committed
        self._monotonic = monotonic
        self._jobs = Jobs()
        self._at_hand: list[Job] = []
        self._let_go = False
        self._connection: Connection | None = None
        self._commit_s = 0.0
        self.watch: Watch = lambda group: None
        self._thread = threading.Thread(target=self._work, name="central-writer")
        self._thread.start()

    def submit(self, verb: Callable[[], R]) -> Future[R]:
        """Queue a verb; the future resolves after its transaction is on disk, or with what it raised.

        Once the writer is closed it raises StorageFault: nothing was stored.
        """
        return self._jobs.add(verb)

    @property
    def is_here(self) -> bool:
        """Whether this is the thread that writes: it can not wait for itself."""
        return threading.current_thread() is self._thread

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def waiting(self) -> int:
        """Verbs in the queue, about."""
        return self._jobs.waiting

    def close(self) -> None:
        """Finish what is queued, and end the thread. A second time does nothing."""
        self._jobs.close()
        self._thread.join()
        if self._let_go:
            return
        self._let_go = True
        with self._last_door():
            if self._connection is not None:
                self._connection.close()
            self._engine.dispose()
        self._closed()

    @contextmanager
    def begin(self, site: str, *, together: bool = False) -> Iterator[Connection]:
        """One step that commits or rolls back as a whole. Raises Broken, StorageFault.

        `together`: a step that hardly ever fails has no savepoint, and what it inserts is written with the rows of the
        verbs after it. When it does fail, the group is rolled back and every verb of it runs again alone.
        """
        assert self.is_here, "only the writer thread writes"
        assert self._connection is not None, "begin() outside of a verb"
        self._enter(self._connection, site)
        try:
            with self._company() if together and self._in_company else _savepoint(self._connection):
                yield self._connection
        except RULES as error:
            raise Broken(rule_words(error)) from error

    @contextmanager
    def _company(self) -> Iterator[None]:
        self._later.on = True
        try:
            yield
        except BaseException:
            self._later.spoiled = True
            raise
        finally:
            self._later.on = False

    # what an engine does its own way

    def _door(self) -> AbstractContextManager[None]:
        """Held while a group is written."""
        return nullcontext()

    def _last_door(self) -> AbstractContextManager[None]:
        """Held while the connection is let go of, if it can be had."""
        return self._door()

    def _opened(self, connection: Connection) -> None:  # noqa: B027
        """The connection is new: look whether the database is still the one that was written to before."""

    def _enter(self, connection: Connection, site: str) -> None:  # noqa: B027  an engine need not do anything here
        """Called before each step. May raise Postponed if the verb has not done anything yet."""

    def _closed(self) -> None:  # noqa: B027
        """The connection is closed: let go of what goes with it."""

    def _stored(self) -> None:  # noqa: B027
        """A group was committed."""

    def _rest(self, *, idle: bool) -> None:  # noqa: B027
        """Called after a group, and with `idle` when no verb came for a while."""

    @abstractmethod
    def _failed(self, group: list[Job], error: Exception) -> None:
        """The group was rolled back and the connection let go: give every job its error, or its result after all."""

    # the thread

    def _work(self) -> None:
        try:
            while self._round():
                pass
            self._rest(idle=True)
        finally:
            self._jobs.refuse_all(self._at_hand)

    def _round(self) -> bool:
        """A group, or a rest when none came for a while; False at the end."""
        try:
            first = self._jobs.next(IDLE_S)
        except queue.Empty:
            self._rest(idle=True)
            return True
        if first is None:
            return False
        self._at_hand = [first]
        for job in self._group(first):
            job.settle()
        self._at_hand = []
        self._rest(idle=False)
        return True

    def _group(self, first: Job) -> list[Job]:
        """Run waiting verbs in one transaction; every job comes back with its result or its error."""
        group: list[Job] = []
        started, self._commit_s = self._monotonic(), 0.0
        try:
            with self._door():
                self._transaction(lambda: self._fill(first, group))
        except Spoiled:
            failed = self._singly(group)
            self.watch(Group(len(group), failed, self._monotonic() - started, self._commit_s))
            return group
        except Exception as error:  # noqa: BLE001  whatever failed, nobody may believe his verb was stored
            self._forget_connection()
            self._failed(group or [first], error)
            self.watch(Group(len(group) or 1, True, self._monotonic() - started, self._commit_s))
            return group or [first]
        self._stored()
        self._committed()
        self.watch(Group(len(group), False, self._monotonic() - started, self._commit_s))
        return group

    def _singly(self, group: list[Job]) -> bool:
        """Somebody failed in company: every verb once more, in a transaction of its own; True when one met a fault."""
        for number, job in enumerate(group):
            try:
                with self._door():
                    self._transaction(functools.partial(self._run, job))
            except Exception as error:  # noqa: BLE001  as for a group
                self._forget_connection()
                self._failed(group[number:], error)
                return True
            self._stored()
            self._committed()
        return False

    def _transaction(self, work: Callable[[], None]) -> None:
        """Begin, do the work, commit. Raises CommitFailed when the commit itself did not return."""
        self._later.begin()  # first of all: what a transaction that failed left waiting is of nobody's any more
        if self._connection is None:
            self._connection = self._engine.connect()
            self._opened(self._connection)
        with self._connection.begin() as transaction:
            work()
            self._later.write(self._connection)
            began = self._monotonic()
            try:
                transaction.commit()
            except Exception as error:
                raise CommitFailed(fault_words(error)) from error
            finally:
                self._commit_s = self._monotonic() - began

    def _fill(self, first: Job, group: list[Job]) -> None:
        self._in_company = True
        try:
            self._gather(first, group)
        finally:
            self._in_company = False

    def _gather(self, first: Job, group: list[Job]) -> None:
        started = self._monotonic()
        job: Job | None = first
        while job is not None:
            if job.wanted():
                group.append(job)
                self._at_hand.append(job)
                try:
                    self._run(job)
                except Postponed:
                    self._jobs.first_again(group.pop())
                    return
            if len(group) >= GROUP_MOST or self._monotonic() - started > GROUP_LONGEST_S:
                return
            job = self._jobs.at_once()

    def _run(self, job: Job) -> None:
        """Run one verb; what it raises is its own affair, a fault of the database is everybody's."""
        job.result, job.error = None, None
        try:
            job.result = job.run()
        except Postponed:
            raise
        except Exception as error:
            if is_fault(error):
                raise
            job.error = error
        if self._later.spoiled:
            raise Spoiled

    def _forget_connection(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
