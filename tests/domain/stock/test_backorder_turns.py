"""Turns of waiting orders: nobody is given more than is there, and nobody passes who waits for the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.stock.backorders import Waiting, fill, turn

DAY = datetime(2026, 9, 14, 6, tzinfo=UTC)
SKUS = st.sampled_from("ABC")
ORDERS = st.builds(
    Waiting,
    order_id=st.uuids().map(str),
    priority=st.integers(1, 3),
    ship_by=st.none() | st.integers(0, 3).map(lambda days: DAY + timedelta(days=days)),
    placed_at=st.integers(0, 5).map(lambda hours: DAY - timedelta(hours=hours)),
    wants=st.dictionaries(SKUS, st.integers(1, 4), min_size=1),
    partial=st.booleans(),
    busy=st.booleans(),
)
AHEAD = st.builds(replace, ORDERS, ahead=st.booleans())
FREE = st.dictionaries(SKUS, st.integers(0, 8))


def units_of(orders: list[Waiting], free: dict[str, int]) -> dict[str, dict[str, int]]:
    return {one.order_id: dict(one.units) for one in fill(orders, free)}


def given_out(orders: list[Waiting], free: dict[str, int]) -> tuple[tuple[str, dict[str, int]], ...]:
    return tuple(units_of(orders, free).items())


@given(st.lists(ORDERS, max_size=8, unique_by=lambda order: order.order_id), FREE)
def test_nobody_is_given_what_is_not_there_or_what_they_did_not_ask(
    orders: list[Waiting], free: dict[str, int]
) -> None:
    by_id = {order.order_id: order for order in orders}
    gone: dict[str, int] = {}
    for given_now in fill(orders, free):
        order, units = by_id[given_now.order_id], given_now.units
        assert not order.busy
        assert all(0 < units[sku] <= order.wants[sku] for sku in units)
        assert order.partial or units == dict(order.wants)
        for sku, count in units.items():
            gone[sku] = gone.get(sku, 0) + count
    assert all(count <= free.get(sku, 0) for sku, count in gone.items())


@given(st.lists(ORDERS, max_size=8, unique_by=lambda order: order.order_id), FREE)
def test_everybody_has_what_is_left_behind_those_before_them_and_nobody_more(
    orders: list[Waiting], free: dict[str, int]
) -> None:
    got = units_of(orders, free)
    before: dict[str, int] = {}
    for order in sorted(orders, key=turn):
        units = got.get(order.order_id, {})
        left = {sku: max(0, free.get(sku, 0) - before.get(sku, 0)) for sku in order.wants}
        assert all(count <= left[sku] for sku, count in units.items()), "what somebody before them waits for"
        if not order.busy and (order.partial or all(left[sku] >= wanted for sku, wanted in order.wants.items())):
            assert units == {sku: min(left[sku], wanted) for sku, wanted in order.wants.items() if left[sku]}
        for sku, wanted in order.wants.items():
            before[sku] = before.get(sku, 0) + wanted


@given(st.lists(ORDERS, max_size=8, unique_by=lambda order: order.order_id), FREE, st.randoms())
def test_the_order_of_asking_never_matters(orders: list[Waiting], free: dict[str, int], chance: object) -> None:
    before = fill(orders, free)
    chance.shuffle(orders)  # type: ignore[attr-defined]
    assert fill(orders, free) == before


def test_priority_then_promise_then_age() -> None:
    def order(name: str, priority: int, due: int | None, age: int) -> Waiting:
        ship_by = None if due is None else DAY + timedelta(days=due)
        placed = DAY - timedelta(hours=age)
        return Waiting(order_id=name, priority=priority, ship_by=ship_by, placed_at=placed, wants={"A": 1})

    waiting = [order("late", 5, None, 9), order("old", 5, 1, 5), order("young", 5, 1, 1), order("express", 1, 3, 0)]
    assert [one.order_id for one in fill(waiting, {"A": 3})] == ["express", "old", "young"]


def test_a_small_young_order_does_not_starve_a_large_old_one_but_others_go_by() -> None:
    old = Waiting(order_id="old", priority=5, ship_by=None, placed_at=DAY, wants={"A": 5})
    young = Waiting(order_id="young", priority=5, ship_by=None, placed_at=DAY + timedelta(hours=1), wants={"A": 1})
    other = Waiting(order_id="other", priority=5, ship_by=None, placed_at=DAY + timedelta(hours=2), wants={"B": 1})
    assert given_out([old, young, other], {"A": 3, "B": 1}) == (("other", {"B": 1}),)


def test_an_order_short_of_one_thing_holds_up_no_more_of_another_than_it_needs() -> None:
    both = Waiting(order_id="both", priority=1, ship_by=None, placed_at=DAY, wants={"A": 1, "B": 2})
    next_one = Waiting(order_id="next", priority=5, ship_by=None, placed_at=DAY, wants={"B": 3})
    last = Waiting(order_id="last", priority=9, ship_by=None, placed_at=DAY, wants={"B": 1})
    assert given_out([both, next_one, last], {"B": 5}) == (("next", {"B": 3}),), "two of the five are set aside"
    assert given_out([both, next_one, last], {"B": 4}) == (), "whoever needs more waits too, and keeps its turn"
    assert given_out([both, next_one, last], {"A": 1, "B": 5}) == (("both", {"A": 1, "B": 2}), ("next", {"B": 3}))


@given(st.lists(AHEAD, max_size=8, unique_by=lambda order: order.order_id), FREE, FREE)
def test_ahead_of_stock_goes_who_may_as_far_as_the_limit_and_takes_nobodys_units(
    orders: list[Waiting], free: dict[str, int], beyond: dict[str, int]
) -> None:
    by_id = {order.order_id: order for order in orders}
    plain = units_of([replace(order, ahead=False) for order in orders], free)
    found = fill(orders, free, beyond)
    promised: dict[str, int] = {}
    for one in found:
        assert all(one.units[sku] >= one.there.get(sku, 0) or not one.ahead for sku in one.units)
        assert by_id[one.order_id].ahead or not one.ahead
        for sku, units in one.units.items():
            promised[sku] = promised.get(sku, 0) + max(0, units - one.there.get(sku, 0))
    assert all(units <= beyond.get(sku, 0) for sku, units in promised.items())
    got = {one.order_id: dict(one.units) for one in found}
    assert all(got[name] == units for name, units in plain.items() if not by_id[name].ahead)


def test_who_may_goes_ahead_and_leaves_what_is_there_to_who_was_first() -> None:
    old = Waiting(order_id="old", priority=5, ship_by=None, placed_at=DAY, wants={"A": 5})
    shop = Waiting(
        order_id="shop", priority=5, ship_by=None, placed_at=DAY + timedelta(hours=1), wants={"A": 2}, ahead=True
    )
    (one,) = fill([old, shop], {"A": 3}, {"A": 2})
    assert (one.order_id, dict(one.units), dict(one.there), one.ahead) == ("shop", {"A": 2}, {"A": 0}, True)
    assert fill([old, shop], {"A": 3}, {"A": 1}) == ()
