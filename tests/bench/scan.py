"""Last byte of a 13-digit scan -> committed -> frame swapped with the line marked, the whole application running.

    python tests/bench/scan.py [--json] [--scans 220] [--folder WHERE]

The station is the real command, `python -m app.main station run`, beside a real centre process and simulated devices:
a scanner on a pty, two printers on TCP. One order asks for many of one product; each unit is scanned singly at the
bench, at a packer's pace. A scan begins when this bench has read the clock and is about to write its bytes, all in one
piece, to the pty, and ends with the swapped frame that answers it (`--frames`, the same system-wide monotonic clock);
the next picture written by the station must show one unit more on the line. `read_p50_ms` of it pass before the
station has the bytes. In the same run: `commit_ms`, the median of a synchronous=FULL insert by raw sqlite3 on the same
disk, and `frame_ms`, from a changed word in a bare window to its frame.
Last line: one JSON object.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.domain.barcodes import encode_command
from app.main import places
from app.main.demo.packer import CODE_128, EAN, Packer, Scan
from app.main.demo.stage import Stage, load_warehouse, set_up
from app.station.view.bench_view import BenchView
from tests.bench.station_child import DEADLINE_S, ROOT, StationChild, station_running, surroundings

SKU, CASE, CASE_UNITS, LOCATION = "HT-BLK-M", "19501101010144", 12, "A-01-2"
WARM_UP = 12
POLL_S = 0.002
PACES_S = (0.12, 0.19, 0.15, 0.23, 0.17, 0.13, 0.21)
BARE_FRAMES = Path(__file__).resolve().parent / "start_processes" / "frames.py"


def rows(name: str) -> list[dict[str, str]]:
    with (places.resources() / "demo" / name).open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def write_rows(file: Path, found: Sequence[dict[str, str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, fieldnames=list(found[0]))
        writer.writeheader()
        writer.writerows(found)
    return file


def loading(folder: Path, units: int) -> Callable[[Path], str]:
    """Fill the centre with the demo warehouse, plenty of one product, and one order for `units` of it."""
    folder.mkdir(parents=True)
    stock = write_rows(folder / "counts.csv", [{"location": LOCATION, "sku": SKU, "quantity": str(2 * units)}])
    plain = next(row for row in rows("orders_export.csv") if row["Financial Status"] == "paid" and row["Shipping Zip"])
    order = {**plain, "Lineitem quantity": str(units), "Lineitem sku": SKU, "Lineitem name": "Heavy tee - black / M"}
    orders = write_rows(folder / "orders.csv", [order])
    return lambda centre: load_warehouse(centre, stock, orders)


@dataclass(slots=True)
class Bench:
    """The hand with the scanner, and what can be seen of the station from outside."""

    stage: Stage
    child: StationChild
    packer: Packer
    view: BenchView | None = None
    took_ns: list[int] = field(default_factory=list)
    read_ns: list[int] = field(default_factory=list)

    def look(self) -> bool:
        """Read every picture the station has written since; False if there is none."""
        lines = self.child.lines(self.child.trace)
        for line in lines:
            self.view = msgspec.json.decode(line, type=BenchView)
        return bool(lines)

    def scan(self, code: str, aim: str) -> int:
        """Pull the trigger; the clock just before its bytes are written."""
        data = (aim + code).encode("latin-1")
        begun = time.monotonic_ns()
        self.stage.scanner.type_code(data)
        return begun

    def answered(self, code: str, aim: str) -> tuple[int, int, int]:
        """Begun, read by the station, and frame swapped, of one scan; then its picture has been read as well."""
        at = self.view.event if self.view else -1
        lines: list[bytes] = []
        begun = self.scan(code, aim)

        def both() -> bool:
            lines.extend(line for line in self.child.lines(self.child.frames) if not line.startswith(b"0 "))
            self.look()
            return bool(lines) and self.view is not None and self.view.event > at

        self.child.wait_for(f"answer to {code}", both, POLL_S)
        if len(lines) != 1:
            raise RuntimeError(f"one scan, {len(lines)} frames that answer one")
        read, swapped = (int(part) for part in lines[0].split())
        return begun, read, swapped

    def packed(self) -> int:
        """Units on the one line of the order; -1 when something else is on the screen."""
        view = self.view
        return view.pack.lines[0].done if view and view.pack and view.pack.lines and not view.refusal else -1

    def walk(self) -> None:
        """Sign in, take the job, pick it by the case, bring the tote: up to the first unit at the bench."""
        while not (self.view and self.view.pack and self.view.pack.phase == "items"):
            move = self.packer.move(self.view) if self.view else None
            if move is None:
                self.child.wait_for("next picture", self.look, POLL_S)
            elif isinstance(move, Scan):
                self.answered(*((CASE, EAN) if self._by_the_case() else (move.code, move.aim)))
            else:
                self.answered(encode_command(move.command), CODE_128)

    def _by_the_case(self) -> bool:
        pick = self.view.pick if self.view and not self.view.refusal else None
        return bool(pick and pick.phase == "item" and pick.left >= CASE_UNITS)

    def measure(self, scans: int) -> None:
        """Every unit at a packer's pace; a scan that does not mark one unit more on the line ends the bench."""
        pace, pause = itertools.cycle(PACES_S), threading.Event()
        for number in range(WARM_UP + scans):
            begun, read, swapped = self.answered(self.packer.codes[SKU], EAN)
            if self.packed() != number + 1:
                raise RuntimeError(f"scan {number + 1} shows {self.packed()} units on the line: {self.view}")
            if number >= WARM_UP:
                self.took_ns.append(swapped - begun)
                self.read_ns.append(read - begun)
            pause.wait(next(pace))


