"""The stock as a file: streamed, safe in a spreadsheet, and taken back by the import page as what it was."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from app.domain.spreadsheets import FORMULA, bare, guarded
from tests.web.rig import Client, Page, Shop

BOUNDARY = "a-line-between"


def send_file(client: Client, name: str, body: bytes) -> Page:
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{client.csrf()}\r\n'.encode()]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    whole = b"".join([*parts, head, body, f"\r\n--{BOUNDARY}--\r\n".encode()])
    return client.ask(
        "POST", "/imports", whole, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}, follow=True
    )


def table(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_what_is_exported_is_imported_again_and_changes_nothing(rosa: Client) -> None:
    file = rosa.get("/stock.csv")
    assert (file.status, file.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert "attachment" in file.headers["content-disposition"]
    assert "content-length" not in file.headers
    assert file.body.startswith(b"\xef\xbb\xbflocation,sku,lot,quantity,version")
    assert rosa.get("/stock.csv?bom=no").body == file.body.removeprefix(b"\xef\xbb\xbf")
    rows = table(file.body)
    assert len(rows) > 200
    told = send_file(rosa, "stock.csv", file.body)
    assert "Every row was taken" in told.words
    assert table(rosa.get("/stock.csv").body)[0]["quantity"] == rows[0]["quantity"]
    assert [row["quantity"] for row in table(rosa.get("/stock.csv").body)] == [row["quantity"] for row in rows]


def test_a_changed_line_is_a_count_against_the_books_as_they_were_exported(rosa: Client) -> None:
    rows = table(rosa.get("/stock.csv").body)
    one = next(row for row in rows if row["sku"] == "AP-NVY")
    token = rosa.get("/stock/sku?sku=AP-NVY").field("token")
    form = {"sku": "AP-NVY", "token": token, "location": one["location"], "quantity": "-2", "why": "stained"}
    assert rosa.post("/stock/adjust", form, csrf=rosa.csrf()).status == 200
    said = f"location,sku,quantity,version\r\n{one['location']},AP-NVY,{int(one['quantity']) + 5},{one['version']}\r\n"
    assert "Every row was taken" in send_file(rosa, "mine.csv", said.encode()).words
    after = next(row for row in table(rosa.get("/stock.csv").body) if row["sku"] == "AP-NVY")
    assert int(after["quantity"]) == int(one["quantity"]) + 5 - 2


def test_who_may_not_see_stock_gets_no_file(shop: Shop) -> None:
    assert shop.client().get("/stock.csv", follow=False).status == 303
    assert shop.client("ada").get("/stock.csv").status == 200


@given(st.text(max_size=12), st.sampled_from(("", *FORMULA, "'", "'=", "''+")))
def test_no_cell_is_a_formula_and_each_is_read_as_it_was_meant(tail: str, head: str) -> None:
    cell = head + tail
    assert not guarded(cell).startswith(FORMULA)
    assert bare(guarded(cell)) == cell
    assert guarded(bare(guarded(cell))) == guarded(cell)
