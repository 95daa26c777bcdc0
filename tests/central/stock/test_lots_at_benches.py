"""Lots and serial numbers from the promise to the parcel: what a bench says it took is what the books say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.central.audit import audit
from app.central.bench.changes import Page, changes
from app.central.desk.stock.tracing import trace
from app.central.operating.forgetting import Forgetting, forget
from app.central.stock.moving import By, Units
from app.central.stock.receiving import Received, receive
from app.central.stock.tracking import recall, track
from app.central.stock.values import TrackRow
from app.central.values import LevelRow, TraceRow
from app.central.warehouse.imports import import_catalogue
from app.domain import facts
from app.domain.documents import Product, ProductLots, UsedSerial, WorkList, WorkStop
from sync.protocol import Entity, decode
from tests.central.house import SITE, Bench, House, new_order, product
from tests.central.packing_day import blocks_of, claim, packing, picking, work_of
from tests.central.stock.stock_rows import check, rows_of

EARLY, LATE = date(2027, 1, 1), date(2027, 6, 1)
BY = By(who="dora", why="arrived", key="r")


@pytest.fixture
def shop(house: House) -> Iterator[House]:
    """Two lots of SYRUP in one place (3 early, 5 late), 3 PHONEs of known numbers, some PINs; the books add up at
    the end of every test."""
    house.stock({"PIN": {"A-1": 9}, "SHELF": {"B-2": 1}})
    house.centre.do(import_catalogue, SITE, [product("SYRUP"), product("PHONE")])
    flags = {"kit": 0, "min_days": 0, "whole_cases": 0}
    syrup = TrackRow(sku="SYRUP", tracks_lot=1, tracks_serial=0, tracks_expiry=1, **flags)
    phone = TrackRow(sku="PHONE", tracks_lot=0, tracks_serial=1, tracks_expiry=0, **flags)
    assert (house.centre.do(track, SITE, syrup), house.centre.do(track, SITE, phone)) == (None, None)
    put(house, Units(sku="SYRUP", location="A-1", quantity=5, lot="LATE"), LATE)
    put(house, Units(sku="SYRUP", location="A-1", quantity=3, lot="EARLY"), EARLY)
    put(house, Units(sku="PHONE", location="A-1", quantity=3, serials=("P1", "P2", "P3")))
    yield house
    check(rows_of(house.centre, SITE))
    assert audit(house.centre, SITE) == ()


def put(house: House, units: Units, expiry: date | None = None) -> None:
    by = replace(BY, key=f"{units.sku} {units.lot} {units.quantity}")
    assert isinstance(house.centre.do(receive, SITE, units, by, "each", expiry), Received)


def level(house: House, lot: str) -> tuple[int, int, int]:
    """(on hand, allocated, unavailable)"""
    with house.centre.read(SITE) as work:
        found = work.stock.level("SYRUP", "A-1", lot)
    assert isinstance(found, LevelRow)
    return found.on_hand, found.allocated, found.unavailable


def documents(bench: Bench, entity: Entity, kind: type[Any]) -> dict[str, Any]:
    page = changes(bench.house.centre, bench.station, 0, "", 1000)
    assert isinstance(page, Page)
    rows = [row for row in page.rows if row.entity == entity and not row.deleted]
    return {row.id: decode(row.doc, kind) for row in rows}


def of_sku(work: WorkList, sku: str) -> list[WorkStop]:
    return [stop for stop in work.stops if stop.sku == sku]


def pick(work: WorkList, stop: WorkStop, quantity: int, lot: str, **more: str) -> facts.ItemPicked:
    need = stop.needs[0]
    return facts.ItemPicked(
        list_id=work.list_id, stop_no=stop.stop_no, order_id=need.order_id, line_id=need.line_id, sku=stop.sku,
        quantity=quantity, tote="T-1", location=stop.location, barcode="", lot=lot, **more,
    )  # fmt: skip


def dispatch(bench: Bench, work: WorkList, *contents: facts.PackedLine) -> list[str]:
    """Pack and send the only order as if it held this; the verdicts."""
    told = packing(work, blocks_of(bench)[0])
    assert isinstance(told[0], facts.PackSessionOpened)
    packed = [
        facts.ItemPacked(
            session_id=told[0].session_id, order_id=work.orders[0].order_id, line_id=line.line_id,
            sku=line.sku, quantity=line.quantity, barcode="", serials=line.serials, lot=line.lot,
        )
        for line in contents
    ]  # fmt: skip
    rest = [one for one in told[1:] if not isinstance(one, facts.ItemPacked)]
    assert isinstance(rest[0], facts.CartonClosed)
    rows = bench.tell(told[0], *packed, replace(rest[0], contents=contents), *rest[1:])
    return [row.verdict for row in rows]


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


def test_a_serial_number_leaves_once_and_every_bench_hears_of_it(shop: House) -> None:
    for number in ("1", "2"):
        shop.take(new_order(number, [("PHONE", 1)]))
    bench = shop.bench()
    work = claim(bench)
    bench.tell(*picking(work))
    first = work.orders[0]
    box = facts.PackedLine(line_id=first.lines[0].line_id, sku="PHONE", quantity=1, serials=("P2",))
    alone = replace(work, orders=(first,))
    assert set(dispatch(bench, alone, box)) == {"applied"}
    (used,) = documents(bench, Entity.SERIAL, UsedSerial).values()
    assert (used.order, used.shipped) == (first.number, True)
    second = work.orders[1]
    about = {"session_id": "s-2", "order_id": second.order_id, "line_id": second.lines[0].line_id, "sku": "PHONE"}
    opened = facts.PackSessionOpened(session_id="s-2", list_id=work.list_id, order_id=second.order_id, tote="T-2")
    _, row = bench.tell(opened, facts.ItemPacked(**about, quantity=1, barcode="", serials=("P2",)))
    assert row.verdict == "applied_with_task"
    assert f"P2 (shipped with {first.number})" in row.reason
    bench.tell(facts.UnitRemoved(**about, quantity=1, serials=("P2",)))
    with shop.centre.read(SITE) as read:
        states = {number: found.state for number, found in read.lots.serials("PHONE", ["P1", "P2", "P3"]).items()}
    assert states == {"P1": "stock", "P2": "shipped", "P3": "stock"}, "taking it out again frees nobody else's number"
    bench.tell(facts.ItemPacked(**about, quantity=1, barcode="", serials=("P3",)))
    assert len(documents(bench, Entity.SERIAL, UsedSerial)) == 2
    bench.tell(facts.UnitRemoved(**about, quantity=1, serials=("P3",)))
    assert len(documents(bench, Entity.SERIAL, UsedSerial)) == 1
    found = trace(shop.centre, SITE, "PHONE", "", "P2")
    assert found is not None
    assert [(had.row.order.number, had.left) for had in found.orders] == [(first.number, 1)]


def test_benches_forget_a_number_that_left_long_ago_and_the_centre_never(shop: House) -> None:
    for number in ("1", "2", "3"):
        shop.take(new_order(number, [("PHONE", 1)]))
    bench = shop.bench()
    work = claim(bench)
    bench.tell(*picking(work))

    def pack(nth: int, number: str) -> str:
        order = work.orders[nth]
        about: dict[str, Any] = {"session_id": f"s-{nth}", "order_id": order.order_id}
        opened = facts.PackSessionOpened(**about, list_id=work.list_id, tote=f"T-{nth + 1}")
        unit: dict[str, Any] = {
            "line_id": order.lines[0].line_id,
            "sku": "PHONE",
            "quantity": 1,
            "barcode": "",
            "serials": (number,),
        }
        return bench.tell(opened, facts.ItemPacked(**about, **unit))[1].reason

    def told(days: int) -> tuple[int, list[bool]]:
        """What is forgotten so many days later, and the documents of numbers by whether they are deleted."""
        shop.clock.move(timedelta(days=days))
        done = shop.centre.do(forget, SITE, Forgetting(audit_days=0, serials_days=30, deletions_days=20))
        with shop.centre.read(SITE) as read:
            return done, sorted(row.deleted for row in read.feed.page(0, "", 9999) if row.entity == Entity.SERIAL)

    box = facts.PackedLine(line_id=work.orders[0].lines[0].line_id, sku="PHONE", quantity=1, serials=("P2",))
    assert set(dispatch(bench, replace(work, orders=work.orders[:1]), box)) == {"applied"}
    assert pack(1, "P3") == ""
    assert told(29) == (0, [False, False])
    assert told(2) == (1, [False, True]), "a unit that is still in its box is not forgotten"
    assert told(0) == (0, [False, True])
    assert told(21) == (0, [False]), "and in time its deletion is"
    assert f"P2 (shipped with {work.orders[0].number})" in pack(2, "P2")


def test_a_recall_stops_what_a_bench_has_and_promises_anew_what_nobody_walks_for(shop: House) -> None:
    walked = shop.take(new_order("walked", [("SYRUP", 1)]))
    bench = shop.bench()
    work = claim(bench)
    waits = shop.take(new_order("waits", [("SYRUP", 1)]))
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
