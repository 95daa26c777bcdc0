"""Measures whole HTTP order intake against real centre processes: validation, allocation, commit, answer.

    python tests/bench/intake.py [--json] [--orders 600] [--runs 3] [--clients 8] [--skus 2000] [--engine sqlite]
                                 [--rows 1000,10000,100000,1000000]

Orders of one to four lines, with address, telephone, mail, tax and payment, over HTTP with a channel's key; on SQLite
and on a private PostgreSQL that flushes. Prints what it does on stderr and one JSON object as its last line on stdout.
Figures are medians of the runs; `per_s` and `p99_ms` are SQLite's, `cpu_ms` is what an order costs the API process.
`limit_per_s` is what plain sqlite3, `postgres_limit_per_s` what plain psycopg commits on the same disk in the same
run, one flushed insert at a time.

`curve` is [[rows, sqlite_per_s, postgres_per_s, p99_ms, rss_mb], ...]: the same load with 100,000 SKUs and so many
orders of years behind it, and the memory of the API process once the desk's and the API's pages were looked at too.
A million takes minutes to make, so only `--rows` asks for it; `--rows ""` leaves the curve out.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.load.centres import BenchCentre, served, set_up
from tests.bench.load.curve import Load, Point, Table, points, tables
from tests.bench.load.orders import request, requests
from tests.bench.load.seeding.growing import GROWING
from tests.bench.load.senders import send
from tests.postgres_cluster import DURABLE, Cluster, cluster

HOT_STOCK, HOT_ATTEMPTS, HOT_CLIENTS = 50, 300, 16
ACCEPTED = b'"status":"accepted"'
COMMITS = 300
CURVE_SKUS = 100_000


def raw_sqlite(folder: Path) -> float:
    """Commits/s of plain sqlite3: WAL, synchronous=FULL, one 1 KB insert each."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS plain (id INTEGER PRIMARY KEY, body TEXT)")
    started = time.perf_counter()
    for _ in range(COMMITS):
        connection.execute("INSERT INTO plain (body) VALUES (?)", ("x" * 1024,))
    took = time.perf_counter() - started
    connection.close()
    return COMMITS / took


def raw_postgres(connection: psycopg.Connection[Any]) -> float:
    """Commits/s of plain psycopg, one 1 KB insert each."""
    connection.execute("CREATE TABLE IF NOT EXISTS plain (id BIGSERIAL PRIMARY KEY, body TEXT)")
    started = time.perf_counter()
    for _ in range(COMMITS):
        connection.execute("INSERT INTO plain (body) VALUES (%s)", ("x" * 1024,))
    return COMMITS / (time.perf_counter() - started)


def limit(centre: BenchCentre, postgres: Cluster | None) -> float:
    if postgres is None:
        return raw_sqlite(centre.data)
    connection = postgres.connect()
    try:
        return raw_postgres(connection)
    finally:
        connection.close()


def measure(centre: BenchCentre, options: argparse.Namespace, postgres: Cluster | None = None) -> dict[str, float]:
    """Figures of one engine."""
    chance = random.Random(7)  # noqa: S311  the same orders every time
    runs: list[tuple[float, float, float, float]] = []
    with served(centre) as (server,):
        send([server.port], requests(centre.key, "warm", 100, options.skus, chance), 2)
        for run in range(options.runs):
            waiting = requests(centre.key, f"r{run}", options.orders, options.skus, chance)
            raw, before = limit(centre, postgres), server.cpu_s()
            sent = send([server.port], waiting, options.clients)
            cpu_ms = (server.cpu_s() - before) / options.orders * 1000
            runs.append((sent.per_s, sent.percentile_ms(0.99), cpu_ms, raw))
            print(
                f"{'postgresql' if postgres else 'sqlite'} run {run + 1}: {sent.per_s:.0f}/s, "
                f"p99 {runs[-1][1]:.1f} ms, {cpu_ms:.2f} ms of processor an order, raw {raw:.0f}/s",
                file=sys.stderr,
            )
        hot = [request(centre.key, f"hot-{n}", [("HOT", 1)], chance) for n in range(HOT_ATTEMPTS)]
        sold = send([server.port], hot, HOT_CLIENTS, (ACCEPTED,)).counted[ACCEPTED]
        rss_mb = server.rss_mb()
    per_s, p99_ms, cpu_ms, raw = (round(statistics.median(values), 2) for values in zip(*runs, strict=True))
    found = {"per_s": per_s, "p99_ms": p99_ms, "cpu_ms": cpu_ms, "limit_per_s": raw}
    return {**found, "hot_sold": sold, "rss_mb": round(rss_mb, 1), "drift": centre.drift()}


def both(options: argparse.Namespace) -> dict[str, float]:
    """Figures of both engines; PostgreSQL's begin with its name."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        if options.engine != "postgresql":
            found |= measure(set_up(Path(folder) / "sqlite", "", options.skus, HOT_STOCK), options)
            found["sqlite_per_s"] = found["per_s"]
        if options.engine != "sqlite":
            with cluster(DURABLE) as postgres:
                centre = set_up(Path(folder) / "postgres", postgres.empty(), options.skus, HOT_STOCK)
                found |= {f"postgres_{name}": value for name, value in measure(centre, options, postgres).items()}
    return found


def curve(options: argparse.Namespace) -> dict[str, Table]:
    """How intake stands at each size."""
    sizes = [int(size) for size in options.rows.split(",") if size]
    load = Load(options.orders, CURVE_SKUS, options.clients)
    lines: dict[str, list[Point]] = {"sqlite": [], "postgresql": []}
    with tempfile.TemporaryDirectory() as folder:
        if sizes and options.engine != "postgresql":
            lines["sqlite"] = points(Path(folder) / "sqlite", "", sizes, load)
        if sizes and options.engine != "sqlite":
            with cluster(GROWING) as postgres:
                lines["postgresql"] = points(Path(folder) / "postgres", postgres.empty(), sizes, load)
    return tables(lines["sqlite"], lines["postgresql"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="taken for uniformity; the last line always is JSON")
    parser.add_argument("--orders", type=int, default=600)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--skus", type=int, default=2000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--rows", default="1000,10000", help="sizes of the curve")
    options = parser.parse_args()
    found = both(options)
    same = {name: getattr(options, name) for name in ("orders", "runs", "clients", "skus")}
    hot = {"hot_stock": HOT_STOCK, "hot_attempts": HOT_ATTEMPTS, "hot_clients": HOT_CLIENTS}
    figures = {**found, **same, **hot, **curve(options), "load_average": round(os.getloadavg()[0], 2)}
    ratios = {
        f"{start}of_limit": round(found[f"{start}per_s"] / found[f"{start}limit_per_s"], 4)
        for start in ("", "postgres_")
        if f"{start}per_s" in found
    }
    print(json.dumps({"bench": "intake", "figures": figures, "ratios": ratios}))
    exact = all(value == HOT_STOCK for name, value in found.items() if name.endswith("hot_sold"))
    return 0 if exact and not any(value for name, value in found.items() if name.endswith("drift")) else 1


if __name__ == "__main__":
    sys.exit(main())
