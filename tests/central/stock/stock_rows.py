"""What must be true of every row of a site after every step, computed row by row in Python from plain SELECTs."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from app.central.centre import Centre
from app.central.storage.schema import METADATA

TABLES = (
    "stock_level", "stock_ledger", "allocation", "reservation", "reservation_line", "order_line", "order_kit",
    "sales_order", "hold", "parcel", "parcel_line", "inbox", "stock_transfer", "pick_list", "pick_list_order", "feed",
    "payment_event", "refund_grant", "task", "task_item",
)  # fmt: skip
COUNTERS = ("on_hand", "allocated", "reserved", "unavailable", "quarantined")
Rows = dict[str, list[Any]]


def rows_of(centre: Centre, site: str) -> Rows:
    """Every row of the site, by table."""
    with centre.read(site) as work:
        tables = {name: METADATA.tables[name] for name in TABLES}
        return {
            name: list(work.connection.execute(select(table).where(table.c.site_id == site)))
            for name, table in tables.items()
        }


def check(rows: Rows) -> None:
    """The invariants of orders and stock that can be seen at one moment."""
    _levels(rows)
    _lines(rows)
    _kits(rows)
    _parcels(rows)
    _streams(rows)


def _levels(rows: Rows) -> None:
    """1 to 3: counters in their bounds, and what ledger, allocations and reservations add up to."""
    sums: dict[Any, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTERS, 0))
    for row in rows["stock_ledger"]:
        for name in COUNTERS:
            sums[row.sku, row.location, row.lot][name] += getattr(row, name)
    promised: dict[Any, int] = defaultdict(int)
    for row in rows["allocation"]:
        promised[row.sku, row.location, row.lot] += row.quantity - row.consumed - row.released
    active = {row.reservation_id for row in rows["reservation"] if row.state == "active"}
    kept: dict[Any, int] = defaultdict(int)
    for row in rows["reservation_line"]:
        kept[row.sku, row.location, row.lot] += row.quantity if row.reservation_id in active else 0
    levels = {(row.sku, row.location, row.lot): row for row in rows["stock_level"]}
    assert {*sums, *promised, *kept} <= {*levels}
    for key, row in levels.items():
        assert min(row.on_hand, row.allocated, row.reserved, row.quarantined) >= 0
        assert row.quarantined <= row.unavailable
        assert row.allocated + row.reserved + row.unavailable <= row.on_hand + row.backorder_limit
        assert {name: getattr(row, name) for name in COUNTERS} == sums[key], key
        assert (row.allocated, row.reserved) == (promised[key], kept[key]), key
    flying: dict[str, int] = defaultdict(int)
    for row in rows["stock_transfer"]:
        flying[row.sku] += row.quantity - row.arrived
    in_transit: dict[str, int] = defaultdict(int)
    for row in rows["stock_level"]:
        in_transit[row.sku] += row.on_hand if row.location == "TRANSIT" else 0
    assert {sku: units for sku, units in flying.items() if units} == {s: u for s, u in in_transit.items() if u}


def _lines(rows: Rows) -> None:
    """4, 5, 12: progress in its order, and every unit of an accepted line has an owner."""
    orders = {row.order_id: row for row in rows["sales_order"]}
    open_units: dict[str, int] = defaultdict(int)
    for row in rows["allocation"]:
        open_units[row.line_id] += row.quantity - row.consumed - row.released
    for line in rows["order_line"]:
        assert 0 <= line.shipped <= line.packed <= line.picked <= line.quantity - line.cancelled
        assert line.allocated == open_units[line.line_id]
        owned = line.allocated + line.shipped + line.cancelled + line.backordered
        if orders[line.order_id].lifecycle in ("accepted", "closed"):
            assert owned == line.quantity, (line, orders[line.order_id])
        else:
            assert owned <= line.quantity
        if orders[line.order_id].lifecycle == "cancelled":
            assert line.cancelled + line.shipped == line.quantity
    listed = {row.list_id: row.state for row in rows["pick_list"]}
    for order in orders.values():
        assert order.list_id is None or listed[order.list_id] not in ("done", "cancelled")


def _kits(rows: Rows) -> None:
    kits = {row.kit_id: row for row in rows["order_kit"]}
    for line in rows["order_line"]:
        if line.kit_id is not None:
            assert line.quantity == kits[line.kit_id].quantity * line.per_kit


def _parcels(rows: Rows) -> None:
    """8: one number per parcel, for ever; what left is what was shipped."""
    numbers = [row.sscc for row in rows["parcel"] if row.sscc]
    assert len(numbers) == len(set(numbers))
    gone = {row.parcel_id for row in rows["parcel"] if row.state == "shipped"}
    boxed: dict[str, int] = defaultdict(int)
    for row in rows["parcel_line"]:
        boxed[row.line_id] += row.quantity if row.parcel_id in gone else 0
    for line in rows["order_line"]:
        assert boxed[line.line_id] == line.shipped


def _streams(rows: Rows) -> None:
    """9, 14: one order per reference; the stream of every station without a gap, every change of the feed once."""
    keys = [(row.channel_id, row.external_ref) for row in rows["sales_order"]]
    assert len(keys) == len(set(keys))
    streams: dict[Any, list[int]] = defaultdict(list)
    for row in rows["inbox"]:
        streams[row.station_id, row.epoch].append(row.seq)
    for told in streams.values():
        assert sorted(told) == list(range(1, len(told) + 1))
    seqs = [row.seq for row in rows["feed"]]
    assert len(seqs) == len(set(seqs))


def appended_only(before: Rows, after: Rows) -> None:
    """10: no row of the ledger is ever changed or taken away, nor any command of a bench."""
    for name, key in (("stock_ledger", "ledger_id"), ("inbox", "command_id")):
        now = {getattr(row, key, (row[0], row[1], row[2])): row for row in after[name]}
        for row in before[name]:
            assert now[getattr(row, key, (row[0], row[1], row[2]))] == row
