"""A display for tests with a real window: the runner's, or an Xvfb of our own where there is none or where workers
share it: a window that has the focus takes it from the windows of all others."""

from __future__ import annotations

import os
import select
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

START_S = 20.0
STOP_S = 10.0


@contextmanager
def display() -> Iterator[str]:
    """Names the display in the environment, with Qt's platform; our own Xvfb takes a free number and keeps its keymap
    between clients (-noreset)."""
    with tempfile.TemporaryDirectory(prefix="packbench-run-", ignore_cleanup_errors=True) as runtime:
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        given = os.environ.get("DISPLAY")
        if given and "PYTEST_XDIST_WORKER" not in os.environ:
            yield given
            return
        with _server() as number:
            os.environ["DISPLAY"] = number
            yield number


@contextmanager
def _server() -> Iterator[str]:
    told, tell = os.pipe()
    command = ["Xvfb", "-displayfd", str(tell), "-noreset", "-nolisten", "tcp", "-screen", "0", "1920x1200x24"]
    server = subprocess.Popen(command, pass_fds=[tell], stderr=subprocess.DEVNULL)
    os.close(tell)
    try:
        assert select.select([told], [], [], START_S)[0], "Xvfb did not start"
        yield f":{os.read(told, 16).decode().strip()}"
    finally:
        os.close(told)
        server.terminate()
        server.wait(STOP_S)
