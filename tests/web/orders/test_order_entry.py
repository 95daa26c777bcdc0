"""Orders entered at the desk: by telephone and at the counter, by keyboard alone, and without JavaScript."""

import csv
import re

import pytest
from selenium.webdriver import Keys

from tests.waiting import wait_until
from tests.web.browser import Browser
from tests.web.rig import DEMO, Client, Page, Shop

TEE = "HT-BLK-L"
LENA = {"name": "Lena Brandt", "street": "Weststraße 7", "postcode": "50667", "city": "Köln", "country": "DE"}


class Entry:
    """The form as a browser without JavaScript has it: what stands in it is sent back with every step."""

    def __init__(self, client: Client, kind: str = "phone") -> None:
        self.client = client
        self.page = client.get(f"/orders/new?kind={kind}")
        assert self.page.status == 200
        self.fields = fields_of(self.page)

    def do(self, what: str, **typed: str) -> Page:
        self.fields |= typed
        self.page = self.client.post("/orders/new", {**self.fields, "do": what})
        if 'name="token"' in self.page.text:
            self.fields = fields_of(self.page)
        return self.page


def fields_of(page: Page) -> dict[str, str]:
    inputs = re.findall(r"<input[^>]*>", page.text)
    named = [(re.search(r' name="([^"]+)"', one), re.search(r' value="([^"]*)"', one)) for one in inputs]
    found = {name[1]: value[1] if value else "" for name, value in named if name}
    for name, options in re.findall(r'<select[^>]*? name="([^"]+)".*?>(.*?)</select>', page.text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        assert chosen is not None
        found[name] = chosen[1]
    return found


def free_of(client: Client, sku: str) -> int:
    entry = Entry(client)
    found = re.search(rf'value="pick:{sku}".*?(\d+) free', entry.do("look", add=sku).text, re.DOTALL)
    assert found is not None
    return int(found[1])


def barcode_of(sku: str) -> str:
    with (DEMO / "products_export.csv").open(encoding="utf-8", newline="") as file:
        return next(row["Variant Barcode"] for row in csv.DictReader(file) if row["Variant SKU"] == sku)


def test_a_phone_order_is_taken_without_javascript(rosa: Client) -> None:
    before = free_of(rosa, TEE)
    entry = Entry(rosa)
    entry.do("next", add=TEE)
    assert entry.fields["sku-0"] == TEE
    entry.do("next", add=TEE)
    assert entry.fields["quantity-0"] == "2"
    page = entry.do("next", **LENA, **{"price-0": "24,90"})
    assert "49.80 EUR" in page.words.replace("\xa0", " ")
    assert "Leaves by" in page.words
    page = entry.do("place", reference="slip 4711", email="lena@example.com", note="ring twice")
    assert page.status == 200
    assert "The order was taken." in page.words
    assert "P-1001" in page.words
    assert "49.80 EUR charged" in page.words.replace("\xa0", " ") or "charged" in page.words
    assert "allocated" in page.words
    assert free_of(rosa, TEE) == before - 2


def test_the_same_form_twice_is_one_order(rosa: Client) -> None:
    entry = Entry(rosa)
    entry.do("next", add=TEE)
    entry.do("next", **LENA, **{"price-0": "10"})
    sent = {**entry.fields, "do": "place", "reference": "slip 1"}
    first = rosa.post("/orders/new", sent, follow=False)
    again = rosa.post("/orders/new", sent, follow=False)
    assert first.status == again.status == 303
    assert first.headers["location"] == again.headers["location"]


def test_what_is_wrong_is_named_at_its_field_and_everything_typed_stays(rosa: Client) -> None:
    entry = Entry(rosa)
    nothing = entry.do("place", name="Nobody")
    assert nothing.status == 422
    assert "there is nothing on the order yet" in nothing.words
    entry.do("next", add=TEE)
    page = entry.do("place", **LENA, **{"quantity-0": "0", "price-0": "12.345"})
    assert page.status == 422
    assert "1 to 10,000 units" in page.words
    assert "has 3 decimals; EUR has 2" in page.words
    assert entry.fields["price-0"] == "12.345"
    assert entry.fields["name"] == "Lena Brandt"
    page = entry.do("place", **{"quantity-0": "1", "price-0": "12.34"})
    assert "the number on the card slip" in page.words
    page = entry.do("place", method="cash", given="10")
    assert "2.34 EUR are missing" in page.words
    page = entry.do("next", add="no such thing")
    assert "no product has this SKU, barcode or name" in page.words
    page = entry.do("next", add="", currency="EUX")
    assert page.status == 422
    assert "three letters of a currency" in page.words


def test_a_card_slip_pays_once(rosa: Client) -> None:
    for expected in (200, 422):
        entry = Entry(rosa)
        entry.do("next", add=TEE)
        page = entry.do("place", **LENA, reference="slip 9", **{"price-0": "5"})
        assert page.status == expected
    assert "this card slip paid for another order already" in page.words


def test_an_order_that_waits_for_money_is_held_and_one_without_a_house_number_asks(rosa: Client) -> None:
    entry = Entry(rosa)
    entry.do("next", add=TEE)
    page = entry.do("next", **{**LENA, "street": ""}, **{"price-0": "5"})
    assert "The street is missing" in page.words
    page = entry.do("place", method="transfer")
    assert "Held: payment" in page.words
    assert "Held: address" in page.words


def test_a_customer_of_earlier_orders_is_found_and_completes_the_address(rosa: Client) -> None:
    first = Entry(rosa)
    first.do("next", add=TEE)
    typed = {**LENA, "phone": "+49 171 5550101", "email": "lena@example.com"}
    first.do("place", **typed, reference="slip 2", **{"price-0": "5"})
    for asked in ("0171 555 0101", "lena@example.com", "brandt lena"):
        entry = Entry(rosa)
        page = entry.do("next", who=asked)
        assert "Lena Brandt" in page.words, asked
        use = re.search(r'value="(use:[^"]+)"', page.text)
        assert use is not None
        entry.do(use[1])
        assert entry.fields["street"] == "Weststraße 7"
        assert entry.fields["email"] == "lena@example.com"
        assert entry.fields["who"] == ""
    assert "Nobody of earlier orders fits" in Entry(rosa).do("next", who="zzz unknown").words


def test_at_the_counter_goods_leave_at_once_and_the_receipt_says_the_change(rosa: Client) -> None:
    before = free_of(rosa, TEE)
    entry = Entry(rosa, "counter")
    entry.do("next", add=TEE)
    page = entry.do("next", given="50", **{"price-0": "24.90"})
    assert "Change 25.10 EUR" in page.words.replace("\xa0", " ")
    page = entry.do("place")
    said = page.words.replace("\xa0", " ")
    assert "Order C-1001 was taken." in said
    assert "Change 25.10 EUR" in said
    assert "Total 24.90 EUR" in said
    order = rosa.get(next(link for link in page.links if re.fullmatch(r"/orders/(?!new)[^/?]+", link)))
    assert "shipped" in order.words
    assert free_of(rosa, TEE) == before - 1


def test_more_than_is_there_can_not_be_taken_along(rosa: Client) -> None:
    free = free_of(rosa, TEE)
    entry = Entry(rosa, "counter")
    entry.do("next", add=TEE)
    page = entry.do("place", **{"quantity-0": str(free + 1), "price-0": "1"})
    assert page.status == 422
    assert f"{free + 1} of {TEE} wanted, {free} free" in page.words
    assert free_of(rosa, TEE) == free


def test_on_credit_without_terms_nothing_is_handed_over(rosa: Client) -> None:
    entry = Entry(rosa, "counter")
    entry.do("next", add=TEE)
    page = entry.do("place", method="invoice", customer="acme", **{"price-0": "1"})
    assert page.status == 422
    assert entry.fields["customer"] == "acme"


def test_a_scanned_barcode_adds_and_a_line_can_be_taken_off(rosa: Client) -> None:
    entry = Entry(rosa)
    entry.do("next", add=barcode_of(TEE).lstrip("0"))
    assert entry.fields["sku-0"] == TEE
    entry.do("drop:0")
    assert "sku-0" not in entry.fields


def test_an_auditor_enters_no_orders(shop: Shop) -> None:
    ada = shop.client("ada")
    assert ada.get("/orders/new").status == 403
    assert "New phone order" not in ada.get("/orders").words


def test_hostile_text_stays_text(rosa: Client) -> None:
    entry = Entry(rosa)
    page = entry.do("next", name='"><script>alert(1)</script>', add="<b>")
    assert "<script>alert" not in page.text
    assert "<b>" not in page.text


def test_a_forged_step_is_refused(rosa: Client) -> None:
    assert rosa.post("/orders/new", do="next", csrf="guessed").status == 403
    entry = Entry(rosa)
    entry.do("next", add=TEE)
    page = entry.do("place", token="guessed", **LENA, reference="s", **{"price-0": "1"})
    assert page.status == 422


@pytest.mark.parametrize("kind", ["phone", "counter"])
def test_the_form_weighs_little(rosa: Client, kind: str) -> None:
    page = rosa.get(f"/orders/new?kind={kind}")
    assert len(page.body) < 30_000
    assert " style=" not in page.text


def value_of(browser: Browser, css: str) -> str:
    """Read in the page itself: the form may be swapped for a fresh one meanwhile."""
    return str(browser.script(f"return document.querySelector({css!r})?.value ?? ''"))


def test_a_phone_order_by_keys_alone(browser: Browser) -> None:
    code = barcode_of(TEE)
    browser.sign_in()
    browser.open("/orders/new")
    browser.keys("Lena Neu", Keys.ENTER)
    browser.wait_for("#entry", "Nobody of earlier orders fits")
    browser.keys(
        "Lena Neu", Keys.ENTER, Keys.ENTER, "Weststraße 7", Keys.ENTER, Keys.ENTER, "50667", Keys.ENTER, "Köln"
    )
    browser.keys(Keys.F2)
    browser.keys(code, Keys.ENTER, code, Keys.ENTER, code, Keys.ENTER)  # faster than the page answers
    wait_until(lambda: value_of(browser, "#f-quantity-0") == "3")
    assert value_of(browser, "#f-street") == "Weststraße 7"
    browser.keys(Keys.F2, "moss")
    browser.wait_for("#matches", "free")
    browser.keys(Keys.ARROW_DOWN, Keys.ENTER)
    wait_until(lambda: browser.all("#f-price-1"))
    for n in (0, 1):
        field = browser.one(f"#f-price-{n}")
        field.clear()
        field.send_keys("10")
    browser.wait_for("#outlook", "40.00\u00a0EUR")
    browser.wait_for("#outlook", "Leaves by")
    browser.keys(Keys.F8, Keys.TAB, "slip 77")
    browser.keys(Keys.F9)
    wait_until(lambda: "done=taken" in browser.driver.current_url)
    assert "P-1001" in browser.words("h1")


def test_the_form_fits_a_small_screen(browser: Browser) -> None:
    browser.sign_in()
    for width in (390, 320):
        browser.size(width, 844)
        for path in ("/orders/new", "/orders/new?kind=counter"):
            browser.open(path)
            browser.type("#f-add", "moss" + Keys.ENTER)
            wait_until(lambda: browser.all(".finds button"))
            assert browser.script("return document.documentElement.scrollWidth") == width, path
            browser.open(path)
            browser.type("#f-add", TEE + Keys.ENTER)
            wait_until(lambda: browser.all("#f-price-0"))
            browser.script("document.querySelector('#f-quantity-0').value = '70'")
            browser.one("button[value=next]").click()
            wait_until(lambda: "2,030.00" in browser.words("#sum-0"))
            right = "return document.querySelector('.stack').getBoundingClientRect().right"
            assert browser.script(right) <= width, path


def test_a_phone_order_may_be_promised_ahead_where_the_channel_is_allowed_to(rosa: Client, shop: Shop) -> None:
    free = free_of(rosa, TEE)
    entry = Entry(rosa)
    entry.do("next", add=TEE)
    first = entry.do("place", **LENA, **{"price-0": "1"}, reference="slip 1", email="lena@example.com")
    assert "The order was taken." in first.words
    mona = shop.client("mona")
    place = re.search(r"[A-Z]-\d\d-\d", mona.get(f"/stock/sku?sku={TEE}").words)
    assert place is not None
    limits = {"sku": TEE, "location": place[0], "lot": "", "safety": "0", "backorder_limit": "4"}
    assert mona.post("/stock/keeping/limits", limits, csrf=mona.csrf()).status == 200
    entry = Entry(rosa)
    entry.do("next", add=TEE)
    assert "more may be promised" not in entry.page.words
    assert "short" in entry.do("next", **{"quantity-0": str(free + 1)}).words, "no channel oversells by itself"
    assert mona.post("/channels/phone/policy", oversell="yes", csrf=mona.csrf()).status == 200
    page = entry.do("next", **LENA, **{"price-0": "1"})
    assert f"{free - 1} free 4 more may be promised" in page.words
    assert f"promised ahead {TEE} : 2 not there yet." in page.words
    assert "short" in entry.do("next", **{"quantity-0": str(free + 4)}).words
    taken = entry.do("place", **{"quantity-0": str(free + 1)}, reference="slip 2", email="lena@example.com")
    assert "The order was taken." in taken.words
    assert f"Waits for stock it is promised ahead: 2 x {TEE}." in taken.words
