"""Open the two databases: a damaged journal is a fault, a damaged replica is set aside and started empty."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError

from app.station.storage.files.connection import Writer
from app.station.storage.files.faults import JournalDamaged, ReplicaDamaged, StorageFault, translated
from app.station.storage.files.folder import fsync_folder, set_aside
from app.station.storage.files.migrating import JOURNAL, REPLICA, MigrationFailed, bring_up_to_date

log = logging.getLogger(__name__)

JOURNAL_FILE: Final = "journal.db"
REPLICA_FILE: Final = "replica.db"


def open_journal(folder: Path) -> Writer:
    """The precious database; raises JournalDamaged (the file stays as it is), MigrationFailed or StoreFailed."""
    return _open(folder / JOURNAL_FILE, JOURNAL, JournalDamaged, copy=True)


def open_replica(folder: Path, mark: str) -> Writer:
    """The rebuildable database; a damaged one is renamed to end in `mark` and an empty one takes its place."""
    path = folder / REPLICA_FILE
    try:
        return _open(path, REPLICA, ReplicaDamaged, copy=False)
    except (ReplicaDamaged, MigrationFailed) as fault:
        aside = set_aside(path, f"damaged-{mark}")
        log.warning("%s; set aside as %s, fetching everything again", fault, aside.name)
        return _open(path, REPLICA, ReplicaDamaged, copy=False)


def _open(path: Path, database: str, damaged: type[StorageFault], *, copy: bool) -> Writer:
    new = not path.exists()
    with translated(damaged, path.name):
        writer = Writer(path)
    try:
        with translated(damaged, path.name):
            found = writer.sound()
            if found != "ok":
                raise damaged(f"{path.name} is damaged: {found}")
            bring_up_to_date(writer, database, copy=copy)
    except BaseException:
        close_quietly(writer)
        raise
    if new:
        fsync_folder(path.parent)
    return writer


def close_quietly(writer: Writer) -> None:
    """Close a connection whose database already failed."""
    try:
        writer.close()
    except (DBAPIError, sqlite3.Error) as fault:
        log.warning("closing %s: %s", writer.path.name, fault)
