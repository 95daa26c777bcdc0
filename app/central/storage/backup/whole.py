"""Files that are there whole or not at all: written under another name, flushed, then renamed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

SQLITE: Final = b"SQLite format 3\x00"
DUMP: Final = b"PGDMP"
BESIDE: Final = ("-journal", "-wal", "-shm")
_HALF: Final = re.compile(
    r"\.(unchecked-MOMENT|\.unchecked-MOMENT\.part|centre-MOMENT\.part)(-journal|-wal|-shm)?".replace(
        "MOMENT", r"\d{8}T\d{6}Z\.(?:db|pgdump)"
    )
)


class BackupFailed(Exception):
    """Why there is no backup, it is not good, or it was not put back; whatever was there before still is."""


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A path to write to; it becomes `target`, flushed to the disk, when the block ends, and is gone when it raises."""
    part = target.with_name(f".{target.name}.part")
    _remove(part)  # of one that was killed: a program it left behind may write to that file still, never to ours
    try:
        yield part
        _flush(part)
        renamed(part, target)
    finally:
        _remove(part)


def half_made(file: Path) -> bool:
    """Whether a file has the name of a backup that is being made, or whose making ended in the middle."""
    return file.name.startswith(".unchecked-") or (file.name.startswith(".") and file.name.endswith(".part"))


def clear(folder: Path) -> None:
    """Remove what a power failure left half done of backups named by their moment. Raises OSError."""
    for file in folder.iterdir():
        if _HALF.fullmatch(file.name):
            file.unlink(missing_ok=True)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Nobody else makes a backup into the folder meanwhile; a file system without locks is not asked.

    Raises BackupFailed when somebody does, OSError when there is no such folder.
    """
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFailed(f"{folder}: another backup is being made into it") from None
        except OSError:  # NFS locks what can be written to only, and a folder can not
            pass
        yield
    finally:
        os.close(handle)


def renamed(part: Path, target: Path) -> None:
    """Give a flushed file its name, for good. Raises OSError."""
    part.rename(target)
    flush_folder(target.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder last."""
    if sys.platform != "win32":
        _flush(folder)


def kind_of(file: Path) -> str:
    """sqlite | postgresql, by the file's first bytes. Raises BackupFailed."""
    try:
        with file.open("rb") as opened:
            head = opened.read(16)
    except OSError as error:
        raise BackupFailed(f"{file}: {error.strerror}") from error
    if head == SQLITE:
        return "sqlite"
    if head.startswith(DUMP):
        return "postgresql"
    raise BackupFailed(f"{file}: is neither a SQLite database nor a dump of PostgreSQL (custom format)")


def _remove(part: Path) -> None:
    """The file, and what SQLite keeps beside one while it writes."""
    for beside in ("", *BESIDE):
        part.with_name(part.name + beside).unlink(missing_ok=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
