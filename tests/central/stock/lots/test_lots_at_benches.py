"""Lots from the promise to the parcel: what a bench says it took is what the books say."""

from __future__ import annotations

from dataclasses import replace

from app.central.desk.stock.tracing import trace
from app.central.stock.tracking import recall
from app.central.values import TraceRow
from app.domain import facts
from app.domain.documents import Product, ProductLots
from sync.protocol import Entity
from tests.central.house import SITE, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking, work_of
from tests.central.stock.lots.lot_goods import EARLY, LATE, dispatch, documents, level, of_sku, pick, silent
from tests.central.stock.stock_rows import rows_of


def test_a_list_has_a_stop_for_each_lot_the_first_to_expire_first(shop: House) -> None:
    shop.take(new_order("1", [("SYRUP", 4), ("PIN", 1)]))
    bench = shop.bench()
    first, second = of_sku(claim(bench), "SYRUP")
    assert [(first.lot, first.expiry, first.needs[0].quantity), (second.lot, second.needs[0].quantity)] == [
        ("EARLY", EARLY, 3),
        ("LATE", 1),
    ]
    assert [(lot.lot, lot.expiry) for lot in first.lots] == [("EARLY", EARLY), ("LATE", LATE)]
    told = documents(bench, Entity.LOTS, ProductLots)["SYRUP"]
    assert [(lot.lot, lot.recalled) for lot in told.lots] == [("EARLY", False), ("LATE", False)]
    goods = documents(bench, Entity.PRODUCT, Product)
    flags = {sku: (one.by_lot, one.by_serial, one.expires) for sku, one in goods.items()}
    assert (flags["SYRUP"], flags["PHONE"], flags["PIN"]) == (
        (True, False, True),
        (False, True, False),
        (False, False, False),
    )


def test_the_day_of_a_bench_that_knows_no_lots_still_adds_up(shop: House) -> None:
    shop.take(new_order("1", [("SYRUP", 4), ("PIN", 1)]))
    bench = shop.bench()
    work = claim(bench)
    told = [*picking(work), *packing(work, blocks_of(bench)[0])]
    assert {row.verdict for row in bench.tell(*told)} == {"applied"}
    assert (level(shop, "EARLY"), level(shop, "LATE")) == ((0, 0, 0), (4, 0, 0))


def test_another_lot_taken_moves_the_promise_and_ships_what_left(shop: House) -> None:
    shop.take(new_order("1", [("SYRUP", 2)]))
    bench = shop.bench()
    work = claim(bench)
    (stop,) = work.stops
    swap = {"instead_of": "EARLY", "reason": "lot_damaged"}
    rows = bench.tell(pick(work, stop, 1, "EARLY"), pick(work, stop, 1, "LATE", **swap))
    assert [row.verdict for row in rows] == ["applied", "applied"]
    assert (level(shop, "EARLY"), level(shop, "LATE")) == ((3, 1, 0), (5, 1, 0))
    line = stop.needs[0].line_id
    parts = [facts.PackedLine(line_id=line, sku="SYRUP", quantity=1, lot=lot) for lot in ("EARLY", "LATE")]
    assert set(dispatch(bench, work, *parts)) == {"applied"}
    assert (level(shop, "EARLY"), level(shop, "LATE")) == ((2, 0, 0), (4, 0, 0))
    with shop.centre.read(SITE) as read:
        (parcel,) = read.parcels.of_order(work.orders[0].order_id)
        assert read.parcels.traces(parcel.parcel_id) == tuple(
            TraceRow(line_id=line, sku="SYRUP", lot=lot, serial="", quantity=1) for lot in ("EARLY", "LATE")
        )
        reasons = {row.reason for row in read.stock.history("SYRUP")}
    assert "lot LATE taken instead of EARLY: lot_damaged" in reasons
    found = trace(shop.centre, SITE, "SYRUP", "LATE", "")
    assert found is not None
    assert [(had.row.order.number, had.left) for had in found.orders] == [("1", 1)]


def test_a_lot_of_which_nothing_is_free_is_booked_as_promised_and_a_supervisor_sees_it(shop: House) -> None:
    shop.take(new_order("1", [("SYRUP", 3)]))
    shop.take(new_order("rest", [("SYRUP", 5)]))
    bench = shop.bench()
    bench.tell(facts.ClaimWork(lists=2))
    held = work_of(bench).values()
    work = next(one for one in held if any(order.number == "1" for order in one.orders))
    bench.fence = work.fence
    stop = next(one for one in work.stops if one.lot == "EARLY")
    (row,) = bench.tell(pick(work, stop, 1, "LATE", instead_of="EARLY", reason="told_to"))
    assert row.verdict == "applied_with_task"
    assert "booked as lot EARLY: count both lots" in row.reason
    assert (level(shop, "EARLY"), level(shop, "LATE")) == ((3, 3, 0), (5, 5, 0))
    with shop.centre.read(SITE) as read:
        picked = {one.lot: one.picked for one in read.orders.allocations(stop.needs[0].order_id)}
        assert [task.kind for task in read.tasks.open_of(cause="lot_unpromised")] == ["check"]
    assert picked["EARLY"] == 1


