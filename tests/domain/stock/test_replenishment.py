"""When and how much to buy: never above the reorder point, whole packs, and more of everything asks for more."""

from math import sqrt

from hypothesis import given
from hypothesis import strategies as st

from app.domain.stock.supply.replenishment import (
    LEAST_DAYS,
    Demand,
    Points,
    Terms,
    cover_days,
    crossed,
    demand_of,
    points,
    position,
    quantity,
    slack,
)

DAILY = st.lists(st.integers(0, 500), min_size=7, max_size=90)
TERMS = st.builds(
    Terms,
    lead_days=st.integers(0, 120),
    lead_sigma_days=st.integers(0, 30),
    review_days=st.integers(0, 60),
    service_permille=st.integers(500, 999),
    pack=st.integers(1, 144),
    moq=st.integers(1, 1000),
)


def counted(daily: list[int], times: int = 1) -> Demand:
    return demand_of([units * times for units in daily], len(daily), len(daily))


def test_the_formulas_of_a_textbook_example() -> None:
    """10 a day with a deviation of 5, 9 days, 97.7 % (Z 1.995): 30 of safety, 120 to order at, 190 to order up to."""
    demand = counted([5, 15] * 50)
    assert demand.rate == 10
    assert abs(sqrt(demand.variance) - 5) < 0.1
    terms = Terms(lead_days=9, review_days=7, service_permille=977)
    found = points(demand, terms)
    assert found == Points(safety=31, reorder_point=121, order_up_to=191)
    assert quantity(found, Terms(pack=12, moq=50), 121) == 72
    assert quantity(found, Terms(pack=12, moq=100), 121) == 108
    assert quantity(found, Terms(pack=12, moq=50), 122) == 0
    unsure = points(demand, Terms(lead_days=9, lead_sigma_days=3, review_days=7, service_permille=977))
    assert unsure.safety > found.safety


def test_open_purchases_and_backorders_belong_to_the_position() -> None:
    assert position(on_hand=10, on_order=50, allocated=4, backordered=20) == 36
    assert position(on_hand=0, on_order=0, allocated=0, backordered=7) == -7
    assert quantity(points(Demand(), Terms()), Terms(pack=6), -7) == 12, "what customers wait for, though nothing sold"
    assert quantity(points(Demand(), Terms()), Terms(), 0) == 0


def test_a_new_product_is_judged_by_the_days_it_is_known_but_not_by_its_first_sale() -> None:
    assert demand_of([10], 1, 60).days == LEAST_DAYS
    assert demand_of([10], 20, 60).days == 20
    assert demand_of([10], 400, 60).days == 60
    assert demand_of([], 400, 60) == Demand(units=0, squares=0, days=60)


def test_intermittent_demand_keeps_a_safety_stock() -> None:
    lumpy, even = counted([0] * 29 + [30]), counted([1] * 30)
    assert lumpy.rate == even.rate
    assert points(lumpy, Terms()).safety > points(even, Terms()).safety > 0


def test_minimum_and_maximum_are_a_persons_word() -> None:
    demand = counted([10] * 30)
    low = points(demand, Terms(min_units=3, max_units=8))
    assert (low.reorder_point, low.order_up_to) == (3, 8)
    assert points(demand, Terms(min_units=5000)).order_up_to == 5000
    assert points(demand, Terms(max_units=20)).reorder_point == 20


def test_cover_is_whole_days_and_unknown_while_nothing_sells() -> None:
    assert cover_days(25, counted([10] * 10)) == 2
    assert cover_days(-5, counted([10] * 10)) == 0
    assert cover_days(25, Demand()) is None


@given(DAILY, TERMS, st.integers(-10_000, 50_000))
def test_a_quantity_is_whole_packs_at_least_the_moq_and_only_at_or_below_the_point(
    daily: list[int], terms: Terms, where: int
) -> None:
    found = points(counted(daily), terms)
    units = quantity(found, terms, where)
    assert isinstance(units, int)
    assert 0 <= found.safety <= found.reorder_point <= found.order_up_to
    if where > found.reorder_point:
        assert units == 0
    if units:
        assert units % terms.pack == 0
        assert units >= terms.moq
        assert where + units >= found.order_up_to
        assert units - terms.pack < max(terms.moq, found.order_up_to - where)


@given(DAILY, TERMS, st.integers(1, 5), st.integers(0, 30))
def test_more_demand_and_longer_waits_never_lower_the_points(
    daily: list[int], terms: Terms, times: int, longer: int
) -> None:
    here, more = points(counted(daily), terms), points(counted(daily, times), terms)
    assert more.reorder_point >= here.reorder_point
    assert more.order_up_to >= here.order_up_to
    waits = Terms(
        lead_days=terms.lead_days + longer,
        lead_sigma_days=terms.lead_sigma_days,
        review_days=terms.review_days,
        service_permille=terms.service_permille,
    )
    later = points(counted(daily), waits)
    assert later.reorder_point >= here.reorder_point
    assert later.order_up_to >= here.order_up_to


@given(DAILY, TERMS, st.integers(-10_000, 50_000), st.integers(0, 1000))
def test_a_higher_position_never_asks_for_more(daily: list[int], terms: Terms, where: int, up: int) -> None:
    found = points(counted(daily), terms)
    assert quantity(found, terms, where + up) <= quantity(found, terms, where)


@given(st.lists(st.integers(-5, 40), max_size=60), st.integers(0, 20), st.integers(0, 50))
def test_an_alert_goes_on_and_off_in_turns_and_never_twice_between_the_lines(
    values: list[int], line: int, percent: int
) -> None:
    raised, turns = False, []
    for value in values:
        now = crossed(raised, value, line, slack(line, percent))
        if now != raised:
            turns.append(value)
            raised = now
    assert all(value <= line for value in turns[::2])
    assert all(value > line + slack(line, percent) for value in turns[1::2])
