"""Measures how long the desk's pages and the API's take when there are very many orders behind them.

    python tests/bench/pages.py [--json] [--rows 100000] [--skus 100000] [--looks 5] [--engine both]

Whole HTTP against a real centre process, on SQLite and on a private PostgreSQL, each with so many orders of years and
so many SKUs. Prints what it does on stderr and one JSON object as its last line on stdout; milliseconds, medians of
the looks, of several pages the slowest: `list_ms` first pages of the lists, `deep_ms` the fiftieth page, `search_ms`
by number, mail address, name and SKU, `filter_ms` by hold, `order_ms` an order, `stock_ms` stock and the SKU that
sells most, `api_ms` pages of /v1/orders and /v1/inventory; PostgreSQL's begin with its name.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.load.centres import BenchCentre, served
from tests.bench.load.seeding.growing import GROWING, found_centre, grow
from tests.bench.load.visitors import Visitor, add_visitor, visitor
from tests.postgres_cluster import cluster

HOT_STOCK = 50
DEEP = 50
PAGES = {
    "list": ("/orders", "/orders?view=need-you", "/orders?view=all", "/orders?view=shipped", "/orders?sort=total"),
    "search": ("/orders?q=%23zq0000003zq-7", "/orders?q=anna.zq0000003zq.7%40example.com", "/orders?q=Lindqvist",
               "/orders?q=Anna+Lindqvist", "/orders?q=SKU-0"),
    "filter": ("/orders?view=on-hold", "/v1/orders?hold=payment&limit=100"),
    "stock": ("/stock", "/stock?q=Product+7", "/stock/sku?sku=SKU-0"),
    "api": ("/v1/orders?limit=100", "/v1/orders?state=cancelled&limit=100", "/v1/inventory?limit=200"),
}  # fmt: skip


def looks(who: Visitor, times: int) -> dict[str, float]:
    """{what: milliseconds}."""
    found = {f"{what}_ms": who.worst_ms(paths, times) for what, paths in PAGES.items()}
    found["order_ms"] = who.median_ms(who.any_order(), times)
    found["deep_ms"] = who.median_ms(who.deep("/orders?view=all", DEEP), times)
    return {what: round(took, 1) for what, took in sorted(found.items())}


def measure(folder: Path, database: str, options: argparse.Namespace) -> dict[str, float]:
    made = found_centre(folder, database, options.skus, HOT_STOCK, options.rows)
    grow(made, options.rows)
    return look_at(made, options.looks)


def look_at(made: BenchCentre, times: int) -> dict[str, float]:
    """A centre that is there, with nobody serving it."""
    add_visitor(made)
    with served(made) as (server,), visitor(made, server) as who:
        looks(who, 1)
        found = {**looks(who, times), "rss_mb": round(server.rss_mb(), 1)}
    print(f"{'postgresql' if made.database else 'sqlite'}: {found}", file=sys.stderr, flush=True)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="taken for uniformity; the last line always is JSON")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--skus", type=int, default=100_000)
    parser.add_argument("--looks", type=int, default=5)
    parser.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="both")
    options = parser.parse_args()
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        if options.engine != "postgresql":
            found |= measure(Path(folder) / "sqlite", "", options)
        if options.engine != "sqlite":
            with cluster(GROWING) as postgres:
                there = measure(Path(folder) / "postgres", postgres.empty(), options)
                found |= {f"postgres_{name}": value for name, value in there.items()}
    same = {"rows": options.rows, "skus": options.skus, "load_average": round(os.getloadavg()[0], 2)}
    print(json.dumps({"bench": "pages", "figures": {**found, **same}}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
