"""Background work of a site is one process's at a time, and the next one's when that one is gone; both engines."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from app.central.storage.database import Database
from app.central.storage.engines.postgresql import REACHED, open_writer
from app.central.storage.writing.turns import open_turns
from tests.central.house import open_again, open_house
from tests.postgres_cluster import Cluster
from tests.waiting import wait_until


def test_the_turn_is_one_centres_until_it_is_closed(tmp_path: Path, database: str) -> None:
    first = open_house(tmp_path, database).centre
    second = open_again(tmp_path)
    try:
        assert first.my_turn("DO1")
        assert first.my_turn("DO1")
        assert not second.my_turn("DO1")
        first.close()
        assert second.my_turn("DO1")
    finally:
        second.close()


def test_one_that_stands_still_loses_its_turn(tmp_path: Path, postgres: Cluster) -> None:
    url = postgres.make()
    database = Database(file=tmp_path, url=url)
    still, other = open_turns(database, silent_s=1), open_turns(database)
    try:
        assert still.mine("DO1")
        assert not other.mine("DO1")
        wait_until(lambda: other.mine("DO1"), 30, "the turn is taken over")
        assert [still.mine("DO1"), still.mine("DO1")] == [False, False]
        assert other.mine("DO1")
    finally:
        still.close()
        other.close()
        postgres.drop(url)


def test_the_server_looks_whether_our_machine_is_there(tmp_path: Path, postgres: Cluster) -> None:
    """A machine without power hangs up on nobody: the server would keep its sessions and their locks for two hours."""
    url = postgres.make()
    engine = open_writer(Database(file=tmp_path, url=url))
    try:
        with engine.connect() as connection:
            said = {name: connection.execute(text(f"SHOW {name}")).scalar_one() for name in REACHED}
        assert said == {name: str(value) for name, value in REACHED.items()}
    finally:
        engine.dispose()
        postgres.drop(url)


def test_the_writer_tells_of_every_group(tmp_path: Path, database: str) -> None:
    house = open_house(tmp_path, database)
    told: list[int] = []
    house.centre.watch(lambda group: told.append(group.size))
    house.stock({"TEE-M": {"A-1": 5}})
    assert house.centre.pulse.alive
    house.centre.close()
    assert sum(told) >= 3
    assert not house.centre.pulse.alive
