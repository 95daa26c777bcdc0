"""Brings a database to a revision of the schema; the same migrations run on SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select

from app.central.storage.doorlock import DoorLock
from app.central.storage.engine import open_writer
from app.central.storage.schema import METADATA
from app.central.storage.schema.ground import lineage

FOLDER = Path(__file__).parent / "migrations"


def migrate(path: Path, server_epoch: str, revision: str = "head") -> str:
    """Upgrade the database at `path` (made if missing) and return the revision it now has.

    `server_epoch` names this database's history; it is stored once, when there is none yet.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with Connected(path) as connection:
        command.upgrade(_config(connection), revision)
        if revision == "head" and connection.execute(select(lineage.c.server_epoch)).first() is None:
            connection.execute(lineage.insert().values(only=1, server_epoch=server_epoch))
        return MigrationContext.configure(connection).get_current_revision() or ""


def downgrade(path: Path, revision: str) -> None:
    """Take the database back to `revision` ("base" empties it)."""
    with Connected(path) as connection:
        command.downgrade(_config(connection), revision)


def differences(path: Path) -> list[object]:
    """What the schema in code has and the migrated database has not, or the other way round; [] when they agree."""
    with Connected(path) as connection:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))


def revisions() -> tuple[str, ...]:
    """All revisions, oldest first."""
    script = ScriptDirectory(str(FOLDER))
    return tuple(found.revision for found in script.walk_revisions())[::-1]


def current(path: Path) -> str:
    """The revision a database is at; "" when it has none."""
    with Connected(path) as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def newest() -> str:
    """The revision this program was written for."""
    return revisions()[-1]


class Connected:
    """One writing connection under the lock between processes; commits at the end."""

    def __init__(self, path: Path) -> None:
        self._lock = DoorLock(path.with_name(path.name + ".lock"))
        self._engine = open_writer(path)

    def __enter__(self) -> Connection:
        self._lock.__enter__()
        self._connection = self._engine.connect()
        self._transaction = self._connection.begin()
        return self._connection

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._transaction.commit()
        self._connection.close()
        self._engine.dispose()
        self._lock.__exit__()
        self._lock.close()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
