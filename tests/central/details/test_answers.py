"""Answers by customer or clerk: what is taken, what is refused with its field, and each way they can cross."""

from dataclasses import replace

import pytest

from app.central.details.questions.answering import answer_by_clerk, answer_by_customer, ship_anyway
from app.central.details.questions.reading import FixState, fix_view
from app.central.intake.holds import place_hold
from app.domain.intake.orders import Payment
from tests.central.details.asked import (
    GOOD,
    POSTCODE,
    STREET,
    held,
    letters,
    lifecycle,
    open_holds,
    questions,
    recipient,
    token,
)
from tests.central.house import ADDRESS, SITE, House


def test_the_answer_changes_the_address_and_releases_the_order_by_itself(house: House) -> None:
    taken = held(house)
    secret = token(house, taken)
    done = house.centre.do(answer_by_customer, secret, {**GOOD, "recipient.name": "Mallory"})
    assert done is not None
    assert (done.taken, done.view.state) == (True, FixState.THANKS)
    assert recipient(house, taken) == ADDRESS
    assert (lifecycle(house, taken), open_holds(house, taken)) == ("accepted", set())
    assert {one.answered_by for one in questions(house, taken, "answered")} == {"customer"}
    assert [letter.state for letter in letters(house, taken)] == ["dropped"]


def test_other_holds_stay(house: House) -> None:
    taken = held(house, payment=Payment.PENDING, charged_minor=0)
    house.centre.do(place_hold, SITE, taken.order_id, "call first", "desk")
    house.centre.do(answer_by_customer, token(house, taken), GOOD)
    assert open_holds(house, taken) == {"payment", "operator"}
    assert lifecycle(house, taken) == "submitted"


def test_a_wrong_answer_stores_nothing_and_names_the_field(house: House) -> None:
    taken = held(house)
    done = house.centre.do(answer_by_customer, token(house, taken), {STREET: "Schloßplatz 88", POSTCODE: "bremen"})
    assert done is not None
    assert not done.taken
    assert set(done.wrong) == {POSTCODE}
    assert recipient(house, taken).street == "Schloßplatz"
    assert len(questions(house, taken)) == 2


@pytest.mark.parametrize("bad", ["a\x00b", "x" * 301, "\ud800", "a\x1b[2J", "line\u2028break"])
def test_signs_that_no_label_may_carry_are_refused_with_the_field(house: House, bad: str) -> None:
    taken = held(house)
    done = house.centre.do(answer_by_customer, token(house, taken), {**GOOD, STREET: f"{bad} 1"})
    assert done is not None
    assert set(done.wrong) == {STREET}


def test_names_of_every_script_are_taken_as_they_are(house: House) -> None:
    taken = held(house, recipient=replace(ADDRESS, name=""))
    house.centre.do(answer_by_customer, token(house, taken), {"recipient.name": "محمد 🎉 O'Brien <b>"})
    assert recipient(house, taken).name == "محمد 🎉 O'Brien <b>"
    assert open_holds(house, taken) == set()


def test_a_house_without_a_number_can_be_confirmed_and_is_not_asked_again(house: House) -> None:
    taken = held(house, recipient=replace(ADDRESS, street="Schloss Neuschwanstein"))
    done = house.centre.do(answer_by_customer, token(house, taken), {STREET: "Schloss Neuschwanstein"}, [STREET])
    assert done is not None
    assert done.taken
    assert open_holds(house, taken) == set()
    again = house.centre.do(answer_by_clerk, SITE, taken.order_id, {"recipient.name": "Ludwig"}, "berta")
    assert again.taken
    assert open_holds(house, taken) == set()


def test_only_a_house_number_can_be_confirmed_by_a_customer(house: House) -> None:
    taken = held(house)
    done = house.centre.do(answer_by_customer, token(house, taken), {**GOOD, POSTCODE: "1"}, [POSTCODE])
    assert done is not None
    assert set(done.wrong) == {POSTCODE}


def test_a_new_problem_becomes_a_new_question_on_the_same_link(house: House) -> None:
    away = replace(ADDRESS, country="")
    taken = held(house, recipient=away)
    secret = token(house, taken)
    done = house.centre.do(answer_by_customer, secret, {"recipient.country": "at"})
    assert done is not None
    assert (done.taken, done.view.state) == (True, FixState.ASKING)
    assert [one.field for one in done.view.asked] == [POSTCODE]
    assert len(letters(house, taken)) == 1
    done = house.centre.do(answer_by_customer, secret, {POSTCODE: "1010"})
    assert done is not None
    assert done.view.state is FixState.THANKS
    assert lifecycle(house, taken) == "accepted"


