"""Brings a database to a revision of the schema; the same migrations run on SQLite and PostgreSQL."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select

from app.central.storage.database import Database
from app.central.storage.engines import postgresql, sqlite
from app.central.storage.schema import METADATA
from app.central.storage.schema.ground import lineage

FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database, server_epoch: str, revision: str = "head") -> str:
    """Upgrade the database (a file is made if missing) and return the revision it now has.

    `server_epoch` names this database's history; it is stored once, when there is none yet.
    """
    with alone(database) as connection:
        command.upgrade(_config(connection), revision)
        if revision == "head" and connection.execute(select(lineage.c.server_epoch)).first() is None:
            connection.execute(lineage.insert().values(only=1, server_epoch=server_epoch))
        return MigrationContext.configure(connection).get_current_revision() or ""


def downgrade(database: Database, revision: str) -> None:
    """Take the database back to `revision` ("base" empties it)."""
    with alone(database) as connection:
        command.downgrade(_config(connection), revision)


def differences(database: Database) -> list[object]:
    """What the schema in code has and the migrated database has not, or the other way round; [] when they agree."""
    with alone(database) as connection:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))


def revisions() -> tuple[str, ...]:
    """All revisions, oldest first."""
    script = ScriptDirectory(str(FOLDER))
    return tuple(found.revision for found in script.walk_revisions())[::-1]


def current(database: Database) -> str:
    """The revision a database is at; "" when it has none."""
    with alone(database) as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def newest() -> str:
    """The revision this program was written for."""
    return revisions()[-1]


def alone(database: Database) -> AbstractContextManager[Connection]:
    """One writing connection under the lock between processes; commits at the end. Raises StorageFault."""
    return postgresql.alone(database) if database.is_postgresql else sqlite.alone(database.file)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
