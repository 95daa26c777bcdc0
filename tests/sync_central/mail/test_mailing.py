"""Letters reach a real SMTP server on loopback: at least once, under one Message-ID, through every fault it has."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.central.centre import Centre
from app.central.details.questions.asking import link_for_desk
from app.central.details.questions.sending import TRIES, Letter, letter_not_sent
from app.central.details.values import MessageRow
from sync.central.mailing import Mailer, MailSettings, NotSent, compose
from tests.central.house import ADDRESS, SITE, House, new_order, open_house
from tests.sync_central.mail.mail_server import Post, mail_server
from tests.waiting import wait_until


@pytest.fixture
def house(tmp_path: Path, database: str) -> Iterator[House]:
    opened = open_house(tmp_path, database)
    opened.stock({"TEE-M": {"A-1": 50}})
    yield opened
    opened.centre.close()


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server() as found:
        yield found


def ask(house: House, reference: str = "#1", email: str = "ada@example.com") -> str:
    wrong = replace(ADDRESS, postcode="2819")
    return house.take(new_order(reference, [("TEE-M", 1)], recipient=wrong, email=email)).order_id


def letter_of(house: House, order_id: str) -> MessageRow:
    with house.centre.read(SITE) as work:
        return work.messages.of_order(order_id)[-1]


@contextmanager
def mailing(centre: Centre, post: Post, letter_s: object = 60.0, **changes: object) -> Iterator[Mailer]:
    settings = MailSettings(
        host=post.host, port=post.port, sender="Shop <shop@shop.example>", public_url="https://desk.example"
    )
    assert isinstance(letter_s, float)
    made = replace(settings, **changes)  # type: ignore[arg-type]
    mailer = Mailer(centre, made, look_every_s=0.02, deadline_s=0.3, letter_s=letter_s)
    mailer.start()
    try:
        yield mailer
    finally:
        mailer.close()


def test_a_letter_arrives_with_its_link_and_is_sent_once(house: House, post: Post) -> None:
    order_id = ask(house)
    with mailing(house.centre, post):
        wait_until(lambda: letter_of(house, order_id).state == "sent")
        other = ask(house, "#2")
        wait_until(lambda: letter_of(house, other).state == "sent")
    assert len(post.letters) == 2
    found = post.letters[0]
    shown = link_for_desk(house.centre, SITE, order_id)
    assert shown is not None
    assert f"https://desk.example{shown.path}" in found.get_content()
    assert (found["To"], found["From"]) == ("ada@example.com", "Shop <shop@shop.example>")
    assert found["Message-ID"] == f"<{letter_of(house, order_id).message_id}@shop.example>"
    assert "#1" in found["Subject"]
    assert found["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("verb", "reply"),
    [
        ("CONNECT", "421 busy"),
        ("CONNECT", "hang"),
        ("CONNECT", "drop"),
        ("EHLO", "hang"),
        ("RCPT", "451 later"),
        ("DATA", "451 later"),
        ("MIDDLE", "drop"),
        ("END", "451 later"),
        ("END", "hang"),
    ],
)
def test_a_fault_is_met_by_trying_again_later(house: House, post: Post, verb: str, reply: str) -> None:
    post.replies[verb] = [reply]
    order_id = ask(house)
    with mailing(house.centre, post):
        wait_until(lambda: letter_of(house, order_id).last_error)
        assert letter_of(house, order_id).state == "queued"
        assert post.letters == []
        house.clock.move(timedelta(minutes=2))
        wait_until(lambda: letter_of(house, order_id).state == "sent")
    assert len(post.letters) == 1
    assert letter_of(house, order_id).attempts == 2


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "RCPT", "END"])
def test_a_reply_that_never_ends_holds_up_neither_other_letters_nor_the_end(
    house: House, post: Post, verb: str
) -> None:
    post.replies = {verb: ["drip"]}
    order_id = ask(house)
    with mailing(house.centre, post, letter_s=0.5):
        wait_until(lambda: "took too long" in letter_of(house, order_id).last_error)
        house.clock.move(timedelta(hours=1))
        wait_until(lambda: letter_of(house, order_id).state == "sent")


def test_an_answer_lost_after_the_letter_was_taken_sends_it_again_under_the_same_id(house: House, post: Post) -> None:
    post.replies["END"] = ["drop"]
    order_id = ask(house)
    with mailing(house.centre, post):
        wait_until(lambda: letter_of(house, order_id).last_error)
        house.clock.move(timedelta(minutes=2))
        wait_until(lambda: letter_of(house, order_id).state == "sent")
    assert len(post.letters) == 2
    assert len({found["Message-ID"] for found in post.letters}) == 1


@pytest.mark.parametrize("reply", ["500 what", "drop", "hang"])
def test_once_it_is_taken_a_bad_good_bye_changes_nothing(house: House, post: Post, reply: str) -> None:
    post.replies["QUIT"] = [reply]
    order_id = ask(house)
    with mailing(house.centre, post):
        wait_until(lambda: letter_of(house, order_id).state == "sent")
    assert letter_of(house, order_id).attempts == 1


@pytest.mark.parametrize("verb", ["RCPT", "END"])
def test_what_the_server_will_never_take_is_failed_and_says_why(house: House, post: Post, verb: str) -> None:
    post.replies[verb] = ["550 nobody here"]
    order_id = ask(house)
    with mailing(house.centre, post):
        wait_until(lambda: letter_of(house, order_id).state == "failed")
    assert "550 nobody here" in letter_of(house, order_id).last_error


def test_one_bad_letter_holds_up_no_other(house: House, post: Post) -> None:
    post.replies["RCPT"] = ["451 later"]
    orders = [ask(house, f"#{number}") for number in range(3)]
    with mailing(house.centre, post):
        wait_until(lambda: len(post.letters) == 2)
        wait_until(lambda: [letter_of(house, one).state for one in orders].count("sent") == 2)


def test_nothing_goes_out_in_the_clear_when_tls_is_required_or_a_password_is_set(house: House, post: Post) -> None:
    for changes in ({"tls": "required"}, {"user": "shop", "password": "hidden"}):
        order_id = ask(house, str(changes))
        with mailing(house.centre, post, **changes):
            wait_until(lambda order_id=order_id: letter_of(house, order_id).last_error)  # type: ignore[misc]
        assert "STARTTLS" in letter_of(house, order_id).last_error
    assert post.letters == []
    assert not any("hidden" in line or line.upper().startswith("AUTH") for line in post.said)


def test_waits_grow_and_end(house: House) -> None:
    order_id = ask(house)
    with house.centre.read(SITE) as work:
        (row,) = work.messages.due(9)
    waits = []
    for _ in range(TRIES):
        house.centre.do(_claim, row.message_id)
        house.centre.do(letter_not_sent, SITE, row.message_id, "451", for_good=False)
        found = letter_of(house, order_id)
        waits.append((found.next_at - house.clock()).total_seconds() / 60)
        house.clock.at = found.next_at
    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) == 240
    assert letter_of(house, order_id).state == "failed"


def _claim(centre: Centre, message_id: str) -> None:
    with centre.begin(SITE) as work:
        row = work.messages.one_row(message_id)
        assert row is not None
        assert work.messages.claim(row, work.now)


@pytest.mark.parametrize("field", ["to_address", "subject"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\0"])
def test_no_text_becomes_a_header(house: House, field: str, end: str) -> None:
    letter = Letter(message_id="m", site_id=SITE, to_address="ada@example.com", subject="hello", body="x")
    hostile = replace(letter, **{field: f"ada@example.com{end}Bcc: eve@example.com"})
    with pytest.raises(NotSent, match="line end") as caught:
        compose(hostile, "shop@shop.example", house.clock())
    assert caught.value.for_good


def test_an_order_number_with_line_ends_makes_no_header(house: House, post: Post) -> None:
    wrong = replace(ADDRESS, postcode="2819")
    order = new_order("#9", [("TEE-M", 1)], recipient=wrong, email="ada@example.com", number="9\r\nBcc: eve {link}")
    order_id = house.take(order).order_id
    with mailing(house.centre, post):
        wait_until(lambda: letter_of(house, order_id).state == "sent")
    assert post.letters[0]["Bcc"] is None
    assert [line for line in post.said if line.upper().startswith("RCPT")] == ["rcpt TO:<ada@example.com>"]
