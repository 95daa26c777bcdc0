"""Cuts the byte stream of a scanner into scans. Pure: the same bytes give the same scans however they were split."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 4096
_ENDS = (0x0D, 0x0A)
_AIM = re.compile(rb"\][A-Za-z][0-9A-Za-z]")  # ISO/IEC 15424 symbology identifier: ], code character, modifier
GS = b"\x1d"


@dataclass(frozen=True, slots=True)
class Framing:
    """How a scanner is set up: `suffix` False means it sends no CR or LF and silence ends a scan."""

    suffix: bool = True
    prefix: bytes = b""
    gs_substitutes: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanRead:
    """One complete scan without prefix, suffix and AIM identifier; `aim` is "]C1" or None."""

    raw: bytes
    aim: str | None


@dataclass(frozen=True, slots=True)
class TooLong:
    """More than 4096 bytes came without an end: all of it was thrown away."""

    length: int


Frame = ScanRead | TooLong


def dress(line: bytes, framing: Framing) -> ScanRead | None:
    """Strip the configured prefix, take the AIM identifier off, put GS back; None when nothing is left."""
    body = line.removeprefix(framing.prefix)
    found = _AIM.match(body)
    aim = None
    if found:
        aim = found.group().decode("ascii")
        body = body[found.end() :]
    for substitute in framing.gs_substitutes:
        body = body.replace(substitute, GS)
    return ScanRead(body, aim) if body else None


@dataclass(slots=True)
class Framer:
    """Feed it bytes as they come; CR, LF and CRLF all end a scan, and empty lines are no scans."""

    framing: Framing = Framing()
    _open: bytes = b""
    _lost: int = 0

    def feed(self, data: bytes) -> list[Frame]:
        """The scans completed by `data`, oldest first."""
        frames: list[Frame] = []
        if not self.framing.suffix:
            self._take(data)
            return frames
        start = 0
        for at, byte in enumerate(data):
            if byte in _ENDS:
                self._take(data[start:at])
                frames.extend(self._finish())
                start = at + 1
        self._take(data[start:])
        return frames

    def idle(self) -> list[Frame]:
        """The line was silent for the idle time: without a suffix that ends the scan, with one it means nothing."""
        return [] if self.framing.suffix else self._finish()

    def drop(self) -> bytes:
        """The device is gone: forget the partial scan and return it."""
        partial, self._open, self._lost = self._open, b"", 0
        return partial

    @property
    def partial(self) -> int:
        """Bytes waiting for the end of their scan."""
        return len(self._open) + self._lost

    def _take(self, data: bytes) -> None:
        if self._lost or len(self._open) + len(data) > LONGEST:
            self._lost += len(self._open) + len(data)
            self._open = b""
        else:
            self._open += data

    def _finish(self) -> list[Frame]:
        line, lost = self._open, self._lost
        self._open, self._lost = b"", 0
        if lost:
            return [TooLong(lost)]
        read = dress(line, self.framing)
        return [] if read is None else [read]
