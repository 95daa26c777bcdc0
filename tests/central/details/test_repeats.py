"""An order sent twice within minutes is held for a person; one meant twice, or later, is not."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from app.central.centre import Centre
from app.central.details.rules import forget_repeats, put_rules
from app.central.details.values import Blocked, DetailRules
from app.domain.intake.orders import NewOrder
from tests.central.house import ADDRESS, SITE, House, new_order

EMAIL = "ada@example.com"


def order(reference: str, **changes: object) -> NewOrder:
    return new_order(reference, [("TEE-M", 1)], **{"email": EMAIL, **changes})


@pytest.fixture
def strict(house: House) -> House:
    house.stock({"TEE-M": {"A-1": 50}})
    house.centre.do(put_rules, SITE, DetailRules(repeat_minutes={"shop": 10}))
    return house


def held(house: House, found: NewOrder) -> bool:
    return [hold.field for hold in house.take(found).holds] == ["repeat"]


def test_the_same_again_is_held_with_the_other_orders_number(strict: House) -> None:
    strict.take(order("#1"))
    again = strict.take(order("#2"))
    assert [(hold.reason.value, hold.field) for hold in again.holds] == [("operator", "repeat")]
    assert "#1" in again.holds[0].detail


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"recipient": replace(ADDRESS, name="J. Schäfer")}, True),
        ({"email": ""}, True),
        ({"email": "", "recipient": replace(ADDRESS, name="Else Other")}, False),
        ({"total_minor": 100}, False),
    ],
)
def test_name_mail_or_phone_tell_the_customer(strict: House, changes: dict[str, object], expected: bool) -> None:
    strict.take(order("#1"))
    assert held(strict, order("#2", **changes)) is expected


def test_later_or_cancelled_it_is_no_repeat(strict: House) -> None:
    strict.take(order("#1", cancelled_at=strict.clock()))
    assert not held(strict, order("#2"))
    strict.clock.move(timedelta(minutes=11))
    assert not held(strict, order("#3"))


def test_old_keys_are_forgotten(strict: House) -> None:
    strict.take(order("#1"))
    assert strict.centre.do(forget_repeats, SITE) == 0
    strict.clock.move(timedelta(minutes=11))
    assert strict.centre.do(forget_repeats, SITE) == 2


def test_without_a_rule_nothing_is_looked_for_and_blocked_places_are_held(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 50}})
    house.take(order("#1"))
    assert not held(house, order("#2"))
    house.centre.do(put_rules, SITE, DetailRules(blocked=(Blocked(country="DE", why="closed"),)))
    assert "closed" in house.take(order("#3")).holds[0].detail

    def questions(centre: Centre) -> int:
        with centre.read(SITE) as work:
            found = work.orders.numbered("#3")
            return len(work.questions.of_order(found[0].order_id))

    assert questions(house.centre) == 0
    assert msgspec.json.encode(DetailRules())
