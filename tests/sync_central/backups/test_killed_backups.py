"""The power goes while a backup is made: what is left is never taken for one, the next is good, and sales go on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import bindparam, text

from app.central.backups import read_through
from app.central.operating.keeping_backups import kept
from app.central.storage.backup.whole import BackupFailed, alone_in, half_made
from app.central.storage.database import in_folder
from app.central.storage.schema.ground import Utc
from tests.central.house import SITE, House, open_again, open_house
from tests.sync_central.commanded import central
from tests.sync_central.serving import serving
from tests.sync_central.wire import Served, order

ROOT = Path(__file__).resolve().parents[3]
ROWS, ROW_BYTES = 48, 500_000
TRIES = 8
PATIENCE_S = 120
DELIVERY = """
INSERT INTO delivery (delivery_id, site_id, channel_id, shop, shop_delivery, body_sha256, topic, domain, payload,
 received_at, outcome, detail, tries, settled_at) VALUES (:id, :site, :channel, 'shopify', :id, 'h', 't', 'd', :payload,
 :at, 'failed', '', 1, :at)
"""


@pytest.fixture
def house(tmp_path: Path, own_database: str) -> House:
    """With deliveries nothing can press together: copying them takes a while."""
    made = open_house(tmp_path / "centre", own_database)
    made.stock({"TEE-M": {"A-1": 500}})
    made.centre.do(lambda _: _deliver(made))
    made.centre.close()
    with (made.data / "central.toml").open("a") as file:
        file.write('[backup]\nfolder = "kept"\n')
    return made


def _deliver(house: House) -> None:
    with house.centre.begin(SITE) as work:
        insert = text(DELIVERY).bindparams(bindparam("at", type_=Utc))
        for n in range(ROWS):
            row = {"id": f"d-{n}", "payload": os.urandom(ROW_BYTES), "at": work.now}
            work.connection.execute(insert, {**row, "site": SITE, "channel": house.channel.channel_id})


@pytest.fixture
def served(house: House) -> Iterator[Served]:
    with serving(house.data, house.database, house.key) as running:
        yield running


def command(house: House, *words: str | Path) -> list[str]:
    config = str(house.data / "central.toml")
    return [sys.executable, "-m", "app.main", "central", "--config", config, *map(str, words)]


Said = Callable[..., tuple[int, str]]


@pytest.fixture
def said(house: House, capsys: pytest.CaptureFixture[str]) -> Said:
    """The code and the words of a command, in this process."""

    def run(*words: str | Path) -> tuple[int, str]:
        capsys.readouterr()
        code = central(house.data, *words)
        heard = capsys.readouterr()
        return code, heard.out + heard.err

    return run


def sizes(folder: Path) -> dict[str, int]:
    """Bytes of what is being made in a folder, by name."""
    found = {}
    for file in folder.iterdir() if folder.is_dir() else ():
        if half_made(file):
            try:
                found[file.name] = file.stat().st_size
            except FileNotFoundError:
                continue
    return found


def begun(folder: Path) -> bool:
    return any(name.endswith(".part") for name in sizes(folder))


def grown(folder: Path) -> bool:
    return any(size > ROWS * ROW_BYTES // 3 for name, size in sizes(folder).items() if name.endswith(".part"))


def unchecked(folder: Path) -> bool:
    return any(name.startswith(".unchecked-") for name in sizes(folder))


def killed(house: House, folder: Path, when: Callable[[Path], bool], *words: str | Path) -> None:
    """A backup in a process of its own, killed once `when` is true of the folder; again while it was quicker."""
    pause = threading.Event()
    for _ in range(TRIES):
        running = subprocess.Popen(command(house, "backup", *words), cwd=ROOT, stdout=subprocess.DEVNULL)
        while running.poll() is None and not when(folder):
            pause.wait(0.0005)
        running.kill()
        if running.wait(PATIENCE_S) != 0:
            return
        for one in kept(folder):
            one.file.unlink()
    raise AssertionError(f"the backup was quicker {TRIES} times")


def nothing_half_is_taken(house: House, folder: Path, tmp_path: Path, said: Said) -> None:
    """Neither by the name it has, nor by another it is given, unless it is whole."""
    for one in kept(folder):
        read_through(in_folder(house.data, house.database), one.file)
    for file in folder.iterdir():
        if not half_made(file):
            continue
        code, words = said("restore", file, "--replace")
        assert (code, "half of a backup" in words) == (2, True), words
        copied = tmp_path / "copied"
        shutil.copyfile(file, copied)
        try:
            read_through(in_folder(house.data, house.database), copied)
        except BackupFailed:
            continue
        assert copied.stat().st_size >= ROWS * ROW_BYTES, "readable, so it is whole"


@pytest.mark.parametrize("when", [begun, grown, unchecked], ids=lambda one: one.__name__)
def test_killed_while_it_is_made_in_the_folder_of_the_settings(
    house: House, served: Served, said: Said, tmp_path: Path, when: Callable[[Path], bool]
) -> None:
    folder = house.data / "kept"
    killed(house, folder, when)
    assert served.wire.post_order(order("#1"), "key-1").status == 201
    nothing_half_is_taken(house, folder, tmp_path, said)
    code, words = said("backup", "--verify")
    assert (code, "no counter drifted" in words) == (0, True), words
    assert {file.name for file in folder.iterdir()} == {one.file.name for one in kept(folder)}
    assert said("audit")[0] == 0


def test_killed_while_it_is_made_in_a_folder_or_to_a_file_and_put_back_from_the_next(
    house: House, said: Said, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with serving(house.data, house.database, house.key) as served:
        assert served.wire.post_order(order("#1"), "key-1").status == 201
        killed(house, folder, begun, folder)
        nothing_half_is_taken(house, folder, tmp_path, said)
        killed(house, folder, grown, folder / "mine")
        assert not (folder / "mine").exists()
        nothing_half_is_taken(house, folder, tmp_path, said)
        code, words = said("backup", folder / "mine", "--verify")
        assert (code, "no counter drifted" in words) == (0, True), words
        assert [file.name for file in folder.iterdir()] == ["mine"]
        assert served.wire.post_order(order("#2"), "key-2").status == 201
    code, words = said("restore", folder / "mine", "--replace")
    assert code == 0, words
    centre = open_again(house.data)
    with centre.read(SITE) as work:
        found = work.connection.exec_driver_sql("SELECT external_ref FROM sales_order").scalars().all()
        rows = work.connection.exec_driver_sql("SELECT count(*), sum(length(payload)) FROM delivery").one()
    centre.close()
    assert (list(found), tuple(rows)) == (["#1"], (ROWS, ROWS * ROW_BYTES))


def test_two_backups_into_one_folder_at_once_do_not_disturb_each_other(house: House, said: Said) -> None:
    folder = house.data / "kept"
    folder.mkdir()
    (folder / ".centre-20260913T000000Z.db.part-journal").write_bytes(b"half")
    with alone_in(folder):
        for words in ((), (folder,), (folder / "mine",)):
            code, heard = said("backup", *words)
            assert (code, "another backup is being made into it" in heard) == (2, True), heard
    assert said("backup")[0] == 0
    assert {file.name for file in folder.iterdir()} == {one.file.name for one in kept(folder)}
