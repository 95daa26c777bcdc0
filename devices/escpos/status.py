"""Understands what an ESC/POS printer sends back. Pure: the same bytes give the same replies however they were split.

Sources: Epson ESC/POS command reference, DLE EOT, GS a (automatic status back), GS ( H function 48.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.station.ports import Reason


@dataclass(frozen=True, slots=True)
class StatusByte:
    """Answer to one DLE EOT n; which n it answers, only the asker knows."""

    value: int


@dataclass(frozen=True, slots=True)
class AutomaticStatus:
    """Four bytes sent unasked because somebody switched automatic status back on."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class ProcessDone:
    """Everything before the process id of this name was printed."""

    name: str


@dataclass(frozen=True, slots=True)
class Noise:
    """A byte that begins none of these."""

    raw: bytes


Reply = StatusByte | AutomaticStatus | ProcessDone | Noise


class StatusReader:
    """Tells the replies apart by their fixed bits: xxx1xx10 is a status byte, 0xx1xx00 begins an automatic status."""

    def __init__(self) -> None:
        self._open = b""

    def feed(self, data: bytes) -> list[Reply]:
        """The replies completed by `data`, oldest first."""
        self._open += data
        replies: list[Reply] = []
        while self._open:
            length, reply = self._first()
            if length == 0:
                break
            self._open = self._open[length:]
            replies.append(reply)
        return replies

    def _first(self) -> tuple[int, Reply]:
        head = self._open[0]
        if head & 0x93 == 0x12:
            return 1, StatusByte(head)
        if head & 0x93 == 0x10:
            return (4, AutomaticStatus(self._open[:4])) if len(self._open) >= 4 else (0, Noise(b""))
        if head == 0x37 and (len(self._open) < 2 or self._open[1] == 0x22):
            if len(self._open) < 7:
                return 0, Noise(b"")
            body = self._open[2:6]
            whole = self._open[6] == 0 and all(0x20 <= byte <= 0x7E for byte in body)
            return (7, ProcessDone(body.decode("ascii"))) if whole else (1, Noise(self._open[:1]))
        return 1, Noise(self._open[:1])


def reasons_of(printer: int, offline: int, error: int, paper: int) -> tuple[Reason, ...]:
    """Why it cannot print, from the answers to DLE EOT 1 to 4."""
    found = (
        (paper & 0x60, Reason.PAPER_OUT),
        (offline & 0x20, Reason.PAPER_OUT),
        (offline & 0x04, Reason.COVER_OPEN),
        (error & 0x08, Reason.CUTTER),
        (error & 0x04, Reason.HEAD),
        (error & 0x40, Reason.OVERHEAT),
        (error & 0x20, Reason.UNKNOWN_ERROR_BIT),
    )
    reasons = tuple(dict.fromkeys(reason for bit, reason in found if bit))
    if not reasons and offline & 0x40:
        return (Reason.UNKNOWN_ERROR_BIT,)
    return (Reason.PAUSED,) if not reasons and printer & 0x08 else reasons


def warnings_of(paper: int) -> tuple[Reason, ...]:
    """The roll is near its end."""
    return (Reason.PAPER_LOW,) if paper & 0x0C and not paper & 0x60 else ()
