"""A centre that has been in use for years: a large catalogue, and as many orders behind it as one likes."""

# ruff: noqa: S608  every name and number in these statements is our own
from __future__ import annotations

import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

from app.main.hidden_inputs import now
from tests.bench.load.centres import BenchCentre, set_up
from tests.bench.load.seeding import copies, goods, lives
from tests.bench.load.seeding.engines import Bulk, bulk

STEP_MS: Final = 20 * 60 * 1000
"""From one copy of the lives to the next: a million orders are two years."""
WAITING: Final = 300
HELD: Final = 60
INDEXES_FROM: Final = 200
"""With so many copies at once, indexes are rather made anew."""
GROWING: Final = (
    "autovacuum=on", "max_connections=200", "shared_buffers=256MB", "max_wal_size=8GB", "wal_level=minimal",
    "max_wal_senders=0", "log_min_messages=fatal", "logging_collector=off",
)  # fmt: skip
"""Settings of a PostgreSQL that is filled first and flushes every commit afterwards."""
_STATE: Final = "copies, feed_width, feed_end, skus, start_ms"


def found_centre(folder: Path, database: str, skus: int, hot_stock: int, largest: int) -> BenchCentre:
    """A centre with its catalogue, the lives that can be copied up to `largest` orders, and what is open today."""
    started = now() - timedelta(days=1, milliseconds=largest // lives.ORDERS * STEP_MS)
    start_ms = int(started.timestamp() * 1000)
    made = set_up(folder, database, lives.SKUS, hot_stock)
    with bulk(made, 1) as rows:
        before = _feed_seq(rows)
    lives.live(made, start_ms)
    with bulk(made, skus) as rows:
        end = _feed_seq(rows)
        copies.keep(rows, start_ms)
        rows.run(f"CREATE TABLE seed_state ({_STATE.replace(',', ' BIGINT,')} BIGINT)")
        rows.run(f"INSERT INTO seed_state VALUES (0, {end - before}, {end}, {skus}, {start_ms})")
        goods.more_goods(rows, lives.SKUS, skus - 1)
        _close_books(rows)
    _say(f"{skus} SKUs")
    lives.open_orders(made, WAITING, HELD, skus)
    return made


def grow(made: BenchCentre, orders: int) -> None:
    """Add old orders until there are so many in all, about; whoever serves the centre is stopped."""
    with bulk(made, max(orders, 1000)) as rows:
        done, width, end, skus, start_ms = rows.run(f"SELECT {_STATE} FROM seed_state")[0]
        last = orders // lives.ORDERS - 1
        if last <= done:
            return
        _say(f"{rows.name}: {orders} orders")
        inbox = rows.one("SELECT count(*) FROM seed_inbox")
        plan = copies.Plan(
            start_ms=start_ms, first=done + 1, last=last, step_ms=STEP_MS, skus=skus, feed_width=width,
            feed_from=_feed_seq(rows) - end - done * width, inbox_width=inbox,
        )  # fmt: skip
        anew = last - done > INDEXES_FROM
        if anew:
            copies.drop_indexes(rows)
        for name in copies.copy(rows, plan, int(now().timestamp() * 1000)):
            _say(f"  {name}")
        if anew:
            copies.make_indexes(rows)
            _say("  indexes")
        rows.run(f"UPDATE seed_state SET copies = {last}")
        rows.run(f"UPDATE station_epoch SET have = {(last + 1) * inbox}")
        rows.run(f"UPDATE site SET feed_seq = feed_seq + {(last - done) * width} WHERE site_id = '{lives.SITE}'")
        _close_books(rows)
        _settle(rows)


def _settle(rows: Bulk) -> None:
    """What a server that took years to grow did long ago: else it does so while it is measured, and tells of us."""
    if rows.name == "postgresql":
        rows.run("VACUUM (ANALYZE)")
        rows.run("CHECKPOINT")
        _say("  settled")


def _close_books(rows: Bulk) -> None:
    at = now()
    goods.settle_levels(rows)
    goods.publish(rows, at.strftime("%Y-%m-%d %H:%M:%S.%f"))
    goods.known_demand(rows, (at - timedelta(days=1)).strftime("%Y-%m-%d"))
    _say("  levels")


def _feed_seq(rows: Bulk) -> int:
    return rows.one(f"SELECT feed_seq FROM site WHERE site_id = '{lives.SITE}'")


_began = time.monotonic()


def _say(words: str) -> None:
    print(f"{time.monotonic() - _began:7.1f} s  {words}", file=sys.stderr, flush=True)
