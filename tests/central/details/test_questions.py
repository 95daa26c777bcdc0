"""Questions follow holds: one link, one letter, answers by customer or clerk, and each way they can cross."""

import threading
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import text

from app.central.centre import Centre
from app.central.details.questions.answering import answer_by_clerk, answer_by_customer, ship_anyway
from app.central.details.questions.asking import ask_again, begin_asking, link_for_desk
from app.central.details.questions.reading import FixState, fix_view, record_opened
from app.central.details.questions.sending import claim_letters, letter_not_sent
from app.central.details.starting import make_ready
from app.central.details.values import MessageRow, QuestionRow
from app.central.intake.changing.cancelling import cancel_order
from app.central.intake.holds import place_hold, release_hold
from app.central.intake.orders import Taken
from app.domain.intake.orders import HoldReason, Payment
from app.domain.parcels import PostalAddress
from tests.central.house import ADDRESS, SITE, House, new_order

EMAIL = "ada@example.com"
STREET, POSTCODE = "recipient.street", "recipient.postcode"


def held(house: House, reference: str = "#1", **changes: object) -> Taken:
    """An order whose postcode and house number are missing, unless changed."""
    house.stock({"TEE-M": {"A-1": 50}}, reference)
    wrong = replace(ADDRESS, street="Schloßplatz", postcode="2819")
    order = new_order(reference, [("TEE-M", 2)], **{"recipient": wrong, "email": EMAIL, **changes})
    return house.take(order)


def token(house: House, taken: Taken) -> str:
    shown = link_for_desk(house.centre, SITE, taken.order_id)
    assert shown is not None
    return shown.path.removeprefix("/fix/")


def questions(house: House, taken: Taken, state: str = "open") -> list[QuestionRow]:
    with house.centre.read(SITE) as work:
        return [one for one in work.questions.of_order(taken.order_id) if one.state == state]


def letters(house: House, taken: Taken) -> tuple[MessageRow, ...]:
    with house.centre.read(SITE) as work:
        return work.messages.of_order(taken.order_id)


def open_holds(house: House, taken: Taken) -> set[str]:
    with house.centre.read(SITE) as work:
        return {hold.field or hold.reason for hold in work.orders.holds(taken.order_id) if hold.released_at is None}


def recipient(house: House, taken: Taken) -> PostalAddress:
    with house.centre.read(SITE) as work:
        order = work.orders.order(taken.order_id)
    assert order is not None
    return msgspec.json.decode(order.recipient, type=PostalAddress)


def lifecycle(house: House, taken: Taken) -> str:
    with house.centre.read(SITE) as work:
        order = work.orders.order(taken.order_id)
    assert order is not None
    return order.lifecycle


GOOD = {STREET: "Schloßplatz 88", POSTCODE: "28195"}


def test_each_problem_is_one_question_and_all_share_one_link_and_one_letter(house: House) -> None:
    taken = held(house)
    assert {(one.field, one.problem, one.given) for one in questions(house, taken)} == {
        (STREET, "house_number", "Schloßplatz"),
        (POSTCODE, "format", "2819"),
    }
    (letter,) = letters(house, taken)
    assert (letter.to_address, letter.state) == (EMAIL, "queued")
    assert "{link}" in letter.body
    assert "Hausnummer" in letter.body
    assert token(house, taken) not in letter.body
    assert "Jürgen" not in letter.body


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


def test_a_cancelled_order_asks_nothing_more(house: House) -> None:
    taken = held(house)
    secret = token(house, taken)
    house.centre.do(cancel_order, SITE, taken.order_id, "changed their mind")
    late = house.centre.do(answer_by_customer, secret, GOOD)
    assert late is not None
    assert (late.taken, late.view.state) == (False, FixState.ENDED)
    assert house.centre.do(claim_letters, "https://desk.example") == ()
    assert house.centre.do(answer_by_clerk, SITE, taken.order_id, GOOD, "berta").stale


def test_released_by_a_supervisor_the_questions_are_withdrawn(house: House) -> None:
    taken = held(house)
    secret = token(house, taken)
    for reason in (HoldReason.ADDRESS, HoldReason.DETAILS):
        house.centre.do(release_hold, SITE, taken.order_id, reason, "desk")
    view = fix_view(house.centre, secret)
    assert view is not None
    assert view.state is FixState.SETTLED
    assert len(questions(house, taken, "withdrawn")) == 2


def test_a_link_expires_and_asking_again_makes_a_new_one(house: House) -> None:
    taken = held(house)
    old = token(house, taken)
    house.clock.move(timedelta(days=14))
    assert fix_view(house.centre, old) is None
    assert house.centre.do(answer_by_customer, old, GOOD) is None
    assert link_for_desk(house.centre, SITE, taken.order_id) is None
    shown = house.centre.do(ask_again, SITE, taken.order_id)
    assert shown is not None
    assert shown.path != f"/fix/{old}"
    assert [letter.state for letter in letters(house, taken)] == ["dropped", "queued"]


