"""A printer behind a queue of the operating system: jobs are handed over, and what became of them is never known."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from datetime import datetime

from app.station.ports import (
    DeviceKind,
    DeviceState,
    Evidence,
    JobChanged,
    JobState,
    NotRecorded,
    Post,
    PrintJob,
    Reason,
    Record,
)
from devices.failures import DeviceError, NotPresent
from devices.links.os_queue import OsQueue
from devices.reporter import Reporter


class QueuePrinter:
    """Implements `Printer`; no state goes beyond HANDED_OVER, so only a scan of the paper proves it."""

    def __init__(
        self,
        name: str,
        kind: DeviceKind,
        spooler: OsQueue,
        post: Post,
        record: Record,
        now: Callable[[], datetime],
        back_off_s: float = 5.0,
    ) -> None:
        self._name, self._kind, self._spooler = name, kind, spooler
        self._post, self._record, self._now = post, record, now
        self._back_off_s = back_off_s
        self._reporter = Reporter(name, kind, post, now)
        self._queue: queue.Queue[PrintJob | tuple[str, int | None] | None] = queue.Queue()
        self._seen: dict[str, JobChanged | None] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"device-{name}", daemon=True)

    @property
    def name(self) -> str:
        return self._name

    @property
    def kind(self) -> DeviceKind:
        return self._kind

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        self._stopped.set()
        self._queue.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout_s)

    def submit(self, job: PrintJob) -> None:
        """Queue a job. An id that was submitted before is not printed again: its last state is posted once more."""
        self._queue.put(job)

    def look_again(self, job_id: str, counter_before: int | None) -> None:
        """A queue can only say UNKNOWN."""
        self._queue.put((job_id, counter_before))

    def _run(self) -> None:
        self._reporter.say(DeviceState.READY, detail=self._spooler.address)
        while not self._stopped.is_set():
            task = self._queue.get()
            if isinstance(task, PrintJob):
                self._take(task)
            elif task is not None:
                self._tell(task[0], JobState.UNKNOWN, "a printer queue does not know: look at the paper")
        self._reporter.say(DeviceState.STOPPED)

    def _take(self, job: PrintJob) -> None:
        if job.job_id in self._seen:
            known = self._seen[job.job_id]
            if known is not None:
                self._post(known)
            return
        self._seen[job.job_id] = None
        while not self._stopped.is_set():
            problem = self._hand_over(job)
            if not problem:
                return
            self._tell(job.job_id, JobState.FAILED, f"nothing was sent, trying again: {problem}")
            self._stopped.wait(self._back_off_s)

    def _hand_over(self, job: PrintJob) -> str:
        """Record, hand over. Returns why nothing was sent."""
        try:
            self._record(self._change(job.job_id, JobState.SENDING, ""))
            self._spooler.hand_over(job.payload)
        except NotRecorded as error:
            return f"the station could not write it down ({error})"
        except NotPresent as error:
            self._reporter.say(DeviceState.ABSENT, (Reason.NOT_CONNECTED,), error.detail)
            return error.detail
        except DeviceError as error:
            self._tell(job.job_id, JobState.UNKNOWN, error.detail)
            return ""
        self._reporter.say(DeviceState.READY, detail=self._spooler.address)
        self._tell(job.job_id, JobState.HANDED_OVER, f"{len(job.payload)} bytes given to {self._spooler.address}")
        return ""

    def _change(self, job_id: str, state: JobState, detail: str) -> JobChanged:
        return JobChanged(self._name, job_id, state, Evidence.NONE, detail, self._now())

    def _tell(self, job_id: str, state: JobState, detail: str) -> None:
        last = self._seen.get(job_id)
        if last is None or (last.state, last.detail) != (state, detail):
            change = self._change(job_id, state, detail)
            self._seen[job_id] = change
            self._post(change)
