"""Names of sixty letters, compounds, emoji and other directions: nothing is cut off and no page gets wider."""

import pytest

from tests.web.browser import Browser
from tests.web.orders.test_order_page import take_in
from tests.web.rig import Shop

COMPOUND = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter"
NAMES = {
    "#9104-Bundesausbildungsförderungsgesetz-und-noch-viel-mehr-2026": COMPOUND,
    "#9105": "نور الدين 🎉 الحداد",
    "#9106": "👩‍👩‍👧‍👦" * 12,
    "#9107": "W" * 60,
}


@pytest.fixture
def named(shop: Shop) -> list[str]:
    """Pages of orders whose names are hard to set."""
    place = {"street": "Rindfleischetikettierungsüberwachungsaufgabengasse 5", "postcode": "50667", "country": "DE"}
    return [
        take_in(
            shop, reference, payment="pending", note="x" * 300,
            recipient={**place, "name": name, "company": COMPOUND, "city": "Llanfairpwllgwyngyllgogerychwyrndrobwll"},
        )
        for reference, name in NAMES.items()
    ]  # fmt: skip


@pytest.mark.parametrize("width", [390, 1100, 1440])
def test_no_page_gets_wider_and_nothing_is_cut(browser: Browser, shop: Shop, named: list[str], width: int) -> None:
    browser.sign_in("mona")
    browser.size(width, 900)
    for path in [
        *named,
        "/orders?view=need-you",
        "/orders?view=all&q=9104",
        f"/orders?order={named[0].split('/')[-1]}",
    ]:
        browser.open(path)
        assert browser.script("return document.documentElement.scrollWidth") == width, path
        assert browser.script(CUT) == [], path


CUT = """
return [...document.querySelectorAll('h1, h2, td, dd, p, label, .pill, .button')]
  .filter((one) => one.offsetParent && !one.closest('thead, .scroll, .table') && one.scrollWidth > one.clientWidth + 1
    && getComputedStyle(one).display !== 'inline' && getComputedStyle(one).overflow !== 'visible')
  .map((one) => one.textContent.trim().slice(0, 60));
"""


def test_numbers_are_written_as_the_reader_writes_them(shop: Shop) -> None:
    mona = shop.client("mona")
    mona.post("/account/language", csrf=mona.csrf(), language="de")
    take_in(
        shop, "#9108", payment="pending", total="1234.50",
        lines=[{"sku": "SH-NVY-M", "quantity": 1, "price": "1234.50"}],
    )  # fmt: skip
    page = mona.get("/orders?view=all&q=9108")
    assert "1.234,50\xa0EUR" in page.text
    assert "0,00 von 1.234,50 EUR gedeckt" in page.words


def test_a_form_one_comes_back_to_can_be_sent_again(browser: Browser, shop: Shop, named: list[str]) -> None:
    browser.sign_in("mona")
    browser.open(named[1])
    browser.script("document.querySelector('form[method=post]').dataset.sent = '1'")
    browser.script("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert browser.script("return document.querySelectorAll('form[data-sent]').length") == 0
