"""PostgreSQL on another timeline is another history: a new epoch, numbers far behind, once among all who notice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.central.centre import Centre
from app.central.storage.backup.history import SKIPPED
from tests.central.house import House, open_again, open_house
from tests.postgres_cluster import Cluster
from tests.sync_central.commanded import central

NUMBERS = f"SELECT server_epoch, {', '.join(SKIPPED)} FROM site, lineage"  # noqa: S608


def numbers(house: House) -> tuple[str, tuple[int, ...]]:
    with house.centre.read() as work:
        epoch, *rest = work.connection.exec_driver_sql(NUMBERS).one()
    return str(epoch), tuple(rest)


def write(centre: Centre, words: str = "") -> None:
    with centre.begin("DO1") as work:
        if words:
            work.connection.exec_driver_sql(words)


@pytest.fixture
def on_postgresql(postgres: Cluster) -> Iterator[str]:
    url = postgres.make()
    yield url
    postgres.drop(url)


def test_another_timeline_begins_a_new_history_once(tmp_path: Path, on_postgresql: str) -> None:
    house = open_house(tmp_path, on_postgresql)
    other = None
    try:
        epoch, before = numbers(house)
        house.centre.do(write)
        house.centre.do(write, "UPDATE lineage SET timeline = timeline + 1")
        assert numbers(house) == (epoch, before), "the session is the same: nothing can have happened in between"
        other = open_again(tmp_path, "other")
        other.do(write)
        new, after = numbers(house)
        assert new != epoch
        assert after == tuple(old + by for old, by in zip(before, SKIPPED.values(), strict=True))
        third = open_again(tmp_path, "third")
        third.do(write)
        third.close()
        assert numbers(house) == (new, after)
    finally:
        house.centre.close()
        if other is not None:
            other.close()


def test_a_timeline_not_known_yet_is_only_written_down(tmp_path: Path, on_postgresql: str) -> None:
    house = open_house(tmp_path, on_postgresql)
    try:
        found = numbers(house)
        house.centre.do(write, "UPDATE lineage SET timeline = 0")
        again = open_again(tmp_path)
        again.do(write)
        again.close()
        assert numbers(house) == found
        with house.centre.read() as work:
            assert work.connection.exec_driver_sql("SELECT timeline FROM lineage").scalar_one() == 1
    finally:
        house.centre.close()


def test_an_operator_begins_one_in_place_while_the_centre_goes_on(
    tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    house = open_house(tmp_path, database)
    try:
        epoch, before = numbers(house)
        assert central(tmp_path, "epoch", "new") == 0
        assert "a new history begins" in capsys.readouterr().out
        new, after = numbers(house)
        assert (new != epoch, after > before) == (True, True)
        house.centre.do(write)
    finally:
        house.centre.close()
