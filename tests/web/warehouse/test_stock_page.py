"""Stock in the browser: found by name, barcode and place; one SKU with its story; changed by hand, each form once."""

import json
import re

import pytest
from selenium.webdriver import Keys

from app.central.people.deeds import deeds
from tests.central.house import SITE
from tests.web.browser import Browser
from tests.web.opened import opened
from tests.web.orders.test_order_page import take_in
from tests.web.rig import Client, Page, Shop

HEAVIEST = 100_000
APRON = "AP-NVY"


def page_of(client: Client, sku: str = APRON) -> Page:
    return client.get(f"/stock/sku?sku={sku}")


def send(client: Client, deed: str, sku: str = APRON, **form: str) -> Page:
    given = {"sku": sku, "token": page_of(client, sku).field("token"), **form}
    return client.post(f"/stock/{deed}", given, csrf=client.csrf())


def there(client: Client, sku: str = APRON) -> int:
    found = re.search(r"There (\d+) Promised", page_of(client, sku).words)
    assert found
    return int(found[1])


def test_every_sku_with_what_is_there_and_to_sell(rosa: Client) -> None:
    page = rosa.get("/stock")
    assert (page.status, "200 SKUs" in page.words) == (200, True)
    assert len(page.body) < HEAVIEST
    assert "AP-NVY Workshop apron" in page.words
    assert "To sell: shop" in page.words
    following = next(link for link in page.links if "after=" in link)
    further = rosa.get(following)
    assert "AP-NVY" not in further.words
    assert "To the first page" in further.words


def test_found_by_name_code_barcode_and_place(rosa: Client) -> None:
    for typed in ("workshop", "ap-n", "9501101022539", "09501101022539", "e-12-2", "APRON"):
        found = rosa.get(f"/stock?q={typed}").words
        assert APRON in found, typed
        assert "BB-SEA-62" not in found, typed
    for nothing in ("%25", "_", "no+such+thing", "%27%3B--"):
        assert "Nothing found" in rosa.get(f"/stock?q={nothing}").words
    assert rosa.get("/stock?view=nonsense").status == 400
    assert rosa.get("/stock/sku?sku=NOPE").status == 404


def test_a_sku_tells_its_story_with_the_orders_that_moved_it(rosa: Client, shop: Shop) -> None:
    order = take_in(shop, "#7001", lines=[{"sku": APRON, "quantity": 2, "price": "7.50"}])
    page = page_of(rosa)
    assert re.search(r"2 promised to #?7001", page.words)
    assert order in page.links
    assert "+37 counted" in page.words
    assert "Promised 2" in page.words


def test_stock_is_adjusted_counted_moved_received_and_kept_apart(rosa: Client) -> None:
    assert "The books were changed." in send(rosa, "adjust", location="E-12-2", quantity="-3", why="stained").words
    assert there(rosa) == 34
    assert "follow the count" in send(rosa, "count", location="e-12-2", quantity="40").words
    assert there(rosa) == 40
    moved = send(rosa, "transfer", location="E-12-2", target="E-12-3", quantity="5", why="")
    assert "It was moved." in moved.words
    assert re.search(r"E-12-3 5 0", moved.words)
    assert "It was received." in send(rosa, "receive", location="E-12-2", quantity="10", level="each").words
    assert there(rosa) == 50
    apart = send(rosa, "quarantine", location="E-12-2", quantity="4", why="smells")
    assert "4 kept apart" in apart.words
    assert "for sale again" in send(rosa, "let-go", location="E-12-2", quantity="1", why="").words
    assert "It left the books." in send(rosa, "scrap", location="E-12-2", quantity="3", why="mould").words
    assert there(rosa) == 47


def test_what_is_wrong_names_its_field_and_keeps_what_was_typed(rosa: Client) -> None:
    for form, words in (
        ({"location": "E-12-2", "quantity": "-99", "why": "lost"}, "can not be adjusted by -99"),
        ({"location": "NOWHERE", "quantity": "1", "why": "found"}, "is not known"),
        ({"location": "E-12-2", "quantity": "1.5", "why": "x"}, "is no whole number of units"),
        ({"location": "E-12-2", "quantity": "٣", "why": "x"}, "is no whole number of units"),
        ({"location": "E-12-2", "quantity": "1", "why": ""}, "needs its reason"),
        ({"location": "E-12-2", "quantity": "0", "why": "x"}, "nothing to adjust"),
    ):
        page = send(rosa, "adjust", **form)
        assert page.status == 422, form
        assert words in page.words, form
        assert f'value="{form["quantity"]}"' in page.text, form
    assert there(rosa) == 37


def test_the_same_form_twice_moves_once(rosa: Client) -> None:
    form = {"sku": APRON, "token": page_of(rosa).field("token"), "location": "E-12-2", "quantity": "6"}
    for _ in range(2):
        assert rosa.post("/stock/receive", form, csrf=rosa.csrf()).status == 200
    assert there(rosa) == 43
    assert "nothing moved again" in rosa.post("/stock/receive", form, csrf=rosa.csrf()).words


def test_a_deed_leaves_its_row_and_a_refused_one_none(rosa: Client, shop: Shop) -> None:
    send(rosa, "adjust", location="E-12-2", quantity="2", why="found behind the shelf")
    send(rosa, "adjust", location="E-12-2", quantity="-999", why="wrong")
    with opened(shop) as centre:
        rows = [row for row in deeds(centre, 20, site=SITE) if row.action == "stock.adjust"]
    assert len(rows) == 1
    said = json.loads(rows[0].details)
    assert (rows[0].actor_name, said["why"], said["quantity"]) == ("rosa", "found behind the shelf", "2")


@pytest.mark.parametrize("login", ["tom", "ada"])
def test_who_may_only_look(shop: Shop, login: str) -> None:
    client = shop.client(login)
    assert "What you can do" not in page_of(client).words
    form = {"sku": APRON, "token": "abcd-1234", "location": "E-12-2", "quantity": "1", "why": "x"}
    assert client.post("/stock/adjust", form, csrf=client.csrf()).status == 403
    assert client.post("/stock/adjust", form, csrf="").status == 403


def test_a_shelf_is_counted_by_keyboard_alone(browser: Browser, rosa: Client) -> None:
    browser.sign_in()
    browser.open("/stock")
    browser.keys("/", "workshop", Keys.ENTER)
    browser.wait_for("body", "found for")
    browser.keys("j", Keys.ENTER)
    browser.wait_for("h1", "Workshop apron")
    for _ in range(40):
        browser.keys(Keys.TAB)
        if browser.focused() == "Count":
            break
    browser.keys(Keys.ENTER, Keys.TAB, "E-12-2", Keys.TAB, "39", Keys.ENTER)
    browser.wait_for(".message", "The books follow the count.")
    assert there(rosa) == 39
    for width in (390, 320):
        browser.size(width, 844)
        for path in ("/stock", f"/stock/sku?sku={APRON}"):
            browser.open(path)
            assert browser.script("return document.documentElement.scrollWidth") == width, path
