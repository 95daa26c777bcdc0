"""The shell of every page: who may see it, what guards it, what it weighs, and what it says when something is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.central.centre import Centre
from app.central.people.signing_in import Refused, sign_in
from tests.central.house import Bytes, Clock, Ids
from tests.web.rig import NOW, PASSWORD, Client, Shop, copied, served
from ui.web.shell.headers import POLICY

HEAVIEST = 100_000


def test_a_page_asks_who_one_is_and_goes_on_to_where_one_wanted(shop: Shop) -> None:
    client = shop.client()
    asked = client.get("/orders?view=shipped", follow=False)
    assert (asked.status, asked.headers["location"]) == (303, "/sign-in?next=%2Forders%3Fview%3Dshipped")
    page = client.get(asked.headers["location"])
    assert page.field("next") == "/orders?view=shipped"
    entered = client.post("/sign-in", follow=False, login="rosa", password=PASSWORD, next=page.field("next"))
    assert (entered.status, entered.headers["location"]) == (303, "/orders?view=shipped")
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert client.get("/orders").status == 200
    assert client.get("/", follow=False).headers["location"] == "/orders"


def test_a_wrong_password_says_so_keeps_the_login_and_tells_nothing_more(shop: Shop) -> None:
    client = shop.client()
    answers = [client.sign_in(login, "not the password") for login in ("rosa", "nobody at all")]
    for page, login in zip(answers, ("rosa", "nobody at all"), strict=True):
        assert page.status == 403
        assert "The login or the password is wrong." in page.words
        assert page.field("login") == login
    assert client.get("/orders", follow=False).status == 303


def test_guessing_is_slowed_down_in_words(warehouse: tuple[Path, str], tmp_path: Path) -> None:
    template, key = warehouse
    with guessed(copied(template, tmp_path)) as folder, served(folder, key) as shop:
        page = shop.client().sign_in("tom")
        assert page.status == 429
        assert "Too many failed attempts. Try again in 2 minutes." in page.words
        assert page.field("login") == "tom"


def test_who_asks_too_fast_is_told_so_on_a_page(shop: Shop) -> None:
    client = shop.client()
    browser = {"Accept": "text/html,*/*", "Sec-Fetch-Site": "cross-site"}
    pages = [client.post("/sign-in", headers=browser, login="rosa", password="x") for _ in range(30)]
    told = next(page for page in pages if page.status == 429)
    assert told.headers["content-type"].startswith("text/html")
    assert "Too many requests" in told.words
    assert "Wait" in told.words
    program = client.post("/sign-in", login="rosa", password="x")
    assert program.headers["content-type"].startswith("application/problem+json")


@contextmanager
def guessed(folder: Path) -> Iterator[Path]:
    """The warehouse after somebody tried Tom's login six times."""
    clock = Clock()
    clock.at = NOW
    centre = Centre(folder, now=clock, new_id=Ids("g"), random_bytes=Bytes())
    try:
        for n in range(6):
            assert isinstance(sign_in(centre, "tom", f"guess number {n}"), Refused)
    finally:
        centre.close()
    yield folder


@pytest.mark.parametrize(
    "next_page",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/orders\r\nX: y", "", "x"],
)
def test_nobody_is_sent_elsewhere_after_signing_in(shop: Shop, next_page: str) -> None:
    entered = shop.client().post("/sign-in", follow=False, login="rosa", password=PASSWORD, next=next_page)
    assert (entered.status, entered.headers["location"]) == (303, "/orders")


def test_a_sign_in_form_of_another_site_is_refused(shop: Shop) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        page = shop.client().post("/sign-in", headers=headers, login="rosa", password=PASSWORD)
        assert page.status == 403
        assert "set-cookie" not in page.headers


def test_signing_out_ends_the_session_and_not_only_the_cookie(rosa: Client) -> None:
    cookies = dict(rosa.cookies)
    assert rosa.post("/sign-out", csrf="guessed").status == 403
    left = rosa.post("/sign-out", csrf=rosa.csrf(), follow=False)
    assert (left.status, left.headers["location"]) == (303, "/sign-in")
    assert Client(rosa.where, cookies).get("/orders", follow=False).status == 303


def test_every_answer_is_guarded(rosa: Client) -> None:
    for target in ("/orders", "/sign-in", "/nowhere", "/orders.csv", "/static/nothing.css"):
        headers = rosa.get(target).headers
        assert headers["content-security-policy"] == POLICY, target
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store", target
    assert "'unsafe" not in POLICY
    assert "http" not in POLICY
    assert "frame-ancestors 'none'" in POLICY


def test_a_list_page_weighs_little_with_everything_it_needs(rosa: Client) -> None:
    page = rosa.get("/orders?view=all")
    assert page.words.count("EUR") > 40
    named = [part.split('"')[0] for part in page.text.replace("src=", "href=").split('href="')[1:]]
    parts = {name: rosa.get(name) for name in named if name.startswith("/static/")}
    assert len(parts) == 5
    assert all(part.status == 200 for part in parts.values())
    assert len(page.body) + sum(len(part.body) for part in parts.values()) < HEAVIEST
    assert "<style" not in page.text
    assert " style=" not in page.text
    assert "onclick" not in page.text


def test_static_files_never_expire_and_are_not_sent_twice(rosa: Client) -> None:
    name = next(part for part in rosa.get("/orders").text.split('"') if part.endswith(".css"))
    first = rosa.get(name)
    assert "immutable" in first.headers["cache-control"]
    again = rosa.get(name, {"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    fonts = [part.split('"')[0] for part in first.text.split('url("')[1:]]
    assert len(fonts) == 9
    for font in fonts:
        assert rosa.get(f"/static/{font}").headers["content-type"].startswith("font/")


def test_an_address_that_is_none_says_so_in_words_and_programs_keep_theirs(rosa: Client) -> None:
    lost = rosa.get("/nowhere/at/all?x=<script>")
    assert lost.status == 404
    assert "There is no page at this address." in lost.words
    assert "<script>" not in lost.text
    assert rosa.get("/v1/nothing").headers["content-type"].startswith("application/")
    assert rosa.get("/healthz").status == 200
    missing = rosa.get("/orders/no-such-order")
    assert (missing.status, "No such order" in missing.words) == (404, True)
