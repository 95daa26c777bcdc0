"""Asks a receipt printer how it is, has it confirm the end of a job where it can, and judges a job by the answers."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from app.station.ports import DeviceKind, Evidence, JobState, PrintJob
from devices.escpos.status import Noise, ProcessDone, Reply, StatusByte, StatusReader, reasons_of, warnings_of
from devices.failures import NoAnswer, WrongDevice
from devices.links.link import Link
from devices.printing.reading import Reading, Sent, Verdict


class EscposDialect:
    """`confirms` for models with GS ( H (TM-T88IV and later, TM-T20, TM-m30, ...); clones do without."""

    kind = DeviceKind.RECEIPT_PRINTER

    def __init__(
        self,
        confirms: bool = True,
        answer_s: float = 2.0,
        print_s: float = 15.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._confirms = confirms
        self._answer_s = answer_s
        self._print_s = print_s
        self._clock = clock
        self._reader = StatusReader()
        self._confirmed: deque[str] = deque(maxlen=50)
        self._jobs = 0
        self._knows_causes = True

    def greet(self, link: Link) -> str:
        """DLE EOT 1 and 4 must be answered; 2 and 3 are asked only if they are."""
        self._reader = StatusReader()
        self._confirmed.clear()
        self._ask(link, 1)
        self._ask(link, 4)
        self._knows_causes = True
        try:
            self._ask(link, 2)
            self._ask(link, 3)
        except NoAnswer:
            self._knows_causes = False
        return "ESC/POS printer"

    def read(self, link: Link) -> Reading:
        """Raises NoAnswer or WrongDevice."""
        printer, paper = self._ask(link, 1), self._ask(link, 4)
        offline, error = (self._ask(link, 2), self._ask(link, 3)) if self._knows_causes else (0x12, 0x12)
        return Reading(
            reasons_of(printer, offline, error, paper),
            warnings=warnings_of(paper),
            confirmed=frozenset(self._confirmed),
        )

    def dress(self, job: PrintJob) -> tuple[bytes, str]:
        """The slip, then a process id that comes back when everything before it is on paper."""
        if not self._confirms:
            return job.payload, ""
        self._jobs = self._jobs % 9999 + 1
        tag = f"{self._jobs:04d}"
        if tag in self._confirmed:
            self._confirmed.remove(tag)
        return job.payload + b"\x1d(H\x06\x0000" + tag.encode("ascii"), tag

    def clear_partial(self, link: Link) -> None:
        """A receipt has no half formats: what arrived is printed."""

    def judge(self, sent: Sent, reading: Reading) -> Verdict | None:
        """Only the process id is evidence."""
        if sent.tag and sent.tag in reading.confirmed:
            return Verdict(JobState.PRINTED, Evidence.PROCESS_ID, f"the printer confirmed {sent.tag}", True)
        if not (sent.same_link and sent.whole):
            return Verdict(JobState.UNKNOWN, Evidence.NONE, "the connection broke: look at the paper", True)
        if reading.reasons:
            words = ", ".join(reading.reasons)
            return Verdict(JobState.HANDED_OVER, Evidence.NONE, f"the printer holds the slip: {words}", False)
        if not sent.tag:
            return Verdict(JobState.HANDED_OVER, Evidence.NONE, "taken by the printer, which confirms nothing", True)
        if sent.since_s >= self._print_s:
            return Verdict(JobState.UNKNOWN, Evidence.NONE, "the printer did not confirm: look at the paper", True)
        return None

    def _ask(self, link: Link, which: int) -> int:
        """One DLE EOT and its one byte; confirmations that come between are kept."""
        self._hear(self._reader.feed(link.drain()))
        link.write(bytes((0x10, 0x04, which)), self._answer_s)
        until, noise = self._clock() + self._answer_s, b""
        while (left := until - self._clock()) > 0:
            replies = self._reader.feed(link.read(left))
            self._hear(replies)
            for reply in replies:
                if isinstance(reply, StatusByte):
                    return reply.value
                noise += reply.raw if isinstance(reply, Noise) else b""
        if noise:
            raise WrongDevice(f"{link.address}: no receipt printer answers here, but {noise[:40]!r}")
        raise NoAnswer(f"{link.address}: no answer to DLE EOT {which}")

    def _hear(self, replies: list[Reply]) -> None:
        self._confirmed.extend(reply.name for reply in replies if isinstance(reply, ProcessDone))
