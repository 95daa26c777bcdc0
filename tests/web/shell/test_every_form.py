"""Every form of every page, found by walking them, and sent what nobody should send: refused in words, unwritten."""

import re
import sqlite3
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote_from_bytes, urlsplit

import pytest

from tests.waiting import wait_until
from tests.web.orders.test_order_page import take_in
from tests.web.rig import Client, Page, Shop

SEEN_MOST = 140
OWN = ("/sign-out", "/site", "/account", "/sign-in", "/account/password", "/account/sessions", "/account/language")
"""What everybody may do with what is theirs."""
OURSELVES = "/people/mona"
"""Who walks does not lock themselves out."""
BEHIND = frozenset(
    {"desk_session", "sign_in_attempt", "alert", "demand_day", "supply_state", "channel_pace", "publication", "feed"}
)
"""Tables the centre itself writes to between requests."""
LONG_MOST = 8
"""Fields that are long at once: a form as a whole is at most a megabyte, whatever it is."""
SCRIPT = "<script>alert(1)</script>"
POISONS: dict[str, bytes] = {
    "nothing": b"",
    "NUL": b"a\x00b",
    "lone surrogate": b"\xed\xa0\x80x",
    "long": b"x" * 100_000,
    "HTML": SCRIPT.encode(),
    "RTL": "\u202e\u0634\u0627\u0631\u0639\u202c".encode(),
    "formula": b"=1+1",
    "negative": b"-1",
    "huge": b"99999999999999999999",
    "exponent": b"1e9",
    "other digits": "\u0663".encode(),
    "unknown": b"no-such-thing",
}
NO_NUMBER = ("NUL", "lone surrogate", "long", "HTML", "RTL", "formula", "huge", "exponent", "other digits", "unknown")


