"""Background work of a site is one process's at a time, and the next one's when that one is gone; both engines."""

from __future__ import annotations

from pathlib import Path

from tests.central.house import open_again, open_house


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


def test_the_writer_tells_of_every_group(tmp_path: Path, database: str) -> None:
    house = open_house(tmp_path, database)
    told: list[int] = []
    house.centre.watch(lambda group: told.append(group.size))
    house.stock({"TEE-M": {"A-1": 5}})
    assert house.centre.pulse.alive
    house.centre.close()
    assert sum(told) >= 3
    assert not house.centre.pulse.alive
