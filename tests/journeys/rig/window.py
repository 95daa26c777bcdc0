"""The kiosk's window as a hand outside finds it: found by its process, touched and typed at through the X server."""

from __future__ import annotations

import os
import subprocess

FIND_S = 20.0
KEYS = {"Enter": "Return", "Esc": "Escape"}


class Window:
    """The visible window of a process. There is no window manager: a touch gives it the keyboard."""

    def __init__(self, pid: int, display: str) -> None:
        self._display = display
        self._id = self._xdotool("search", "--sync", "--onlyvisible", "--pid", str(pid)).split()[-1]

    def touch(self, x: int, y: int) -> None:
        """Pixels from the window's upper left corner."""
        self._xdotool("mousemove", "--window", self._id, str(x), str(y), "click", "1")

    def key(self, name: str) -> None:
        """A key as the card calls it: Enter, Esc, F2, a letter or a digit; typed, not sent past the keyboard."""
        self._xdotool("windowfocus", self._id, "key", KEYS.get(name, name if len(name) > 1 else name.lower()))

    def _xdotool(self, *words: str) -> str:
        environment = {**os.environ, "DISPLAY": self._display}
        done = subprocess.run(["xdotool", *words], env=environment, capture_output=True, text=True, timeout=FIND_S)
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout
