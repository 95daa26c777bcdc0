"""Committed commands a second through the real unit of work, beside raw sqlite3 flushing the same bytes.

Both sides write WAL with synchronous=FULL, take turns commit by commit on the same disk, and move their WAL into the
database after every round; medians of the rounds. Last line: one JSON object.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain.facts import ItemPacked
from app.station.storage import Draft, Identity, Store
from sync.station.seal import seal

ROUNDS = 9
PER_ROUND = 200
WARM_UP = 50


@dataclass(frozen=True, slots=True)
class PackedLineState:
    line_id: str
    sku: str
    wanted: int
    packed: int


@dataclass(frozen=True, slots=True)
class PackSessionState:
    """About what a bench keeps of an open pack session: rewritten with every scan."""

    session_id: str
    order_id: str
    tote: str
    lines: tuple[PackedLineState, ...]
    event: int


class Sealer:
    """The real seal; `last` holds the bytes that the raw side must write too."""

    def __init__(self) -> None:
        self.last = b""

    def __call__(self, draft: Draft) -> bytes:
        self.last = seal(draft)
        return self.last


def open_store(folder: Path, sealer: Sealer) -> Store:
    ids = itertools.count(1)
    store = Store.open(
        folder,
        seal=sealer,
        now=lambda: datetime.now(UTC),  # noqa: TID251 - a bench measures the real thing, clock included
        new_id=lambda: f"01890a5d-ac96-774b-bcce-{next(ids):012d}",
        mono_ms=lambda: time.monotonic_ns() // 1_000_000,
        boot_id="0d3c41f2-8f8f-4a8e-9a3c-0f8a3b1c7a55",
    )
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
    return store


def pack(store: Store, number: int) -> None:
    """One scan as a verb commits it: the session as it is now, and the fact, in one transaction."""
    body = ItemPacked(
        session_id="session-1",
        order_id="01890a5d-ac96-774b-bcce-b302099a8057",
        line_id="line-1",
        sku="TEE-NAVY-M",
        quantity=1,
        barcode="09506000134352",
    )
    lines = tuple(PackedLineState(f"line-{n}", f"TEE-NAVY-{n}", 3, number % 3) for n in range(4))
    with store.begin() as work:
        work.put("session-1", PackSessionState("session-1", body.order_id, "T-07", lines, number))
        work.record(body, actor="packer-7", order_id=body.order_id, fence=3)


def open_raw(folder: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    for setting in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=0"):
        raw.execute(f"PRAGMA {setting}")
    raw.execute("CREATE TABLE queue (seq INTEGER PRIMARY KEY, envelope BLOB NOT NULL)")
    return raw


def push(raw: sqlite3.Connection, envelope: bytes) -> None:
    raw.execute("INSERT INTO queue (envelope) VALUES (?)", (envelope,))


def one_round(store: Store, raw: sqlite3.Connection, sealer: Sealer, count: int) -> tuple[float, float]:
    """(ours, raw) commits a second; the two take turns commit by commit, so that a slow disk hits both."""
    ours = plain = 0.0
    for number in range(count):
        started = time.perf_counter()
        pack(store, number)
        between = time.perf_counter()
        push(raw, sealer.last)
        plain += time.perf_counter() - between
        ours += between - started
    store.checkpoint()
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return count / ours, count / plain


def measure(folder: Path) -> tuple[list[tuple[float, float]], int]:
    sealer = Sealer()
    store, raw = open_store(folder, sealer), open_raw(folder)
    try:
        one_round(store, raw, sealer, WARM_UP)
        return [one_round(store, raw, sealer, PER_ROUND) for _ in range(ROUNDS)], len(sealer.last)
    finally:
        raw.close()
        store.close()


def main() -> None:
    where = Path(sys.argv[1]) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else Path.cwd()
    with tempfile.TemporaryDirectory(dir=where, prefix=".enqueue-") as folder:
        rounds, size = measure(Path(folder))
    per_s = statistics.median(ours for ours, _raw in rounds)
    raw_per_s = statistics.median(raw for _ours, raw in rounds)
    of_raw = statistics.median(ours / raw for ours, raw in rounds)
    print(f"{per_s:.0f} commands/s of {size} bytes; raw sqlite3 {raw_per_s:.0f}/s; {of_raw:.2f} of raw")
    figures = {
        "per_s": round(per_s, 1),
        "raw_per_s": round(raw_per_s, 1),
        "envelope_bytes": size,
        "n": ROUNDS * PER_ROUND,
        "sqlite": sqlite3.sqlite_version,
    }
    print(json.dumps({"bench": "enqueue", "figures": figures, "ratios": {"of_raw": round(of_raw, 3)}}))


if __name__ == "__main__":
    main()
