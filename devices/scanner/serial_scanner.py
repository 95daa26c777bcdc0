"""A scanner on a serial port or USB-CDC: one thread reads, frames, posts, and reconnects."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.station.ports import DeviceKind, DeviceState, Post, Reason, Scanned
from devices.failures import BadSetup, DeviceError, Interrupted
from devices.links.interrupt import Interrupt
from devices.links.link import Link
from devices.links.serial_port import SerialLink
from devices.reporter import Reporter
from devices.scanner.framer import Frame, Framer, Framing, ScanRead, TooLong

IDLE_S = 0.2
QUIET_S = 5.0
_FEEDBACK_POLL_S = 0.05
_BACK_OFF_S = (0.5, 1.0, 2.0, 5.0)

# Honeywell "Host ACK" answers (Xenon user's guide): ESC 7 , is good; ESC 8 , twice is the razz.
HONEYWELL_GOOD = b"\x1b7,"
HONEYWELL_BAD = b"\x1b8,\x1b8,"


@dataclass(frozen=True, slots=True)
class ScannerSetup:
    """`good` and `bad` are the bytes that make this scanner beep; empty means it cannot be answered."""

    path: str
    baud: int = 9600
    framing: Framing = field(default_factory=Framing)
    good: bytes = b""
    bad: bytes = b""
    back_off_s: tuple[float, ...] = _BACK_OFF_S


class SerialScanner:
    """Implements `Scanner`. Posts `Scanned` per scan and `DeviceChanged` per change."""

    def __init__(
        self,
        name: str,
        setup: ScannerSetup,
        post: Post,
        now: Callable[[], datetime],
        mono_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._name = name
        self._setup = setup
        self._post = post
        self._now = now
        self._mono_ns = mono_ns
        self._interrupt = Interrupt()
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reporter = Reporter(name, DeviceKind.SCANNER, post, now)
        self._framer = Framer(setup.framing)
        self._thread = threading.Thread(target=self._run, name=f"device-{name}", daemon=True)

    @property
    def name(self) -> str:
        return self._name

    @property
    def kind(self) -> DeviceKind:
        return DeviceKind.SCANNER

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """Ends every wait at once; a scan half read is dropped."""
        self._interrupt.set()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        if not self._thread.is_alive():
            self._interrupt.close()

    def feedback(self, good: bool) -> None:
        """Beep on the scanner where it was configured; else nothing. Never blocks."""
        answer = self._setup.good if good else self._setup.bad
        if answer:
            self._answers.put(answer)

    def _run(self) -> None:
        link = SerialLink(self._setup.path, self._setup.baud, self._interrupt)
        failures = 0
        while not self._interrupt.is_set():
            try:
                self._say_connecting()
                link.open()
                failures = 0
                self._reporter.say(DeviceState.READY, detail=link.address)
                self._listen(link)
            except Interrupted:
                break
            except BadSetup as error:
                self._reporter.say(DeviceState.FAULT, (Reason.NOT_CONNECTED,), error.detail)
                failures = len(self._setup.back_off_s)
            except DeviceError as error:
                self._lose(error)
            link.close()
            self._interrupt.wait(self._setup.back_off_s[min(failures, len(self._setup.back_off_s) - 1)])
            failures += 1
        link.close()
        self._reporter.say(DeviceState.STOPPED)

    def _say_connecting(self) -> None:
        if self._reporter.state is None:
            self._reporter.say(DeviceState.CONNECTING, detail=self._setup.path)

    def _lose(self, error: DeviceError) -> None:
        partial = self._framer.drop()
        lost = f"; a scan of {len(partial)} bytes was cut off" if partial else ""
        self._reporter.say(DeviceState.ABSENT, (Reason.NOT_CONNECTED,), error.detail + lost)

    def _listen(self, link: Link) -> None:
        """Until the link fails. Silence of `IDLE_S` ends a scan only where no suffix is configured."""
        wait_s = QUIET_S if self._setup.framing.suffix else IDLE_S
        if self._setup.good or self._setup.bad:
            wait_s = _FEEDBACK_POLL_S if self._setup.framing.suffix else IDLE_S
        while True:
            data = link.read(wait_s)
            frames = self._framer.feed(data) if data else self._framer.idle()
            for frame in frames:
                self._hand_on(frame)
            while not self._answers.empty():
                link.write(self._answers.get(), 1.0)

    def _hand_on(self, frame: Frame) -> None:
        if isinstance(frame, ScanRead):
            self._post(Scanned(self._name, frame.raw, frame.aim, self._now(), self._mono_ns()))
        elif isinstance(frame, TooLong):
            self._reporter.say(
                DeviceState.NEEDS_ATTENTION,
                (Reason.PARTIAL_FORMAT,),
                f"{frame.length} bytes without an end were thrown away: check the suffix setting of the scanner",
            )
            self._reporter.say(DeviceState.READY)