def test_short_and_put_back_are_of_the_lot_that_was_named(shop: House) -> None:
    shop.take(new_order("1", [("SYRUP", 5)]))
    bench = shop.bench()
    work = claim(bench)
    early, late = work.stops
    need = late.needs[0]
    about = {"list_id": work.list_id, "order_id": need.order_id, "line_id": need.line_id, "sku": "SYRUP"}
    back = facts.UnitPutBack(**about, stop_no=2, quantity=1, location="A-1", lot="LATE")
    short = facts.ItemShortPicked(**about, quantity=1, reason="too_few", location="A-1", lot="LATE")
    bench.tell(pick(work, early, 3, "EARLY"), pick(work, late, 2, "LATE"), back, short)
    assert (level(shop, "EARLY"), level(shop, "LATE")) == ((3, 3, 0), (5, 1, 1))
    at_bench = replace(short, location="", lot="EARLY", reason="damaged")
    bench.tell(at_bench)
    assert level(shop, "EARLY") == (3, 2, 1)
    with shop.centre.read(SITE) as read:
        items = [item.lot for task in read.tasks.open_of(kind="count") for item in read.tasks.items(task.task_id)]
    assert sorted(items) == ["EARLY", "LATE"]


def test_a_recall_stops_what_a_silent_bench_has_and_promises_anew_what_nobody_walks_for(shop: House) -> None:
    walked = shop.take(new_order("walked", [("SYRUP", 1)]))
    bench = shop.bench()
    work = claim(bench)
    waits = shop.take(new_order("waits", [("SYRUP", 1)]))
    silent(shop)
    assert shop.centre.do(recall, SITE, "SYRUP", "EARLY") is None
    (stopped,) = work_of(bench)[work.list_id].orders
    assert (stopped.state, stopped.reason) == (
        "on_hold",
        "Lot EARLY of SYRUP is recalled: take it out of the tote or box.",
    )
    assert [lot.recalled for lot in documents(bench, Entity.LOTS, ProductLots)["SYRUP"].lots] == [True, False]
    with shop.centre.read(SITE) as read:
        lots = {one.lot for one in read.orders.allocations(waits.order_id) if one.open}
        assert {one.lot for one in read.orders.allocations(walked.order_id) if one.open} == {"EARLY"}
        assert not read.tasks.open_of(cause="recall"), "nobody is asked for what goes on by itself"
    assert lots == {"LATE"}, "an order nobody walks for gets another lot by itself"
    assert shop.centre.do(recall, SITE, "SYRUP", "EARLY") is None
    assert shop.centre.do(recall, SITE, "SYRUP", "EARLY", good=True) is None
    assert [order.state for order in work_of(bench)[work.list_id].orders] == ["open"]
    with shop.centre.read(SITE) as read:
        assert [hold.released_by for hold in read.orders.holds(walked.order_id)] == ["centre"], "held once"


def test_a_bench_that_had_not_heard_of_a_recall_is_stopped_when_it_tells(shop: House) -> None:
    shop.take(new_order("1", [("SYRUP", 1)]))
    bench = shop.bench()
    work = claim(bench)
    assert shop.centre.do(recall, SITE, "SYRUP", "LATE") is None
    (row,) = bench.tell(pick(work, work.stops[0], 1, "LATE", instead_of="EARLY", reason="lot_damaged"))
    assert (row.verdict, row.reason) == ("applied_with_task", "1: lot LATE of SYRUP was taken at ST-1 and is recalled.")
    assert [order.state for order in work_of(bench)[work.list_id].orders] == ["on_hold"]
    assert (level(shop, "EARLY"), level(shop, "LATE")) == ((3, 0, 0), (5, 1, 0))


def test_the_same_facts_again_change_nothing(shop: House) -> None:
    shop.take(new_order("1", [("SYRUP", 2)]))
    bench = shop.bench()
    work = claim(bench)
    batch = [bench.arrive(pick(work, work.stops[0], 1, "LATE", instead_of="EARLY", reason="told_to"))]
    first = bench.send(*batch)
    before = rows_of(shop.centre, SITE)
    assert bench.send(*batch) == first
    assert rows_of(shop.centre, SITE) == before
