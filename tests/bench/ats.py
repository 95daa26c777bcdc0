"""Measures reckoning what channels may sell: all SKUs for all channels, and one SKU, on SQLite and PostgreSQL.

    python tests/bench/ats.py [--json] [--skus 100000] [--channels 5] [--rounds 5]

Prints what it does on stderr and one JSON object as its last line on stdout: `all_s` the median seconds for every SKU
of every channel, `one_ms` the median milliseconds for one, from SQLite; `postgres_all_s`, `postgres_one_ms` likewise.
Every channel has a buffer, one a share; some SKUs have a rule of their own, and some are kits.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import insert

from app.central.centre import Centre
from app.central.intake.channels import add_channel
from app.central.inventory.available import reckon
from app.central.inventory.ruling import set_rule
from app.central.storage.schema.warehouse.goods import kit_component, location, product
from app.central.storage.schema.warehouse.stock import stock_level
from tests.central.house import SITE, open_house
from tests.postgres_cluster import cluster

AT_ONCE = 10_000
BINS = 5000
RULED = 200
KITS = 500


def fill(centre: Centre, skus: int) -> None:
    """Each SKU in one or two places, some of it promised."""
    with centre.begin(SITE) as work:
        places = [
            {"site_id": SITE, "code": f"{'AB'[n % 2]}-{n}", "walk": n, "kind": "pick", "zone": "AB"[n % 2]}
            for n in range(BINS)
        ]
        work.connection.execute(insert(location), places)
    for start in range(0, skus, AT_ONCE):
        some = range(start, min(start + AT_ONCE, skus))
        with centre.begin(SITE) as work:
            work.connection.execute(
                insert(product), [{"site_id": SITE, "sku": f"S-{n:06d}", "name": f"Product {n}"} for n in some]
            )
            work.connection.execute(insert(stock_level), [row for n in some for row in _levels(n)])
    with centre.begin(SITE) as work:
        parts = [
            {"site_id": SITE, "kit_sku": f"S-{n:06d}", "sku": f"S-{skus - 1 - n - part:06d}", "quantity": 1 + part}
            for n in range(KITS)
            for part in range(2)
        ]
        work.connection.execute(insert(kit_component), parts)
        work.connection.exec_driver_sql("ANALYZE")  # as PostgreSQL does by itself some time after so many rows


def _levels(n: int) -> list[dict[str, object]]:
    return [
        {
            "site_id": SITE, "sku": f"S-{n:06d}", "location": f"{'AB'[at % 2]}-{at}", "on_hand": n % 97,
            "allocated": n % 5 if n % 97 > 4 else 0, "version": 1, "published": 1,
        }
        for at in ((n % BINS,) if n % 10 else (n % BINS, (n + 7) % BINS))
    ]  # fmt: skip


def measure(database: str, args: argparse.Namespace) -> tuple[float, float]:
    """(seconds for all, milliseconds for one), medians."""
    with tempfile.TemporaryDirectory() as folder:
        house = open_house(Path(folder) / "centre", database)
        try:
            print(f"filling {args.skus} SKUs ({'PostgreSQL' if database else 'SQLite'})", file=sys.stderr, flush=True)
            house.centre.do(fill, args.skus)
            for n in range(1, args.channels):
                house.centre.do(add_channel, SITE, f"channel-{n}")
                settings = {"buffer": "10%"} if n == 1 else {"buffer": n, "locations": ["zone:A"]}
                house.centre.do(set_rule, SITE, f"channel-{n}", "", settings if n < 3 else {"buffer": n})
            for n in range(RULED):
                house.centre.do(set_rule, SITE, "shop", f"S-{KITS + n:06d}", {"buffer": 1, "quota": 50})
            every = [_all(house.centre, args.skus) for _ in range(args.rounds)]
            single = [_one(house.centre, n % args.skus) for n in range(KITS + RULED, KITS + RULED + 200)]
        finally:
            house.centre.close()
    return round(statistics.median(every), 3), round(statistics.median(single) * 1000, 2)


def _all(centre: Centre, skus: int) -> float:
    began = time.perf_counter()
    with centre.read(SITE) as work:
        found = reckon(work)
    took = time.perf_counter() - began
    assert len(found.skus) == skus, len(found.skus)
    return took


def _one(centre: Centre, n: int) -> float:
    began = time.perf_counter()
    with centre.read(SITE) as work:
        found = reckon(work, [f"S-{n:06d}"])
    took = time.perf_counter() - began
    assert found.units[0]
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="accepted for all benches; JSON always comes last")
    parser.add_argument("--skus", type=int, default=100_000)
    parser.add_argument("--channels", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    all_s, one_ms = measure("", args)
    with cluster() as server:
        postgres_all_s, postgres_one_ms = measure(server.make(), args)
    figures = {"all_s": all_s, "one_ms": one_ms, "postgres_all_s": postgres_all_s, "postgres_one_ms": postgres_one_ms}
    print(json.dumps({**figures, "skus": args.skus, "channels": args.channels}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
