"""Files that are there whole or not at all: written under another name, flushed, then renamed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SQLITE: Final = b"SQLite format 3\x00"
DUMP: Final = b"PGDMP"


class BackupFailed(Exception):
    """Why there is no backup, it is not good, or it was not put back; whatever was there before still is."""


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A path to write to; it becomes `target`, flushed to the disk, when the block ends, and is gone when it raises."""
    part = target.with_name(f".{target.name}.part")
    try:
        yield part
        _flush(part)
        renamed(part, target)
    finally:
        part.unlink(missing_ok=True)


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


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