@dataclass
class Form:
    """A form as it stands on a page: its hidden and other fields with their values, and those that want numbers."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        """Forms of one kind on many things are one."""
        path = re.sub(r"/(?=[^/]*[0-9])[^/]+", "/*", urlsplit(self.action).path)
        return f"{path} {sorted(self.fields)}"


class Forms(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(given["href"].partition("#")[0])
        if tag == "form":
            self._form = Form(given.get("action", "")) if given.get("method") == "post" else None
        if self._form is None:
            return
        if tag == "form":
            self.found.append(self._form)
        name = given.get("name", "")
        if name and name != "csrf" and tag in ("input", "select", "textarea"):
            kept = self._form.hidden if given.get("type") == "hidden" else self._form.fields
            kept.setdefault(name, given.get("value", ""))
            if given.get("inputmode") == "numeric":
                self._form.numbers.add(name)
            if "required" in given:
                self._form.required.add(name)
        if tag == "button" and given.get("formaction"):
            more = Form(given["formaction"], self._form.hidden, self._form.fields, self._form.numbers)
            if name:
                more.hidden = {**more.hidden, name: given.get("value", "")}
            self.found.append(more)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


def walk(client: Client, begin: list[str]) -> dict[str, Form]:
    """Every kind of form on the pages that can be reached."""
    waiting, seen, found = list(begin), set[str](), dict[str, Form]()
    kinds: dict[str, int] = {}
    while waiting and len(seen) < SEEN_MOST:
        path = waiting.pop(0)
        kind = re.sub(r"=[^&]*|/(?=[^/]*[0-9])[^/]+", "*", path)
        if (
            path in seen
            or kinds.get(kind, 0) >= 3
            or path.endswith((".csv", ".txt"))
            or "done=" in path
            or path.startswith(OURSELVES)
        ):
            continue
        seen.add(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        page = client.get(path)
        assert page.status == 200, path
        if not page.headers["content-type"].startswith("text/html"):
            continue
        parsed = Forms(page)
        for form in parsed.found:
            found.setdefault(form.key, form)
        waiting += parsed.links
    return found


def encoded(fields: dict[str, bytes]) -> bytes:
    return b"&".join(f"{quote_from_bytes(k.encode())}={quote_from_bytes(v)}".encode() for k, v in fields.items())


def send(client: Client, form: Form, fields: dict[str, bytes], csrf: str) -> Page:
    body = encoded({**fields, "csrf": csrf.encode()})
    return client.ask("POST", form.action, body, {"Content-Type": "application/x-www-form-urlencoded"})


def books(shop: Shop) -> dict[str, int]:
    """How many rows every table has."""
    (file,) = [one for one in shop.folder.glob("*.db") if "lock" not in one.name]
    reader = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        names = [row[0] for row in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: reader.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names of our own
            for name in names
            if name not in BEHIND
        }
    finally:
        reader.close()


def settled(shop: Shop) -> dict[str, int]:
    """The books once the centre has done what it does by itself."""
    last: list[dict[str, int]] = [{}]

    def same() -> bool:
        last.append(books(shop))
        return last[-1] == last[-2]

    wait_until(same, words="books that stay as they are")
    return last[-1]


@pytest.fixture
def forms(shop: Shop) -> tuple[Client, dict[str, Form]]:
    held = take_in(shop, "#7900", payment="pending")
    mona = shop.client("mona")
    begin = ["/orders", held, "/orders/new", "/orders/new?kind=counter", "/stock/sku?sku=AP-NVY", "/floor", "/people"]
    begin += ["/stock/keeping?sku=AP-NVY", "/stock/suppliers", "/stock/places", "/stock/proposals", "/imports"]
    return mona, walk(mona, [*begin, "/channels/shop", "/account", "/record", "/stock/purchases"])


def test_no_form_takes_what_nobody_should_send(forms: tuple[Client, dict[str, Form]], shop: Shop) -> None:
    mona, found = forms
    assert len(found) > 30, sorted(found)
    csrf, before = mona.csrf(), settled(shop)
    for key, form in sorted(found.items()):
        if form.action in OWN:
            continue
        for name, poison in POISONS.items():
            told = f"{name} in {key}"
            poisoned = list(form.fields)[: LONG_MOST if name == "long" else None]
            page = send(mona, form, {**_kept(form), **dict.fromkeys(poisoned, poison)}, csrf)
            assert page.status < 500, told
            assert SCRIPT.encode() not in page.body, told
            wrong_number = name in NO_NUMBER and form.numbers & form.required
            if wrong_number or (name == "nothing" and form.required):
                assert 400 <= page.status < 500, (told, page.headers.get("location"))
            if 400 <= page.status < 500:
                assert re.search(r'class="(problem|message wrong|eyebrow)', page.text), told
                if books(shop) != before:  # the centre's own rounds write too; a form that writes, writes again
                    before = settled(shop)
                    send(mona, form, {**_kept(form), **dict.fromkeys(poisoned, poison)}, csrf)
                    assert books(shop) == before, told
            else:
                assert page.status in (200, 303), told
                before = settled(shop)
        page = send(mona, form, dict.fromkeys([*form.hidden, *form.fields], b"no-such-thing"), csrf)
        assert page.status < 500, key
        before = settled(shop)


def test_no_form_is_taken_without_its_token_or_from_who_may_only_read(
    forms: tuple[Client, dict[str, Form]], shop: Shop
) -> None:
    mona, found = forms
    auditor = shop.client("ada")
    csrf, before = auditor.csrf(), settled(shop)
    for key, form in sorted(found.items()):
        page = send(mona, form, _kept(form), "")
        assert page.status in (401, 403) or form.action == "/sign-in", key
        for token in ("0" * 64, csrf):
            assert send(mona, form, _kept(form), token).status == 403, key
        if form.action not in OWN:
            assert send(auditor, form, _kept(form), csrf).status == 403, key
        assert books(shop) == before, key
        assert shop.client().ask("POST", form.action).status in (303, 403), key


def _kept(form: Form) -> dict[str, bytes]:
    return {name: value.encode() for name, value in form.hidden.items()}
