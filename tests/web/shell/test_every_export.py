"""Every file the desk gives out, of a house full of words that a spreadsheet would run: no cell is a formula."""

import csv
import io
import json

from app.domain.spreadsheets import FORMULA, bare, guarded
from tests.web.orders.test_order_page import take_in
from tests.web.rig import Shop

HOSTILE = (
    "=1+1", '=HYPERLINK("http://x","y")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)", "'=1+1", "''=2", "'plain",
    '",=1+1,"', "a;=1+1", "=\u202e1+1", "<script>alert(1)</script>", "شركة النور", "👩‍👩‍👧‍👦 Familie",
)  # fmt: skip
FILES = ("/orders.csv?view=all", "/orders-lines.csv?view=all", "/stock.csv", "/record.csv")
"""Rows of a file that were refused and purchases have tests of their own: tests/web/orders, tests/central/supply."""


def cells(body: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")) for cell in row]


def hostile(shop: Shop) -> None:
    """Orders whose every word is one of these, and each cancelled with it as the reason."""
    for words in HOSTILE:
        to = {
            "name": words,
            "company": words,
            "street": f"{words} 5",
            "postcode": "50667",
            "city": words,
            "country": "DE",
        }
        line = {"sku": words, "quantity": 1, "price": "15.00", "name": words}
        page = take_in(shop, words, recipient=to, note=words, lines=[line])
        headers = {"Authorization": f"Bearer {shop.key}", "Content-Type": "application/json"}
        body = json.dumps({"why": words}).encode()
        assert shop.client().ask("POST", f"/v1{page}/cancel", body, headers).status == 200


def test_no_cell_of_any_file_begins_like_a_formula(shop: Shop) -> None:
    hostile(shop)
    mona = shop.client("mona")
    for address in FILES:
        file = mona.get(address)
        assert (file.status, file.headers["content-type"]) == (200, "text/csv; charset=utf-8"), address
        found = cells(file.body)
        assert [cell for cell in found if cell.startswith(FORMULA)] == [], address
        if address.startswith("/orders"):
            assert {guarded(words) for words in HOSTILE} <= set(found), address
            assert set(HOSTILE) <= {bare(cell) for cell in found}, address
