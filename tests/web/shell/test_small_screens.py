"""Tablets and telephones: a list needs no sideways scrolling to be understood, and a finger hits what it aims at."""

import pytest

from tests.waiting import wait_until
from tests.web.browser import Browser

LISTS = ("/orders?view=all", "/orders?view=need-you", "/stock", "/channels", "/imports", "/people", "/stock/places")
FINGER = 40
"""CSS pixels a control is high at least where it is touched."""

BEYOND = """
return [...document.querySelectorAll('.table, .scroll')].filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.innerText.slice(0, 40));
"""
THIN = f"""
return [...document.querySelectorAll('button, .button, .chips a, .bar a, summary, input:not([type=checkbox]), select')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < {FINGER})
  .map((one) => (one.innerText || one.name || one.outerHTML).trim().slice(0, 40));
"""


@pytest.mark.parametrize("width", [768, 900, 1000])
def test_on_a_tablet_a_list_shows_all_that_it_is_read_for(browser: Browser, width: int) -> None:
    browser.sign_in("mona")
    browser.size(width, 1024)
    for path in LISTS:
        browser.open(path)
        assert browser.script(BEYOND) == [], path
    browser.open("/orders?view=need-you")
    next_words = browser.one("tbody td.next")
    assert next_words.text
    assert next_words.size["width"] > width / 2, "what comes next has room for its sentence"


def test_on_a_telephone_every_control_is_as_high_as_a_finger(browser: Browser) -> None:
    browser.sign_in("mona")
    browser.size(390, 844)
    order = str(browser.script("return document.querySelector('a.row').getAttribute('href')"))
    for path in (*LISTS, order, "/orders/new", "/stock/sku?sku=AP-NVY", "/floor", "/record", "/account"):
        browser.open(path)
        assert browser.script(THIN) == [], path
        assert browser.script("return document.documentElement.scrollWidth") == 390, path


def test_what_was_wrong_has_the_focus_and_the_page_stands_still(browser: Browser) -> None:
    browser.sign_in("mona")
    browser.size(390, 844)
    browser.open("/stock/keeping?sku=AP-NVY")
    browser.script("const one = document.querySelector('[name=moq]'); one.value = 'many'; one.form.submit()")
    browser.wait_for(".problem", "'many' is no whole number")
    wait_until(lambda: browser.script("return document.activeElement.name") == "moq")
    top = browser.script("return document.activeElement.getBoundingClientRect().top")
    assert 0 <= top < 844, "the field is in sight"
    assert browser.script("return document.activeElement.getAttribute('aria-describedby') !== null")
    browser.script("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert all(" 422 " in told for told in browser.complaints()), "nothing was asked for that is not there"


def test_what_was_sent_after_the_session_ended_is_said_to_be_lost(browser: Browser) -> None:
    browser.sign_in("mona")
    browser.open("/account")
    browser.driver.delete_all_cookies()
    browser.script("document.querySelector('form[action$=language]').submit()")
    browser.wait_for("body", "what you sent was not stored")
    browser.open("/orders")
    browser.wait_for("h1", "Sign in")
    assert "not stored" not in browser.words()
