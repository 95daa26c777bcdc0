"""What channels may sell, as formulas: never below nothing, never more than there is, no unit promised twice."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.stock.availability import ChannelRule, Claim, dealt, to_sell, to_sell_each, whole_kits
from app.domain.stock.channels.throttling import STEPS, Pace, judge

units = st.integers(0, 500)
rules = st.builds(
    ChannelRule,
    buffer_units=st.integers(0, 50),
    buffer_percent=st.integers(0, 100),
    safety=st.integers(0, 50),
    quota=st.none() | units,
    exclusive=st.booleans(),
    raised_units=st.integers(0, 8),
    raised_percent=st.integers(0, 40),
)
frees = st.integers(-200, 2000)


@given(rules, frees, units)
def test_never_below_nothing_nor_more_than_is_free_or_left_of_the_quota(
    rule: ChannelRule, free: int, sold: int
) -> None:
    found = to_sell(rule, free, sold)
    assert 0 <= found <= max(0, free)
    if rule.quota is not None:
        assert found <= max(0, rule.quota - sold)


@given(rules, frees, st.integers(0, 100), units)
def test_more_stock_is_never_less_to_sell_and_more_sold_never_more(
    rule: ChannelRule, free: int, more: int, sold: int
) -> None:
    assert to_sell(rule, free + more, sold) >= to_sell(rule, free, sold)
    assert to_sell(rule, free, sold + more) <= to_sell(rule, free, sold)


@given(st.builds(ChannelRule, backorder=units), frees, units)
def test_an_allowance_adds_what_is_left_of_it(rule: ChannelRule, free: int, waiting: int) -> None:
    assert to_sell(rule, free, waiting=waiting) == max(0, free) + max(0, rule.backorder - waiting)


@given(rules, st.lists(frees, max_size=20))
def test_many_at_once_are_reckoned_as_one_by_one(rule: ChannelRule, many: list[int]) -> None:
    plain = ChannelRule(
        buffer_units=rule.buffer_units,
        buffer_percent=rule.buffer_percent,
        safety=rule.safety,
        raised_units=rule.raised_units,
        raised_percent=rule.raised_percent,
    )
    assert to_sell_each(plain, many) == [to_sell(plain, free) for free in many]


places = st.dictionaries(st.sampled_from("ABCD"), st.integers(-20, 100), max_size=4)
claims = st.lists(st.tuples(rules, st.none() | st.frozensets(st.sampled_from("ABCD")), units), min_size=1, max_size=5)


@given(places, claims)
def test_exclusive_quotas_and_whoever_else_sells_never_promise_a_unit_twice(
    free: dict[str, int], asked: list[tuple[ChannelRule, frozenset[str] | None, int]]
) -> None:
    made = [Claim(channel=f"c{n}", rule=rule, places=at, sold=sold) for n, (rule, at, sold) in enumerate(asked)]
    found = dealt(free, made)
    there = sum(max(0, left) for left in free.values())
    alone = sum(found[one.channel] for one in made if one.rule.exclusive and one.rule.quota is not None)
    shared = [found[one.channel] for one in made if not (one.rule.exclusive and one.rule.quota is not None)]
    assert all(sold >= 0 for sold in found.values())
    assert alone + max(shared, default=0) <= there
    for one in made:
        assert found[one.channel] <= sum(max(0, u) for at, u in free.items() if one.places is None or at in one.places)


@given(st.lists(st.tuples(units, st.integers(1, 9)), min_size=1, max_size=5))
def test_kits_use_no_more_of_any_part_than_there_is(parts: list[tuple[int, int]]) -> None:
    kits = whole_kits(parts)
    assert all(kits * each <= there for there, each in parts)
    assert any((kits + 1) * each > there for there, each in parts)


@given(
    st.integers(0, len(STEPS) - 1), st.integers(0, 7200), st.integers(0, 7200), st.integers(0, 50), st.integers(0, 50)
)
def test_the_buffer_moves_one_step_at_a_time_and_says_why(
    step: int, since: int, lag: int, oversold: int, before: int
) -> None:
    pace = Pace(
        step=step,
        since_step=timedelta(seconds=since),
        lag=timedelta(seconds=lag),
        oversold=oversold,
        oversold_before=before,
    )
    found = judge(pace)
    if found is not None:
        assert abs(found.step - step) == 1
        assert 0 <= found.step < len(STEPS)
        assert found.why
        assert (found.step > step) == (lag > 120 or oversold > before)
