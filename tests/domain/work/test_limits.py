"""Whatever a site's limits: each order in one list, no list over a limit, nothing mixed that is to be kept apart."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.work.limits import BadSetting, WorkSettings, work_settings
from app.domain.work.waves import Need, Releasable, build_lists, built_because, is_due

START = datetime(2026, 9, 14, 6, 0, tzinfo=UTC)
NEEDS = st.lists(
    st.builds(
        Need, st.uuids().map(str), st.sampled_from(["TEE", "CAP", "MUG"]), st.sampled_from(["A-1", "B-2"]),
        st.integers(1, 9), st.integers(1, 15), st.sampled_from(["A", "B"]), st.integers(0, 900), st.integers(0, 900),
    ),
    min_size=1, max_size=3, unique_by=lambda need: need.line_id,
)  # fmt: skip
ORDERS = st.lists(
    st.builds(
        Releasable,
        order_id=st.uuids().map(str),
        priority=st.integers(1, 3),
        ship_by=st.none() | st.integers(0, 48).map(lambda hours: START + timedelta(hours=hours)),
        placed_at=st.integers(0, 900).map(lambda minutes: START - timedelta(minutes=minutes)),
        needs=NEEDS.map(tuple),
        service=st.sampled_from(["express", "standard"]),
    ),
    max_size=30,
    unique_by=lambda order: order.order_id,
)
SETTINGS = st.builds(
    WorkSettings,
    cluster_orders=st.integers(1, 9),
    cluster_units=st.integers(0, 40),
    cluster_grams=st.sampled_from([0, 500, 5_000]),
    cluster_millilitres=st.sampled_from([0, 700, 7_000]),
    alone_units=st.integers(1, 20),
    wave_minutes=st.sampled_from([0, 60, 720]),
    by_service=st.booleans(),
    by_zone=st.booleans(),
)


@given(ORDERS, SETTINGS)
def test_each_order_once_within_the_limits_and_apart(orders: list[Releasable], settings: WorkSettings) -> None:
    known = {order.order_id: order for order in orders}
    lists = build_lists(orders, settings)
    assert Counter(name for made in lists for name in made.orders) == Counter(list(known))
    for made in lists:
        members = [known[name] for name in made.orders]
        assert len({member.priority for member in members}) == 1
        assert made.size.units == sum(member.units for member in members)
        if len(members) > 1:
            assert made.size.over(settings) == ""
            assert all(member.units <= settings.alone_units for member in members)
        if settings.by_service:
            assert len({member.service for member in members}) == 1
        if settings.by_zone:
            assert len({member.zone for member in members}) == 1
        if settings.wave_minutes:
            due = [int(member.ship_by.timestamp()) // 60 for member in members if member.ship_by is not None]
            assert len(due) in (0, len(members))
            assert not due or max(due) - min(due) < settings.wave_minutes
        assert built_because(made).endswith(".")


@given(ORDERS, SETTINGS, st.randoms())
def test_the_same_orders_in_any_order_make_the_same_lists(
    orders: list[Releasable], settings: WorkSettings, chance: object
) -> None:
    mixed = list(orders)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert build_lists(mixed, settings) == build_lists(orders, settings)


def test_a_wave_is_due_some_hours_before_its_ship_by() -> None:
    settings = WorkSettings(release_hours=4)
    assert is_due(None, settings, START)
    assert is_due(START + timedelta(hours=4), settings, START)
    assert not is_due(START + timedelta(hours=4, seconds=1), settings, START)
    assert is_due(START + timedelta(days=9), WorkSettings(), START)


@pytest.mark.parametrize(
    ("found", "name", "words"),
    [
        ({"cluster_orders": 0}, "cluster_orders", "from 1 to 100"),
        ({"cluster_grams": "5 kg"}, "cluster_grams", "whole number"),
        ({"cluster_units": True}, "cluster_units", "whole number"),
        ({"by_zone": 1}, "by_zone", "true or false"),
        ({"clusters": 4}, "clusters", "is not known"),
    ],
)
def test_a_wrong_setting_is_named(found: dict[str, object], name: str, words: str) -> None:
    with pytest.raises(BadSetting, match=words) as caught:
        work_settings(found)
    assert caught.value.name == name
