"""A picture as printers take it: one bit per dot, 1 is black."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Rows from the top, each padded to whole bytes with white."""

    width: int
    height: int
    rows: bytes

    @property
    def bytes_per_row(self) -> int:
        return (self.width + 7) // 8
