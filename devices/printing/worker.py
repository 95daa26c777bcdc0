"""One printer, one thread, one queue: takes each job to what is known about its paper, and never resends."""

from __future__ import annotations

import hashlib
import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
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
from devices.failures import DeviceError, Interrupted, NoAnswer, Retry, WriteFailed, WrongDevice
from devices.links.interrupt import Interrupt
from devices.links.link import Link
from devices.printing.reading import Dialect, Reading, Sent
from devices.reporter import Reporter

_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: idle look at the printer, look during a job, patience with a job, sending, and the back-off steps."""

    idle_s: float = 3.0
    busy_s: float = 0.15
    print_s: float = 15.0
    write_s: float = 10.0
    back_off_s: tuple[float, ...] = (0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class _LookAgain:
    job_id: str
    counter_before: int | None


class PrinterWorker:
    """Implements `Printer` for any dialect and link. SENDING goes to `record`, every other state to `post`."""

    def __init__(
        self,
        name: str,
        dialect: Dialect,
        link: Callable[[Interrupt], Link],
        post: Post,
        record: Record,
        now: Callable[[], datetime],
        pace: Pace,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._dialect, self._pace = name, dialect, pace
        self._post, self._record, self._now, self._clock = post, record, now, clock
        self._interrupt = Interrupt()
        self._link = link(self._interrupt)
        self._queue: queue.Queue[PrintJob | _LookAgain | None] = queue.Queue()
        self._cancels: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._withdrawn: set[str] = set()
        self._last: OrderedDict[str, JobChanged | None] = OrderedDict()
        self._reporter = Reporter(name, dialect.kind, post, now)
        self._connected = False
        self._busy = False
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name=f"device-{name}", daemon=True)

    @property
    def name(self) -> str:
        return self._name

    @property
    def kind(self) -> DeviceKind:
        return self._dialect.kind

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """Ends every wait at once. A job that is out keeps its last state: `look_again` settles it after a restart."""
        self._interrupt.set()
        self._queue.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        if not self._thread.is_alive():
            self._interrupt.close()

    def submit(self, job: PrintJob) -> None:
        """Queue a job. An id that was submitted before is not printed again: its last state is posted once more."""
        self._queue.put(job)

    def look_again(self, job_id: str, counter_before: int | None) -> None:
        """Find out what became of a job that left; never sends it."""
        self._queue.put(_LookAgain(job_id, counter_before))

    def cancel(self, job_id: str) -> None:
        """Withdraw a job of which no byte was sent: CANCELLED is posted. Too late, and nothing happens."""
        self._cancels.put(job_id)

    def _run(self) -> None:
        try:
            self._reporter.say(DeviceState.CONNECTING, detail=self._link.address)
            while not self._interrupt.is_set():
                self._glance()
                self._take_one(self._pace.idle_s if self._failures == 0 else self._back_off())
        except Interrupted:
            pass
        finally:
            self._link.close()
            self._reporter.say(DeviceState.STOPPED)

    def _take_one(self, wait_s: float) -> None:
        try:
            task = self._queue.get(timeout=wait_s)
        except queue.Empty:
            return
        if isinstance(task, _LookAgain):
            self._watch(task.job_id, Sent(task.counter_before, "", whole=True, same_link=False, since_s=0.0))
        elif isinstance(task, PrintJob):
            self._take_job(task)

    def _take_job(self, job: PrintJob) -> None:
        if job.job_id in self._last:
            known = self._last[job.job_id]
            if known is not None:
                self._post(known)
            return
        self._last[job.job_id] = None
        while len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)
        try:
            self._busy = True
            self._print(job)
        finally:
            self._busy = False

    def _glance(self) -> None:
        try:
            self._look()
        except DeviceError as error:
            self._lose(error)

    def _look(self) -> Reading:
        """Connect if needed, ask how the printer is and report it. Raises DeviceError, Interrupted."""
        if not self._connected:
            self._link.open()
            self._dialect.greet(self._link)
            self._connected = True
        reading = self._dialect.read(self._link)
        self._failures = 0
        reasons = (*reading.reasons, *((Reason.PARTIAL_FORMAT,) if reading.partial else ()))
        if reasons:
            self._reporter.say(DeviceState.NEEDS_ATTENTION, reasons, ", ".join(reasons))
        else:
            state = DeviceState.BUSY if self._busy else DeviceState.READY
            self._reporter.say(state, reading.warnings, self._link.address)
        return reading

    def _lose(self, error: DeviceError) -> None:
        """Whatever went wrong, start from a new connection: a late answer must not meet the next question."""
        if isinstance(error, Interrupted) or self._interrupt.is_set():
            raise Interrupted(error.detail)
        self._link.close()
        self._connected = False
        self._failures += 1
        if isinstance(error, WrongDevice):
            self._reporter.say(DeviceState.FAULT, (Reason.WRONG_DEVICE,), error.detail)
        elif isinstance(error, NoAnswer):
            self._reporter.say(DeviceState.FAULT, (Reason.NO_REPLY,), error.detail)
        else:
            self._reporter.say(DeviceState.ABSENT, (Reason.NOT_CONNECTED,), error.detail)

    def _back_off(self) -> float:
        steps = self._pace.back_off_s
        return steps[min(max(self._failures, 1), len(steps)) - 1]

    def _pause(self, seconds: float) -> None:
        if self._interrupt.wait(seconds):
            raise Interrupted(f"{self._name}: told to stop")

    def _print(self, job: PrintJob) -> None:
        """Until the first byte leaves, every failure is safe to try again; afterwards there is only watching."""
        while True:
            if self._is_withdrawn(job.job_id):
                self._tell(job.job_id, JobState.CANCELLED, "withdrawn before anything was sent")
                return
            try:
                reading = self._look()
                problem = self._why_not(reading)
            except DeviceError as error:
                self._lose(error)
                problem = error.detail
            if not problem:
                problem = self._send(job, reading)
                if not problem:
                    return
            self._tell(job.job_id, JobState.FAILED, f"nothing was sent, trying again: {problem}")
            self._pause(self._back_off())

    def _why_not(self, reading: Reading) -> str:
        if reading.partial and not reading.reasons:
            self._dialect.clear_partial(self._link)
            return "the printer held half a label, which was thrown away"
        if reading.reasons:
            return ", ".join(reading.reasons)
        return "" if reading.clean else "the printer still holds another label"

    def _send(self, job: PrintJob, reading: Reading) -> str:
        """Record, send, watch. Returns why nothing was sent, "" once a byte may have left."""
        payload, tag = self._dialect.dress(job)
        sent = Sent(reading.counter, tag, whole=True, same_link=True, since_s=0.0)
        digest = hashlib.sha256(payload).hexdigest()
        sending = self._change(job.job_id, JobState.SENDING, Evidence.NONE, f"sha256 {digest}", reading.counter)
        try:
            self._record(sending)
        except NotRecorded as error:
            return f"the station could not write it down ({error})"
        self._last[job.job_id] = sending
        try:
            self._link.write(payload, self._pace.write_s)
        except WriteFailed as error:
            if error.retry is Retry.SAFE:
                self._lose(error)
                return error.detail
            self._tell(job.job_id, JobState.UNKNOWN, f"the connection broke while sending: {error.detail}")
            self._lose(error)
            sent = replace(sent, whole=False, same_link=False)
        else:
            self._tell(job.job_id, JobState.HANDED_OVER, f"{len(payload)} bytes were taken")
        self._watch(job.job_id, sent)
        return ""

    def _watch(self, job_id: str, sent: Sent) -> None:
        """Look until the verdict is final; while the printer is away the job is UNKNOWN and nothing else is sent."""
        since: float | None = self._clock() if sent.same_link else None
        while True:
            try:
                reading = self._look()
                if reading.partial and not reading.reasons:
                    self._dialect.clear_partial(self._link)
            except DeviceError as error:
                self._lost_sight(job_id, error)
                sent, since = replace(sent, same_link=False), None
                self._pause(self._back_off())
                continue
            since = self._clock() if since is None else since
            sent = replace(sent, since_s=self._clock() - since, stopped=sent.stopped or bool(reading.reasons))
            if self._settle(job_id, sent, reading):
                return
            self._pause(self._pace.busy_s)

    def _lost_sight(self, job_id: str, error: DeviceError) -> None:
        if not isinstance(error, Interrupted):
            self._tell(job_id, JobState.UNKNOWN, f"may have been printed: {error.detail}")
        self._lose(error)

    def _settle(self, job_id: str, sent: Sent, reading: Reading) -> bool:
        """Post what is known now; True when nothing more can become known."""
        verdict = self._dialect.judge(sent, reading)
        if verdict is not None:
            self._tell(job_id, verdict.state, verdict.detail, verdict.evidence, reading.counter)
            return verdict.final
        if sent.since_s > 2 * self._pace.print_s:
            self._tell(job_id, JobState.UNKNOWN, "the printer does not finish this job")
        return False

    def _is_withdrawn(self, job_id: str) -> bool:
        self._withdrawn |= {self._cancels.get() for _ in range(self._cancels.qsize())}
        return job_id in self._withdrawn

    def _change(self, job_id: str, state: JobState, evidence: Evidence, detail: str, counter: int | None) -> JobChanged:
        return JobChanged(self._name, job_id, state, evidence, detail, self._now(), counter)

    def _tell(
        self,
        job_id: str,
        state: JobState,
        detail: str,
        evidence: Evidence = Evidence.NONE,
        counter: int | None = None,
    ) -> None:
        """Post a job state unless it is what was said last."""
        last = self._last.get(job_id)
        if last is not None and (last.state, last.detail) == (state, detail):
            return
        change = self._change(job_id, state, evidence, detail, counter)
        self._last[job_id] = change
        self._post(change)
