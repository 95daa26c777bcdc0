"""How much there is of everything that may pile up, counted by indexes alone, and whether the database is well."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime

from app.central.centre import Centre
from app.central.storage.migrate import newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`holds`: open ones by (site, reason); `feed`: newest number by site; letters wait since `letters_since`."""

    holds: dict[tuple[str, str], int]
    feed: dict[str, int]
    letters: int
    letters_since: datetime | None
    database_bytes: int


def standing(centre: Centre) -> Standing:
    """One consistent view; from a reading thread."""
    with centre.read() as work:
        letters, since = work.operations.letters()
        return Standing(
            holds=work.operations.holds(),
            feed=work.operations.feed(),
            letters=letters,
            letters_since=since,
            database_bytes=_bytes(centre) or work.operations.database_bytes(),
        )


def schema_words(centre: Centre) -> str:
    """What is wrong with the schema; "" when it is this program's."""
    with centre.read() as work:
        found = work.operations.revision()
    return "" if found == newest() else f"the schema is {found or 'none'}, this program needs {newest()}"


def disk_words(centre: Centre, least_mb: int) -> str:
    """What is wrong with the disk under the SQLite file; "" when there is room, or the database is elsewhere."""
    if centre.database.is_postgresql:
        return ""
    try:
        free_mb = shutil.disk_usage(centre.database.file.parent).free // 1_000_000
    except OSError as error:
        return f"the data folder can not be looked at: {error.strerror}"
    return "" if free_mb >= least_mb else f"{free_mb} MB free, {least_mb} are wanted"


def write_nothing(centre: Centre) -> None:
    """A step that leaves no trace: that it comes back says the writing thread is there and the disk takes commits."""
    with centre.begin("") as work:
        work.operations.write_something()


def _bytes(centre: Centre) -> int:
    """Size of the SQLite file and its log; 0 on PostgreSQL, which is asked itself."""
    if centre.database.is_postgresql:
        return 0
    file = centre.database.file
    both = (file, file.with_name(file.name + "-wal"))
    return sum(one.stat().st_size for one in both if one.exists())
