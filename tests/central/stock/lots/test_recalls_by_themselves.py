"""A recall while a bench has the list: it is planned anew with other lots, and nobody is asked who is not needed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.central.bench.presence import Standing, heard_of
from app.central.intake.holds import place_hold
from app.central.stock.tracking import recall
from app.central.work.release import sweep
from app.central.work.taking_back import TakenBack, take_back
from app.central.work.tasks.tending import tend
from app.domain.documents import WorkList
from app.domain.intake.clearance import FulfilmentPolicy
from tests.central.house import SITE, Bench, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking, work_of
from tests.central.stock.lots.lot_goods import level, of_sku, pick, silent


def recalled(shop: House, lot: str = "EARLY") -> None:
    assert shop.centre.do(recall, SITE, "SYRUP", lot) is None


def heard(shop: House, bench: Bench, waiting: int = 0) -> None:
    """The bench asks for news, a moment later, with so many commands left to send; then work looks at the site."""
    shop.clock.move(timedelta(seconds=1))
    shop.centre.do(heard_of, bench.station, Standing(version="1", waiting=waiting, oldest_s=0, devices="[]"))
    shop.centre.do(tend, SITE)


def holds(shop: House, order_id: str) -> list[str]:
    with shop.centre.read(SITE) as read:
        return [hold.field for hold in read.orders.holds(order_id) if hold.released_at is None]


def promised(shop: House, order_id: str) -> dict[str, int]:
    with shop.centre.read(SITE) as read:
        return {row.lot: row.open for row in read.orders.allocations(order_id) if row.open}


def struck(bench: Bench, before: WorkList) -> tuple[str, str]:
    (order,) = work_of(bench)[before.list_id].orders
    return order.state, order.reason


GONE = ("cancelled", "lot EARLY of SYRUP was recalled")


def test_what_is_in_the_tote_is_put_back_what_is_recalled_kept_apart_and_all_walked_for_anew(shop: House) -> None:
    order_id = shop.take(new_order("1", [("SYRUP", 4)])).order_id
    bench = shop.bench()
    before = claim(bench)
    bench.tell(*picking(before))
    recalled(shop)
    assert struck(bench, before) == GONE
    assert (holds(shop, order_id), promised(shop, order_id)) == ([], {"LATE": 4})
    assert (level(shop, "EARLY"), level(shop, "LATE")) == ((3, 0, 3), (5, 4, 1))
    with shop.centre.read(SITE) as read:
        (task,) = read.tasks.open_of()
        items = sorted((item.lot, item.quantity) for item in read.tasks.items(task.task_id))
    assert (task.kind, items) == ("put_back", [("EARLY", 3), ("LATE", 1)])
    assert task.reason == (
        "T-1 at ST-1 holds 4 units of order 1 (lot EARLY of SYRUP was recalled): put them back. "
        "Keep apart what is recalled: 3 x SYRUP (EARLY)."
    )
    shop.centre.do(sweep, SITE)
    work = claim(bench)
    assert [(stop.lot, stop.needs[0].quantity) for stop in of_sku(work, "SYRUP")] == [("LATE", 4)]
    told = bench.tell(*picking(work), *packing(work, blocks_of(bench)[0]))
    assert {row.verdict for row in told} == {"applied"}


@pytest.mark.parametrize("policy", FulfilmentPolicy)
def test_with_nothing_of_another_lot_it_waits_for_stock_and_goes_on_by_itself(
    shop: House, policy: FulfilmentPolicy
) -> None:
    order_id = shop.take(new_order("1", [("SYRUP", 3)], policy=policy)).order_id
    shop.take(new_order("2", [("SYRUP", 5)]))
    bench = shop.bench()
    claim(bench)
    recalled(shop)
    assert (holds(shop, order_id), promised(shop, order_id)) == (["lines"], {})
    with shop.centre.read(SITE) as read:
        assert read.tasks.open_of() == ()
    assert shop.centre.do(recall, SITE, "SYRUP", "EARLY", good=True) is None
    assert (holds(shop, order_id), promised(shop, order_id)) == ([], {"EARLY": 3})


def test_a_silent_bench_is_held_until_it_was_heard_of_with_nothing_left_to_tell(shop: House) -> None:
    order_id = shop.take(new_order("1", [("SYRUP", 2)])).order_id
    bench = shop.bench()
    before = claim(bench)
    silent(shop)
    recalled(shop)
    shop.centre.do(tend, SITE)
    assert (holds(shop, order_id), promised(shop, order_id)) == (["recall"], {"EARLY": 2})
    heard(shop, bench, waiting=2)
    assert holds(shop, order_id) == ["recall"]
    rows = bench.tell(pick(before, before.stops[0], 1, "EARLY"))
    assert [row.verdict for row in rows] == ["applied_with_task"], "what it did is booked as it was"
    heard(shop, bench)
    assert (holds(shop, order_id), promised(shop, order_id), struck(bench, before)) == ([], {"LATE": 2}, GONE)
    assert level(shop, "EARLY") == (3, 0, 1)
    with shop.centre.read(SITE) as read:
        (task,) = read.tasks.open_of(kind="put_back")
        assert "1 x SYRUP (EARLY)" in task.reason
        assert [hold.released_by for hold in read.orders.holds(order_id)] == ["centre"]


def test_what_a_silent_bench_sent_on_its_way_is_booked_as_it_left(shop: House) -> None:
    order_id = shop.take(new_order("1", [("SYRUP", 1)])).order_id
    bench = shop.bench()
    work = claim(bench)
    silent(shop)
    recalled(shop)
    bench.tell(*picking(work), *packing(work, blocks_of(bench)[0]))
    heard(shop, bench)
    assert level(shop, "EARLY") == (2, 0, 0)
    with shop.centre.read(SITE) as read:
        ((found, left, gone),) = read.desk.tracing.of_lot("SYRUP", "EARLY", 9)
        kinds = {task.cause for task in read.tasks.open_of(order_id=order_id)}
    assert (found, left, gone) == (order_id, 0, 1), "who got it is known"
    assert "left_on_hold" in kinds


def test_a_list_that_is_taken_back_from_a_dead_bench_is_planned_anew(shop: House) -> None:
    order_id = shop.take(new_order("1", [("SYRUP", 1)])).order_id
    bench = shop.bench()
    before = claim(bench)
    bench.tell(*picking(before))
    silent(shop)
    recalled(shop)
    assert isinstance(shop.centre.do(take_back, SITE, before.number, "broken"), TakenBack)
    shop.centre.do(tend, SITE)
    assert (holds(shop, order_id), promised(shop, order_id)) == ([], {"LATE": 1})


def test_something_else_that_holds_it_is_settled_first(shop: House) -> None:
    order_id = shop.take(new_order("1", [("SYRUP", 1)])).order_id
    bench = shop.bench()
    claim(bench)
    shop.centre.do(place_hold, SITE, order_id, "wait", "bella")
    recalled(shop)
    heard(shop, bench)
    assert (holds(shop, order_id), promised(shop, order_id)) == (["", "recall"], {"EARLY": 1})


def test_a_closed_box_is_what_a_person_is_asked_for(shop: House) -> None:
    order_id = shop.take(new_order("1", [("SYRUP", 1)])).order_id
    bench = shop.bench()
    work = claim(bench)
    bench.tell(*picking(work), *packing(work, blocks_of(bench)[0])[:-1])
    recalled(shop)
    heard(shop, bench)
    assert holds(shop, order_id) == ["recall"]
    with shop.centre.read(SITE) as read:
        (task,) = read.tasks.open_of(cause="recall")
    assert task.reason == "Lot EARLY of SYRUP was recalled, units in closed boxes: 1. Stop and open those of 1."
