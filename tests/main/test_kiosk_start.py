"""The kiosk's process from its start: what stops it is said on stderr, what came early is kept, a signal ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.main.assembly import open_store
from app.main.starting import Inbox, Input
from app.station.storage import Identity
from app.station.view.bench_view import Pressed
from tests.waiting import wait_until

TOML = """[station]
name = "ST-9"
site = "MAIN"
centre = "http://127.0.0.1:9"
[screen]
size = "640x480"
sounds = false
"""
IDENTITY = Identity(
    station_id="01890a5d-ac96-774b-bcce-b302099a8057",
    epoch=1,
    site="MAIN",
    server_epoch="lineage",
    station="ST-9",
    key=bytes(32),
    centre_url="http://127.0.0.1:9",
)


def kiosk(folder: Path, *, said: int = subprocess.PIPE) -> subprocess.Popen[str]:
    """`station run` on Qt's offscreen platform, writing its frame times to folder/frames."""
    (folder / "station.toml").write_text(TOML, encoding="utf-8")
    command = (sys.executable, "-m", "app.main", "station", "run", "--config", str(folder / "station.toml"))
    return subprocess.Popen(
        (*command, "--frames", str(folder / "frames")), stdout=said, stderr=said, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, cwd=Path(__file__).parents[2],
    )  # fmt: skip


def frames(folder: Path) -> int:
    file = folder / "frames"
    return len(file.read_bytes().splitlines()) if file.exists() else 0


def enrol(folder: Path) -> None:
    store = open_store(folder / "data")
    store.enrol(IDENTITY)
    store.close()


def test_a_bench_without_identity_says_so_and_ends(tmp_path: Path) -> None:
    out, err = (process := kiosk(tmp_path)).communicate(timeout=60)
    assert process.returncode == 1
    assert "ST-9 is not enrolled: run `packbench station enrol` first" in err
    assert "Traceback" not in out + err
    assert frames(tmp_path) == 1


def test_a_second_kiosk_on_one_data_folder_says_so_and_ends(tmp_path: Path) -> None:
    enrol(tmp_path)
    store = open_store(tmp_path / "data")
    try:
        _, err = (process := kiosk(tmp_path)).communicate(timeout=60)
    finally:
        store.close()
    assert process.returncode == 1
    assert "Traceback" not in err
    assert err.splitlines()[-1].startswith("packbench station: ")


@pytest.mark.parametrize("shown", [1, 2], ids=["while it starts", "with the bench on the screen"])
def test_a_signal_ends_it_cleanly(tmp_path: Path, shown: int) -> None:
    enrol(tmp_path)
    process = kiosk(tmp_path)
    try:
        wait_until(lambda: frames(tmp_path) >= shown or process.poll() is not None, timeout_s=60)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()
    assert (process.returncode, "Traceback" in err) == (0, False), err
    open_store(tmp_path / "data").close()


def pressed(command: str) -> Pressed:
    return Pressed(command, datetime(2026, 1, 1, tzinfo=UTC), 1)


def test_what_comes_before_the_station_is_handed_on_in_order() -> None:
    inbox, taken = Inbox(), list[Input]()
    for command in ("OK", "NEXT"):
        inbox.post(pressed(command))
    inbox.connect(taken.append)
    inbox.post(pressed("UNDO"))
    assert taken == [pressed("OK"), pressed("NEXT"), pressed("UNDO")]
