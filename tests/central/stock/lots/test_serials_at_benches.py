"""Serial numbers from the bench to the parcel: one leaves once, and benches forget it in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.central.desk.stock.tracing import trace
from app.central.operating.forgetting import Forgetting, forget
from app.domain import facts
from app.domain.documents import UsedSerial
from sync.protocol import Entity
from tests.central.house import SITE, House, new_order
from tests.central.packing_day import claim, picking
from tests.central.stock.lots.lot_goods import dispatch, documents


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

    def told(days: int) -> list[bool]:
        """Of the documents of numbers so many days later, whether each is deleted."""
        shop.clock.move(timedelta(days=days))
        while shop.centre.do(forget, SITE, Forgetting(audit_days=0, serials_days=30, deletions_days=20)):
            pass
        with shop.centre.read(SITE) as read:
            return sorted(row.deleted for row in read.feed.page(0, "", 9999) if row.entity == Entity.SERIAL)

    box = facts.PackedLine(line_id=work.orders[0].lines[0].line_id, sku="PHONE", quantity=1, serials=("P2",))
    assert set(dispatch(bench, replace(work, orders=work.orders[:1]), box)) == {"applied"}
    assert pack(1, "P3") == ""
    assert told(29) == [False, False]
    assert told(2) == [False, True], "a unit that is still in its box is not forgotten"
    assert told(0) == [False, True]
    assert told(21) == [False], "and in time its deletion is"
    assert f"P2 (shipped with {work.orders[0].number})" in pack(2, "P2")