def test_what_is_only_asked_along_may_stay_or_be_mended(house: House) -> None:
    wrong = replace(ADDRESS, postcode="1", phone="12")
    taken = held(house, recipient=wrong, email="ada@gmial.com")
    view = fix_view(house.centre, token(house, taken))
    assert view is not None
    assert {one.field: one.optional for one in view.asked} == {
        POSTCODE: False, "recipient.phone": True, "email": True,
    }  # fmt: skip
    answers = {POSTCODE: "28195", "recipient.phone": "12", "email": "ada@gmail.com"}
    done = house.centre.do(answer_by_customer, token(house, taken), answers)
    assert done is not None
    assert (done.taken, done.view.state) == (True, FixState.THANKS)
    with house.centre.read(SITE) as work:
        row = work.details.of_order(taken.order_id)
    assert row is not None
    assert row.email == "ada@gmail.com"


def test_answered_twice_the_second_is_thanked_and_changes_nothing(house: House) -> None:
    taken = held(house)
    secret = token(house, taken)
    house.centre.do(answer_by_customer, secret, GOOD)
    again = house.centre.do(answer_by_customer, secret, {STREET: "Elsewhere 1", POSTCODE: "10115"})
    assert again is not None
    assert (again.taken, again.view.state) == (False, FixState.THANKS)
    assert recipient(house, taken) == ADDRESS


def test_many_answers_at_once_one_is_taken(house: House) -> None:
    taken = held(house)
    secret = token(house, taken)
    futures = [
        house.centre.submit(answer_by_customer, secret, {**GOOD, STREET: f"Schloßplatz {number}"})
        for number in range(1, 9)
    ]
    taken_ones = [done for future in futures if (done := future.result()) is not None and done.taken]
    assert len(taken_ones) == 1
    assert lifecycle(house, taken) == "accepted"


def test_a_clerk_was_faster(house: House) -> None:
    taken = held(house)
    secret = token(house, taken)
    assert house.centre.do(answer_by_clerk, SITE, taken.order_id, GOOD, "berta").taken
    late = house.centre.do(answer_by_customer, secret, {STREET: "Elsewhere 1"})
    assert late is not None
    assert (late.taken, late.view.state) == (False, FixState.SETTLED)
    assert recipient(house, taken) == ADDRESS
    assert {one.answered_by for one in questions(house, taken, "answered")} == {"berta"}


def test_a_clerk_answers_one_field_and_the_customer_the_other(house: House) -> None:
    taken = held(house)
    secret = token(house, taken)
    assert house.centre.do(answer_by_clerk, SITE, taken.order_id, {POSTCODE: "28195"}, "berta").taken
    view = fix_view(house.centre, secret)
    assert view is not None
    assert [one.field for one in view.asked] == [STREET]
    done = house.centre.do(answer_by_customer, secret, {STREET: "Schloßplatz 88", POSTCODE: "99999"})
    assert done is not None
    assert done.taken
    assert recipient(house, taken) == ADDRESS


def test_a_clerks_wrong_answer_is_named_too(house: House) -> None:
    taken = held(house)
    entered = house.centre.do(answer_by_clerk, SITE, taken.order_id, {POSTCODE: "1"}, "berta")
    assert not entered.taken
    assert set(entered.wrong) == {POSTCODE}


def test_shipped_anyway_releases_that_hold_with_who_and_why(house: House) -> None:
    taken = held(house)
    with pytest.raises(ValueError, match="why"):
        house.centre.do(ship_anyway, SITE, taken.order_id, STREET, "berta", " ")
    assert house.centre.do(ship_anyway, SITE, taken.order_id, STREET, "berta", "it is a castle")
    assert open_holds(house, taken) == {POSTCODE}
    assert [one.field for one in questions(house, taken)] == [POSTCODE]
    house.centre.do(answer_by_customer, token(house, taken), {POSTCODE: "28195"})
    assert open_holds(house, taken) == set()
    with house.centre.read(SITE) as work:
        released = {hold.field: hold.released_by for hold in work.orders.holds(taken.order_id)}
    assert released[STREET] == "berta: it is a castle"
    assert not house.centre.do(ship_anyway, SITE, taken.order_id, STREET, "berta", "again")
