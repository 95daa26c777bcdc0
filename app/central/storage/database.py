"""Where the centre keeps everything: one SQLite file in its data folder, or a PostgreSQL database named by its URL."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

FILE: Final = "centre.db"
"""The SQLite database inside the data folder."""

READERS: Final = 8
"""Reading connections of one process."""

DRIVER: Final = "postgresql+psycopg"
EXAMPLE: Final = f"{DRIVER}://user:password@host/name"


class BadDatabase(Exception):
    """A database URL that can not be used; says why without repeating it, for it may hold a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """`file` is the SQLite database, used when `url` is "". Raises BadDatabase for a URL that is not PostgreSQL's."""

    file: Path
    url: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.url:
            parsed_url(self.url)

    @property
    def is_postgresql(self) -> bool:
        return bool(self.url)

    def __str__(self) -> str:
        """For people: the password is not shown."""
        return parsed_url(self.url).render_as_string(hide_password=True) if self.url else str(self.file)


def in_folder(data: Path, url: str = "") -> Database:
    """The database of a data folder; `url` names a PostgreSQL one instead."""
    return Database(file=data / FILE, url=url)


def parsed_url(url: str) -> URL:
    """The parts of a PostgreSQL URL, for psycopg. Raises BadDatabase."""
    try:
        found = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise BadDatabase(f"is not a database URL; expected one like {EXAMPLE}") from error
    if found.drivername not in ("postgresql", DRIVER):
        raise BadDatabase(f"names the driver {found.drivername!r}; expected {EXAMPLE}")
    if not found.database:
        raise BadDatabase(f"names no database; expected {EXAMPLE}")
    return found.set(drivername=DRIVER)
