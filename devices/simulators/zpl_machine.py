"""The inside of a simulated ZPL label printer: buffer, head, media, odometer and its answers. No wire, no clock.

Written from Zebra's ZPL II Programming Guide (~HI, ~HS, ~HQES, ~JA, ~JX, ~JR) and SGD command guide (getvar).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable

from devices.simulators.orders import BadOrder, switch
from devices.zpl.replies import ERROR_BITS

FAULTS = {
    "paper-out": "the roll is empty",
    "ribbon-out": "the ribbon is empty",
    "head-open": "the head is open",
    "paused": "the pause key was pressed",
    "over-temp": "the head is too hot",
    "unknown-bit": "an error bit nobody knows",
    "silent-status": "~HS stays unanswered in a fault, as the guide says",
    "no-hqes": "an old printer without ~HQES",
    "no-counter": "an old printer without odometer",
    "torn-counts": "a label torn by a stop is counted and printed again",
    "not-zpl": "the printer is in another language",
}
_BITS = {"paper-out": 0x1, "ribbon-out": 0x2, "head-open": 0x4, "over-temp": 0x10, "paused": 0x10000}
_COMMANDS = (b"~HI", b"~HQES", b"~HS", b"~JX", b"~JA", b"~JR")
_GETVAR = re.compile(rb'! U1 getvar "([^"]*)"(?:\r\n|\n|\r| )')
_LONGEST_BUFFER = 1 << 20


class ZplMachine:
    """`printed` is called with the bytes of each label, when it comes out."""

    def __init__(self, printed: Callable[[bytes], None], print_s: float = 0.05, odometer: int = 1000) -> None:
        self._printed = printed
        self._print_s = print_s
        self._odometer = odometer
        self._faults: dict[str, str] = {}
        self._input = b""
        self._buffer: deque[bytes] = deque()
        self._done_at: float | None = None

    def plugged(self) -> None:
        """A new connection does not clear what the printer holds."""

    def due(self) -> float | None:
        return self._done_at

    def tick(self, now: float) -> list[bytes]:
        """Finish labels whose time has come."""
        while self._done_at is not None and self._done_at <= now:
            label, self._done_at = self._buffer.popleft(), None
            self._odometer += 1
            self._printed(label)
            self._go_on(now)
        return []

    def feed(self, data: bytes, now: float) -> list[bytes]:
        """Take bytes and return the answers they cause."""
        if "not-zpl" in self._faults:
            return []
        self._input = (self._input + data)[-_LONGEST_BUFFER:]
        replies: list[bytes] = []
        while self._step(replies, now):
            pass
        return replies

    def order(self, words: list[str], now: float) -> str:
        """fault NAME on|off, power-cycle, foreign-label, odometer N, status. Raises BadOrder."""
        if words[0] == "fault":
            said = switch(words, self._faults, FAULTS)
            self._stop_or_go_on(now)
            return said
        if words == ["power-cycle"]:
            self._power_cycle()
        elif words == ["foreign-label"]:
            self._odometer += 1
        elif words[0] == "odometer" and len(words) == 2 and words[1].isdigit():
            self._odometer = int(words[1])
        elif words != ["status"]:
            raise BadOrder("fault, power-cycle, hang-up, foreign-label, odometer N, status")
        faults = " ".join(sorted(self._faults)) or "none"
        return f"odometer {self._odometer} buffered {len(self._buffer)} partial {self._partial:d} faults {faults}"

    @property
    def _partial(self) -> bool:
        return b"^XA" in self._input

    def _error_bits(self) -> int:
        bits = sum(bit for name, bit in _BITS.items() if name in self._faults)
        return bits | (0x800000 if "unknown-bit" in self._faults else 0)

    def _power_cycle(self) -> None:
        self._input = b""
        self._buffer.clear()
        self._done_at = None

    def _go_on(self, now: float) -> None:
        if self._done_at is None and self._buffer and not self._error_bits():
            self._done_at = now + self._print_s

    def _stop_or_go_on(self, now: float) -> None:
        if self._error_bits() and self._done_at is not None:
            self._done_at = None  # the label under the head is torn and will be printed again
            self._odometer += 1 if "torn-counts" in self._faults else 0
        self._go_on(now)

    def _step(self, replies: list[bytes], now: float) -> bool:
        """Take the first whole command off the input; False when there is none yet."""
        at = min((i for i in (self._input.find(b"~"), self._input.find(b"! U1")) if i >= 0), default=-1)
        end = self._input.find(b"^XZ")
        if end >= 0 and (at < 0 or end < at):
            start = self._input.find(b"^XA")
            label, self._input = self._input[start : end + 3], self._input[end + 3 :].lstrip(b"\r\n")
            if 0 <= start < end:
                self._buffer.append(label)
                self._go_on(now)
            return True
        return at >= 0 and self._immediate(at, replies)

    def _immediate(self, at: int, replies: list[bytes]) -> bool:
        """Commands with ~ and SGD lines act at once, wherever they stand."""
        rest = self._input[at:]
        asked = _GETVAR.match(rest)
        if asked:
            self._input = self._input[:at] + rest[asked.end() :].lstrip(b"\n")
            replies.append(self._variable(asked.group(1)))
            return True
        command = next((known for known in _COMMANDS if rest.startswith(known)), None)
        if command is None:
            unfinished = rest.startswith(b"! U1") or any(known.startswith(rest) for known in _COMMANDS)
            if not unfinished:
                self._input = self._input[:at] + rest[1:]
            return not unfinished
        self._input = self._input[:at] + rest[len(command) :].lstrip(b"\r\n")
        self._carry_out(command, at, replies)
        return True

    def _carry_out(self, command: bytes, at: int, replies: list[bytes]) -> None:
        if command == b"~HI":
            replies.append(b"\x02ZD421-203dpi,V93.21.26Z,8,8192KB\x03\r\n")
        elif command == b"~HQES" and "no-hqes" not in self._faults:
            replies.append(self._errors())
        elif command == b"~HS" and not ("silent-status" in self._faults and self._error_bits()):
            replies.append(self._host_status())
        elif command == b"~JX":
            self._input = self._input[at:]
        elif command == b"~JA":
            self._buffer.clear()
            self._done_at = None
        elif command == b"~JR":
            self._power_cycle()

    def _variable(self, name: bytes) -> bytes:
        if name == b"odometer.total_label_count" and "no-counter" not in self._faults:
            return b'"%d"' % self._odometer
        return b'"?"'

    def _errors(self) -> bytes:
        bits = self._error_bits()
        lines = (b"PRINTER STATUS", b"   ERRORS:         %d 00000000 %08X" % (bits != 0, bits))
        return b"\x02\r\n" + b"\r\n".join((*lines, b"   WARNINGS:       0 00000000 00000000")) + b"\r\n\x03\r\n"

    def _host_status(self) -> bytes:
        on = self._faults.__contains__
        first = b"\x02030,%d,%d,1218,%03d,0,0,%d,000,0,0,%d\x03\r\n" % (
            on("paper-out"), on("paused"), len(self._buffer), self._partial, on("over-temp"),
        )  # fmt: skip
        second = b"\x02001,0,%d,%d,1,2,4,0,%08d,1,000\x03\r\n" % (on("head-open"), on("ribbon-out"), 0)
        return first + second + b"\x021234,0\x03\r\n"


assert set(_BITS.values()) <= set(ERROR_BITS)
