"""`packbench central stock` and `audit --repair`: what they print, what they change, and what they refuse."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.central.centre import Centre
from app.central.people.deeds import deeds
from sync.channels.kit_files import read_kits
from sync.channels.limit_files import read_limits
from sync.channels.site_files import read_counts
from tests.central.house import SITE, House, new_order, open_house
from tests.sync_central.commanded import central


@pytest.fixture
def house(tmp_path: Path, database: str) -> Any:
    opened = open_house(tmp_path, database)
    opened.stock({"TEE": {"A-1": 5, "A-2": 0}})
    yield opened
    opened.centre.close()


def there(house: House, place: str = "A-1") -> int:
    with house.centre.read(SITE) as read:
        level = read.stock.level("TEE", place)
    return level.on_hand if level else 0


def test_stock_is_moved_by_hand_with_who_and_why(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert central(house.data, "stock", "receive", "TEE", "A-1", "3", "--key", "asn-7") == 0
    assert central(house.data, "stock", "receive", "TEE", "A-1", "3", "--key", "asn-7") == 0
    assert central(house.data, "stock", "adjust", "TEE", "A-1", "-2", "--why", "torn") == 0
    assert central(house.data, "stock", "transfer", "TEE", "A-1", "4", "--to", "A-2") == 0
    assert (there(house), there(house, "A-2")) == (2, 4)
    capsys.readouterr()
    assert central(house.data, "stock", "history", "TEE", "--location", "A-1") == 0
    told = capsys.readouterr().out
    assert "adjusted 2 (on hand -2, promised +0)" in told
    assert "torn" in told
    assert central(house.data, "stock", "scrap", "TEE", "A-1", "9", "--why", "mould") == 2
    assert "quantity: 9 x TEE at A-1 can not be scrapped: 2 there" in capsys.readouterr().err
    assert central(house.data, "stock", "place", "A-2", "blocked") == 0
    assert house.take(new_order("#1", [("TEE", 3)])).lifecycle == "submitted"
    assert central(house.data, "stock", "place", "A-2", "open") == 0
    with house.centre.read(SITE) as read:
        assert sum(level.allocated for level in read.stock.levels("TEE")) == 3


def test_products_are_tracked_and_lots_recalled(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert central(house.data, "stock", "track", "TEE", "--lot", "--expiry") == 2
    assert "count it to 0 first" in capsys.readouterr().err
    assert central(house.data, "stock", "scrap", "TEE", "A-1", "5", "--why", "moths") == 0
    assert central(house.data, "stock", "track", "TEE", "--lot", "--expiry", "--min-days", "3") == 0
    assert central(house.data, "stock", "receive", "TEE", "A-1", "2", "--lot", "L1", "--expiry", "2027-01-01") == 0
    assert central(house.data, "stock", "recall", "TEE", "L1") == 0
    assert house.take(new_order("#1", [("TEE", 1)])).lifecycle == "submitted"
    assert central(house.data, "stock", "recall", "TEE", "L1", "--good") == 0
    assert central(house.data, "stock", "recall", "TEE", "L9") == 2


def test_an_audit_proposes_and_applies_repairs(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    def damage(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            work.connection.execute(text("UPDATE stock_level SET on_hand = 4 WHERE location = 'A-1'"))

    house.centre.do(damage)
    assert central(house.data, "audit") == 1
    assert "counter 4, should be 5" in capsys.readouterr().out
    assert central(house.data, "audit", "--repair", "--json") == 1
    (proposal,) = json.loads(capsys.readouterr().out)
    assert (proposal["of"], proposal["key"], proposal["by_hand"]) == ("level", ["TEE", "A-1", ""], False)
    assert central(house.data, "audit", "--repair", "--apply") == 2
    assert "--why" in capsys.readouterr().err
    assert central(house.data, "audit", "--repair", "--apply", "--why", "disk fault of 14 Sep") == 0
    assert "done: set to what it should be" in capsys.readouterr().out
    assert central(house.data, "audit") == 0


def test_counts_say_lot_package_and_when() -> None:
    data = (
        b"location,sku,quantity,lot,level,version,taken_at\n"
        b"A-1,TEE,3,L1,case,7,\n"
        b"A-1,CAP,3,,,,2026-09-14T08:30:00+02:00\n"
        b"A-2,CAP,3,,crate,x,2026-09-14T08:30:00\n"
    )
    good, bad = read_counts("c.csv", data)
    assert (good[0].lot, good[0].level, good[0].version, good[0].taken_at) == ("L1", "case", 7, None)
    assert good[1].taken_at == datetime(2026, 9, 14, 6, 30, tzinfo=UTC)
    assert sorted(row.column for row in bad) == ["level", "taken_at", "version"]
    assert all(row.line == 4 for row in bad)


def test_recipes_are_read_and_bad_rows_named() -> None:
    data = b"kit_sku,component_sku,quantity\nBOX,TEA,2\nBOX,TEA,1\nBOX,CUP,0\n,CUP,1\n"
    good, bad = read_kits("kits.csv", data)
    assert [(part.kit, part.sku, part.quantity) for part in good] == [("BOX", "TEA", 2)]
    assert [(row.line, row.column) for row in bad] == [(3, "component_sku"), (4, "quantity"), (5, "kit_sku")]


def test_safety_stock_is_kept_back_and_let_go_again(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert central(house.data, "stock", "limit", "TEE", "A-1", "--safety", "3") == 0
    waits = house.take(new_order("#1", [("TEE", 3)]))
    assert waits.lifecycle == "submitted"
    assert house.take(new_order("#2", [("TEE", 2)])).lifecycle == "accepted"
    assert central(house.data, "stock", "limit", "TEE", "A-1", "--safety", "0") == 0
    with house.centre.read(SITE) as read:
        level, order = read.stock.level("TEE", "A-1"), read.orders.order(waits.order_id)
    assert level is not None
    assert order is not None
    assert (level.allocated, order.lifecycle) == (5, "accepted")
    done = [row.details for row in deeds(house.centre, 50)[::-1] if row.action == "stock.limits"]
    assert [json.loads(details)["safety"] for details in done] == [3, 0]
    capsys.readouterr()
    for words, wrong in (
        (("NOPE", "A-1", "--safety", "1"), "sku: "),
        (("TEE", "A-9", "--safety", "1"), "location: "),
        (("TEE", "A-1", "--safety", "-1"), "safety: "),
        (("TEE", "A-1", "--lot", "L1", "--safety", "1"), "lot: "),
        (("TEE", "A-1"), "give --safety"),
    ):
        assert central(house.data, "stock", "limit", *words) == 2
        assert wrong in capsys.readouterr().err


def test_a_file_of_limits_is_read_row_by_row_and_changes_nothing_twice(house: House, tmp_path: Path) -> None:
    file = tmp_path / "limits.csv"
    file.write_text("sku,location,safety,backorder_limit\nTEE,A-1,2,\nTEE,A-2,,4\nNOPE,A-1,1,1\n", "utf-8")
    seen = []
    for _ in range(2):
        assert central(house.data, "import", "limits", str(file)) == 1, "one row is bad"
        with house.centre.read(SITE) as read:
            seen.append(read.stock.levels("TEE"))
    assert [(row.safety, row.backorder_limit) for row in seen[0]] == [(2, 0), (0, 4)]
    assert seen[0] == seen[1]


def test_a_bad_row_of_limits_names_its_cell() -> None:
    text = "sku,location,safety,backorder_limit\nTEE,A-1,two,1\n,A-1,1,1\nTEE,A-2,1,-1\nTEE,A-3,1,1\nTEE,A-3,2,2\n"
    good, bad = read_limits("l.csv", text.encode())
    assert [(row.location, row.safety, row.backorder_limit) for row in good] == [("A-3", 1, 1)]
    assert [(row.line, row.column) for row in bad] == [(2, "safety"), (3, "sku"), (4, "backorder_limit"), (6, "sku")]


def test_nothing_counted_where_units_are_promised_is_a_task_to_count_again(house: House, tmp_path: Path) -> None:
    assert house.take(new_order("#1", [("TEE", 2)])).lifecycle == "accepted"
    file = tmp_path / "counts.csv"
    file.write_text("location,sku,quantity\nA-1,TEE,0\n", "utf-8")
    assert central(house.data, "import", "stock", str(file)) == 1
    assert there(house) == 2
