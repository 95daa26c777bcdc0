"""Counts against books that moved meanwhile, packages in units, kits in whole kits, and FEFO."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import ProductBarcode
from app.domain.stock.counting import Standing, correct
from app.domain.stock.kits import Component, Progress, check_recipe, whole_kits
from app.domain.stock.movements import EFFECTS, SIGNED, Delta
from app.domain.stock.packaging import BrokenCase, check_whole, units_of
from app.domain.stock.promises import Level, Promise, Want, plan

UNITS = st.integers(0, 20)
CASE = (ProductBarcode(code="1", units=1), ProductBarcode(code="2", units=6, level="case"))
TODAY = date(2026, 9, 14)


def test_every_movement_keeps_quarantine_inside_what_is_not_for_sale() -> None:
    for kind, delta in EFFECTS.items():
        assert delta.quarantined in (0, delta.unavailable), kind
        assert kind not in SIGNED or delta == Delta(on_hand=1)


@given(UNITS, UNITS, UNITS, UNITS, UNITS, st.integers(-5, 5))
def test_a_count_never_takes_what_is_spoken_for(
    counted: int, free: int, allocated: int, missing: int, quarantined: int, moved: int
) -> None:
    on_hand = free + allocated + missing + quarantined
    now = Standing(
        on_hand=on_hand, allocated=allocated, reserved=0, unavailable=missing + quarantined, quarantined=quarantined
    )
    made = correct(counted, now, Delta(on_hand=moved))
    after = on_hand + made.change
    assert after >= allocated + quarantined
    assert 0 <= made.found <= missing
    assert made.kept >= 0
    if not made.kept:
        assert after == counted + moved


def test_units_picked_after_the_count_are_not_counted_away() -> None:
    now = Standing(on_hand=7, allocated=0, reserved=0, unavailable=0, quarantined=0)
    made = correct(10, now, Delta(on_hand=-3))
    assert (made.change, made.found, made.kept) == (0, 0, 0)


def test_units_that_went_missing_after_the_count_stay_missing() -> None:
    now = Standing(on_hand=10, allocated=0, reserved=0, unavailable=3, quarantined=0)
    assert correct(10, now, Delta(unavailable=2)).found == 1


def test_packages_are_units_and_cases_stay_whole() -> None:
    assert units_of(3, "case", CASE) == 18
    assert units_of(3, "", CASE) == units_of(3, "each", CASE) == 3
    with pytest.raises(BrokenCase, match="not known"):
        units_of(1, "pallet", CASE)
    check_whole(12, CASE)
    with pytest.raises(BrokenCase, match=r"13 units are 2\.17 cases of 6"):
        check_whole(13, CASE)
    with pytest.raises(BrokenCase, match="no case of it"):
        check_whole(6, CASE[:1])


def test_kits_are_whole_or_not_at_all() -> None:
    assert whole_kits([Progress(2, 5), Progress(1, 3)]) == 2
    assert whole_kits([]) == 0
    assert check_recipe("BOX", [Component("TEA", 2)], [], []) == ""
    assert "holds BOX" in check_recipe("BOX", [Component("BOX", 2)], [], [])
    assert "no components" in check_recipe("BOX", [], [], [])


def test_what_expires_first_goes_first_then_the_walk() -> None:
    levels = [
        Level("MILK", "A-1", 1, 5, "late", TODAY + timedelta(days=30)),
        Level("MILK", "A-2", 2, 3, "soon", TODAY + timedelta(days=10)),
        Level("MILK", "R-1", 0, 9, "late", TODAY + timedelta(days=30), reserve=True),
    ]
    assert plan([Want("l", "MILK", 4)], levels) == (
        Promise("l", "MILK", "A-1", 1, "late"),
        Promise("l", "MILK", "A-2", 3, "soon"),
    )
    assert plan([Want("l", "MILK", 2)], levels[::2]) == (Promise("l", "MILK", "A-1", 2, "late"),)