def bench_of(stage: Stage, child: StationChild) -> Bench:
    codes = {row["Variant SKU"]: row["Variant Barcode"] for row in rows("products_export.csv") if row["Variant SKU"]}
    totes = [row["code"] for row in rows("totes.csv")]
    return Bench(stage, child, Packer(rows("packers.csv")[0]["badge"], codes, totes, labels=list))


def commit_ms(folder: Path, count: int = 200) -> float:
    """The disk's own limit: the median of one raw sqlite3 insert of 600 bytes, WAL and synchronous=FULL."""
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    try:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("CREATE TABLE queue (seq INTEGER PRIMARY KEY, envelope BLOB NOT NULL)")
        took = []
        for _ in range(count):
            begun = time.monotonic_ns()
            raw.execute("INSERT INTO queue (envelope) VALUES (?)", (os.urandom(600),))
            took.append(time.monotonic_ns() - begun)
        return statistics.median(took) / 1e6
    finally:
        raw.close()


def frame_ms() -> float:
    """The toolkit's own limit: see start_processes/frames.py."""
    done = subprocess.run(
        (sys.executable, str(BARE_FRAMES)), stdout=subprocess.PIPE, env=surroundings(), cwd=ROOT, timeout=DEADLINE_S,
        check=True,
    )  # fmt: skip
    return int(done.stdout) / 1e6


def percentile(values: Sequence[int], part: float) -> float:
    """In milliseconds; the nearest rank."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(part * len(ordered)))] / 1e6, 2)


def run(folder: Path, scans: int) -> dict[str, object]:
    units = WARM_UP + scans + CASE_UNITS
    units += -units % CASE_UNITS
    with set_up(folder / "stage", None, "1280x800", 13.3, loading(folder / "files", units)) as stage:
        with station_running(folder / "stage" / "station.toml", folder / "station", traced=True) as child:
            bench = bench_of(stage, child)
            bench.walk()
            bench.measure(scans)
        limits = {"commit_ms": round(commit_ms(folder), 2), "frame_ms": round(frame_ms(), 2)}
    took = bench.took_ns
    figures = {
        "p50_ms": percentile(took, 0.50),
        "p95_ms": percentile(took, 0.95),
        "p99_ms": percentile(took, 0.99),
        "max_ms": percentile(took, 1.0),
        "n": len(took),
        "read_p50_ms": percentile(bench.read_ns, 0.50),
        **limits,
        "platform": surroundings()["QT_QPA_PLATFORM"],
        "renderer": "software",
        "load_average": round(os.getloadavg()[0], 2),
    }
    over = round(percentile(took, 0.50) / (limits["commit_ms"] + limits["frame_ms"]), 2)
    return {"bench": "scan", "figures": figures, "ratios": {"over_limits": over}}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="only the last line")
    parser.add_argument("--scans", type=int, default=220)
    parser.add_argument("--folder", type=Path, default=Path.cwd(), help="the disk to measure on (default: here)")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=given.folder, prefix=".scan-") as scratch:
        print(json.dumps(run(Path(scratch), given.scans)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
