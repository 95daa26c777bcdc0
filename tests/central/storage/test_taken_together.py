"""Orders taken in company leave what they would have left one by one, and nobody pays for another's mistake."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.central.audit import audit
from app.central.centre import Centre
from app.central.intake.holds import place_hold
from app.central.intake.orders import Taken, take, take_order, take_order_once
from app.central.storage.engines.faults import Broken
from app.central.storage.schema import METADATA
from app.central.storage.stores.stock.levels import Move
from app.domain.intake.orders import NewOrder
from app.domain.stock.movements import Movement
from tests.central.house import SITE, House, new_order, open_house

PLENTY = {"TEE-M": {"A-1": 500, "A-2": 3}, "MUG": {"A-3": 4}}
ORDERS = [new_order(f"#{n}", [("TEE-M", 1 + n % 4), ("MUG", 1)][: 1 + n % 2]) for n in range(12)]


class Mistake(Exception):
    """Ours."""


@contextmanager
def in_one_go(house: House) -> Iterator[None]:
    """The writer waits until the block ends: what is submitted in it is there when it goes on."""
    gate = threading.Event()
    waited = house.centre.submit(lambda centre: gate.wait(30))
    try:
        yield
    finally:
        gate.set()
    assert waited.result()


def once(house: House, key: str, body: str, order: NewOrder) -> Future[Any]:
    return house.centre.submit(take_order_once, house.channel, key, body, order, said)


def said(taken: Taken) -> tuple[int, bytes]:
    return 201, f"{taken.order_id} {taken.lifecycle} {taken.outcome}".encode()


def dump(house: House) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but `lineage`, which differs by engine."""
    with house.centre.read(SITE) as work:
        return {
            table.name: sorted(map(tuple, work.connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
            if table.name != "lineage"
        }


def test_in_company_everything_is_as_it_would_be_one_by_one(house: House, tmp_path: Path) -> None:
    again = (ORDERS[3], new_order("#4", [("MUG", 9)]), ORDERS[5])
    house.stock(PLENTY)
    with in_one_go(house):
        together = [once(house, f"k{n}", f"b{n}", order) for n, order in enumerate((*ORDERS, *again))]
        together += [once(house, "k3", "b3", ORDERS[3]), once(house, "k4", "other", ORDERS[4])]
    answers = [one.result() for one in together]
    alone = open_house(tmp_path / "alone")
    try:
        alone.stock(PLENTY)
        singly = [once(alone, f"k{n}", f"b{n}", order).result() for n, order in enumerate((*ORDERS, *again))]
        singly += [once(alone, "k3", "b3", ORDERS[3]).result(), once(alone, "k4", "other", ORDERS[4]).result()]
        left, expected = dump(house), dump(alone)
    finally:
        alone.centre.close()
    assert answers == singly
    assert {name: rows for name, rows in left.items() if rows != expected[name]} == {}
    assert audit(house.centre, SITE) == ()


def test_who_fails_in_company_fails_alone(house: House) -> None:
    house.stock(PLENTY)

    def mistaken(centre: Centre) -> None:
        with centre.begin(SITE, together=True) as work:
            take(work, house.channel, new_order("#mistaken", [("TEE-M", 2)]))
            raise Mistake

    def against_the_rules(centre: Centre) -> Taken:
        return take_order(centre, house.channel, new_order("#rules", [("TEE-M", 2)], priority=99))

    verbs: tuple[Callable[[Centre], object], ...] = (mistaken, against_the_rules)
    with in_one_go(house):
        tries = [once(house, f"k{n}", "b", order) for n, order in enumerate(ORDERS[:4])]
        wrong = [house.centre.submit(verb) for verb in verbs]
        tries += [once(house, f"k{n}", "b", order) for n, order in enumerate(ORDERS[4:], 4)]
    assert all(one.result().status == 201 for one in tries)
    with pytest.raises(Mistake):
        wrong[0].result()
    with pytest.raises(Broken):
        wrong[1].result()
    with house.centre.read(SITE) as work:
        taken = [work.orders.by_ref(house.channel.channel_id, order.external_ref) for order in ORDERS]
        assert None not in taken
        assert work.orders.by_ref(house.channel.channel_id, "#mistaken") is None
        assert work.orders.by_ref(house.channel.channel_id, "#rules") is None
    assert audit(house.centre, SITE) == ()


def test_a_verb_between_them_finds_what_came_before_it(house: House) -> None:
    house.stock(PLENTY)

    def hold_the_first(centre: Centre) -> object:
        with centre.begin(SITE) as work:
            known = work.orders.by_ref(house.channel.channel_id, "#0")
            assert known is not None
            return place_hold(centre, SITE, known.order_id, "look at it", "anna")

    with in_one_go(house):
        first = house.centre.submit(take_order, house.channel, ORDERS[0])
        held = house.centre.submit(hold_the_first)
        then = house.centre.submit(take_order, house.channel, ORDERS[1])
    assert isinstance(held.result(), str)
    first_id, then_id = first.result().order_id, then.result().order_id
    with house.centre.read(SITE) as work:
        order = work.orders.order(first_id)
        assert order is not None
        assert (order.fulfilment, len(work.orders.holds(order.order_id))) == ("on_hold", 1)
        assert len(work.orders.allocations(then_id)) == 2
    assert audit(house.centre, SITE) == ()


def test_the_last_units_go_to_who_came_first(house: House) -> None:
    house.stock({"LAST": {"A-1": 3}})
    with in_one_go(house):
        tries = [
            house.centre.submit(take_order, house.channel, new_order(f"#{n}", [("LAST", 1 + n % 2)])) for n in range(6)
        ]
    found = [[hold.reason.value for hold in one.result().holds] for one in tries]
    assert found == [[], [], ["stock"], ["stock"], ["stock"], ["stock"]]
    assert audit(house.centre, SITE) == ()


def test_units_that_are_gone_when_they_are_moved_are_asked_for_again(house: House) -> None:
    house.stock({"LAST": {"A-1": 3}, **PLENTY})

    def twice(centre: Centre) -> list[bool]:
        with centre.begin(SITE, together=True) as work:
            moves = [Move("LAST", "A-1", 2, work.new_id(), "nobody", f"try {n}") for n in range(2)]
            return [work.stock.move_all(Movement.ALLOCATED, (one,)) for one in moves]

    with in_one_go(house):
        before = house.centre.submit(take_order, house.channel, ORDERS[0])
        tries = house.centre.submit(twice)
        then = house.centre.submit(take_order, house.channel, ORDERS[1])
    assert tries.result() == [True, False]
    assert (before.result().outcome, then.result().outcome) == ("new", "new")
    with house.centre.read(SITE) as work:
        (level,) = work.stock.levels("LAST")
        assert (level.allocated, len(work.stock.history("LAST"))) == (2, 2)
