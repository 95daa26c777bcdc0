"""The desk in German: chosen by a person, for that person alone; every entry of the catalogue stands somewhere."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.browser import Browser
from tests.web.rig import Client, Shop
from ui.web.shell.drawing import ROOMS
from ui.web.shell.languages.speaking import LANGUAGES, catalogue, entries, translated

PAGES = (
    "/orders", "/orders/new", "/orders/new?kind=counter", "/stock", "/stock/sku?sku=AP-NVY", "/stock/places",
    "/stock/keeping?sku=AP-NVY", "/stock/suppliers", "/stock/proposals", "/stock/purchases", "/floor", "/channels",
    "/channels/shop", "/imports", "/people", "/people/tom", "/record", "/account",
)  # fmt: skip


def test_one_person_reads_german_and_nobody_else_does(shop: Shop) -> None:
    mona, rosa = shop.client("mona"), shop.client("rosa")
    told = mona.post("/account/language", csrf=mona.csrf(), language="de")
    assert "Das Pult spricht ab jetzt diese Sprache mit Ihnen." in told.words
    assert '<html lang="de"' in told.text
    for path in PAGES:
        page = mona.get(path)
        assert (page.status, '<html lang="de"' in page.text) == (200, True), path
        assert "Bestellungen Bestand Halle Kanäle Importe Leute Protokoll" in page.words, path
        assert "{}" not in page.words, path
    assert "Was als Nächstes" in mona.get("/orders").words
    shipped = next(link for link in mona.get("/orders?view=shipped").links if link.startswith("/orders/a-"))
    assert "Amina O. packte 1 ×" in mona.get(shipped).words
    assert "Orders Stock Floor" in rosa.get("/orders").words
    assert shop.client("mona").get("/orders").text.count('lang="de"') == 1
    back = mona.post("/account/language", csrf=mona.csrf(), language="en")
    assert "Orders Stock Floor" in back.words


@pytest.mark.parametrize("language", ["", "xx", "DE", "<b>", "e" * 5000])
def test_a_language_the_desk_does_not_speak_is_refused(rosa: Client, language: str) -> None:
    refused = rosa.post("/account/language", csrf=rosa.csrf(), language=language)
    assert (refused.status, "language: one of English, Deutsch" in refused.words) == (422, True)
    assert 'lang="xx"' not in rosa.get("/orders").text
    assert rosa.post("/account/language", csrf="", language="de").status == 403


def test_forms_in_german_send_what_they_send_in_english(shop: Shop) -> None:
    mona = shop.client("mona")
    mona.post("/account/language", csrf=mona.csrf(), language="de")
    form = {"location": "E-12-2", "state": "blocked", "why": "Regal ist krumm"}
    page = mona.get("/stock/places?q=E-12-2")
    assert '<option value="blocked"' in page.text
    assert "gesperrt" in mona.post("/stock/places/state", form, csrf=mona.csrf()).words


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_entry_is_whole(language: str) -> None:
    words = catalogue(language)
    for english, said in words.items():
        assert english.count("{}") == said.count("{}"), english
        assert said.strip(), english
        assert "<" not in said, english
    spoken: set[str] = set()
    for template in Path(ROOMS).glob("*/templates/*.html"):
        spoken |= set(entries(template.read_text("utf-8")))
    missing = {entry for entry in spoken if " " in entry and entry.endswith(".")} - set(words)
    assert len(missing) < 25, sorted(missing)


@given(st.text(max_size=60))
def test_without_words_a_template_stays_as_it_is(source: str) -> None:
    assert translated(source, {"no such entry": "x"}) == source


def test_only_words_are_exchanged() -> None:
    words = {"Save": "Speichern", "{} of {}": "{} von {}", "Search it": "Suche"}
    for source, said in (
        ('<button class="Save">Save</button>', '<button class="Save">Speichern</button>'),
        ("<p>{{ a }} of {{ b }}</p>", "<p>{{ a }} von {{ b }}</p>"),
        ('<input value="Save" placeholder="Search it">', '<input value="Save" placeholder="Suche">'),
        ('{% if x == "save" %}Save{% endif %}', '{% if x == "save" %}Speichern{% endif %}'),
        ('{{ "Save" if a > b else c }}', '{{ "Speichern" if a > b else c }}'),
        ("{# Save #}", "{# Save #}"),
    ):
        assert translated(source, words) == said


def test_the_desk_in_german_fits_its_pages(browser: Browser, shop: Shop) -> None:
    mona = shop.client("mona")
    mona.post("/account/language", csrf=mona.csrf(), language="de")
    browser.open("/sign-in")
    browser.type("input[name=login]", "mona")
    browser.type("input[name=password]", "a quiet bench 7\n")
    browser.wait_for("h1", "Bestellungen")
    for width in (1440, 390):
        browser.size(width, 900)
        for path in PAGES:
            browser.open(path)
            assert browser.script("return document.documentElement.scrollWidth") == width, (path, width)
