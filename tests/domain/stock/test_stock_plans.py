"""Allocation plans: all or nothing, never more than is free, each line exactly what it wants."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.domain.stock.promises import Held, Level, Promise, Shortage, Want, plan, take_picked, take_unpicked

SKUS = st.sampled_from(["A", "B", "C"])
WANTS = st.lists(st.tuples(SKUS, st.integers(0, 6)), max_size=6).map(
    lambda rows: [Want(f"line-{n}", sku, quantity) for n, (sku, quantity) in enumerate(rows)]
)
LEVELS = st.lists(
    st.tuples(SKUS, st.integers(1, 5), st.integers(0, 8)), unique_by=lambda row: row[:2], max_size=12
).map(lambda rows: [Level(sku, f"L-{walk}", walk, free) for sku, walk, free in rows])


@given(WANTS, LEVELS)
def test_a_plan_promises_everything_within_what_is_free_or_names_every_shortage(
    wants: list[Want], levels: list[Level]
) -> None:
    found = plan(wants, levels)
    needed = Counter[str]()
    for want in wants:
        needed[want.sku] += want.quantity
    free = Counter[str]()
    for level in levels:
        free[level.sku] += level.free
    short = {sku for sku in needed if needed[sku] > free[sku]}
    assert {row.sku for row in found if isinstance(row, Shortage)} == short
    if not short:
        promises = [row for row in found if isinstance(row, Promise)]
        given_out = Counter[tuple[str, str]]()
        for row in promises:
            given_out[row.sku, row.location] += row.quantity
        assert all(given_out[level.sku, level.location] <= level.free for level in levels)
        for want in wants:
            assert sum(row.quantity for row in promises if row.line_id == want.line_id) == want.quantity
        assert [(row.sku, row.location) for row in promises] == sorted((row.sku, row.location) for row in promises)


def test_one_location_that_can_fill_it_all_is_taken_before_splitting() -> None:
    levels = [Level("A", "L-1", 1, 2), Level("A", "L-2", 2, 5)]
    assert plan([Want("one", "A", 3)], levels) == (Promise("one", "A", "L-2", 3),)
    assert plan([Want("one", "A", 6)], levels) == (Promise("one", "A", "L-1", 2), Promise("one", "A", "L-2", 4))


HELD = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=5).map(
    lambda rows: [Held(f"a{n}", f"L-{n % 3}", still, min(still, picked)) for n, (still, picked) in enumerate(rows)]
)


@given(HELD, st.integers(0, 20))
def test_units_leave_allocations_without_taking_any_below_nothing(held: list[Held], quantity: int) -> None:
    taken = take_picked(held, quantity)
    assert sum(units for _, units in taken) == min(quantity, sum(row.open for row in held))
    assert all(0 < units <= row.open for row, units in taken)
    unpicked = take_unpicked(held, quantity, "L-1")
    assert sum(units for _, units in unpicked) == min(quantity, sum(row.open - row.picked for row in held))
    assert all(0 < units <= row.open - row.picked for row, units in unpicked)
