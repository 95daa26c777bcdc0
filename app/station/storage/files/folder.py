"""The data folder of a station: locked against a second kiosk process, and fsynced when a name in it changes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from app.station.storage.files.faults import AlreadyRunning

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """An operating-system lock that dies with the process; raises AlreadyRunning if another process holds it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / "kiosk.lock").open("a+", encoding="ascii")
        try:
            _lock(self._file)
        except OSError as fault:
            self._file.close()
            raise AlreadyRunning(f"another kiosk process already uses {folder}") from fault

    def release(self) -> None:
        self._file.close()


def fsync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def fsync_folder(folder: Path) -> None:
    """Make created, renamed and removed names durable; Windows has no such call and needs none."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def set_aside(database: Path, suffix: str) -> Path:
    """Rename a database with its WAL and index out of the way; nothing is deleted. Returns the new name."""
    target = database.with_name(f"{database.name}.{suffix}")
    for tail in ("", "-wal", "-shm"):
        part = database.with_name(database.name + tail)
        if part.exists():
            part.replace(target.with_name(target.name + tail))
    fsync_folder(database.parent)
    return target
