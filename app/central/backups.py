"""Backups of the centre: made while it serves, checked to the last counter, and put back as a new history."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from app.central.audit import audit
from app.central.centre import DATABASE, Centre
from app.central.storage.backup import postgresql_dump, sqlite_copy
from app.central.storage.backup.history import begin_history
from app.central.storage.backup.whole import BackupFailed, alone_in, clear, half_made, kind_of
from app.central.storage.database import Database
from app.central.storage.migrate import alone, newest, revisions

_SUFFIX: Final = {"sqlite": "db", "postgresql": "pgdump"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A backup that can be read whole; `drifts` are its counters that the ledger contradicts.

    None: not looked at, since it holds another revision of the schema than this program's.
    """

    file: Path
    revision: str
    drifts: tuple[str, ...] | None


def suffix(database: Database) -> str:
    """How the names of this engine's backups end."""
    return _SUFFIX[_kind(database)]


def back_up(database: Database, target: Path, now: datetime) -> Path:
    """Write a backup to a file that must not exist, or under a name of its own into a folder.

    What a power failure left half done in the folder is removed first. Raises BackupFailed, OSError.
    """
    if target.is_dir():
        target = target / f"centre-{now:%Y%m%dT%H%M%SZ}.{suffix(database)}"
    with alone_in(target.parent):
        clear(target.parent)
        if target.exists():
            raise BackupFailed(f"{target} exists: a backup is never written over")
        write(database, target)
    return target


def write(database: Database, target: Path, given_up: Callable[[], bool] = lambda: False) -> None:
    """Write a backup to a file, whole or not at all; nobody else writes into its folder. Raises BackupFailed, OSError.

    `given_up` is asked now and then; once it is true there will be no backup.
    """
    if database.is_postgresql:
        postgresql_dump.dump(database, target, given_up)
    else:
        sqlite_copy.dump(database.file, target, given_up)


def read_through(database: Database, file: Path, given_up: Callable[[], bool] = lambda: False) -> str:
    """Open a backup and read all of it; its revision of the schema. Raises BackupFailed, also when it is given up."""
    kind = kind_of(file)
    if kind != _kind(database):
        raise BackupFailed(f"{file}: is a backup of {kind}, and {database} is not")
    return postgresql_dump.check(file, given_up) if database.is_postgresql else sqlite_copy.check(file, given_up)


def check(database: Database, file: Path, open_centre: Callable[[Path, str], Centre], of: str) -> Checked:
    """Read a backup whole, and audit what it holds. Raises BackupFailed.

    `open_centre(data, url)` opens it to look; a dump is restored into a database beside, named by `of`, that
    is dropped afterwards.
    """
    _whole(file)
    revision = read_through(database, file)
    if revision != newest():
        return Checked(file=file, revision=revision, drifts=None)
    with _opened(database, file, open_centre, of) as centre:
        with centre.read() as work:
            sites = work.sites()
        drifts = tuple(f"{site}: {drift}" for site in sites for drift in audit(centre, site))
    return Checked(file=file, revision=revision, drifts=drifts)


def restore(database: Database, file: Path, server_epoch: str, now: datetime, *, replace: bool) -> str:
    """Put a backup in the database's place under a new history; its revision. Raises BackupFailed.

    What it replaces is kept beside it. Nobody else may have the database open.
    """
    _whole(file)
    revision = read_through(database, file)
    if revision not in revisions():
        raise BackupFailed(f"{file}: holds revision {revision} of the schema, which this program does not know")
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    if database.is_postgresql:
        postgresql_dump.restore(file, database, server_epoch, replace=replace, stamp=stamp)
    else:
        sqlite_copy.restore(file, database.file, server_epoch, replace=replace, stamp=stamp)
    return revision


def new_history(database: Database, server_epoch: str) -> None:
    """Begin a new history in place, for a database that was put back by other means; the centre may go on meanwhile.

    Stations send again what it lacks. Raises StorageFault.
    """
    with alone(database) as connection:
        begin_history(connection, server_epoch)


def _whole(file: Path) -> None:
    if half_made(file):
        raise BackupFailed(f"{file}: is half of a backup, whose making ended in the middle")


def _kind(database: Database) -> str:
    return "postgresql" if database.is_postgresql else "sqlite"


@contextmanager
def _opened(database: Database, file: Path, open_centre: Callable[[Path, str], Centre], of: str) -> Iterator[Centre]:
    with tempfile.TemporaryDirectory(prefix="packbench-check-") as folder:
        if database.is_postgresql:
            with postgresql_dump.scratch(database, file, of) as beside:
                centre = open_centre(Path(folder), beside.url)
                try:
                    yield centre
                finally:
                    centre.close()
            return
        sqlite_copy.dump_again(file, Path(folder) / DATABASE)
        centre = open_centre(Path(folder), "")
        try:
            yield centre
        finally:
            centre.close()
