"""Deliveries of a shop taken in company leave what they would have left one by one; one that fails is kept, alone."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.central.audit import audit
from app.central.channels.deliveries import (
    APPLIED,
    FAILED,
    PASSED,
    SAME,
    TOGETHER_MOST,
    UNREADABLE,
    Received,
    deliveries,
    retry_delivery,
    take_delivery,
)
from app.central.channels.values import Delivered, OrderGone, OrderTold, Passed, RiskTold, Told, Unreadable
from app.domain.intake.clearance import RiskLevel, RiskReport
from app.domain.intake.orders import NewOrder
from tests.central.house import SITE, START, House, new_order, open_house
from tests.central.storage.test_taken_together import dump, in_one_go

PLENTY = {"TEE-M": {"A-1": 500, "A-2": 3}, "MUG": {"A-3": 4}}
EARLY = RiskReport(level=RiskLevel.HIGH, provider="Signifyd", reason="card", assessed_at=None)


def order(number: int, units: int = 1, **changes: object) -> NewOrder:
    return new_order(f"#{number}", [("TEE-M", units), ("MUG", 1)][: 1 + number % 2], shop_id=f"s{number}", **changes)


def later(number: int, minutes: int, **changes: object) -> OrderTold:
    return OrderTold(order=replace(order(number, **changes), updated_at=START + timedelta(minutes=minutes)))  # type: ignore[arg-type]


DAY: tuple[tuple[str, Told], ...] = (
    ("d0", OrderTold(order=order(0))), ("d1", OrderTold(order=order(1))), ("d1", OrderTold(order=order(1))),
    ("d2", RiskTold(shop_id="s2", report=EARLY)), ("d3", OrderTold(order=order(2))), ("d4", OrderTold(order=order(3))),
    ("d5", later(3, 5, units=3)), ("d6", later(3, 2, units=9)), ("d7", Passed(why="a test order")),
    ("d8", OrderTold(order=order(8), fulfilled=True)), ("d9", Unreadable(field="currency", why="none")),
    ("d10", OrderTold(order=order(4))), ("d11", OrderGone(shop_id="s4")), ("d12", OrderTold(order=order(4))),
    ("d13", OrderTold(order=order(5))), ("d14", later(5, 1, cancelled_at=START)), ("d15", OrderTold(order=order(6))),
    ("d16", OrderTold(order=order(5, cancelled_at=START))), ("d17", OrderTold(order=order(7, units=600))),
    ("d18", OrderTold(order=order(9))),
)  # fmt: skip
"""What a shop tells in one breath: new orders, one of them twice, a risk before its order, changes, ends, nonsense."""


def send(house: House, name: str, told: Told, payload: bytes = b"") -> Future[Received]:
    body = payload or f"{{{name}}}".encode()
    came = Delivered(shop="shopify", shop_delivery=name, topic="orders/updated", domain="shop.example", payload=body)
    return house.centre.submit(take_delivery, house.channel, came, told)


def test_in_company_everything_is_as_it_would_be_one_by_one(house: House, tmp_path: Path) -> None:
    house.stock(PLENTY)
    with in_one_go(house):
        waiting = [send(house, name, told) for name, told in DAY]
    together = [one.result() for one in waiting]
    alone = open_house(tmp_path / "alone")
    try:
        alone.stock(PLENTY)
        singly = [send(alone, name, told).result() for name, told in DAY]
        left, expected = dump(house), dump(alone)
    finally:
        alone.centre.close()
    assert together == singly
    assert {name: rows for name, rows in left.items() if rows != expected[name]} == {}
    assert {one.outcome for one in together} == {APPLIED, SAME, PASSED, UNREADABLE}
    assert [one.replayed for one in together] == [name == "d1" and at == 2 for at, (name, _) in enumerate(DAY)]
    assert audit(house.centre, SITE) == ()


@pytest.mark.parametrize("wrong", [order(50, priority=99), order(50, recipient=None)])
def test_who_fails_in_company_is_kept_and_nobody_else_is_the_worse_for_it(house: House, wrong: NewOrder) -> None:
    house.stock(PLENTY)
    with in_one_go(house):
        waiting = [send(house, f"a{n}", OrderTold(order=order(n))) for n in range(5)]
        failing = send(house, "wrong", OrderTold(order=wrong))
        again = send(house, "wrong", OrderTold(order=wrong))
        waiting += [send(house, f"b{n}", OrderTold(order=order(n))) for n in range(5, 10)]
    assert [one.result().outcome for one in waiting] == [APPLIED] * 10
    assert (failing.result().outcome, failing.result().replayed) == (FAILED, False)
    assert (again.result().outcome, again.result().replayed) == (FAILED, True)
    with house.centre.read(SITE) as work:
        assert work.orders.by_ref(house.channel.channel_id, "#50") is None
        assert all(work.orders.by_ref(house.channel.channel_id, f"#{n}") is not None for n in range(10))
    (kept,) = deliveries(house.centre, SITE, stuck=True)
    assert (kept.delivery_id, kept.tries, kept.order_id) == (failing.result().delivery_id, 1, None)
    mended = house.centre.do(retry_delivery, SITE, kept.delivery_id, {"shopify": lambda *_: OrderTold(order=order(50))})
    assert mended is not None
    assert mended.outcome == APPLIED
    assert audit(house.centre, SITE) == ()


def test_large_ones_go_by_themselves_and_are_kept_to_the_byte(house: House) -> None:
    house.stock(PLENTY)
    bodies = [bytes(range(256)) * (4 * n + 1) for n in range(4)] + [b"\xff\x00" * TOGETHER_MOST]
    with in_one_go(house):
        waiting = [send(house, f"a{n}", OrderTold(order=order(n)), body) for n, body in enumerate(bodies)]
    names = [one.result().delivery_id for one in waiting]
    with house.centre.read(SITE) as work:
        found = [work.deliveries.get(name) for name in names]
    assert [one[1] for one in found if one is not None] == bodies
