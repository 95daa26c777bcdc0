"""Backups the centre makes by itself: named by their moment, checked before they get their name, thinned when old."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from app.central.backups import read_through, suffix, write
from app.central.storage.backup.whole import BackupFailed, alone_in, clear, renamed
from app.central.storage.database import Database

_STAMP: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(r"centre-(\d{8}T\d{6}Z)\.(db|pgdump)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinning:
    """A backup goes when it is not among the `least` newest and older than `days`; the newest one never goes."""

    least: int = 7
    days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One backup in the folder; `size` in bytes."""

    file: Path
    made_at: datetime
    size: int


def kept(folder: Path) -> tuple[Kept, ...]:
    """What lies in the folder, newest first; () also when there is no such folder. Raises OSError."""
    if not folder.is_dir():
        return ()
    found = []
    for file in folder.iterdir():
        named = _NAME.fullmatch(file.name)
        if named is not None:
            made_at = datetime.strptime(named.group(1), _STAMP).replace(tzinfo=UTC)
            found.append(Kept(file=file, made_at=made_at, size=file.stat().st_size))
    return tuple(sorted(found, key=lambda one: (one.made_at, one.file.name), reverse=True))


def make_checked(database: Database, folder: Path, now: datetime, given_up: Callable[[], bool]) -> Kept:
    """Write a backup, read it whole, and only then give it its name. Raises BackupFailed, OSError.

    What a power failure left half done is removed first. `given_up` is asked now and then: True ends it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stamp = f"{now:{_STAMP}}"
    unchecked = folder / f".unchecked-{stamp}.{suffix(database)}"
    target = folder / f"centre-{stamp}.{suffix(database)}"
    with alone_in(folder):
        clear(folder)
        if target.exists():
            raise BackupFailed(f"{target} exists: a backup is never written over")
        try:
            write(database, unchecked, given_up)
            read_through(database, unchecked, given_up)
            renamed(unchecked, target)
        finally:
            unchecked.unlink(missing_ok=True)
    return Kept(file=target, made_at=now.replace(microsecond=0), size=target.stat().st_size)


def thin(folder: Path, thinning: Thinning, now: datetime) -> tuple[Path, ...]:
    """Remove what need not be kept; returns what was removed. Raises OSError."""
    before = now - timedelta(days=thinning.days)
    old = [one.file for one in kept(folder)[max(1, thinning.least) :] if one.made_at < before]
    for file in old:
        file.unlink()
    return tuple(old)
