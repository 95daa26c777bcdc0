"""The last units of one product, sold by several API processes on one PostgreSQL at once.

    python tests/bench/hot.py [--json] [--processes 4] [--clients 16]

50 in stock, 300 attempts. Last line: one JSON object; exactly 50 are sold, and counter and ledger agree, or it fails.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.load.centres import served, set_up
from tests.bench.load.orders import request
from tests.bench.load.senders import send
from tests.postgres_cluster import DURABLE, cluster

STOCK, ATTEMPTS = 50, 300
ACCEPTED = b'"status":"accepted"'


def measure(processes: int, clients: int) -> dict[str, float]:
    chance = random.Random(7)  # noqa: S311  the same orders every time
    with tempfile.TemporaryDirectory() as folder, cluster(DURABLE) as postgres:
        centre = set_up(Path(folder) / "centre", postgres.empty(), 50, STOCK)
        requests = [request(centre.key, f"hot-{n}", [("HOT", 1)], chance) for n in range(ATTEMPTS)]
        with served(centre, processes) as running:
            sent = send([one.port for one in running], requests, clients, (ACCEPTED,))
        return {
            "processes": processes,
            "clients": clients,
            "stock": STOCK,
            "attempts": len(sent.latencies),
            "sold": sent.counted[ACCEPTED],
            "drift": centre.drift(),
            "per_s": round(sent.per_s, 1),
            "p99_ms": round(sent.percentile_ms(0.99), 1),
            "load_average": round(os.getloadavg()[0], 2),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="taken for uniformity; the last line always is JSON")
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--clients", type=int, default=16)
    given = parser.parse_args()
    figures = measure(given.processes, given.clients)
    print(json.dumps({"bench": "hot", "figures": figures}))
    return 0 if figures["sold"] == STOCK and figures["drift"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
