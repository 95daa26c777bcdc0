"""Backups of SQLite: the online backup copies one consistent view while the centre goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from app.central.storage.backup.history import begin_history
from app.central.storage.backup.whole import BackupFailed, flush_folder, written_whole
from app.central.storage.engines import sqlite
from app.central.storage.engines.doorlock import InUse, Presence

PAGES: Final = 4096
"""16 MB at a time."""
STEPS: Final = 1_000_000
"""Of SQLite's machine, a few milliseconds, between two looks whether somebody still wants it."""


def dump(file: Path, target: Path, given_up: Callable[[], bool] = lambda: False) -> None:
    """Copy the database into one file of its own. Raises BackupFailed."""
    if not file.exists():
        raise BackupFailed(f"{file} does not exist: there is nothing to back up")
    with _words(target), written_whole(target) as part:
        opened, door = sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True), sqlite.door(file)
        try:
            _copy(opened, part, given_up)
        finally:
            with door:  # closing may checkpoint
                opened.close()
            door.close()


def dump_again(file: Path, target: Path) -> None:
    """Copy a backup, which nobody writes to and beside which nothing shall lie. Raises BackupFailed."""
    with _words(target), _read_only(file) as opened:
        _copy(opened, target)


def check(file: Path, given_up: Callable[[], bool] = lambda: False) -> str:
    """Read every page and every index; the schema's revision. Raises BackupFailed, also when it is given up."""
    with _words(file), _read_only(file) as opened:
        opened.set_progress_handler(given_up, STEPS)
        found = opened.execute("PRAGMA integrity_check").fetchall()
        if found != [("ok",)]:
            raise BackupFailed(f"{file}: is damaged: {found[0][0]}")
        bad = opened.execute("PRAGMA foreign_key_check").fetchone()
        if bad is not None:
            raise BackupFailed(f"{file}: a row of {bad[0]} names a row of {bad[2]} that is not there")
        return str(opened.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def restore(source: Path, file: Path, server_epoch: str, *, replace: bool, stamp: str) -> None:
    """Put a checked backup in the database's place; a replaced one is kept beside it. Raises BackupFailed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock, presence = sqlite.door(file), Presence(file)
    try:
        presence.alone()
        with lock, _words(file):
            if file.exists() and not replace:
                raise BackupFailed(f"{file} exists: say --replace to put the backup in its place")
            with _read_only(source) as opened, written_whole(file) as part:
                _copy(opened, part)
                _begin(part, server_epoch)
                _put_aside(file, stamp)
    except InUse as error:
        raise BackupFailed(f"{file} is open in another process: stop the centre first") from error
    finally:
        presence.close()
        lock.close()


def _copy(opened: sqlite3.Connection, target: Path, given_up: Callable[[], bool] = lambda: False) -> None:
    """Some pages at a time inside one reading transaction: one view, writers need not wait, and it can be ended."""

    def told(status: int, left: int, whole: int) -> None:
        if given_up():
            raise BackupFailed("the backup was given up")

    with closing(sqlite3.connect(target)) as made:
        opened.execute("BEGIN")
        opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
        opened.backup(made, pages=PAGES, progress=told, sleep=0)
        opened.execute("ROLLBACK")
        made.execute("PRAGMA journal_mode = DELETE").fetchone()


def _read_only(file: Path) -> closing[sqlite3.Connection]:
    """A backup: nothing is made beside it."""
    return closing(sqlite3.connect(f"{file.resolve().as_uri()}?immutable=1", uri=True))


def _begin(file: Path, server_epoch: str) -> None:
    engine = sqlite.open_writer(file)
    try:
        with engine.connect() as connection, connection.begin():
            begin_history(connection, server_epoch)
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA journal_mode = DELETE").fetchone()
    finally:
        engine.dispose()


def _put_aside(file: Path, stamp: str) -> None:
    """The database first: its log without it means nothing, it without its log would miss commits."""
    for suffix in ("", "-wal"):
        old = file.with_name(file.name + suffix)
        if old.exists():
            old.rename(file.with_name(f"{file.name}.replaced-{stamp}{suffix}"))
    file.with_name(file.name + "-shm").unlink(missing_ok=True)
    flush_folder(file.parent)


@contextmanager
def _words(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackupFailed(f"{file}: {error}") from error
    except OSError as error:
        raise BackupFailed(f"{error.filename or file}: {error.strerror}") from error
