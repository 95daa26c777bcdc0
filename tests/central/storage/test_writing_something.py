"""What readiness asks of a disk is a real write, on both engines, that changes nothing."""

from __future__ import annotations

from sqlalchemy import text

from app.central.centre import Centre
from app.central.operating.standing import write_nothing
from tests.central.house import House


def log(centre: Centre) -> object:
    """The log of SQLite as it is, or the place where that of PostgreSQL ends."""
    if not centre.database.is_postgresql:
        file = centre.database.file
        return file.with_name(f"{file.name}-wal").read_bytes()
    with centre.read() as work:
        return work.connection.execute(text("SELECT pg_current_wal_insert_lsn()")).scalar_one()


def history(centre: Centre) -> tuple[object, ...]:
    with centre.read() as work:
        return tuple(work.connection.execute(text("SELECT * FROM lineage")).one())


def test_something_is_written_and_nothing_is_changed(house: House) -> None:
    before, written = history(house.centre), log(house.centre)
    house.centre.do(write_nothing)
    assert log(house.centre) != written
    assert history(house.centre) == before
