"""Orders line by line as a file: taken back by the import it is the same orders, in another channel new ones."""

import csv
import io

import pytest

from tests.web.orders.test_order_page import take_in
from tests.web.rig import Client, Shop
from tests.web.warehouse.test_stock_export import BOUNDARY

ORDERS = 121
"""The demo's and one more."""


def send_orders(client: Client, body: bytes, channel: str) -> str:
    """The words of the report."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in (("csrf", client.csrf()), ("channel", channel), ("kind", "orders"))]  # fmt: skip
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="lines.csv"\r\n\r\n'.encode()
    whole = b"".join([*parts, head, body, f"\r\n--{BOUNDARY}--\r\n".encode()])
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return client.ask("POST", "/imports", whole, kind, follow=True).words


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_what_is_exported_is_the_same_orders_again(shop: Shop) -> None:
    mona = shop.client("mona")
    take_in(shop, "=7800", lines=[{"sku": "AP-NVY", "quantity": 2, "price": "7.50"}])
    file = mona.get("/orders-lines.csv?view=all")
    assert (file.status, file.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert "content-length" not in file.headers
    said = rows(file.body)
    assert len({row["order"] for row in said}) == ORDERS
    assert next(row for row in said if "7800" in row["order"])["order"] == "'=7800"
    assert mona.get("/orders-lines.csv?view=all&bom=no").body == file.body.removeprefix(b"\xef\xbb\xbf")
    assert mona.post("/channels", csrf=mona.csrf(), code="copy", kind="web").status == 200
    told = send_orders(mona, file.body, "copy")
    assert f"{ORDERS} read, {ORDERS} of them new or changed" in told, told
    copied = rows(mona.get("/orders-lines.csv?q=%3D7800").body)
    assert [row["order"] for row in copied] == ["'=7800", "'=7800"]
    first, second = ({name: value for name, value in row.items() if name != "payment"} for row in copied)
    assert first == second
    assert f"{ORDERS} read, 0 of them" in send_orders(mona, file.body + b" \r\n", "copy")


def test_a_list_there_is_none_of_is_refused(shop: Shop) -> None:
    mona = shop.client("mona")
    assert mona.get("/orders-lines.csv?view=nonsense").status == 400
    assert shop.client().get("/orders-lines.csv", follow=False).status == 303


@pytest.mark.parametrize("query", ["view=open", "q=M%C3%BCller", "view=open&sort=total&dir=down"])
def test_the_file_holds_what_the_list_shows(shop: Shop, query: str) -> None:
    mona = shop.client("mona")
    shown = {row["Order"].lstrip("'") for row in rows(mona.get(f"/orders.csv?{query}").body)}
    assert {row["order"].lstrip("'") for row in rows(mona.get(f"/orders-lines.csv?{query}").body)} == shown
