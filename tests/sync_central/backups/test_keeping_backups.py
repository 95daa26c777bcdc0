"""The centre backs itself up while it serves: when due, once, whole or not at all; and says so when it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from app.central.centre import Centre
from app.central.desk.floor.seeing import see_floor
from app.central.operating.keeping_backups import Thinning, kept, make_checked, thin
from app.central.operating.watching_backups import OVERDUE, Overdue, tell_backups, withdraw
from app.central.storage.backup.whole import BackupFailed
from app.central.supply.seeing import list_alerts
from sync.central.operating.backing_up import BackupKeeper, Plan
from sync.central.operating.telling.meters import Meters
from tests.central.house import SITE, START, House, new_order, open_again, open_house
from tests.sync_central.commanded import central
from tests.waiting import wait_until

EVERY = timedelta(hours=6)


@pytest.fixture
def house(tmp_path: Path, database: str) -> Iterator[House]:
    opened = open_house(tmp_path / "centre", database)
    opened.stock({"TEE-M": {"A-1": 500}})
    yield opened
    opened.centre.close()


@contextmanager
def keeping(centre: Centre, folder: Path, thinning: Thinning | None = None) -> Iterator[tuple[BackupKeeper, Meters]]:
    clock = iter(range(1_000_000))
    meters = Meters(centre)
    plan = Plan(folder=folder, every=EVERY, thinning=thinning or Thinning(least=2, days=1))
    keeper = BackupKeeper(centre, plan, meters, lambda: float(next(clock)), look_every_s=0.02)
    keeper.start()
    try:
        yield keeper, meters
    finally:
        keeper.close()


def test_one_is_made_at_once_then_when_it_is_time_and_old_ones_go(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    with keeping(house.centre, folder) as (keeper, meters):
        for number in range(5):
            expected = START + number * EVERY
            wait_until(lambda expected=expected: [one.made_at for one in kept(folder)][:1] == [expected])  # type: ignore[misc]
            wait_until(lambda: keeper.age_s() == 0)
            house.take(new_order(f"#{number}", [("TEE-M", 1)]))
            house.clock.move(EVERY)
        wait_until(lambda: len(kept(folder)) >= 5)
        house.clock.move(timedelta(days=1, hours=1) - EVERY)
        wait_until(lambda: len(kept(folder)) == 2, words="the newest two, since the others are older than a day")
        assert "packbench_backup_overdue 0.0" in meters.text().decode()
    assert {file.name for file in folder.iterdir()} == {one.file.name for one in kept(folder)}


def test_of_two_processes_one_makes_it(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    other = open_again(house.data, now=house.clock)
    try:
        with keeping(house.centre, folder) as (first, _), keeping(other, folder) as (second, _):
            wait_until(lambda: first.age_s() == second.age_s() == 0 and kept(folder))
            house.clock.move(EVERY)
            wait_until(lambda: len(kept(folder)) == 2)
            wait_until(lambda: first.age_s() == second.age_s() == 0)
        assert len(kept(folder)) == 2
    finally:
        other.close()


def test_a_folder_that_can_not_be_written_to_is_told_once_it_is_overdue(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "backups"
    folder.write_text("in the way")
    with keeping(house.centre, folder) as (keeper, meters):
        wait_until(lambda: 'packbench_background_failures_total{step="backup"} 1.0' in meters.text().decode())
        assert not keeper.overdue()
        house.clock.move(2 * EVERY + timedelta(seconds=1))
        wait_until(lambda: any("older than it should be" in one.message for one in caplog.records))
        assert "packbench_backup_overdue 1.0" in meters.text().decode()
        folder.unlink()
        house.clock.move(timedelta(hours=1))
        wait_until(lambda: kept(folder))
        wait_until(lambda: not keeper.overdue())
    told = [one.message for one in caplog.records if "older than it should be" in one.message]
    assert len(told) == 1


def told(house: House, state: str = "") -> list[tuple[str, str]]:
    rows = list_alerts(house.centre, SITE, 9, state, OVERDUE)
    return [(row.state, row.words) for row in rows]


def tasks(house: House) -> list[str]:
    return [one.reason for one in see_floor(house.centre, SITE).needs]


def test_an_overdue_backup_is_an_alert_and_a_task_once_and_both_end_once(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    with keeping(house.centre, folder):
        wait_until(lambda: kept(folder))
    folder.rename(tmp_path / "gone")
    folder.write_text("in the way")
    with keeping(house.centre, folder) as (keeper, _):
        house.clock.move(2 * EVERY + timedelta(seconds=1))
        wait_until(lambda: told(house))
        words = "No good backup was made since 2026-09-14 06:00 UTC, and one is due every 360 min."
        assert told(house) == [("raised", words)]
        assert tasks(house) == [f"{words} See in the log why, and whether the folder has room."]
    with keeping(house.centre, folder) as (keeper, meters):
        wait_until(lambda: failures(meters) == 1)
        assert told(house) == [("raised", words)], "whoever starts knows nothing yet, and ends nothing"
        house.clock.move(3 * EVERY)
        wait_until(lambda: keeper.overdue() and failures(meters) == 2)
        assert told(house) == [("raised", words)], "once"
        folder.unlink()
        (tmp_path / "gone").rename(folder)
        house.clock.move(timedelta(hours=1))
        wait_until(lambda: told(house) == [("recovered", words)])
        wait_until(lambda: tasks(house) == [])
    assert len(kept(folder)) == 2


def failures(meters: Meters) -> float:
    found = [line for line in meters.text().decode().splitlines() if 'failures_total{step="backup"}' in line]
    return float(found[0].split()[-1]) if found else 0.0


def test_whoever_gets_the_turn_ends_what_another_raised(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.write_text("in the way")
    other = open_again(house.data, now=house.clock)
    try:
        with keeping(other, folder):
            house.clock.move(2 * EVERY + timedelta(seconds=1))
            wait_until(lambda: told(house, "raised"))
    finally:
        other.close()
    folder.unlink()
    with keeping(house.centre, folder):
        wait_until(lambda: told(house, "recovered") and not told(house, "raised"))


def test_who_makes_no_backups_any_more_is_not_told_of_any(house: House, tmp_path: Path) -> None:
    tell_backups(house.centre, Overdue(since=START, every=EVERY, ever=True))
    words = "The last good backup is of 2026-09-14 06:00 UTC, and one is due every 360 min."
    tell_backups(house.centre, Overdue(since=START + EVERY, every=EVERY, ever=True))
    assert told(house) == [("raised", words)]
    withdraw(house.centre)
    withdraw(house.centre)
    assert (told(house), tasks(house)) == ([("recovered", words)], [])


def test_given_up_at_any_moment_no_half_file_has_a_name(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "backups"

    def after(looks: int) -> Callable[[], bool]:
        left = iter([False] * looks)
        return lambda: next(left, True)

    for looks in range(3):
        try:
            made = make_checked(house.centre.database, folder, START + timedelta(minutes=looks), after(looks))
        except BackupFailed:
            assert list(folder.iterdir()) == []
            continue
        made.file.unlink()


def test_what_a_power_failure_left_is_cleared_and_never_listed(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in (".unchecked-20260913T000000Z.db", "..unchecked-20260913T000000Z.pgdump.part"):
        (folder / name).write_bytes(b"half")
    (folder / "notes.txt").write_text("somebody's")
    assert kept(folder) == ()
    made = make_checked(house.centre.database, folder, START, lambda: False)
    assert sorted(folder.iterdir()) == sorted([made.file, folder / "notes.txt"])
    with pytest.raises(BackupFailed, match="exists"):
        make_checked(house.centre.database, folder, START, lambda: False)


def test_the_newest_is_never_removed(tmp_path: Path) -> None:
    for day in (1, 2, 3):
        (tmp_path / f"centre-2026010{day}T000000Z.db").write_bytes(b"x")
    assert len(thin(tmp_path, Thinning(least=1, days=0), START)) == 2
    assert [one.file.name for one in kept(tmp_path)] == ["centre-20260103T000000Z.db"]


def test_they_are_listed_and_verified_by_name_and_a_bad_one_is_told(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = house.data
    assert central(data, "backup") == 2
    assert "[backup]" in capsys.readouterr().err
    with (data / "central.toml").open("a") as file:
        file.write('[backup]\nfolder = "kept"\n')
    assert central(data, "backup", "verify") == 2
    assert "holds no backup" in capsys.readouterr().err
    assert central(data, "backup") == 0
    assert central(data, "backup", "list") == 0
    (made,) = kept(data / "kept")
    said = capsys.readouterr().out
    assert (str(made.file) in said, "1 backups" in said) == (True, True)
    assert central(data, "backup", "verify") == 0
    assert "no counter drifted" in capsys.readouterr().out
    made.file.write_bytes(made.file.read_bytes()[: made.size // 2])
    assert central(data, "backup", "verify", made.file) == 2
    assert central(data, "backup", "list", tmp_path / "nowhere") == 0
