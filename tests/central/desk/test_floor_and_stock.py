"""The floor, stock and channels as the desk reads them, on both engines while an order is picked, packed and leaves."""

from datetime import timedelta

from app.central.desk.channels.health import all_health, channel_page
from app.central.desk.floor.seeing import hands, see_floor
from app.central.desk.stock.item import stock_item
from app.central.desk.stock.listing import stock_list
from app.central.intake.holds import place_hold
from app.central.storage.stores.desk.shelves.products import VIEWS
from app.central.work.release import sweep
from tests.central.house import SITE, START, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking


def test_a_truck_is_made_step_by_step(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 9}})
    assert see_floor(house.centre, SITE).truck is None
    due = START + timedelta(hours=5)
    house.take(new_order("#1", [("TEE-M", 2)], ship_by=due))
    held = house.take(new_order("#2", [("TEE-M", 1)], ship_by=due))
    house.centre.do(place_hold, SITE, held.order_id, "wait", "amina")
    house.centre.do(sweep, SITE)
    bench = house.bench("ST-1")
    list_ = claim(bench)
    seen = see_floor(house.centre, SITE)
    assert seen.truck is not None
    assert (seen.truck.ready, seen.truck.orders, seen.truck.done_at) == (0, 2, None)
    assert [(one.number, one.reason) for one in seen.truck.stopped] == [("#2", "operator")]
    assert (seen.stations[0].list_number, seen.stations[0].picked, seen.stations[0].units) == (list_.number, 0, 2)
    bench.tell(*picking(list_))
    assert see_floor(house.centre, SITE).stations[0].picked == 2
    told = packing(list_, blocks_of(bench)[0])
    bench.tell(*told[:2])
    assert see_floor(house.centre, SITE).stations[0].packing == "#1"
    bench.tell(*told[2:])
    seen = see_floor(house.centre, SITE)
    assert seen.truck is not None
    assert (seen.truck.ready, seen.truck.pace, seen.stations[0].today) == (1, 1, 1)
    assert seen.truck.done_at == house.clock() + timedelta(hours=1)
    house.clock.move(timedelta(days=1))
    assert see_floor(house.centre, SITE).late == 1
    assert hands(house.centre, SITE)[0] == ("ST-1",)


def test_stock_is_listed_in_every_view_and_a_sku_tells_what_moved_it(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 9}, "CAP": {"A-2": 4}})
    taken = house.take(new_order("#1", [("TEE-M", 2)]))
    rows = stock_list(house.centre, SITE, "", "", "").rows
    found = {row.product.sku: row.sums for row in rows}
    assert (found["TEE-M"].on_hand, found["TEE-M"].allocated, found["TEE-M"].free) == (9, 2, 7)
    for view in VIEWS:
        assert stock_list(house.centre, SITE, view, "", "").rows == ()
    for typed in ("tee", "TEE-M", "a-1"):
        assert [row.product.sku for row in stock_list(house.centre, SITE, "", typed, "").rows][-1:] == ["TEE-M"]
    assert stock_list(house.centre, SITE, "", "%", "").rows == ()
    item = stock_item(house.centre, SITE, "TEE-M")
    assert item is not None
    assert [one.order for one in item.story if one.row.kind == "allocated"] == [(taken.order_id, "#1")]
    assert stock_item(house.centre, SITE, "NOPE") is None


def test_a_channel_tells_how_it_stands(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 9}})
    (before,) = all_health(house.centre, SITE)
    assert (before.today, before.last_order, before.state) == (0, None, ("care", "quiet"))
    house.take(new_order("#1", [("TEE-M", 2)]))
    (now,) = all_health(house.centre, SITE)
    assert (now.today, now.last_order, now.state) == (1, house.clock(), ("right", "well"))
    page = channel_page(house.centre, SITE, now.channel.code)
    assert page is not None
    assert page.deliveries == ()
    assert channel_page(house.centre, SITE, "nobody") is None
