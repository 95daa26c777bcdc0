"""A file lock between processes: of all that have the database open, one writes or checkpoints at a time.

SQLite before 3.51.3 can corrupt a WAL when two connections write and checkpoint at the same moment
(sqlite.org/wal.html, "the WAL-reset bug"); a command line beside a running server is such a second connection.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


class DoorLock:
    """`with lock:` holds it; the operating system lets go of it when the process dies."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)

    def __enter__(self) -> None:
        _lock(self._handle)

    def __exit__(self, *_: object) -> None:
        _unlock(self._handle)

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

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
