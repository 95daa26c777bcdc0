"""A person lets a recall's hold go while the bench is silent: walked for anew with another lot, or it just goes on."""

from __future__ import annotations

from app.central.intake.holds import place_hold, release_one
from app.central.stock.recalling import FIELD
from app.central.stock.tracking import recall
from app.central.values import HoldRow
from app.central.work.release import sweep
from app.domain.documents import WorkList
from tests.central.house import SITE, Bench, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking, work_of
from tests.central.stock.lots.lot_goods import level, of_sku, silent


def recalled(shop: House) -> None:
    """While the bench is not heard of."""
    silent(shop)
    assert shop.centre.do(recall, SITE, "SYRUP", "EARLY") is None


def let_go(shop: House, order_id: str, field: str = FIELD) -> None:
    """A person releases the hold of the recall, or another."""
    with shop.centre.read(SITE) as read:
        holds = [hold for hold in read.orders.holds(order_id) if hold.released_at is None and hold.field == field]
    (hold,) = holds
    assert isinstance(shop.centre.do(release_one, SITE, hold.hold_id, "bella"), HoldRow)


def anew(shop: House, bench: Bench, before: WorkList) -> WorkList:
    """What the bench gets after the order left its list."""
    (struck,) = work_of(bench)[before.list_id].orders
    assert (struck.state, struck.reason) == ("cancelled", "lot EARLY of SYRUP was recalled")
    shop.centre.do(sweep, SITE)
    work = claim(bench)
    assert work.list_id != before.list_id
    return work


def test_an_order_nobody_picked_for_is_walked_for_with_another_lot(shop: House) -> None:
    order_id = shop.take(new_order("1", [("SYRUP", 2), ("PIN", 1)])).order_id
    bench = shop.bench()
    before = claim(bench)
    recalled(shop)
    let_go(shop, order_id)
    work = anew(shop, bench, before)
    assert [stop.lot for stop in of_sku(work, "SYRUP")] == ["LATE"]
    bench.tell(*picking(work), *packing(work, blocks_of(bench)[0]))
    assert (level(shop, "EARLY"), level(shop, "LATE")) == ((3, 0, 0), (3, 0, 0))


def test_what_is_in_the_tote_is_put_back_and_not_for_sale(shop: House) -> None:
    order_id = shop.take(new_order("1", [("SYRUP", 4)])).order_id
    bench = shop.bench()
    before = claim(bench)
    bench.tell(*picking(before))
    recalled(shop)
    let_go(shop, order_id)
    assert (level(shop, "EARLY"), level(shop, "LATE")) == ((3, 0, 3), (5, 4, 1))
    with shop.centre.read(SITE) as read:
        (task,) = read.tasks.open_of(kind="put_back")
        assert sorted((item.lot, item.quantity) for item in read.tasks.items(task.task_id)) == [
            ("EARLY", 3),
            ("LATE", 1),
        ]
    work = anew(shop, bench, before)
    assert [(stop.lot, stop.needs[0].quantity) for stop in of_sku(work, "SYRUP")] == [("LATE", 4)]


def test_with_nothing_of_another_lot_it_waits_for_stock(shop: House) -> None:
    first = shop.take(new_order("1", [("SYRUP", 3)])).order_id
    shop.take(new_order("2", [("SYRUP", 5)]))
    bench = shop.bench()
    claim(bench)
    recalled(shop)
    let_go(shop, first)
    with shop.centre.read(SITE) as read:
        assert [hold.reason for hold in read.orders.holds(first) if hold.released_at is None] == ["stock"]
    assert (level(shop, "EARLY"), level(shop, "LATE")) == ((3, 0, 0), (5, 5, 0))
    assert shop.centre.do(recall, SITE, "SYRUP", "EARLY", good=True) is None
    assert level(shop, "EARLY") == (3, 3, 0)


def test_another_hold_keeps_it_where_it_stands(shop: House) -> None:
    order_id = shop.take(new_order("1", [("SYRUP", 1)])).order_id
    bench = shop.bench()
    before = claim(bench)
    shop.centre.do(place_hold, SITE, order_id, "wait", "bella")
    recalled(shop)
    let_go(shop, order_id)
    assert [order.state for order in work_of(bench)[before.list_id].orders] == ["on_hold"]
    assert level(shop, "EARLY") == (3, 1, 0)
    let_go(shop, order_id, "")
    assert level(shop, "EARLY") == (3, 0, 0)
    assert of_sku(anew(shop, bench, before), "SYRUP")[0].lot == "LATE"


def test_a_closed_box_is_left_to_the_person(shop: House) -> None:
    order_id = shop.take(new_order("1", [("SYRUP", 1)])).order_id
    bench = shop.bench()
    work = claim(bench)
    told = packing(work, blocks_of(bench)[0])
    bench.tell(*picking(work), *told[:-1])
    recalled(shop)
    assert [order.state for order in work_of(bench)[work.list_id].orders] == ["on_hold"]
    let_go(shop, order_id)
    assert [order.state for order in work_of(bench)[work.list_id].orders] == ["open"]
    bench.tell(told[-1])
    assert level(shop, "EARLY") == (2, 0, 0)
