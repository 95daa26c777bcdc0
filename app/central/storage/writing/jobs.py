"""What waits for the one thread that writes: verbs, in the order they came, each with a future for whoever asked."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from app.central.storage.engines.faults import StorageFault

R = TypeVar("R")


@dataclass(slots=True)
class Job:
    """One verb, whoever waits for it, and what came of it."""

    run: Callable[[], Any]
    future: Future[Any]
    result: Any = None
    error: BaseException | None = None

    def wanted(self) -> bool:
        """False when whoever asked has called it off; from now on it can not be any more."""
        found = self.future
        return found.running() or (not found.cancelled() and found.set_running_or_notify_cancel())

    def settle(self) -> None:
        if not self.wanted():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Jobs:
    """`add` from any thread, `next` and `at_once` from the one that writes; whatever is added gets an answer.

    After `close` what is queued is still handed out, and who comes later is told at once that nothing is stored: there
    is no thread left that would ever do it, and who waits for it would wait for ever.
    """

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._door = threading.Lock()
        self._first: Job | None = None
        self._ended = False
        self.closing = threading.Event()

    def add(self, verb: Callable[[], R]) -> Future[R]:
        """Queue a verb; its future raises StorageFault when nobody does it any more."""
        job = Job(verb, Future())
        with self._door:
            if not self.closing.is_set():
                self._queue.put(job)
                return job.future
        _refuse(job)
        return job.future

    def close(self) -> bool:
        """From now on nothing is added; False when it was closed before."""
        with self._door:
            if self.closing.is_set():
                return False
            self.closing.set()
            self._queue.put(None)
            return True

    @property
    def waiting(self) -> int:
        """How many are queued, about."""
        return self._queue.qsize()

    def next(self, timeout_s: float) -> Job | None:
        """The one to begin a group with; None when all is done and closed. Raises queue.Empty when none came."""
        first, self._first = self._first, None
        if first is None and not self._ended:
            first = self._queue.get(timeout=timeout_s)
            self._ended = first is None
        return first

    def at_once(self) -> Job | None:
        """One more, if there is one that need not be waited for."""
        if self._ended:
            return None
        try:
            job = self._queue.get_nowait()
        except queue.Empty:
            return None
        self._ended = job is None
        return job

    def first_again(self, job: Job) -> None:
        """This one begins the next group."""
        self._first = job

    def refuse_all(self, at_hand: Iterable[Job] = ()) -> None:
        """The thread is gone: who is still queued, and who comes from now on, is told so; `at_hand` it died over."""
        self.close()
        for job in at_hand:
            if not job.future.done():
                _refuse(job, "the centre broke down over this: it may be stored or not")
        while (job_ := self.next(0)) is not None:
            _refuse(job_)


def _refuse(job: Job, words: str = "the centre is closed: nothing of this was stored") -> None:
    job.result, job.error = None, StorageFault(words)
    job.settle()
