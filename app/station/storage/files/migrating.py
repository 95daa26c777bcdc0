"""Bring a station database to the current schema; a journal is first copied, and the copy verified.

Alembic is imported only when there is something to migrate: a kiosk that is up to date starts without it.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from app.station.storage.files.connection import Writer
from app.station.storage.files.faults import StorageFault
from app.station.storage.files.folder import fsync_file, fsync_folder

if TYPE_CHECKING:
    from alembic.config import Config

log = logging.getLogger(__name__)

JOURNAL: Final = "journal"
REPLICA: Final = "replica"
HEADS: Final = {JOURNAL: "journal_0001", REPLICA: "replica_0001"}
"""The newest revision of each database, so that starting up needs no look at the scripts."""

_SCRIPTS: Final = Path(__file__).parent.parent / "migrations"


class MigrationFailed(StorageFault):
    """The database could not be brought to this version; it is unchanged."""


def revision(writer: Writer) -> str | None:
    """The revision a database is at; None for a new one."""
    driver = writer.driver
    known = driver.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name='alembic_version'").fetchone()
    row = driver.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    return None if row is None else str(row[0])


def bring_up_to_date(writer: Writer, database: str, *, copy: bool) -> bool:
    """Migrate to the newest revision in one transaction; True if anything changed. Raises MigrationFailed."""
    at = revision(writer)
    if at == HEADS[database]:
        return False
    if at is not None and copy:
        verified_copy(writer, writer.path.with_name(f"{writer.path.name}.before-{HEADS[database]}"))
    migrate(writer, database, HEADS[database])
    log.info("%s migrated from %s to %s", writer.path.name, at or "nothing", HEADS[database])
    return True


def migrate(writer: Writer, database: str, target: str) -> None:
    """Run the migrations up or down to `target` ("base" undoes all)."""
    from alembic import command

    at = revision(writer)
    down = target == "base"
    with writer.connection.begin():
        try:
            (command.downgrade if down else command.upgrade)(_config(database, writer.connection), target)
        except Exception as fault:
            raise MigrationFailed(f"{writer.path.name} cannot go from {at} to {target}: {fault}") from fault


def _config(database: str, connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS / database).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def newest(database: str) -> str | None:
    """The newest revision among the scripts (HEADS must say the same)."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS / database).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config).get_current_head()


def verified_copy(writer: Writer, target: Path) -> None:
    """A consistent copy (VACUUM INTO a temporary name, checked, fsynced, renamed): never half a file under `target`."""
    scratch = target.with_name(target.name + ".making")
    scratch.unlink(missing_ok=True)
    writer.driver.execute("VACUUM INTO ?", (str(scratch),))
    _verify(writer.driver, scratch)
    fsync_file(scratch)
    scratch.replace(target)
    fsync_folder(target.parent)


def _verify(original: sqlite3.Connection, copy_path: Path) -> None:
    with closing(sqlite3.connect(copy_path)) as copy:
        sound = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if sound != "ok" or _row_counts(copy) != _row_counts(original):
            raise MigrationFailed(f"the copy {copy_path.name} does not match: {sound}")


def _row_counts(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")]
    count = 'SELECT count(*) FROM "{}"'  # the names are the schema's own
    return [(name, connection.execute(count.format(name)).fetchone()[0]) for name in names]
