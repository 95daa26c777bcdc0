"""The inside of a simulated ESC/POS receipt printer: what waits, what is printed, its answers. No wire, no clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from devices.simulators.orders import BadOrder, switch
from devices.simulators.receipt.paper import Cut, Item, PaperReader, ProcessId, RealTime

FAULTS = {
    "paper-out": "the roll is empty",
    "paper-low": "the roll is near its end",
    "cover-open": "the cover is open",
    "cutter": "the cutter is stuck",
    "overheat": "the head is too hot",
    "no-confirm": "a printer that knows no GS ( H",
    "no-causes": "a clone that answers DLE EOT 1 and 4 only",
    "wrong-confirm": "process ids come back wrong",
    "automatic-status": "another program switched automatic status back on",
}
_STOPS = ("paper-out", "cover-open", "cutter", "overheat")


class EscposMachine:
    """`printed` is called with the items and the raw bytes of each receipt, when it is cut."""

    def __init__(self, printed: Callable[[list[Item], bytes], None], print_s: float = 0.05) -> None:
        self._printed = printed
        self._print_s = print_s
        self._faults: dict[str, str] = {}
        self._reader = PaperReader()
        self._raw = b""
        self._paper: list[Item] = []
        self._waiting: deque[Item] = deque()
        self._raws: deque[bytes] = deque()
        self._done_at: float | None = None

    def plugged(self) -> None:
        """A new connection does not clear what the printer holds."""

    def due(self) -> float | None:
        return self._done_at

    def feed(self, data: bytes, now: float) -> list[bytes]:
        """Take bytes and return the answers they cause."""
        replies: list[bytes] = []
        for at in range(len(data)):
            self._raw += data[at : at + 1]
            for item in self._reader.feed(data[at : at + 1]):
                if isinstance(item, RealTime):
                    self._raw = self._raw[:-3]
                    replies.extend(self._status(item.which))
                    continue
                self._waiting.append(item)
                if isinstance(item, Cut):
                    self._raws.append(self._raw)
                if isinstance(item, Cut | ProcessId):
                    self._raw = b""
        self._go_on(now)
        return replies

    def tick(self, now: float) -> list[bytes]:
        """Print up to the next cut or process id whose time has come."""
        replies: list[bytes] = []
        while self._done_at is not None and self._done_at <= now:
            self._done_at = None
            replies.extend(self._print_one())
            self._go_on(now)
        return replies

    def order(self, words: list[str], now: float) -> str:
        """fault NAME on|off, power-cycle, status. Raises BadOrder."""
        if words[0] == "fault":
            said = switch(words, self._faults, FAULTS)
            if self._stopped():
                self._done_at = None
            self._go_on(now)
            return said
        if words == ["power-cycle"]:
            self._reader.forget()
            self._waiting.clear()
            self._raws.clear()
            self._paper.clear()
            self._raw, self._done_at = b"", None
        elif words != ["status"]:
            raise BadOrder("fault, power-cycle, hang-up, status")
        return f"waiting {len(self._waiting)} faults {' '.join(sorted(self._faults)) or 'none'}"

    def _stopped(self) -> bool:
        return any(fault in self._faults for fault in _STOPS)

    def _go_on(self, now: float) -> None:
        whole = any(isinstance(item, Cut | ProcessId) for item in self._waiting)
        if self._done_at is None and whole and not self._stopped():
            slow = not isinstance(self._waiting[0], ProcessId)
            self._done_at = now + (self._print_s if slow else 0.0)

    def _print_one(self) -> list[bytes]:
        while self._waiting:
            item = self._waiting.popleft()
            if isinstance(item, ProcessId):
                return self._confirm(item.name)
            if isinstance(item, Cut):
                paper, self._paper = self._paper, []
                self._printed(paper, self._raws.popleft())
                return []
            self._paper.append(item)
        return []

    def _confirm(self, name: bytes) -> list[bytes]:
        if "no-confirm" in self._faults:
            return []
        sent = bytes(reversed(name)) + b"" if "wrong-confirm" in self._faults else name
        return [b"\x37\x22" + sent + b"\x00"]

    def _status(self, which: int) -> list[bytes]:
        on = self._faults.__contains__
        bits = {
            1: 0x08 * self._stopped(),
            2: 0x04 * on("cover-open") | 0x20 * on("paper-out") | 0x40 * (on("cutter") or on("overheat")),
            3: 0x08 * on("cutter") | 0x40 * on("overheat"),
            4: 0x0C * (on("paper-low") or on("paper-out")) | 0x60 * on("paper-out"),
        }
        if which not in bits or (which in (2, 3) and on("no-causes")):
            return []
        unasked = [b"\x10\x00\x00\x00"] if on("automatic-status") else []
        return [*unasked, bytes([0x12 | bits[which]])]