def test_a_new_link_kills_the_old_one(house: House) -> None:
    taken = held(house)
    old = token(house, taken)
    house.centre.do(ask_again, SITE, taken.order_id)
    assert fix_view(house.centre, old) is None
    assert fix_view(house.centre, token(house, taken)) is not None


def test_no_token_is_stored_and_a_changed_one_is_none(house: House) -> None:
    taken = held(house)
    secret = token(house, taken)
    with house.centre.read(SITE) as work:
        (link,) = work.questions.links(taken.order_id)
    assert secret not in str(link)
    assert len(secret) == 43
    flipped = ("A" if secret[0] != "A" else "B") + secret[1:]
    assert fix_view(house.centre, flipped) is None


def test_that_a_customer_looked_is_remembered_once(house: House) -> None:
    taken = held(house)
    house.centre.do(record_opened, token(house, taken))
    first = house.clock()
    house.clock.move(timedelta(hours=1))
    house.centre.do(record_opened, token(house, taken))
    shown = link_for_desk(house.centre, SITE, taken.order_id)
    assert shown is not None
    assert shown.link.opened_at == first


def test_without_mail_and_telephone_nobody_is_asked_but_a_clerk_may_make_a_link(house: House) -> None:
    taken = held(house, email="")
    assert len(questions(house, taken)) == 2
    assert link_for_desk(house.centre, SITE, taken.order_id) is None
    assert house.centre.do(ask_again, SITE, taken.order_id) is not None


def test_with_a_telephone_only_somebody_has_to_call(house: House) -> None:
    wrong = replace(ADDRESS, postcode="1", phone="0421 1234567")
    taken = held(house, email="", recipient=wrong)
    assert link_for_desk(house.centre, SITE, taken.order_id) is not None
    assert letters(house, taken) == ()
    with house.centre.read(SITE) as work:
        assert any("0421 1234567" in str(task) for task in work.tasks.open_tasks())


def test_the_channel_mends_the_address_and_the_question_is_withdrawn(house: House) -> None:
    taken = held(house)
    mended = house.take(new_order("#1", [("TEE-M", 2)], email=EMAIL))
    assert (mended.outcome, mended.holds) == ("changed", ())
    assert len(questions(house, taken, "withdrawn")) == 2
    assert link_for_desk(house.centre, SITE, taken.order_id) is None


def test_the_address_as_written_stays_beside_the_normal_one(house: House) -> None:
    taken = held(house, recipient=replace(ADDRESS, postcode="D-28195", city=" Bremen "))
    assert taken.holds == ()
    assert recipient(house, taken).postcode == "D-28195"
    with house.centre.read(SITE) as work:
        row = work.details.of_order(taken.order_id)
    assert row is not None
    normal = msgspec.json.decode(row.normal, type=PostalAddress)
    assert (normal.postcode, normal.city) == ("28195", "Bremen")


def test_a_letter_gets_its_link_only_when_it_goes_and_goes_to_one_sender_only(house: House) -> None:
    taken = held(house)
    (letter,) = house.centre.do(claim_letters, "https://desk.example/")
    assert f"https://desk.example/fix/{token(house, taken)}\n" in letter.body
    assert house.centre.do(claim_letters, "https://desk.example/") == ()
    house.clock.move(timedelta(minutes=5))
    (again,) = house.centre.do(claim_letters, "https://desk.example/")
    assert again.message_id == letter.message_id
    house.centre.do(letter_not_sent, SITE, letter.message_id, "450 later", for_good=False)
    assert house.centre.do(claim_letters, "https://desk.example/") == ()


def test_two_threads_claim_a_letter_once(house: House) -> None:
    held(house)
    got: list[int] = []
    ends = [
        threading.Thread(target=lambda: got.append(len(house.centre.do(claim_letters, "https://desk.example"))))
        for _ in range(4)
    ]
    for end in ends:
        end.start()
    for end in ends:
        end.join()
    assert sum(got) == 1


def as_an_older_database(centre: Centre) -> None:
    """Its sites have no secret until the centre starts."""
    with centre.begin(SITE) as work:
        work.connection.execute(text("UPDATE site_details SET link_secret = NULL"))


def test_orders_that_came_before_the_first_start_are_asked_about_then_and_never_again(house: House) -> None:
    house.centre.do(as_an_older_database)
    mailed, silent = held(house, "#1"), held(house, "#2", email="", recipient=replace(ADDRESS, postcode="2819"))
    assert link_for_desk(house.centre, SITE, mailed.order_id) is None
    assert letters(house, mailed) == ()
    assert house.centre.do(begin_asking, SITE) == 2
    assert link_for_desk(house.centre, SITE, mailed.order_id) is not None
    assert len(letters(house, mailed)) == 1
    assert link_for_desk(house.centre, SITE, silent.order_id) is None, "nobody knows how to reach them"
    house.clock.move(timedelta(days=400))
    make_ready(house.centre)
    assert len(letters(house, mailed)) == 1
