"""The whole station as a process of its own, `python -m app.main station run`, watched only through what it writes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_S = 60.0
POLL_S = 0.001
LOG_END = 2000


def surroundings() -> dict[str, str]:
    """The same for every window: the runner's display or Qt's offscreen platform, software renderer, no idle wait."""
    platform = "xcb" if os.environ.get("DISPLAY") else "offscreen"
    chosen = {"QT_QUICK_BACKEND": "software", "QT_QPA_UPDATE_IDLE_TIME": "0", "QT_QPA_PLATFORM": platform}
    return {**os.environ, **chosen, "PYTHONPATH": str(ROOT)}


@dataclass(slots=True)
class StationChild:
    """A running station; `begun_ns` is the monotonic clock just before its start. Its files grow line by line."""

    process: subprocess.Popen[bytes]
    begun_ns: int
    frames: Path
    trace: Path
    log: Path
    _read: dict[Path, int] = field(default_factory=dict)

    def lines(self, file: Path) -> list[bytes]:
        """The whole lines written since the last call."""
        at = self._read.get(file, 0)
        try:
            with file.open("rb") as handle:
                handle.seek(at)
                new = handle.read()
        except FileNotFoundError:
            return []
        whole = new[: new.rfind(b"\n") + 1]
        self._read[file] = at + len(whole)
        return whole.splitlines()

    def wait_for(self, what: str, found: Callable[[], bool], poll_s: float = POLL_S) -> None:
        """Raises RuntimeError when the station ends and TimeoutError after a minute, with the end of its log."""
        pause, deadline = threading.Event(), time.monotonic() + DEADLINE_S
        while not found():
            if self.process.poll() is not None:
                raise RuntimeError(f"the station ended before {what}: {self._said()}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"no {what} in {DEADLINE_S:.0f} s: {self._said()}")
            pause.wait(poll_s)

    def _said(self) -> str:
        return self.log.read_text("utf-8", "replace")[-LOG_END:]


@contextmanager
def station_running(config: Path, folder: Path, traced: bool = False) -> Iterator[StationChild]:
    """Start the station on this station.toml; its files go into a fresh folder. It is ended afterwards."""
    folder.mkdir(parents=True)
    frames, trace, log = folder / "frames", folder / "trace.jsonl", folder / "log"
    command = [sys.executable, "-m", "app.main", "station", "run", "--config", str(config), "--frames", str(frames)]
    with log.open("wb") as said:
        begun = time.monotonic_ns()
        process = subprocess.Popen(
            [*command, *(("--trace", str(trace)) if traced else ())],
            stdout=said, stderr=said, env=surroundings(), cwd=ROOT,
        )  # fmt: skip
    child = StationChild(process, begun, frames, trace, log)
    try:
        yield child
    finally:
        process.terminate()
        process.wait(DEADLINE_S)
