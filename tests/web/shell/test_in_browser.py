"""The order desk as Chromium shows it: keys alone, live without reloading, small screens, a log without complaint."""

from selenium.webdriver import Keys

from tests.waiting import wait_until
from tests.web.browser import Browser
from tests.web.orders.test_order_page import take_in
from tests.web.rig import PASSWORD, Shop


def test_a_hold_is_released_by_keyboard_alone(browser: Browser) -> None:
    browser.open("/orders?view=need-you")
    browser.type("input[name=login]", "rosa" + Keys.TAB + PASSWORD + Keys.ENTER)
    browser.wait_for("h1", "Orders")
    while "Held: payment" not in browser.words("aside"):
        browser.keys("j", Keys.ENTER)
        shown = browser.focused()
        browser.wait_for("aside", f"ORDER {shown}")
    for _ in range(80):
        if browser.focused() == "Ship without payment":
            break
        browser.keys(Keys.TAB)
    browser.keys(Keys.ENTER)
    browser.wait_for("aside", "hold released: payment")
    assert "view=need-you" in browser.driver.current_url


def test_an_order_that_comes_in_appears_without_reloading(browser: Browser, shop: Shop) -> None:
    browser.sign_in()
    browser.open("/orders?view=all")
    browser.script("window.same = true")
    browser.wait_for(".today", "120 today")
    take_in(shop, "#live-1", recipient={"name": "Nia Live", "street": "Weg 1", "city": "Köln", "country": "DE"})
    browser.wait_for("tbody tr:first-child", "Nia Live")
    browser.wait_for(".today", "121 today")
    assert browser.script("return window.same") is True


def test_the_search_bar_is_one_key_away_and_what_is_typed_survives_an_update(browser: Browser, shop: Shop) -> None:
    browser.sign_in()
    browser.open("/orders?view=all")
    browser.keys("/")
    browser.keys("Øster")
    take_in(shop, "#live-2")
    browser.wait_for(".today", "121 today")
    browser.keys(Keys.ENTER)
    browser.wait_for("body", "found for")
    assert "Renée Øster" in browser.words("tbody")


def test_an_order_opens_beside_the_list_and_goes_away_again(browser: Browser) -> None:
    browser.sign_in()
    browser.open("/orders?view=on-hold")
    browser.one("tbody tr:nth-child(2) td:nth-child(4)").click()
    browser.wait_for("aside", "STORY")
    assert browser.script("return document.querySelector('tr[aria-selected]') !== null")
    browser.keys(Keys.ESCAPE)
    wait_until(lambda: not browser.all("aside"))
    browser.driver.back()
    browser.wait_for("aside", "STORY")


def test_on_a_small_screen_an_order_is_a_page_and_nothing_is_cut_off(browser: Browser) -> None:
    browser.sign_in()
    for width in (390, 320):
        browser.size(width, 844)
        for path in ("/orders?view=all", "/orders?view=need-you"):
            browser.open(path)
            assert browser.script("return document.documentElement.scrollWidth") == width, path
        browser.one("a.row").click()
        wait_until(lambda: browser.at("/orders/"))
        assert browser.script("return document.documentElement.scrollWidth") == width


def test_without_javascript_everything_is_still_there(browser: Browser) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open("/orders")
        browser.type("input[name=login]", "rosa" + Keys.TAB + PASSWORD + Keys.ENTER)
        wait_until(lambda: browser.all("a.row"))
        browser.all(".chips a")[0].click()
        wait_until(lambda: "need-you" in browser.driver.current_url)
        browser.all("a.row")[0].click()
        wait_until(lambda: browser.at("/orders/"))
        assert browser.all("form[action$=note]")
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
