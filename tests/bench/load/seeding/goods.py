"""A large catalogue: every SKU at a place of its own, counted, shown to stations and published to channels."""

# ruff: noqa: S608  every name and number in these statements is our own
from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tests.bench.load.seeding.engines import Bulk
from tests.bench.load.seeding.lives import HOT, SITE

MORE: Final = 10_000_000
"""Units of the SKUs that are in every copy."""
_SUMS: Final = ("on_hand", "allocated", "reserved", "unavailable", "quarantined")


def more_goods(bulk: Bulk, first: int, last: int) -> None:
    """SKUs `first` to `last` like SKU-0 but for their names, in the tables that know SKU-0."""
    seq = bulk.one(f"SELECT feed_seq FROM site WHERE site_id = '{SITE}'")
    place, tail = f"'A-' || {bulk.digits('n', 6)}", bulk.digits("n", 12)
    changed = {
        "product": {
            "sku": "'SKU-' || n", "name": "'Product ' || n", "home": f"CASE home WHEN '' THEN '' ELSE {place} END",
        },
        "location": {"code": place, "walk": "n"},
        "stock_level": {"sku": "'SKU-' || n", "location": place},
        "stock_ledger": {
            "sku": "'SKU-' || n", "location": place, "idem": "idem || ':' || n",
            "ledger_id": f"substr(ledger_id, 1, 24) || {tail}",
        },
        "feed": {"id": "'SKU-' || n", "seq": f"{seq} + n", "doc": "replace(doc, 'SKU-0\"', 'SKU-' || n || '\"')"},
    }  # fmt: skip
    of_one = {"product": "sku = 'SKU-0'", "location": "code = 'A-000000'",
              "feed": "entity = 'product' AND id = 'SKU-0'",
              "stock_ledger": "sku = 'SKU-0' AND kind = 'counted'"}  # fmt: skip
    for table, columns in changed.items():
        names = _columns(bulk, table)
        values = ", ".join(columns.get(name, name) for name in names)
        here = of_one.get(table, "sku = 'SKU-0'")
        series = bulk.count(str(first), str(last))
        bulk.run(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {series} "
            f"CROSS JOIN (SELECT * FROM {table} WHERE {here}) AS found"
        )
    bulk.run(f"UPDATE site SET feed_seq = feed_seq + {last} WHERE site_id = '{SITE}'")
    hot = ", ".join(f"'SKU-{n}'" for n in range(HOT))
    bulk.run(f"UPDATE stock_ledger SET on_hand = {MORE}, quantity = {MORE} WHERE kind = 'counted' AND sku IN ({hot})")


def settle_levels(bulk: Bulk) -> None:
    """Every level becomes what its ledger adds up to."""
    sums = ", ".join(f"sum({name}) AS {name}" for name in _SUMS)
    bulk.run(
        f"CREATE TEMP TABLE added AS SELECT site_id, sku, location, lot, {sums}, max(version) AS version "
        "FROM stock_ledger GROUP BY site_id, sku, location, lot"
    )
    same = " AND ".join(f"added.{name} = stock_level.{name}" for name in ("site_id", "sku", "location", "lot"))
    values = ", ".join(f"{name} = added.{name}" for name in (*_SUMS, "version"))
    if bulk.name == "sqlite":
        bulk.run("CREATE UNIQUE INDEX temp.added_key ON added (site_id, sku, location, lot)")
    bulk.run(f"UPDATE stock_level SET {values}, published = added.version FROM added WHERE {same}")
    bulk.run("DROP TABLE added")


def publish(bulk: Bulk, now: str) -> None:
    """Channels were told of everything, just now."""
    seq = bulk.one(f"SELECT feed_seq FROM site WHERE site_id = '{SITE}'")
    for table in ("sku_level", "channel_level", "publication"):
        bulk.run(f"DELETE FROM {table}")
    free = "sum(on_hand - allocated - reserved - unavailable - safety)"
    units = ", ".join(f"sum({name})" for name in ("on_hand", "allocated", "reserved", "unavailable", "safety"))
    number = f"{seq} + row_number() OVER (ORDER BY sku)"
    bulk.run(
        "INSERT INTO sku_level (site_id, sku, on_hand, allocated, reserved, unavailable, safety, incoming, version, "
        f"seq, changed_at) SELECT site_id, sku, {units}, 0, 1, {number}, '{now}' FROM stock_level GROUP BY site_id, sku"
    )
    bulk.run(
        "INSERT INTO channel_level (channel_id, sku, site_id, available, version, seq, pushed, push_error, changed_at) "
        f"SELECT channel_id, sku, site_id, free, 1, {number}, 0, '', '{now}' FROM channel CROSS JOIN (SELECT sku, "
        f"CASE WHEN {free} > 0 THEN {free} ELSE 0 END AS free FROM stock_level GROUP BY sku) AS found"
    )
    bulk.run(
        "INSERT INTO publication (site_id, wanted, done, day, checked_at) "
        f"VALUES ('{SITE}', 0, 0, '{now[:10]}', '{now}')"
    )
    bulk.run(f"UPDATE site SET feed_seq = feed_seq + (SELECT count(*) FROM sku_level) WHERE site_id = '{SITE}'")


def known_demand(bulk: Bulk, yesterday: str) -> None:
    """What left on each day, up to yesterday, as the centre would have added it up night by night."""
    for table in ("demand_day", "supply_state"):
        bulk.run(f"DELETE FROM {table}")
    bulk.run(
        "INSERT INTO demand_day (site_id, sku, day, shipped, lost) "
        "SELECT site_id, sku, date(moved_at), sum(quantity), 0 "
        "FROM stock_ledger WHERE kind = 'shipped' GROUP BY site_id, sku, date(moved_at)"
    )
    bulk.run(
        f"INSERT INTO supply_state (site_id, filled_until, looked_to, looking, purchase_next, settings) "
        f"VALUES ('{SITE}', '{yesterday}', '', 0, 0, '{{}}')"
    )


def _columns(bulk: Bulk, table: str) -> Sequence[str]:
    if bulk.name == "sqlite":
        return [row[1] for row in bulk.run(f"PRAGMA table_info({table})")]
    return [row[0] for row in bulk.run(
        f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' AND table_schema = 'public' "
        "ORDER BY ordinal_position"
    )]  # fmt: skip
