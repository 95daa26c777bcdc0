"""A count below what is promised: no promise is broken, nothing more is promised, and somebody counts again."""

from __future__ import annotations

import pytest

from app.central.desk.floor.seeing import see_floor
from app.central.desk.standing import order_seen
from app.central.stock.moving import NotMoved
from app.central.warehouse.counts import count_by_hand, import_stock
from app.central.warehouse.records import Count
from app.central.work.values import TaskItem
from sync.protocol import sha256
from tests.central.house import SITE, House
from tests.central.inventory.test_publishing import sells
from tests.central.packing_day import blocks_of, claim, packing, picking
from tests.central.stock.promised.ahead import allow, arrive, books, order, oversell, release, state
from tests.central.stock.tees import by, counters


def count(house: House, units: int, name: str) -> str:
    """Import a file that found so many; "" or what it says of its row."""
    found = Count(line=2, location="A-1", sku="TEE", quantity=units)
    done = house.centre.do(import_stock, SITE, "counts.csv", sha256(name.encode()), [found])
    return " ".join(row.problem for row in done.bad)


def counts_to_do(house: House) -> list[tuple[str, tuple[TaskItem, ...]]]:
    with house.centre.read(SITE) as work:
        return [(task.reason, work.tasks.items(task.task_id)) for task in work.tasks.open_of(kind="count")]


def words(house: House, order_id: str) -> str:
    seen = order_seen(house.centre, SITE, order_id)
    assert seen is not None
    return seen.row.step.words


def test_without_an_allowance_the_books_stay_at_what_is_promised_and_it_is_counted_again(house: House) -> None:
    house.stock({"TEE": {"A-1": 9}})
    first, second = (house.take(order(reference, 3)).order_id for reference in ("#1", "#2"))
    assert count(house, 4, "low") == "4 counted, but 6 are promised to orders: set to 6; count again"
    assert (counters(house), sells(house, "TEE")) == ((6, 6, 0, 0), {"shop": 0})
    ((told, (item,)),) = counts_to_do(house)
    assert (item.sku, item.location, item.quantity) == ("TEE", "A-1", 6)
    assert [task.reason for task in see_floor(house.centre, SITE).needs] == [told], "the desk shows it"
    assert count(house, 4, "low") == "", "the same file again is the same count"
    assert len(counts_to_do(house)) == 1
    late = house.take(order("#3", 1))
    assert ["TEE: 1 wanted, 0 free" in hold.detail for hold in late.holds] == [True]
    assert [state(house, one)[0] for one in (first, second, late.order_id)] == ["accepted", "accepted", "submitted"]
    again = Count(line=0, location="A-1", sku="TEE", quantity=7)
    assert house.centre.do(count_by_hand, SITE, again, by("found")) == ""
    assert (counters(house), state(house, late.order_id)[0]) == ((7, 7, 0, 0), "accepted")
    books(house)


def test_with_an_allowance_the_count_is_believed_and_the_last_in_turn_waits(house: House) -> None:
    house.stock({"TEE": {"A-1": 9}})
    first, second = (house.take(order(reference, 3)).order_id for reference in ("#1", "#2"))
    assert allow(house, 5) is None
    assert count(house, 4, "low") == ""
    assert (counters(house), counts_to_do(house)) == ((4, 6, 0, 0), [])
    assert words(house, second) == "Waits for stock it is promised ahead: 2 x TEE. Goes on by itself."
    assert words(house, first) == "Stock is promised. Waits for its pick list."
    short = house.take(order("#3", 1))
    assert ["0 free" in hold.detail for hold in short.holds] == [True], "its channel does not oversell"
    oversell(house)
    assert sells(house, "TEE") == {"shop": 3}
    assert release(house) == 1
    assert [state(house, one) for one in (first, second, short.order_id)] == [
        ("accepted", True), ("accepted", False), ("accepted", False),
    ]  # fmt: skip
    refused = allow(house, 2)
    assert isinstance(refused, NotMoved)
    arrive(house, 3)
    assert release(house) == 2
    bench = house.bench()
    for number in range(3):
        work = claim(bench)
        bench.tell(*picking(work), *packing(work, blocks_of(bench)[0], 10 * number))
    assert counters(house) == (0, 0, 0, 0)
    books(house)


@pytest.mark.parametrize("found", [0, 5])
def test_a_count_between_what_is_picked_and_promised_takes_no_unit_from_a_tote(house: House, found: int) -> None:
    house.stock({"TEE": {"A-1": 6}})
    house.take(order("#1", 6))
    release(house)
    bench = house.bench()
    work = claim(bench)
    bench.tell(*picking(work))
    assert "count again" in count(house, found, "low"), "units in a tote are on hand until they leave"
    assert counters(house) == (6, 6, 0, 0)
    bench.tell(*packing(work, blocks_of(bench)[0]))
    assert counters(house) == (0, 0, 0, 0)
    books(house)
