"""Sentences the centre writes, in the reader's language: what it says has a shape, and what people typed has none."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.orders.test_import_pages import send as send_file
from tests.web.orders.test_order_page import take_in
from tests.web.rig import DEMO, Client, Shop
from ui.web.shell.languages.sentences import Sentences, sentences
from ui.web.shell.languages.speaking import LANGUAGES, catalogue, preferred

ROOT = Path(__file__).parents[3]
OTHERS = [code for code in LANGUAGES if code != "en"]
_ENGLISH = """
the is are be been not and or to of for with by from on it its this that they who which what when how yes has have
can will there here each more than until units unknown order orders waiting wait waits customer missing again
nothing nobody somebody stock task pick list bench left
"""
ENGLISH = frozenset(_ENGLISH.split())
"""Words no German sentence has; those both languages have are left out."""


@pytest.fixture(scope="module")
def german() -> Sentences:
    return sentences("de", catalogue("de"))


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("Has left.", "Ist fort."),
        ("Pick list P-17, tote T-04. Waits for a bench.", "Pickliste P-17, Behälter T-04. Wartet auf einen Packplatz."),
        ("Standard · ship by Tue 16:30", "Standard · Versand bis Di. 16:30"),
        ("Left 8 Sep 16:30, 2 parcels.", "Abgegangen 8. Sept. 16:30, 2 Pakete."),
        ("1,234.50 EUR captured", "1.234,50 EUR eingezogen"),
        ("9,800 JPY refunded", "9.800 JPY erstattet"),
        (
            "Payment is pending: 0.00 of 1,234.50 EUR is covered. Wait for the money, or mark it as paid.",
            "Zahlung offen: 0,00 von 1.234,50 EUR gedeckt. Auf das Geld warten oder als bezahlt markieren.",
        ),
        (
            "On hold since Sun 08:02 (stock): Not enough stock (A-1: 2 wanted, 0 free). Goes on by itself.",
            "Angehalten seit So. 08:02 (Bestand): Zu wenig Bestand (A-1: 2 verlangt, 0 frei). Geht von selbst weiter.",
        ),
        (
            "Shopify says high risk (two cards): look into it, then accept or reject the order.",
            "Shopify meldet Risiko hoch (two cards): prüfen, dann annehmen oder ablehnen.",
        ),
    ],
)
def test_a_sentence_of_the_centre_is_said_with_its_values(german: Sentences, english: str, said: str) -> None:
    assert german.say(english) == said


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("Amina O. at ST-4", "Amina O. an ST-4"),
        ("0 is not at least 1", "0 ist weniger als 1"),
        ("the customer stood there at the gate of the yard", "the customer stood there at the gate of the yard"),
        ("The e-mail address is wrong: it has no @.", "Die E-Mail-Adresse ist falsch: ihr fehlt das @."),
        (
            "'1,5' is not an amount: expected digits, at most one point and a leading minus",
            "'1,5' ist kein Betrag: erwartet werden Ziffern, höchstens ein Punkt und vorn ein Minus",
        ),
    ],
)
def test_no_sentence_is_half_in_one_language_and_half_in_the_other(german: Sentences, english: str, said: str) -> None:
    assert german.say(english) == said


def test_one_that_is_known_is_said_beside_one_that_is_not(german: Sentences) -> None:
    assert german.say("Has left. Ada called, all is well.") == "Ist fort. Ada called, all is well."
    assert german.say("cancelled: he found it cheaper. Twice.") == "storniert: he found it cheaper. Twice."


@given(st.text(max_size=200))
def test_nothing_breaks_what_people_typed(german: Sentences, typed: str) -> None:
    assert german.say(typed) or not typed
    assert sentences("en", {}).say(typed) == typed
    assert typed in german.say(f"note: {typed}") or ". " in typed


@given(st.text(alphabet="ab.;{} :,()", max_size=3000))
def test_long_text_of_many_sentences_is_answered_whole(german: Sentences, typed: str) -> None:
    assert len(german.say(typed)) >= len(typed.strip()) // 2


@cache
def templates() -> tuple[str, ...]:
    """Every text the programs may say, with {} for values."""
    found: set[str] = set()
    for room in ("app", "sync", "ui/web"):
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    found.add("".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values))
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
    return tuple(found)


@cache
def said_words() -> frozenset[str]:
    return frozenset(word for text in templates() for word in re.findall(r"[A-Za-z]+", text))


@pytest.mark.parametrize("language", OTHERS)
def test_every_entry_is_something_the_centre_says(language: str) -> None:
    """What is worded anew in English must be worded anew here."""
    told = tomllib.loads((ROOT / f"ui/web/shell/languages/{language}.sentences.toml").read_text("utf-8"))
    strange = []
    for english, said in told["sentences"].items():
        holes = re.compile(r"\{(\w+)(?::\w+)?\}")
        assert set(holes.findall(said)) <= set(holes.findall(english)), english
        assert said.strip()
        words = re.findall(r"[A-Za-z]+", re.sub(r"\{\w+\}", " ", english))
        if not set(words) <= said_words():
            strange.append(english)
    assert strange == []


def test_a_desk_in_german_reads_no_english(shop: Shop) -> None:
    take_in(shop, "#9801", payment="pending")
    take_in(shop, "#9802", recipient={"name": "L. B.", "street": "Weststraße", "city": "Köln", "country": "DE"})
    mona = shop.client("mona")
    mona.post("/account/language", csrf=mona.csrf(), language="de")
    lists = ["/orders?view=open", "/orders?view=shipped", "/orders?view=cancelled", "/floor", "/stock/lots", "/stock"]
    orders = [link for path in lists[:3] for link in mona.get(path).links if re.fullmatch(r"/orders/[ab]-\d+", link)]
    work = [link for link in mona.get("/floor").links if link.startswith("/floor/work/")]
    read = {path: english_of(mona, path) for path in [*lists, *orders[::4], *work[:8], "/stock/lots", "/nowhere"]}
    assert {path: words for path, words in read.items() if words} == {}


def test_a_file_with_bad_rows_and_the_places_are_told_in_german(shop: Shop) -> None:
    mona = shop.client("mona")
    mona.post("/account/language", csrf=mona.csrf(), language="de")
    told = send_file(mona, "orders_bad.csv", (DEMO / "orders_bad.csv").read_bytes(), channel="shop")
    assert "nicht genommen" in told.words
    address = next(link for link in mona.get("/imports").links if re.match(r"/imports/[ab]-", link))
    assert english_of(mona, address) == []
    assert english_of(mona, "/stock/places") == []
    assert "Pickplatz" in mona.get("/stock/places").words


def english_of(client: Client, path: str) -> list[str]:
    """English words of what stands on a page; names of people and goods have none of these."""
    return [word for word in re.findall(r"(?<![\w@.-])[a-z]+(?![\w@-])", client.get(path).words) if word in ENGLISH]


def test_a_page_that_says_no_says_it_in_the_language_and_with_a_way_back(shop: Shop) -> None:
    mona = shop.client("mona")
    mona.post("/account/language", csrf=mona.csrf(), language="de")
    lost = mona.get("/orders/none-such")
    assert (lost.status, "Keine solche Bestellung" in lost.words) == (404, True)
    assert "Bestellungen Bestand Halle" in lost.words
    assert "No such order" in shop.client("rosa").get("/orders/none-such").words


def test_who_is_not_signed_in_reads_what_the_browser_asks_for(shop: Shop) -> None:
    german = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.8"}
    page = shop.client().get("/sign-in", german)
    assert ("Anmelden" in page.words, '<html lang="de"' in page.text) == (True, True)
    assert "Nichts hier" in shop.client().get("/nowhere", german).words
    assert "Sign in" in shop.client().get("/sign-in", {"Accept-Language": "fr,en"}).words
    assert "Sign in" in shop.client().get("/sign-in").words


@given(st.text(max_size=200))
def test_any_header_names_a_language_there_is(header: str) -> None:
    assert preferred(header) in LANGUAGES


def test_the_record_tells_its_details_in_the_language_and_the_file_of_it_keeps_its_codes(shop: Shop) -> None:
    mona = shop.client("mona")
    mona.post("/account/language", csrf=mona.csrf(), language="de")
    page = mona.get("/record?action=user.language").words
    assert "Nutzer sein Protokoll Sprache: de" in page
    assert "language: de" in mona.get("/record.csv?action=user.language").text
