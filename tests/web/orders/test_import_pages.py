"""Files imported in the browser: the good rows taken, the bad ones told by line and column and handed back."""

import csv
import io
import re

import pytest

from tests.waiting import wait_until
from tests.web.browser import Browser
from tests.web.rig import DEMO, Client, Page, Shop

EDGE = "----boundary"
COUNTS = b"location,sku,quantity\nA-01-1,HT-BLK-L,5\nA-01-1,NO-SUCH,1\nA-01-1,HT-BLK-M,many\n"


def send(client: Client, name: str, data: bytes, **fields: str) -> Page:
    """A form with a file, as browsers send it."""
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in {"csrf": client.csrf(), "kind": "", "channel": "", **fields}.items()
    ]
    head = (
        f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    )
    body = b"".join([*parts, head.encode(), data, f"\r\n--{EDGE}--\r\n".encode()])
    kind = {"Content-Type": f"multipart/form-data; boundary={EDGE}"}
    return client.ask("POST", "/imports", body, kind, follow=True)


def place() -> str:
    with (DEMO / "counts.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))["location"]


def counts() -> bytes:
    return COUNTS.replace(b"A-01-1", place().encode())


def bad_rows(client: Client, page: Page) -> list[list[str]]:
    link = next(link for link in page.links if link.endswith("bad-rows.csv"))
    return list(csv.reader(io.StringIO(client.get(link).body.decode("utf-8-sig"), newline="")))


def test_good_rows_are_taken_and_bad_ones_told_by_line_and_column(rosa: Client) -> None:
    page = send(rosa, "counts.csv", counts())
    assert page.status == 200
    assert "2 not taken" in page.words
    assert re.search(r"3 sku .*NO-SUCH", page.words)
    assert re.search(r"4 quantity 'many' is not a whole number", page.words)
    listed = rosa.get("/imports").words
    assert "counts.csv" in listed
    assert "Stock counts" in listed
    assert "import.run" in rosa.get("/record?action=import.run").words


def test_the_bad_rows_come_back_to_be_mended_and_sent_again(rosa: Client) -> None:
    page = send(rosa, "counts.csv", counts())
    header, *rows = bad_rows(rosa, page)
    assert header == ["location", "sku", "quantity", "what was wrong"]
    assert [row[:3] for row in rows] == [[place(), "NO-SUCH", "1"], [place(), "HT-BLK-M", "many"]]
    assert "line 4: quantity" in rows[1][3]
    mended = io.StringIO(newline="")
    csv.writer(mended).writerows([header, [*rows[1][:2], "7", rows[1][3]]])
    assert "all taken" in send(rosa, "mended.csv", mended.getvalue().encode()).words


def test_an_order_with_a_bad_line_comes_back_whole(rosa: Client) -> None:
    text = (DEMO / "orders_export.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    name, sku, quantity = (rows[0].index(column) for column in ("Name", "Lineitem sku", "Lineitem quantity"))
    wanted = next(row[name] for row in rows[1:] if sum(one[name] == row[name] for one in rows) == 2)
    some = [row for row in rows if row[name] == wanted]
    for row in some:
        row[name] = "#new-1"
    some[1][quantity] = "two"
    made = io.StringIO(newline="")
    csv.writer(made).writerows([rows[0], *some])
    page = send(rosa, "orders.csv", made.getvalue().encode(), channel="shop")
    assert "not taken" in page.words
    header, *back = bad_rows(rosa, page)
    assert len(back) == 2
    assert [row[sku] for row in back] == [row[sku] for row in some]
    assert header[-1] == "what was wrong"


def test_the_same_file_twice_changes_nothing(rosa: Client) -> None:
    data = (DEMO / "orders_export.csv").read_bytes()
    page = send(rosa, "orders_export.csv", data)
    assert "Changed 0" in page.words


@pytest.mark.parametrize(
    ("name", "data", "fields", "words"),
    [
        ("x.csv", b"", {}, "choose a file that is not empty"),
        ("x.csv", b"a,b\n1,2\n", {}, "its header is none we know"),
        ("x.csv", b"a,b\n1,2\n", {"kind": "nothing"}, "there is no kind"),
        ("packers.csv", b"packer_id,badge,name\n", {}, "only a manager imports that"),
        ("orders.csv", b"order,placed_at\n", {"channel": "nowhere"}, "say which channel"),
    ],
)
def test_what_can_not_be_imported_says_why_at_its_field(
    rosa: Client, name: str, data: bytes, fields: dict[str, str], words: str
) -> None:
    page = send(rosa, name, data, **fields)
    assert page.status == 422
    assert words in page.words
    assert 'class="problem"' in page.text


def test_a_site_file_of_another_site_changes_nothing(shop: Shop) -> None:
    mona = shop.client("mona")
    text = (DEMO / "site.toml").read_text(encoding="utf-8").replace('"DO1"', '"ZZ9"')
    page = send(mona, "site.toml", text.encode())
    assert "this is site ZZ9, not DO1" in page.words
    assert "ZZ9" not in mona.get("/people").words


def test_hostile_names_and_cells_stay_text(rosa: Client) -> None:
    data = counts() + b'"=HYPERLINK(""http://evil"")",<script>alert(1)</script>,1\n'
    page = send(rosa, "<b>evil</b>.csv", data)
    assert "<script>alert" not in page.text
    assert "<b>evil" not in page.text
    assert bad_rows(rosa, page)[-1][0].startswith("'=HYPERLINK")


def test_not_utf8_a_nul_and_a_broken_quote_are_told(rosa: Client) -> None:
    latin = counts().replace(b"NO-SUCH", "Müll".encode("latin-1"))
    assert "not UTF-8 text" in send(rosa, "latin.csv", latin, kind="stock").words
    nul = counts().replace(b"NO-SUCH", b"NO\x00SUCH")
    assert "control character" in send(rosa, "nul.csv", nul).words
    quote = counts().replace(b"NO-SUCH", b'"NO"SUCH')
    assert "can not be read" in send(rosa, "quote.csv", quote).words


def test_who_may_not_import_is_turned_away(shop: Shop, rosa: Client) -> None:
    tom = shop.client("tom")
    assert tom.get("/imports").status == 403
    assert send(tom, "counts.csv", counts()).status == 403
    assert send(rosa, "counts.csv", counts(), csrf="guessed").status == 403
    assert "Nothing was imported here yet" in rosa.get("/imports").words
    assert rosa.get("/imports/none").status == 404
    stranger = Client(shop.where)
    assert stranger.ask("POST", "/imports", b"x", {"Content-Type": "text/plain"}).status == 303


def test_a_large_file_is_taken_and_one_beyond_the_limit_is_not(rosa: Client) -> None:
    rows = "".join(f"{place()},HT-BLK-L,{n}\n" for n in range(120_000)).encode()
    page = send(rosa, "large.csv", b"location,sku,quantity\n" + rows)
    assert page.status == 200
    assert "119,999 not taken" in page.words
    assert "The first 200 of 119,999" in page.words
    assert len(page.body) < 100_000
    head = {"Content-Type": f"multipart/form-data; boundary={EDGE}", "Content-Length": str(40 * 1024 * 1024)}
    refused = rosa.ask("POST", "/imports", b"", {**head, "Accept": "text/html"})
    assert refused.status == 413
    assert "33554432 bytes" in refused.words


def test_a_file_is_chosen_and_sent_in_the_browser(browser: Browser) -> None:
    browser.sign_in()
    browser.open("/imports")
    browser.one("#f-file").send_keys(str(DEMO / "counts.csv"))
    browser.one("form[enctype] button").click()
    wait_until(lambda: browser.at("/imports/"))
    browser.wait_for("h1", "counts.csv")
    browser.wait_for("main", "Every row was taken")
