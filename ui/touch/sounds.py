"""Plays the verdict sounds through the system's own player, on a thread of its own, one after the other.

What it takes to run a program is imported with the first sound: the first frame does not wait for it.
"""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from app.station.view.signs import Sound

PLAYERS: tuple[tuple[str, ...], ...] = (("pw-play",), ("paplay",), ("aplay", "-q"))
LONGEST_S = 3.0


def find_player(players: Sequence[Sequence[str]] = PLAYERS) -> tuple[str, ...] | None:
    """The first player program that is installed, None if there is none."""
    import shutil

    for program, *options in players:
        if path := shutil.which(program):
            return (path, *options)
    return None


class SoundPlayer:
    """`play` queues a sound and returns at once; each player process is waited for, so none is left behind.

    `silent` is called once, on the sound thread, with the reason, if no sound can be played; playing then does nothing.
    """

    def __init__(
        self,
        folder: Path,
        silent: Callable[[str], None],
        players: Sequence[Sequence[str]] = PLAYERS,
        native: bool = sys.platform == "win32",
        longest_s: float = LONGEST_S,
    ) -> None:
        self._folder = folder
        self._silent = silent
        self._players = players
        self._native = native
        self._longest_s = longest_s
        self._said = False
        self._wanted: queue.SimpleQueue[Sound | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="sounds", daemon=True)
        self._thread.start()

    def play(self, sound: Sound) -> None:
        """Any thread; never blocks."""
        if sound is not Sound.NONE:
            self._wanted.put(sound)

    def stop(self, timeout_s: float = LONGEST_S + 1) -> None:
        """Finish what was queued and end the thread."""
        self._wanted.put(None)
        self._thread.join(timeout_s)

    def _work(self) -> None:
        player: tuple[str, ...] | None = None
        while (sound := self._wanted.get()) is not None:
            player = player or (None if self._native else find_player(self._players))
            path = self._folder / f"{sound.value}.wav"
            if not path.is_file():
                self._say(f"sound file is missing: {path.name}")
            elif self._native:
                self._play_native(path)
            elif player is None:
                self._say("no sound: none of " + ", ".join(p[0] for p in self._players) + " is installed")
            else:
                self._run((*player, str(path)))

    def _run(self, command: Sequence[str]) -> None:
        """A player that hangs or fails is told once; the verdict is on the screen as well."""
        import subprocess

        quiet = subprocess.DEVNULL
        try:
            process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=subprocess.PIPE)
        except OSError as problem:
            self._say(f"no sound: {command[0]}: {problem.strerror}")
            return
        try:
            _, error = process.communicate(timeout=self._longest_s)
        except subprocess.TimeoutExpired:
            process.kill()
            _, error = process.communicate()
        if process.returncode:
            words = error.decode(errors="replace").strip().splitlines()
            self._say(f"no sound: {command[0]} ended with {process.returncode}: {words[-1] if words else ''}")

    def _play_native(self, path: Path) -> None:
        if sys.platform == "win32":
            import winsound

            try:
                winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
            except RuntimeError as problem:
                self._say(f"no sound: {problem}")

    def _say(self, reason: str) -> None:
        if not self._said:
            self._said = True
            self._silent(reason)
