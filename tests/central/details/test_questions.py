"""Questions follow holds: one link, one letter, asked once and withdrawn when nothing is left to ask."""

import threading
from dataclasses import replace
from datetime import timedelta

import msgspec
from sqlalchemy import text

from app.central.centre import Centre
from app.central.desk.listing import Wish, order_list
from app.central.details.questions.answering import answer_by_clerk, answer_by_customer
from app.central.details.questions.asking import ask_again, begin_asking, link_for_desk
from app.central.details.questions.reading import FixState, fix_view, record_opened
from app.central.details.questions.sending import claim_letters, letter_not_sent
from app.central.details.starting import make_ready
from app.central.intake.changing.cancelling import cancel_order
from app.central.intake.holds import release_hold
from app.central.intake.orders import Taken
from app.domain.intake.orders import HoldReason
from app.domain.parcels import PostalAddress
from tests.central.details.asked import (
    EMAIL,
    GOOD,
    POSTCODE,
    STREET,
    held,
    letters,
    questions,
    recipient,
    token,
)
from tests.central.house import ADDRESS, SITE, House, new_order


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


def next_words(house: House, taken: Taken) -> str:
    """What the desk says comes next."""
    found = order_list(house.centre, SITE, Wish(typed=taken.number))
    return found.rows[0].step.words


def test_without_mail_and_telephone_nobody_is_asked_but_a_clerk_may_make_a_link(house: House) -> None:
    taken = held(house, email="")
    assert len(questions(house, taken)) == 2
    assert link_for_desk(house.centre, SITE, taken.order_id) is None
    assert "The customer was not written to: call." in next_words(house, taken)
    assert house.centre.do(ask_again, SITE, taken.order_id) is not None
    assert ", not opened yet." in next_words(house, taken)


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
