"""Process start to first frame of the whole station, beside a bare PySide6 window in the same run; memory, idle load.

    python tests/bench/start.py [--json] [--runs 7] [--idle-s 60]

The station is the real command, `python -m app.main station run`, with the demo's centre and simulated devices beside
it; it writes its frame times on the clock that this bench reads before it starts the process. The two take turns.
`warm_ms` (first frame), `ready_ms` (first frame with the bench on it) and `bare_ms` are medians; `first_ms` is the very
first start on this data folder. `memory_mib` is the proportional set size (PSS) once all screens are built, and
`idle_cpu_percent` the processor time of the idle, signed-out station over `--idle-s` seconds.
Last line: one JSON object.
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
from collections.abc import Sequence
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.main.demo.stage import set_up
from tests.bench.station_child import DEADLINE_S, ROOT, StationChild, station_running, surroundings

BARE = Path(__file__).resolve().parent / "start_processes" / "bare.py"
SETTLE_S = 5.0


def start_of_station(config: Path, folder: Path) -> tuple[float, float]:
    """Milliseconds from process start to the first frame, and to the first frame with the bench on it."""
    with station_running(config, folder) as child:
        return both_frames(child)


def both_frames(child: StationChild) -> tuple[float, float]:
    swapped: list[int] = []

    def two() -> bool:
        swapped.extend(int(line.split()[1]) for line in child.lines(child.frames))
        return len(swapped) >= 2

    child.wait_for("frame with the bench", two)
    return (swapped[0] - child.begun_ns) / 1e6, (swapped[1] - child.begun_ns) / 1e6


def start_of_bare() -> float:
    """Milliseconds from process start to the first frame of a bare window."""
    begun = time.monotonic_ns()
    process = subprocess.Popen((sys.executable, str(BARE)), stdout=subprocess.PIPE, env=surroundings(), cwd=ROOT)
    assert process.stdout is not None
    try:
        if not select.select([process.stdout], [], [], DEADLINE_S)[0]:
            raise TimeoutError(f"no frame of the bare window in {DEADLINE_S:.0f} s")
        said = process.stdout.readline()
        if not said.strip():
            raise RuntimeError("the bare window ended before its first frame")
        return (int(said) - begun) / 1e6
    finally:
        process.terminate()
        process.wait(DEADLINE_S)
        process.stdout.close()


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
        folder = Path(scratch)
        with set_up(folder / "stage", None, "1280x800", 13.3):
            config = folder / "stage" / "station.toml"
            start_of_bare()
            cold, _ = start_of_station(config, folder / "cold")
            stations, bares = [], []
            for run in range(runs):
                stations.append(start_of_station(config, folder / f"run-{run}"))
                bares.append(start_of_bare())
            with station_running(config, folder / "rest") as child:
                both_frames(child)
                memory, idle = rest(psutil.Process(child.process.pid), idle_s)
    warm = statistics.median(first for first, _ in stations)
    peer = statistics.median(bares)
    figures = {
        "warm_ms": round(warm, 1),
        "ready_ms": round(statistics.median(ready for _, ready in stations), 1),
        "bare_ms": round(peer, 1),
        "first_ms": round(cold, 1),
        "memory_mib": round(memory, 1),
        "idle_cpu_percent": round(idle, 3),
        "runs": runs,
        "idle_s": idle_s,
        "platform": surroundings()["QT_QPA_PLATFORM"],
        "load_average": round(os.getloadavg()[0], 2),
    }
    return {"bench": "start", "figures": figures, "ratios": {"over_bare": round(warm / peer, 2)}}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
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
