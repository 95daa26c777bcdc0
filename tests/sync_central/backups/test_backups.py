"""Backups by the command line: taken while the centre serves, verified, refused where they would harm, and put back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.central.centre import Centre
from app.central.storage.backup.history import SKIPPED
from app.domain import facts
from tests.central.house import SITE, House, new_order, open_again, open_house
from tests.sync_central.api.test_station_api import code_for
from tests.sync_central.commanded import central
from tests.sync_central.serving import serving
from tests.sync_central.wire import SpokenStation


@pytest.fixture
def house(tmp_path: Path, own_database: str) -> Iterator[House]:
    opened = open_house(tmp_path / "centre", own_database)
    opened.stock({"TEE-M": {"A-1": 50}})
    opened.take(new_order("#before", [("TEE-M", 1)]))
    yield opened
    opened.centre.close()


def references(data: Path) -> set[str]:
    centre = open_again(data)
    try:
        with centre.read(SITE) as work:
            found = work.connection.exec_driver_sql("SELECT external_ref FROM sales_order")
            return {str(row[0]) for row in found}
    finally:
        centre.close()


def numbers(data: Path) -> tuple[int, ...]:
    centre = open_again(data)
    try:
        with centre.read(SITE) as work:
            return tuple(work.connection.exec_driver_sql(f"SELECT {', '.join(SKIPPED)} FROM site").one())  # noqa: S608
    finally:
        centre.close()


def test_a_backup_of_an_open_centre_is_put_back_as_a_new_history(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, file = numbers(house.data), tmp_path / "kept"
    assert central(house.data, "backup", file, "--verify") == 0
    assert "no counter drifted" in capsys.readouterr().out
    house.take(new_order("#after", [("TEE-M", 1)]))
    assert central(house.data, "restore", file, "--replace") == 2
    assert "stop the centre first" in capsys.readouterr().err
    house.centre.close()
    assert references(house.data) == {"#before", "#after"}, "a refusal changes nothing"
    assert central(house.data, "restore", file) == 2
    assert "--replace" in capsys.readouterr().err
    assert central(house.data, "restore", file, "--replace") == 0
    assert references(house.data) == {"#before"}
    assert numbers(house.data) == tuple(old + by for old, by in zip(before, SKIPPED.values(), strict=True))
    assert epoch(house.data).startswith("command-")
    assert central(house.data, "audit") == 0


def epoch(data: Path) -> str:
    centre = open_again(data)
    try:
        with centre.read() as work:
            return work.benches.server_epoch()
    finally:
        centre.close()


def test_a_folder_gets_a_name_with_the_moment_and_nothing_is_written_over(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "backups"
    kept.mkdir()
    assert central(house.data, "backup", kept) == 0
    (file,) = kept.iterdir()
    assert file.name.startswith("centre-20260914T060000Z.")
    assert central(house.data, "backup", kept) == 2
    assert "exists" in capsys.readouterr().err
    assert central(house.data, "backup", file, "--verify") == 0
    assert list(kept.iterdir()) == [file]
    assert central(house.data, "backup", tmp_path / "nowhere" / "file") == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_damaged_backup_is_neither_good_nor_put_back(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept"
    assert central(house.data, "backup", file) == 0
    whole = file.read_bytes()
    house.centre.close()
    for damaged in (whole[: len(whole) // 2], b"", b"x" * 100, whole[:64]):
        file.write_bytes(damaged)
        assert central(house.data, "backup", file, "--verify") == 2
        assert central(house.data, "restore", file, "--replace") == 2
        assert capsys.readouterr().err
    assert references(house.data) == {"#before"}


def test_a_drifted_counter_in_a_backup_is_told(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def spoil(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            work.connection.exec_driver_sql("UPDATE stock_level SET on_hand = on_hand + 1")

    house.centre.do(spoil)
    assert central(house.data, "backup", tmp_path / "kept", "--verify") == 1
    assert "on_hand of TEE-M at A-1: counter 51" in capsys.readouterr().out


def test_what_was_acknowledged_after_the_backup_is_asked_for_again_and_counts_once(
    house: House, tmp_path: Path
) -> None:
    file = tmp_path / "kept"
    house.centre.close()
    with serving(house.data, house.database, house.key) as served:
        station = SpokenStation(served.wire, code_for(house.data, "ST-1"), "ST-1")
        sealed = [station.seal(facts.LeaseNumbers(count=10)) for _ in range(4)]
        before = station.verdicts(sealed[0])
        cursor = station.changes().cursor
        assert central(house.data, "backup", file) == 0
        assert station.verdicts(*sealed[1:]).have == 4
    assert central(house.data, "restore", file, "--replace") == 0
    with serving(house.data, house.database, house.key, "again") as served:
        station.wire = served.wire
        assert station.ask("GET", station.target(cursor, server_epoch=before.server_epoch)).status == 410
        told = station.verdicts()
        assert (told.have, told.server_epoch != before.server_epoch) == (1, True)
        assert station.verdicts(*sealed[1:]).have == 4
        assert [row.verdict for row in station.verdicts(*sealed).results] == ["applied"] * 4
        blocks = [json.loads(bytes(row.doc)) for row in station.changes().changes if row.entity == "block"]
    assert sorted(block["first"] for block in blocks) == [0, *(SKIPPED["serial_next"] + n for n in (10, 20, 30))]
