"""Order intake with ever more orders behind it: as fast, and in as little memory, with a million as with a thousand."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load.centres import BenchCentre, Served, served
from tests.bench.load.orders import requests
from tests.bench.load.seeding.growing import found_centre, grow
from tests.bench.load.senders import send
from tests.bench.load.visitors import add_visitor, visitor

HOT_STOCK = 50
WARM = 200
LOOKED_AT = (
    "/orders", "/orders?view=shipped", "/orders?q=Lindqvist", "/floor", "/stock", "/v1/orders?limit=100",
    "/v1/orders?state=cancelled&limit=100", "/v1/inventory?limit=200",
)  # fmt: skip
"""By everybody at once, so that every reading connection has seen a page."""
LOOKS = 8


@dataclass(frozen=True, slots=True)
class Load:
    """What is sent at each size: so many orders over so many SKUs by so many clients."""

    orders: int
    skus: int
    clients: int


@dataclass(frozen=True, slots=True)
class Point:
    """At so many orders: orders/s, the 99th percentile, processor time an order costs the API process, its memory."""

    rows: int
    per_s: float
    p99_ms: float
    cpu_ms: float
    rss_mb: float


def points(folder: Path, database: str, sizes: Sequence[int], load: Load) -> list[Point]:
    """One centre that grows from size to size; the orders that are sent come on top."""
    made = found_centre(folder, database, load.skus, HOT_STOCK, max(sizes))
    add_visitor(made)
    found = []
    for rows in sorted(sizes):
        grow(made, rows)
        os.sync()  # what filling it left for the disk to write is not what is measured
        found.append(point(made, rows, load))
    return found


def point(made: BenchCentre, rows: int, load: Load) -> Point:
    """Of a centre that nobody serves."""
    chance = random.Random(rows)  # noqa: S311  the same orders every time
    with served(made) as (server,):
        send([server.port], requests(made.key, f"warm-{rows}", WARM, load.skus, chance), 2)
        waiting = requests(made.key, f"at-{rows}", load.orders, load.skus, chance)
        before = server.cpu_s()
        sent = send([server.port], waiting, load.clients)
        cpu_ms = (server.cpu_s() - before) / load.orders * 1000
        _look_at_everything(made, server)
        rss_mb = server.rss_mb()
    found = Point(rows, round(sent.per_s, 1), round(sent.percentile_ms(0.99), 1), round(cpu_ms, 2), round(rss_mb, 1))
    print(f"{'postgresql' if made.database else 'sqlite'}: {found}", file=sys.stderr, flush=True)
    return found


def _look_at_everything(made: BenchCentre, server: Served) -> None:
    with visitor(made, server) as who:
        who.get(who.any_order())
        for _ in range(LOOKS):
            for path in LOOKED_AT:
                who.get(path)


Table = list[list[float | None]]


def tables(sqlite: Sequence[Point], postgres: Sequence[Point]) -> dict[str, Table]:
    """`curve` [[rows, sqlite_per_s, postgres_per_s, p99_ms, rss_mb], ...], of two engines the worse; `curve_cpu_ms`
    [[rows, sqlite, postgres], ...], which tells growth where others use the machine too. None where none ran."""
    rows = sorted({point.rows for point in (*sqlite, *postgres)})
    by = [{point.rows: point for point in found} for found in (sqlite, postgres)]
    curve, costs = Table(), Table()
    for size in rows:
        both = [found.get(size) for found in by]
        there = [point for point in both if point is not None]
        worst = [max(point.p99_ms for point in there), max(point.rss_mb for point in there)]
        curve.append([size, *(point.per_s if point else None for point in both), *worst])
        costs.append([size, *(point.cpu_ms if point else None for point in both)])
    return {"curve": curve, "curve_cpu_ms": costs}
