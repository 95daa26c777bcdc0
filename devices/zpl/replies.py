"""Understands what a ZPL printer answers. Pure: the same bytes give the same replies however they were split.

Sources: Zebra ZPL II Programming Guide, ~HI, ~HS and ~HQES; SGD getvar answers are quoted strings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.station.ports import Reason

STX, ETX = 0x02, 0x03
_LONGEST = 4096

# ~HQES, error group 1, low 32 bits.
ERROR_BITS: dict[int, Reason] = {
    0x1: Reason.PAPER_OUT,
    0x2: Reason.RIBBON_OUT,
    0x4: Reason.COVER_OPEN,
    0x8: Reason.CUTTER,
    0x10: Reason.OVERHEAT,
    0x20: Reason.OVERHEAT,
    0x40: Reason.HEAD,
    0x80: Reason.HEAD,
    0x200: Reason.HEAD,
    0x10000: Reason.PAUSED,
}
_HQES = re.compile(rb"ERRORS:\s+([01])\s+([0-9A-Fa-f]{8})\s+([0-9A-Fa-f]{8}).*?WARNINGS:\s+([01])", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Identity:
    """Answer to ~HI: model ("ZD420-203dpi"), firmware, dots per millimetre."""

    model: str
    firmware: str
    dots_per_mm: int


@dataclass(frozen=True, slots=True)
class Errors:
    """Answer to ~HQES: why it cannot print; an unknown bit is an error too."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class HostStatus:
    """Answer to ~HS: reasons, formats waiting in the buffer, labels left of the running batch."""

    reasons: tuple[Reason, ...]
    buffered: int
    remaining: int
    partial_format: bool


@dataclass(frozen=True, slots=True)
class Variable:
    """Answer to an SGD getvar, without its quotes; None for "?", a variable the printer does not have."""

    value: str | None


@dataclass(frozen=True, slots=True)
class Noise:
    """Bytes that are no answer of this language."""

    raw: bytes


Reply = Identity | Errors | HostStatus | Variable | Noise


class ReplyReader:
    """Feed it bytes; the three strings of ~HS come out as one `HostStatus`."""

    def __init__(self) -> None:
        self._open = b""
        self._status: list[list[str]] = []

    def feed(self, data: bytes) -> list[Reply]:
        """The replies completed by `data`, oldest first."""
        self._open += data
        replies: list[Reply] = []
        while self._open:
            head = self._open[0]
            if head in (0x0D, 0x0A, 0x20, 0x00):
                self._open = self._open[1:]
                continue
            end = self._end(head)
            if end < 0:
                break
            raw, self._open = self._open[:end], self._open[end:]
            replies.extend(self._understand(raw))
        return replies

    def _end(self, head: int) -> int:
        """Length of the first reply in the buffer, -1 while it is incomplete."""
        if head == STX:
            end = self._open.find(ETX, 1) + 1
        elif head == ord('"'):
            end = self._open.find(b'"', 1) + 1
        else:
            starts = [at for at in (self._open.find(STX), self._open.find(b'"')) if at > 0]
            return min(starts) if starts else len(self._open)
        if end > 0:
            return end
        return len(self._open) if len(self._open) > _LONGEST else -1

    def _understand(self, raw: bytes) -> list[Reply]:
        if raw[:1] == b'"' and raw[-1:] == b'"' and len(raw) > 1:
            value = raw[1:-1].decode("latin-1").strip()
            return [Variable(None if value in ("?", "") else value)]
        if raw[0] != STX or raw[-1] != ETX:
            return [Noise(raw)]
        body = raw[1:-1]
        if b"PRINTER STATUS" in body:
            return [_errors(body)]
        fields = body.decode("latin-1").split(",")
        if len(fields) in (12, 11, 2) and all(field.strip().isdigit() for field in fields):
            return self._host_status(fields)
        return [_identity(fields)]

    def _host_status(self, fields: list[str]) -> list[Reply]:
        """Strings of 12, 11 and 2 fields, in this order; a string out of order begins or spoils a reply."""
        wanted = (12, 11, 2)[len(self._status)]
        if len(fields) != wanted:
            self._status = [fields] if len(fields) == 12 else []
            return []
        self._status.append(fields)
        if len(self._status) < 3:
            return []
        first, second, _ = self._status
        self._status = []
        return [_status_of(first, second)]


def _errors(body: bytes) -> Reply:
    found = _HQES.search(body)
    if found is None:
        return Noise(body)
    high, low = int(found.group(2), 16), int(found.group(3), 16)
    reasons = [reason for bit, reason in ERROR_BITS.items() if low & bit]
    known = sum(ERROR_BITS)
    if high or low & ~known or (found.group(1) == b"1" and not low):
        reasons.append(Reason.UNKNOWN_ERROR_BIT)
    return Errors(tuple(dict.fromkeys(reasons)))


def _status_of(first: list[str], second: list[str]) -> HostStatus:
    """Field letters as in the guide: b paper out, c pause, f buffer full, h partial format, l over temperature."""
    flags = (
        (first[1], Reason.PAPER_OUT),
        (first[2], Reason.PAUSED),
        (first[5], Reason.BUFFER_FULL),
        (first[11], Reason.OVERHEAT),
        (second[2], Reason.COVER_OPEN),
        (second[3], Reason.RIBBON_OUT),
    )
    reasons = tuple(reason for flag, reason in flags if int(flag) != 0)
    return HostStatus(reasons, int(first[4]), int(second[8]), int(first[7]) != 0)


def _identity(fields: list[str]) -> Reply:
    if len(fields) < 3 or not fields[0].strip():
        return Noise(",".join(fields).encode("latin-1"))
    dots = fields[2].strip()
    return Identity(fields[0].strip(), fields[1].strip(), int(dots) if dots.isdigit() else 0)
