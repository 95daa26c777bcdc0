"""Asks a ZPL printer who it is, how it is and how much it has printed, and judges a job by the answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from app.station.ports import DeviceKind, Evidence, JobState, PrintJob
from devices.failures import NoAnswer, WrongDevice
from devices.links.link import Link
from devices.printing.reading import Reading, Sent, Verdict
from devices.zpl.replies import Errors, HostStatus, Identity, Noise, Reply, ReplyReader, Variable

ODOMETER = b'! U1 getvar "odometer.total_label_count"\r\n'
_R = TypeVar("_R", Identity, Errors, HostStatus, Variable)


class ZplDialect:
    """`answer_s` is the deadline of one question; `print_s` the longest a label may take once it was sent."""

    kind = DeviceKind.LABEL_PRINTER

    def __init__(
        self, answer_s: float = 2.0, print_s: float = 15.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._answer_s = answer_s
        self._print_s = print_s
        self._clock = clock
        self._has_errors = True
        self._has_counter = True
        self._tells_in_fault = True

    def greet(self, link: Link) -> str:
        """~HI first: a printer in another language would print our questions. Then which questions it answers."""
        self._tells_in_fault = True
        identity = self._ask(link, b"~HI\r\n", Identity)
        self._has_errors = self._answers(link, b"~HQES\r\n", Errors)
        self._has_counter = self._answers(link, ODOMETER, Variable)
        return f"{identity.model} {identity.firmware}"

    def read(self, link: Link) -> Reading:
        """~HQES, ~HS, then the odometer: read last, it counts whatever had left an empty buffer. Raises NoAnswer."""
        errors = self._ask(link, b"~HQES\r\n", Errors).reasons if self._has_errors else ()
        status = self._host_status(link, in_fault=bool(errors))
        counter = self._count(link)
        if status is None:
            return Reading(errors, None, counter=counter)
        reasons = tuple(dict.fromkeys((*errors, *status.reasons)))
        return Reading(reasons, status.buffered + status.remaining, status.partial_format, counter)

    def _host_status(self, link: Link, in_fault: bool) -> HostStatus | None:
        """Some printers leave ~HS unanswered in a fault: they are asked once, None from then on."""
        if in_fault and not self._tells_in_fault:
            return None
        try:
            return self._ask(link, b"~HS\r\n", HostStatus)
        except NoAnswer:
            if not in_fault:
                raise
            self._tells_in_fault = False
            return None

    def dress(self, job: PrintJob) -> tuple[bytes, str]:
        return job.payload, ""

    def clear_partial(self, link: Link) -> None:
        """~JX cancels the format that was being received, and nothing else."""
        link.write(b"~JX", self._answer_s)

    def judge(self, sent: Sent, reading: Reading) -> Verdict | None:
        """The odometer is the evidence; without one a clean printer is only proof that it was handed over."""
        before, after = sent.counter_before, reading.counter
        if before is None or after is None:
            return self._judge_uncounted(sent, reading)
        more = after - before
        done = reading.waiting == 0 and not reading.partial
        if more == 1 and done:
            return Verdict(JobState.PRINTED, Evidence.ODOMETER, f"label {after} of this printer", True)
        if more > 1 and sent.stopped and done:
            detail = f"the printer printed {more} labels around its stop: one of them may be torn"
            return Verdict(JobState.PRINTED, Evidence.ODOMETER, detail, True)
        if more < 0 or (more > 1 and not sent.stopped):
            detail = f"the printer counts {more:+d} labels: somebody else printed, or it was replaced"
            return Verdict(JobState.UNKNOWN, Evidence.NONE, detail, True)
        if reading.reasons:
            words = ", ".join(reading.reasons)
            return Verdict(JobState.HANDED_OVER, Evidence.NONE, f"the printer holds the label: {words}", False)
        if reading.clean and sent.since_s >= (self._print_s if sent.same_link else self._answer_s):
            return Verdict(JobState.NOT_PRINTED, Evidence.ODOMETER, f"the count stayed at {after} labels", True)
        return None

    def _judge_uncounted(self, sent: Sent, reading: Reading) -> Verdict | None:
        if not (sent.same_link and sent.whole):
            return Verdict(JobState.UNKNOWN, Evidence.NONE, "this printer does not count its labels: look at it", True)
        if reading.reasons:
            words = ", ".join(reading.reasons)
            return Verdict(JobState.HANDED_OVER, Evidence.NONE, f"the printer holds the label: {words}", False)
        if reading.clean:
            detail = "taken by the printer, which does not count its labels"
            return Verdict(JobState.HANDED_OVER, Evidence.NONE, detail, True)
        return None

    def _answers(self, link: Link, question: bytes, wanted: type[_R]) -> bool:
        """An answer that comes too late is never taken for another: this kind of question is not asked again."""
        try:
            self._ask(link, question, wanted)
        except NoAnswer:
            return False
        return True

    def _count(self, link: Link) -> int | None:
        if not self._has_counter:
            return None
        value = self._ask(link, ODOMETER, Variable).value
        digits = "" if value is None else value.split(" ")[0]
        self._has_counter = digits.isdigit()
        return int(digits) if digits.isdigit() else None

    def _ask(self, link: Link, question: bytes, wanted: type[_R]) -> _R:
        """Send one question and wait for its kind of answer; others are dropped. Raises NoAnswer or WrongDevice."""
        link.drain()
        link.write(question, self._answer_s)
        reader, until, noise = ReplyReader(), self._clock() + self._answer_s, b""
        while (left := until - self._clock()) > 0:
            for reply in reader.feed(link.read(left)):
                if isinstance(reply, wanted):
                    return reply
                noise += _said(reply)
        if noise and wanted is Identity:
            raise WrongDevice(f"{link.address}: no label printer answers here, but {noise[:40]!r}")
        raise NoAnswer(f"{link.address}: no answer to {question.strip()[:30].decode('ascii')}")


def _said(reply: Reply) -> bytes:
    return reply.raw if isinstance(reply, Noise) else b""
