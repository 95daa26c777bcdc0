"""Pick lists: every order once, clusters of at most eight, priorities never mixed, stops along the walk."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.work.waves import USUAL, Need, Releasable, build_lists, rank, why

START = datetime(2026, 9, 14, 6, 0, tzinfo=UTC)


def order(number: int, priority: int, due: int | None, needs: list[tuple[int, int]]) -> Releasable:
    return Releasable(
        order_id=f"o{number}",
        priority=priority,
        ship_by=None if due is None else START + timedelta(hours=due),
        placed_at=START + timedelta(minutes=number),
        needs=tuple(
            Need(f"o{number}-l{n}", f"SKU-{walk}", f"L-{walk}", walk, units) for n, (walk, units) in enumerate(needs)
        ),
    )


ORDERS = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 5]),
        st.none() | st.integers(0, 30),
        st.lists(st.tuples(st.integers(1, 6), st.integers(1, 7)), max_size=4, unique_by=lambda need: need[0]),
    ),
    max_size=40,
).map(lambda rows: [order(n, *row) for n, row in enumerate(rows)])


@given(ORDERS)
def test_lists_hold_every_order_once_and_never_mix_priorities(orders: list[Releasable]) -> None:
    known = {order.order_id: order for order in orders}
    lists = build_lists(orders)
    assert Counter(order_id for made in lists for order_id in made.orders) == Counter(
        order.order_id for order in orders if order.needs
    )
    for made in lists:
        members = [known[order_id] for order_id in made.orders]
        assert {member.priority for member in members} == {made.priority}
        assert len(members) <= USUAL.cluster_orders
        assert (made.kind == "cluster") == (len(members) > 1)
        assert all(member.units <= USUAL.alone_units for member in members) or len(members) == 1
        assert len({member.units == 1 for member in members}) == 1
        assert made.ship_by == min((member.ship_by for member in members if member.ship_by), default=None)


@given(ORDERS)
def test_stops_are_merged_walked_in_order_and_fetch_exactly_what_is_needed(orders: list[Releasable]) -> None:
    known = {order.order_id: order for order in orders}
    for made in build_lists(orders):
        places = [(int(stop.location[2:]), stop.sku) for stop in made.stops]
        assert places == sorted(set(places))
        fetched = Counter[str]()
        for stop in made.stops:
            for need in stop.needs:
                fetched[need.line_id] += need.quantity
        wanted = {need.line_id: need.quantity for order_id in made.orders for need in known[order_id].needs}
        assert dict(fetched) == wanted
        assert made.units == sum(wanted.values())


@given(ORDERS)
def test_the_rank_sorts_by_priority_then_ship_by_then_age_and_fits_any_reader(orders: list[Releasable]) -> None:
    never = START + timedelta(days=3650)
    by_rank = sorted(orders, key=lambda one: (rank(one.priority, one.ship_by, one.placed_at), one.order_id))
    by_rule = sorted(orders, key=lambda one: (one.priority, one.ship_by or never, one.placed_at, one.order_id))
    assert by_rank == by_rule
    assert all(0 < rank(one.priority, one.ship_by, one.placed_at) < 2**53 for one in orders)


@pytest.mark.parametrize(
    ("priority", "due", "words"),
    [
        (1, timedelta(hours=2), "Express · ship by 08:00"),
        (5, timedelta(0), "Standard · ship by 06:00"),
        (3, timedelta(days=1), "Priority 3 · ship by Tue 06:00"),
        (5, timedelta(days=30), "Standard · ship by 14 Oct"),
        (1, -timedelta(minutes=1), "Express · late since 05:59"),
        (5, -timedelta(days=1), "Standard · late since 13 Sep"),
        (5, -timedelta(days=300), "Standard · late since 18 Nov 2025"),
        (9, None, "Priority 9 · since 06:00"),
    ],
)
def test_why_says_what_puts_it_there_and_since_when_it_is_late(
    priority: int, due: timedelta | None, words: str
) -> None:
    said = why(priority, None if due is None else START + due, START, UTC, START)
    assert said == words
    assert len(said) <= 40
