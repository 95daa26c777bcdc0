"""What a station showed, read from its trace: one picture a line, written before the window gets it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from app.station.view.bench_view import BenchView

DECODER = msgspec.json.Decoder(BenchView)


class Trace:
    """Follows the file of one life of a station."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read = 0
        self._views: list[BenchView] = []

    @property
    def views(self) -> list[BenchView]:
        """Every picture so far, oldest first."""
        if self._file.exists():
            with self._file.open("rb") as lines:
                lines.seek(self._read)
                fresh = lines.read()
            whole = fresh[: fresh.rfind(b"\n") + 1]
            self._read += len(whole)
            self._views += [DECODER.decode(line) for line in whole.splitlines()]
        return self._views


class Frames:
    """The scans and presses whose answers were on the screen; one `answers swapped` line of nanoseconds each."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def shows(self, answers: int) -> bool:
        """Whether a frame with this answer, or a later one, is out."""
        if not self._file.exists():
            return False
        lines = self._file.read_text("ascii").rpartition("\n")[0].splitlines()
        return bool(lines) and int(lines[-1].split()[0]) >= answers
