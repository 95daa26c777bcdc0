"""The customer's page over real HTTP: what it shows, what it refuses, and what survives a reload."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from app.central.centre import Centre
from app.central.details.questions.answering import answer_by_clerk
from app.central.details.questions.asking import link_for_desk
from app.central.details.questions.words import SPOKEN
from app.central.intake.answers import standing
from app.central.intake.changing.cancelling import cancel_order
from app.domain.parcels import PostalAddress
from tests.central.house import ADDRESS, SITE, House, new_order, open_again, open_house
from tests.web.rig import Client, Page, served
from ui.web.fix.misses import ALLOWED, Misses, network_of

STREET, POSTCODE = "recipient.street", "recipient.postcode"
WRONG = replace(ADDRESS, name="نور الدين <b>Haddad</b>", street="Schloßplatz", postcode="2819")


@dataclass
class Asked:
    """A held order, its customer's link, and a browser without JavaScript."""

    data: Path
    order_id: str
    path: str
    client: Client
    house: House

    def send(self, street: str, postcode: str, *, query: str = "", follow: bool = True, **more: str) -> Page:
        """Send the form as a browser does."""
        body = urlencode({STREET: street, POSTCODE: postcode, **more}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.client.ask("POST", f"{self.path}{query}", body, kind, follow=follow)

    @contextmanager
    def centre(self) -> Iterator[Centre]:
        """Another process on the same database."""
        opened = open_again(self.data)
        try:
            yield opened
        finally:
            opened.close()

    def status(self) -> str:
        with self.centre() as centre:
            found = standing(centre, self.house.channel, self.order_id)
        assert found is not None
        return found.status


@contextmanager
def asking(data: Path, recipient: PostalAddress) -> Iterator[Asked]:
    house = open_house(data)
    house.stock({"TEE-M": {"A-1": 50}})
    taken = house.take(new_order("#1043", [("TEE-M", 2)], recipient=recipient, email="ada@example.com"))
    shown = link_for_desk(house.centre, SITE, taken.order_id)
    house.centre.close()
    assert shown is not None
    with served(data, house.key) as shop:
        yield Asked(data, taken.order_id, shown.path, shop.client(), house)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    with asking(tmp_path, WRONG) as made:
        yield made


def test_the_page_shows_what_is_needed_and_nothing_else(asked: Asked) -> None:
    page = asked.client.get(asked.path)
    assert page.status == 200
    assert "Bestellung #1043" in page.words
    assert "2 Artikel" in page.words
    assert (page.field(STREET), page.field(POSTCODE)) == ("Schloßplatz", "2819")
    for secret in ("Haddad", "Bremen", "19,90", "19.90", "ada@example.com", "TEE-M"):
        assert secret not in page.text
    assert "<script" not in page.text
    assert '<html lang="de"' in page.text


def test_the_page_is_kept_nowhere_and_tells_nobody(asked: Asked) -> None:
    page = asked.client.get(asked.path)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in page.headers["x-robots-tag"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "set-cookie" not in page.headers
    assert 'name="robots" content="noindex' in page.text


def test_every_field_has_its_label_and_its_error_is_tied_to_it(asked: Asked) -> None:
    page = asked.send("Schloßplatz <i>", "28195", follow=False)
    assert page.status == 422
    assert '<label for="f-street">' in page.text
    assert 'id="f-street"' in page.text
    assert 'aria-describedby="f-street-why f-street-wrong"' in page.text
    assert 'id="f-street-wrong"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert page.text.count("aria-invalid") == 1
    assert page.field(STREET) == "Schloßplatz <i>"
    assert "<i>" not in page.text
    assert "Bahnhofstraße 12" in page.words
    assert asked.status() == "on_hold"


def test_the_right_answer_is_thanked_for_and_survives_a_reload(asked: Asked) -> None:
    answer = asked.send("Schloßplatz 88", "28195", follow=False)
    assert (answer.status, answer.headers["location"]) == (303, asked.path)
    for _ in range(2):
        page = asked.client.get(asked.path)
        assert page.status == 200
        assert "Danke" in page.words
        assert "<form" not in page.text
    again = asked.send("Elsewhere 1", "10115")
    assert "Danke" in again.words
    assert asked.status() == "accepted"


def test_the_language_is_the_browsers_or_the_one_asked_for(asked: Asked) -> None:
    page = asked.client.get(asked.path, {"Accept-Language": "sv, en;q=0.8"})
    assert "Please check your details" in page.words
    page = asked.client.get(f"{asked.path}?lang=en")
    assert '<html lang="en"' in page.text
    wrong = asked.send("x", "1", query="?lang=en")
    assert "Station Road 12" in wrong.words
    assert "2 fields still need your help" in wrong.words


def test_a_house_without_a_number_is_ticked(asked: Asked) -> None:
    page = asked.send("Schloss", "28195", confirm=STREET)
    assert "Danke" in page.words


def test_unknown_replaced_and_expired_links_look_the_same(asked: Asked) -> None:
    unknown = asked.client.get(f"/fix/{'A' * 43}")
    short = asked.client.get("/fix/x")
    posted = asked.client.post(f"/fix/{'B' * 43}", street="x")
    assert {page.status for page in (unknown, short, posted)} == {404}
    assert unknown.body == short.body == posted.body
    assert asked.client.get(f"/fix/{quote('ü' * 43)}").body == unknown.body


def test_guessing_is_slowed_down(asked: Asked) -> None:
    statuses = {asked.client.get(f"/fix/{number:043d}").status for number in range(ALLOWED + 1)}
    assert statuses == {404, 429}


def test_a_clerk_was_faster(asked: Asked) -> None:
    with asked.centre() as centre:
        assert centre.do(answer_by_clerk, SITE, asked.order_id, {STREET: "Ring 1", POSTCODE: "28195"}, "berta").taken
    page = asked.send("Elsewhere 1", "10115")
    assert "bereits berichtigt" in page.words
    assert asked.status() == "accepted"


def test_a_cancelled_order_asks_nothing(asked: Asked) -> None:
    with asked.centre() as centre:
        centre.do(cancel_order, SITE, asked.order_id, "changed their mind")
    page = asked.send("Schloßplatz 88", "28195")
    assert "storniert" in page.words
    assert asked.status() == "cancelled"


def test_that_the_link_was_opened_is_remembered(asked: Asked) -> None:
    asked.client.get(asked.path)
    with asked.centre() as centre:
        shown = link_for_desk(centre, SITE, asked.order_id)
    assert shown is not None
    assert shown.link.opened_at is not None


@pytest.mark.parametrize("body", ["", "a" * 40_000, "&" * 1000, "recipient.street=%00%ff%ed%a0%80", "=%"])
def test_a_strange_form_asks_again_and_stores_nothing(asked: Asked, body: str) -> None:
    page = asked.client.ask("POST", asked.path, body.encode(), {"Content-Type": "text/plain"}, follow=True)
    assert page.status == 422
    assert asked.status() == "on_hold"


def test_names_of_other_scripts_keep_their_direction(tmp_path: Path) -> None:
    with asking(tmp_path, replace(WRONG, street="شارع", country="AT", postcode="1")) as asked:
        page = asked.client.get(asked.path)
        assert 'value="شارع" dir="auto"' in page.text
        assert "<bdi>شارع</bdi>" in page.text


def test_misses_are_counted_by_network_and_forgotten_in_time() -> None:
    now = [0.0]
    misses = Misses(2, lambda: now[0])
    for address in ("2001:db8::1", "2001:db8::2"):
        assert not misses.too_many(address)
        misses.missed(address)
    assert misses.too_many("2001:db8::3")
    assert not misses.too_many("2001:db8:0:1::1")
    now[0] = 601.0
    assert not misses.too_many("2001:db8::3")
    assert network_of("not an address") == "not an address"


@pytest.mark.parametrize("code", sorted(SPOKEN))
def test_every_language_has_every_word_and_its_direction(asked: Asked, code: str) -> None:
    language, english = SPOKEN[code], SPOKEN["en"]
    for part in ("labels", "problems", "examples", "plain_examples", "letter", "page"):
        assert set(getattr(language, part)) == set(getattr(english, part)), part
    page = asked.client.get(f"{asked.path}?lang={code}")
    assert f'<html lang="{code}" dir="{language.direction}">' in page.text
    assert language.page["title"] in page.words
    assert language.labels["postcode"] in page.words
    wrong = asked.send("x", "1", query=f"?lang={code}")
    assert (wrong.status, language.problems["format"] in wrong.words) == (422, True)


def test_a_browser_that_reads_arabic_gets_arabic_from_right_to_left(asked: Asked) -> None:
    page = asked.client.get(asked.path, {"Accept-Language": "ar-EG,ar;q=0.9,en;q=0.5"})
    assert '<html lang="ar" dir="rtl">' in page.text
