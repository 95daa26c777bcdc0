"""Measures releasing accepted orders into cluster pick lists, as the centre does it between requests.

    python tests/bench/release.py [--json] [--orders 10000]

Prints what it does on stderr and one JSON object as its last line on stdout: `seconds` for planning and writing every
list, `lists`, and `longest_ms` anything else would have waited for the thread that writes: on SQLite and, under names
that begin with postgres_, on a private PostgreSQL that flushes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.central.work.release import in_turns, plan_lists, write_lists
from tests.central.house import SITE, House, new_order, open_house
from tests.postgres_cluster import DURABLE, cluster

SKUS = 1000
STOCK = 100_000


def fill(house: House, orders: int) -> None:
    """Accepted orders of one to three lines, a third of them express."""
    chance = random.Random(1)  # noqa: S311  the same orders every time
    skus = [f"SKU-{n}" for n in range(SKUS)]
    house.stock({sku: {f"A-{n}": STOCK} for n, sku in enumerate(skus)})
    for n in range(orders):
        lines = [(chance.choice(skus), chance.randint(1, 3)) for _ in range(chance.randint(1, 3))]
        house.take(new_order(f"#{n}", lines, service=chance.choice(("express", "standard", "standard"))))


def measure(house: House) -> dict[str, float]:
    began = time.perf_counter()
    planned = plan_lists(house.centre, SITE)
    longest, made = 0.0, 0
    for some in in_turns(planned):
        asked = time.perf_counter()
        made += house.centre.do(write_lists, SITE, some)
        longest = max(longest, time.perf_counter() - asked)
    seconds = time.perf_counter() - began
    return {"seconds": round(seconds, 3), "lists": made, "longest_ms": round(longest * 1000, 1)}


def one_engine(orders: int, database: str) -> dict[str, float]:
    """`database` is the URL of a migrated PostgreSQL database, "" SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        house = open_house(Path(folder) / "centre", database)
        try:
            print(f"taking {orders} orders in on {database or 'SQLite'}", file=sys.stderr, flush=True)
            fill(house, orders)
            house.centre.weigh()  # as a centre that serves does within ten seconds
            return measure(house)
        finally:
            house.centre.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="accepted for all benches; JSON always comes last")
    parser.add_argument("--orders", type=int, default=10_000)
    args = parser.parse_args()
    found = one_engine(args.orders, "")
    with cluster(DURABLE) as postgres:
        found |= {f"postgres_{name}": value for name, value in one_engine(args.orders, postgres.make()).items()}
    figures = {**found, "orders": args.orders, "load_average": round(os.getloadavg()[0], 2)}
    print(json.dumps({"bench": "release", "figures": figures}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
