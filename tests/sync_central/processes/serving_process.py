"""`packbench central serve` in a process of its own, as a person starts it, over a data folder's central.toml."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[3]
LISTENING = re.compile(r"http://([\d.]+):(\d+)")
PATIENCE_S = 30.0


class ServingProcess:
    """Started at once, listening after `wait_ready`; ended by `kill`, or in good order when the block ends."""

    def __init__(self, data: Path, name: str = "serve") -> None:
        self.where = ("", 0)
        self._log = data / f"{name}.log"
        command = [sys.executable, "-m", "app.main", "central", "serve", "--config", str(data / "central.toml")]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)

    def wait_ready(self) -> None:
        assert self._process.stdout is not None
        found = next((hit for line in self._process.stdout if (hit := LISTENING.search(line))), None)
        assert found is not None, self._log.read_text("utf-8", "replace")
        self.where = (found.group(1), int(found.group(2)))

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(PATIENCE_S)

    def __enter__(self) -> ServingProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(PATIENCE_S)
        finally:
            self.kill()
            if self._process.stdout is not None:
                self._process.stdout.close()
