"""An order's story names who packed what in which carton, its money with its proof, and where a lot went."""

from datetime import timedelta

from app.central.desk.standing import order_seen
from app.central.desk.stock.keeping import keeping_of
from app.central.desk.stock.listing import lying
from app.central.desk.stock.places import place_list
from app.central.desk.stock.suppliers import suppliers_of
from app.central.desk.stock.tracing import trace
from app.central.inventory.ruling import set_rule
from app.central.inventory.values import NotRuled
from app.central.stock.moving import By, NotMoved, Units
from app.central.stock.receiving import Received, receive
from app.central.stock.tracking import recall, set_place, track
from app.central.stock.values import TrackRow
from app.central.work.release import sweep
from tests.central.house import SITE, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking


def test_who_packed_what_and_when(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 9}})
    order = house.take(new_order("#1", [("TEE-M", 2)]))
    house.centre.do(sweep, SITE)
    bench = house.bench("ST-1")
    list_ = claim(bench)
    bench.tell(*picking(list_))
    house.clock.move(timedelta(minutes=3))
    bench.tell(*packing(list_, blocks_of(bench)[0]))
    seen = order_seen(house.centre, SITE, order.order_id)
    assert seen is not None
    (parcel,) = seen.parcels
    assert [(item.units, item.sku) for item in parcel.items] == [(2, "TEE-M")]
    assert (parcel.station, parcel.packer != "") == ("ST-1", True)
    told = {event.words: event.who for event in seen.story}
    assert told["carton closed"] == f"{parcel.packer} at ST-1"


def test_a_lot_and_where_it_went(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 0}, "CAP": {"A-2": 5}})
    row = TrackRow(sku="TEE-M", kit=0, tracks_lot=1, tracks_serial=0, tracks_expiry=0, min_days=0, whole_cases=0)
    assert not isinstance(house.centre.do(track, SITE, row), NotMoved)
    units = Units(sku="TEE-M", location="A-1", quantity=9, lot="L1")
    assert isinstance(house.centre.do(receive, SITE, units, By(who="x", why="", key="k"), "each", None), Received)
    order = house.take(new_order("#1", [("TEE-M", 2)]))
    house.centre.do(sweep, SITE)
    found = trace(house.centre, SITE, "TEE-M", "L1", "")
    assert found is not None
    assert [(one.row.order.order_id, one.promised, one.left) for one in found.orders] == [(order.order_id, 2, 0)]
    assert [(level.location, level.on_hand) for level in found.levels] == [("A-1", 9)]
    for lot, serial in (("L2", ""), ("", "S1"), ("", "")):
        assert trace(house.centre, SITE, "TEE-M", lot, serial) is None
    assert trace(house.centre, SITE, "NOPE", "L1", "") is None
    assert house.centre.do(recall, SITE, "TEE-M", "L1") is None
    found = trace(house.centre, SITE, "TEE-M", "L1", "")
    assert found is not None
    assert found.lot is not None
    assert found.lot.state == "recalled"


def test_how_a_sku_is_kept_and_what_lies_where(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 9, "A-2": 4}})
    assert not isinstance(house.centre.do(set_rule, SITE, house.channel.code, "TEE-M", {"buffer": 2}), NotRuled)
    kept = keeping_of(house.centre, SITE, "TEE-M")
    assert kept is not None
    assert [(one.code, one.settings) for one in kept.channels] == [(house.channel.code, {"buffer": 2})]
    assert (kept.parts, kept.buying) == ((), None)
    assert keeping_of(house.centre, SITE, "NOPE") is None
    rows = [row for row in lying(house.centre, SITE, None) if row.sku == "TEE-M"]
    assert [(row.location, row.on_hand) for row in rows] == [("A-1", 9), ("A-2", 4)]
    behind = lying(house.centre, SITE, rows[0])
    assert [row.location for row in behind if row.sku == "TEE-M"] == ["A-2"]
    assert house.centre.do(set_place, SITE, "A-2", "blocked") is None
    (place,) = place_list(house.centre, SITE, "", "blocked", "").rows
    assert (place.code, place.skus, place.units) == ("A-2", 1, 4)
    assert next(row.code for row in place_list(house.centre, SITE, "a-1", "", "").rows) == "A-1"
    assert suppliers_of(house.centre, SITE).rows == ()
