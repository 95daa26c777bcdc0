"""Reads ESC/POS bytes the way a printer does and keeps what would be on the paper: lines, pictures, barcodes, cuts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

ESC, GS, FS, DLE = 0x1B, 0x1D, 0x1C, 0x10

# Length of the parameters after the two command bytes, for commands of fixed length (Epson ESC/POS command reference).
_FIXED = {
    (ESC, b"@"): 0, (ESC, b"t"): 1, (ESC, b"E"): 1, (ESC, b"a"): 1, (ESC, b"!"): 1, (ESC, b"d"): 1, (ESC, b"-"): 1,
    (ESC, b"M"): 1, (ESC, b"{"): 1, (ESC, b"2"): 0, (ESC, b"3"): 1, (ESC, b"p"): 3, (ESC, b"J"): 1, (ESC, b"R"): 1,
    (GS, b"!"): 1, (GS, b"B"): 1, (GS, b"h"): 1, (GS, b"w"): 1, (GS, b"f"): 1, (GS, b"H"): 1, (GS, b"a"): 1,
    (GS, b"r"): 1, (GS, b"b"): 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """Letters in one size; `scale` is (width, height)."""

    text: str
    scale: tuple[int, int] = (1, 1)
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """One raster image, 1 is black."""

    bytes_per_row: int
    height: int
    rows: bytes


@dataclass(frozen=True, slots=True)
class Barcode:
    """A Code 128 symbol as it was asked for, with its subset prefix."""

    data: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of one receipt."""


@dataclass(frozen=True, slots=True)
class ProcessId:
    """To be sent back when everything before it is printed."""

    name: bytes


@dataclass(frozen=True, slots=True)
class RealTime:
    """DLE EOT n: answered at once, whatever is waiting."""

    which: int


@dataclass(frozen=True, slots=True)
class DrawerKick:
    """ESC p: opens the cash drawer; no packing slip asks for it."""


Item = Line | Picture | Barcode | Cut | ProcessId | RealTime | DrawerKick


@dataclass(slots=True)
class PaperReader:
    """Feed it bytes as they come; keeps an unfinished command for the next time."""

    _open: bytes = b""
    _line: bytearray = field(default_factory=bytearray)
    _scale: tuple[int, int] = (1, 1)
    _bold: bool = False

    def feed(self, data: bytes) -> list[Item]:
        """What `data` completed, in the order it goes onto the paper."""
        self._open += data
        items: list[Item] = []
        while self._open:
            taken = self._take(items)
            if taken == 0:
                break
            self._open = self._open[taken:]
        return items

    def forget(self) -> None:
        """Power off."""
        self._open = b""
        self._line.clear()

    def _take(self, items: list[Item]) -> int:
        head = self._open[0]
        if head == 0x0A:
            items.extend(self._end_line(force=True))
            return 1
        if head == DLE:
            if len(self._open) < 3:
                return 0
            if self._open[1] == 0x04:
                items.append(RealTime(self._open[2]))
            return 3
        if head in (ESC, GS, FS):
            return self._command(items) if len(self._open) >= 2 else 0
        if head >= 0x20:
            self._line.append(head)
        return 1

    def _command(self, items: list[Item]) -> int:
        key = (self._open[0], self._open[1:2])
        if key in _FIXED:
            size = 2 + _FIXED[key]
            if len(self._open) < size:
                return 0
            items.extend(self._apply(key, self._open[2:size]))
            return size
        if key == (GS, b"V"):
            return self._cut(items)
        if key == (GS, b"v"):
            return self._picture(items)
        if key == (GS, b"k"):
            return self._barcode(items)
        if key == (GS, b"("):
            return self._extended(items)
        return 2

    def _apply(self, key: tuple[int, bytes], parameters: bytes) -> Iterator[Item]:
        if key == (GS, b"!"):
            self._scale = ((parameters[0] >> 4) + 1, (parameters[0] & 0x0F) + 1)
        elif key in ((ESC, b"@"), (ESC, b"!")):
            self._scale = (1, 1)
            self._bold = False
        elif key == (ESC, b"E"):
            self._bold = bool(parameters[0] & 1)
        elif key == (ESC, b"d"):
            yield from self._end_line(force=False)
        elif key == (ESC, b"p"):
            yield DrawerKick()

    def _end_line(self, force: bool) -> Iterator[Item]:
        if self._line or force:
            yield Line(self._line.decode("cp1252", "replace"), self._scale, self._bold)
            self._line.clear()

    def _cut(self, items: list[Item]) -> int:
        size = 4 if self._open[2:3] in (b"A", b"B") else 3
        if len(self._open) < size:
            return 0
        items.extend((*self._end_line(force=False), Cut()))
        return size

    def _picture(self, items: list[Item]) -> int:
        if len(self._open) < 8:
            return 0
        across = self._open[4] + 256 * self._open[5]
        down = self._open[6] + 256 * self._open[7]
        size = 8 + across * down
        if len(self._open) < size:
            return 0
        items.append(Picture(across, down, self._open[8:size]))
        return size

    def _barcode(self, items: list[Item]) -> int:
        if len(self._open) < 4:
            return 0
        size = 4 + self._open[3]
        if len(self._open) < size:
            return 0
        items.append(Barcode(self._open[4:size].decode("latin-1")))
        return size

    def _extended(self, items: list[Item]) -> int:
        if len(self._open) < 5:
            return 0
        size = 5 + self._open[3] + 256 * self._open[4]
        if len(self._open) < size:
            return 0
        if self._open[2:3] == b"H" and self._open[5:7] == b"00":
            items.append(ProcessId(self._open[7:size]))
        return size
