"""Step 2: stock is promised exactly once, orders become pick lists, and each list belongs to one station."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.domain.barcodes import encode_badge
from app.station.view.signs import Screen, Tone
from tests.journeys.conftest import Benches, Starts
from tests.journeys.rig.bench import BADGES, WALK, Bench
from tests.journeys.rig.centre_process import DEMO, CentreProcess

TITLE = re.compile(r"(\d+) orders? · (\d+) units?")


def test_every_accepted_unit_is_promised_once(full_shop: Path, centre_of: Starts) -> None:
    centre = centre_of(full_shop)
    with (DEMO / "orders_export.csv").open(encoding="utf-8-sig", newline="") as text:
        names = list(dict.fromkeys(row["Name"] for row in csv.DictReader(text)))
    promised: Counter[str] = Counter()
    for name in names:
        for line in (order := centre.order(name))["lines"]:
            wanted = line["quantity"] - line["cancelled"] if order["status"] not in ("on_hold", "cancelled") else 0
            assert line["allocated"] == wanted, (name, line)
            promised[line["sku"]] += wanted
    assert sum(promised.values()) == centre.report()["allocated"]
    for sku, units in promised.most_common(10):
        level = centre.stock(sku)
        assert level["allocated"] == units <= level["on_hand"]
    assert centre.audit() == []


def test_lists_are_single_or_small_clusters_in_walk_order_express_first(full_shop: Path, centre_of: Starts) -> None:
    centre = centre_of(full_shop)
    lists = _lists(centre)
    assert {kind for kind, *_ in lists.values()} == {"discrete", "cluster"}
    assert max(orders for _, orders, _ in lists.values()) == 8
    assert all((kind == "discrete") == (orders == 1) for kind, orders, _ in lists.values())
    priorities = [priority for _, _, priority in lists.values()]
    assert priorities == sorted(priorities)
    assert len(set(priorities)) > 1
    for walked in _walks(centre):
        assert walked == sorted(walked)


def test_a_second_station_gets_other_lists(full_shop: Path, centre_of: Starts, bench_at: Benches) -> None:
    centre = centre_of(full_shop)
    benches = [bench_at(centre, name, nth=nth) for nth, name in enumerate(("ST-1", "ST-2"))]
    numbers = []
    for bench, badge in zip(benches, BADGES, strict=False):
        bench.ready()
        assert bench.scan(encode_badge(badge)).screen is Screen.QUEUE
        view = bench.see(lambda view: view.queue and view.queue.next_number, "a pick list")
        assert view.queue is not None
        numbers.append(view.queue.next_number)
        _queue_is_in_order(bench)
    assert len(set(numbers)) == 2
    second = benches[1].view.queue
    assert second is not None
    assert "ST-1" in next(row.detail for row in second.rows if row.number == numbers[0])
    with closing(_opened(centre)) as data:
        leases = data.execute("SELECT number, fence, station_id FROM pick_list WHERE station_id IS NOT NULL").fetchall()
    held = {number: (fence, station) for number, fence, station in leases}
    assert set(numbers) <= set(held)
    assert len({station for _, station in held.values()}) == 2
    assert all(fence >= 1 for fence, _ in held.values())
    assert centre.report()["lists_leased"] == len(held)


def _queue_is_in_order(bench: Bench) -> None:
    """Express rows stand before standard ones, each with its reason; no cart takes more than eight orders."""
    queue = bench.view.queue
    assert queue is not None
    lists = [row for row in queue.rows if row.number.startswith("P-") and row.tone is Tone.RIGHT]
    assert lists
    for row in lists:
        title = TITLE.match(row.title)
        assert title is not None
        assert 1 <= int(title.group(1)) <= 8
        assert row.detail.split(" · ")[0] in ("Express", "Standard")
        assert row.right.startswith("ship by ")
    express = [row.detail.startswith("Express") for row in lists]
    assert express == sorted(express, reverse=True)


def _opened(centre: CentreProcess) -> sqlite3.Connection:
    (file,) = centre.folder.glob("*.db")
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True)


def _lists(centre: CentreProcess) -> dict[str, tuple[str, int, int]]:
    """Number -> kind, orders, priority; in the order of the queue."""
    with closing(_opened(centre)) as data:
        rows = data.execute("SELECT number, kind, orders, priority FROM pick_list ORDER BY rank").fetchall()
    return {number: (kind, orders, priority) for number, kind, orders, priority in rows}


def _walks(centre: CentreProcess) -> Iterator[list[int]]:
    with closing(_opened(centre)) as data:
        rows = data.execute("SELECT list_id, stop_no, location FROM pick_need ORDER BY list_id, stop_no").fetchall()
    for list_id in {row[0] for row in rows}:
        yield [WALK[location] for found, _, location in rows if found == list_id]
