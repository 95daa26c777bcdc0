"""Ship-by passes: the words change, the promise and the place in the queue do not; lists that are over leave."""

from datetime import timedelta

from app.central.bench.changes import Page, changes
from app.central.work.lateness import show_late
from app.central.work.release import sweep
from app.domain.documents import QueueRow
from sync.protocol import decode
from tests.central.house import SITE, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking, work_of


def queue(house: House) -> dict[str, QueueRow]:
    page = changes(house.centre, house.enrol("ST-9"), 0, "", 1000)
    assert isinstance(page, Page)
    rows = [decode(row.doc, QueueRow) for row in page.rows if row.entity == "queue" and not row.deleted]
    return {row.number: row for row in rows}


def test_a_list_says_since_when_it_is_late_and_a_held_order_what_it_waits_for(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 1}})
    house.take(new_order("#1", [("TEE-M", 1)], service="express"))
    house.take(new_order("#2", [("TEE-M", 1)], service="express"))
    house.centre.do(sweep, SITE)
    before = queue(house)
    assert before["P-1"].why == "Express · ship by 14:00"
    checked = house.centre.do(show_late, SITE)
    house.clock.move(timedelta(days=1))
    house.centre.do(show_late, SITE, checked)
    after = queue(house)
    assert after["P-1"].why == "Express · late since 14 Sep"
    assert (after["P-1"].ship_by, after["P-1"].rank) == (before["P-1"].ship_by, before["P-1"].rank)
    assert after["#2"].why == before["#2"].why
    assert "Not enough stock" in after["#2"].why


def test_the_holder_of_a_late_list_is_told_too_and_only_once(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 1}})
    house.take(new_order("#1", [("TEE-M", 1)]))
    bench = house.bench()
    claim(bench)
    house.clock.move(timedelta(days=3))
    house.centre.do(show_late, SITE)
    (work,) = work_of(bench).values()
    assert work.why == "Standard · late since 15 Sep"
    with house.centre.read(SITE) as read:
        high, _ = read.feed.marks()
    house.centre.do(show_late, SITE)
    with house.centre.read(SITE) as read:
        assert read.feed.marks()[0] == high


def test_an_order_in_no_list_is_told_to_be_late(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 1}})
    house.take(new_order("#1", [("TEE-M", 1)]))
    house.clock.move(timedelta(days=3))
    house.centre.do(show_late, SITE)
    assert queue(house)["#1"].why == "Standard · late since 15 Sep"


def test_an_old_order_keeps_its_promise_and_comes_in_late(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 1}})
    house.clock.move(timedelta(days=60))
    taken = house.take(new_order("#1", [("TEE-M", 1)]))
    house.centre.do(sweep, SITE)
    row = queue(house)["P-1"]
    assert row.why == "Standard · late since 15 Sep"
    with house.centre.read(SITE) as read:
        order = read.orders.order(taken.order_id)
    assert order is not None
    assert order.ship_by == row.ship_by


def test_a_finished_list_leaves_the_queue(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 1}})
    house.take(new_order("#1", [("TEE-M", 1)]))
    bench = house.bench()
    work = claim(bench)
    assert queue(house)[work.number].state == "claimed"
    bench.tell(*picking(work), *packing(work, blocks_of(bench)[0]))
    assert queue(house) == {}


def test_numbers_count_up_and_never_decide_the_order(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 200}})
    for n in range(11):
        house.take(new_order(f"#{n}", [("TEE-M", 13)]))
    house.centre.do(sweep, SITE)
    bench = house.bench()
    assert [claim(bench).number for _ in range(11)] == [f"P-{n}" for n in range(1, 12)]
