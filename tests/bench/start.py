"""Process start to first frame of the whole station, beside a bare PySide6 window in the same run; memory, idle load.

    python tests/bench/start.py [--json] [--runs 7] [--idle-s 60]

The two processes take turns; `warm_ms` and `bare_ms` are medians. `memory_mib` is the proportional set size (PSS) and
`idle_cpu_percent` the processor time of the idle station over `--idle-s` seconds. Last line: one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.main.assembly import open_store
from app.station.storage import Identity

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = Path(__file__).resolve().parent / "start_processes"
DEADLINE_S = 60.0
SETTLE_S = 5.0
TOML = """[station]
name = "ST-4"
site = "MAIN"
centre = "http://127.0.0.1:9"
pictures = "{pictures}"
[screen]
size = "1280x800"
sounds = false
"""


def enrol(folder: Path) -> Path:
    """A station with an identity and an empty journal; its centre does not answer. Returns its station.toml."""
    config = folder / "station.toml"
    config.write_text(TOML.format(pictures=(ROOT / "resources/demo/pictures").as_posix()), encoding="utf-8")
    store = open_store(folder / "data")
    store.enrol(
        Identity(
            station_id="01890a5d-ac96-774b-bcce-b302099a8057",
            epoch=1,
            site="MAIN",
            server_epoch="lineage",
            station="ST-4",
            key=bytes(32),
            centre_url="http://127.0.0.1:9",
        )
    )
    store.close()
    return config


def surroundings() -> dict[str, str]:
    """The same for both: the display of the runner or Qt's offscreen platform, the software renderer, no idle wait."""
    platform = "xcb" if os.environ.get("DISPLAY") else "offscreen"
    chosen = {"QT_QUICK_BACKEND": "software", "QT_QPA_UPDATE_IDLE_TIME": "0", "QT_QPA_PLATFORM": platform}
    return {**os.environ, **chosen, "PYTHONPATH": str(ROOT)}


@contextmanager
def started(*command: str) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """A process and the milliseconds from its start to its first frame; ended afterwards."""
    begun = time.monotonic_ns()
    process = subprocess.Popen((sys.executable, *command), stdout=subprocess.PIPE, env=surroundings(), cwd=ROOT)
    assert process.stdout is not None
    try:
        if not select.select([process.stdout], [], [], DEADLINE_S)[0]:
            raise TimeoutError(f"no frame of {command[0]} in {DEADLINE_S:.0f} s")
        said = process.stdout.readline()
        if not said.strip():
            raise RuntimeError(f"{command[0]} ended before its first frame")
        yield process, (int(said) - begun) / 1e6
    finally:
        process.terminate()
        process.wait(DEADLINE_S)
        process.stdout.close()


def once(*command: str) -> float:
    with started(*command) as (_, milliseconds):
        return milliseconds


def rest(process: psutil.Process, idle_s: float) -> tuple[float, float]:
    """MiB of PSS after the screens are built, and per cent of one processor over `idle_s` seconds."""
    wait_alive(process, SETTLE_S)
    before, begun = process.cpu_times(), time.monotonic()
    wait_alive(process, idle_s)
    after, took = process.cpu_times(), time.monotonic() - begun
    busy = (after.user - before.user) + (after.system - before.system)
    return process.memory_full_info().pss / 2**20, 100 * busy / took


def wait_alive(process: psutil.Process, seconds: float) -> None:
    """Raises RuntimeError if the process ends within that time."""
    try:
        process.wait(seconds)
    except psutil.TimeoutExpired:
        return
    raise RuntimeError("the station ended while it was being measured")


def measure(runs: int, idle_s: float) -> dict[str, object]:
    """The figures, with the keys of the measurement's contract."""
    with tempfile.TemporaryDirectory() as scratch:
        station = (str(PROCESSES / "station.py"), str(enrol(Path(scratch))))
        bare = (str(PROCESSES / "bare.py"),)
        once(*bare)
        cold = once(*station)
        pairs = [(once(*station), once(*bare)) for _ in range(runs)]
        with started(*station) as (process, _):
            memory, idle = rest(psutil.Process(process.pid), idle_s)
    warm = statistics.median(pair[0] for pair in pairs)
    peer = statistics.median(pair[1] for pair in pairs)
    figures = {
        "warm_ms": round(warm, 1),
        "bare_ms": round(peer, 1),
        "first_ms": round(cold, 1),
        "memory_mib": round(memory, 1),
        "idle_cpu_percent": round(idle, 3),
        "runs": runs,
        "platform": surroundings()["QT_QPA_PLATFORM"],
    }
    return {"bench": "start", "figures": figures, "ratios": {"over_bare": round(warm / peer, 2)}}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="only the last line")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--idle-s", type=float, default=60.0)
    given = parser.parse_args(arguments)
    if not given.json:
        print(f"starting each process {given.runs + 1} times, then {given.idle_s:.0f} s of rest", file=sys.stderr)
    print(json.dumps(measure(given.runs, given.idle_s)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
