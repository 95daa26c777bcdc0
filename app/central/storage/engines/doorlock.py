"""File locks between processes: one writes or checkpoints at a time, and none has the database open while it changes.

SQLite before 3.51.3 can corrupt a WAL when two connections write and checkpoint at the same moment
(sqlite.org/wal.html, "the WAL-reset bug"); a command line beside a running server is such a second connection.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_PLACES: Final = 1024
_LOOK_EVERY_S: Final = 0.0005
"""Often: who writes a lot, like an import, lets go for less than a millisecond between two groups."""


class Held(Exception):
    """Another process stands in the door and does not leave: it was stopped in the middle of a transaction."""


class DoorLock:
    """`with lock:` holds it; the operating system lets go of it when the process dies, but not while it is stopped."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)

    def __enter__(self) -> None:
        _lock(self._handle)

    def __exit__(self, *_: object) -> None:
        _unlock(self._handle)

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Hold it, if that can be in time. Raises Held."""
        until, pause = time.monotonic() + seconds, threading.Event()
        while not _lock_now(self._handle):
            if time.monotonic() >= until:
                raise Held(f"another process has been writing for {seconds:g} s and does not end")
            pause.wait(_LOOK_EVERY_S)
        try:
            yield
        finally:
            _unlock(self._handle)

    def close(self) -> None:
        os.close(self._handle)


class InUse(Exception):
    """Another process has the database open."""


class Presence:
    """Says that a process has the database open for as long as it lives; `alone` asks that nobody else has."""

    def __init__(self, database: Path) -> None:
        self._handle = os.open(
            database.with_name(database.name + ".open"), os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600
        )

    def here(self) -> None:
        """Waits while somebody is alone with it."""
        _share(self._handle)

    def alone(self) -> None:
        """Raises InUse."""
        if not _take_all(self._handle):
            raise InUse

    def close(self) -> None:
        os.close(self._handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        while True:
            try:
                return msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
            except OSError:  # LK_LOCK gives up after ten tries a second apart; we wait on
                continue

    def _lock_now(handle: int) -> bool:
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

    def _share(handle: int) -> None:
        """There are no shared locks: everybody takes a byte of his own."""
        for place in itertools.cycle(range(_PLACES)):
            os.lseek(handle, place, os.SEEK_SET)
            with contextlib.suppress(OSError):
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
                break

    def _take_all(handle: int) -> bool:
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, _PLACES)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _lock_now(handle: int) -> bool:
        return _take_all(handle)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)

    def _share(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_SH)

    def _take_all(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
