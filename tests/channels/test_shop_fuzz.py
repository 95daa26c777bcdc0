"""Arbitrary bytes never break a reader: what comes back is an order, or a refusal that names line, column or field."""

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.central.channels.values import OrderGone, OrderTold, Passed, Unreadable
from app.domain.intake.orders import NewOrder
from sync.channels import plain_orders, shopify_orders
from sync.channels.shopify_orders import Context, OrdersRead
from sync.channels.shopify_products import read_products
from sync.channels.shops import shopify, woocommerce
from tests.central.house import SERVICES
from tests.channels.shop_bodies import delivered, shopify_order, woo_order

TOLD = (OrderTold, OrderGone, Passed, Unreadable)
ODD = st.sampled_from(
    ["", " ", "\x00", "a\x00b", "\ud800", "\u202eabc", "=1+1", "@SUM(A1)", "-1", "-0", "1e999", "NaN", "Infinity",
     "12,50", "12.345", "9" * 25, "0" * 40 + "1", "١٢", "<b>x</b>", "2026-03-29T02:30:00+01:00", "2026-10-25T02:30:00",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30T00:00:00Z", "XX", "EUR", "JPY", "true",
     "👩‍👩‍👧‍👦", "שלום", "'28195", "\ufeff", "\r\n", '"', "😀" * 400]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | ODD
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
)


def paths(value: object, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    found = [here] if here else []
    if isinstance(value, dict):
        return found + [path for key, one in value.items() for path in paths(one, (*here, key))]
    if isinstance(value, list):
        return found + [path for key, one in enumerate(value) for path in paths(one, (*here, key))]
    return found


def put(value: Any, path: tuple[Any, ...], new: object) -> Any:
    made = json.loads(json.dumps(value))
    inner = made
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = new
    return made


def stored(order: NewOrder) -> None:
    """What a reader gives can be kept: text without halves or NUL, amounts and counts in 64 bits."""
    texts = [order.external_ref, order.number, order.note, order.email, order.remark, order.shop_id]
    texts += [getattr(order.recipient, name) for name in order.recipient.__dataclass_fields__]
    texts += [text for line in order.lines for text in (line.sku, line.name, line.ref)]
    for text in texts:
        assert "\x00" not in text
        text.encode("utf-8")
    amounts = [order.total_minor, order.tax_minor, order.discount_minor, order.shipping_minor, order.other_minor]
    assert all(-(2**62) < amount < 2**62 for amount in amounts)
    assert all(1 <= line.quantity <= 10_000 and len(line.sku) <= 80 for line in order.lines)
    assert 0 < len(order.external_ref) <= 60


def both(payload: bytes, topics: tuple[str, str] = ("orders/updated", "order.updated")) -> None:
    for told in (
        shopify.read_delivery(delivered("shopify", topics[0], payload), SERVICES),
        woocommerce.read_delivery(delivered("woocommerce", topics[1], payload), SERVICES),
    ):
        assert isinstance(told, TOLD)
        if isinstance(told, OrderTold):
            stored(told.order)
        if isinstance(told, Unreadable):
            assert told.why
            told.why.encode("utf-8")


@given(st.binary(max_size=200))
@example(b"[" * 100_000)
@example(b'{"a":' * 50_000)
@example(b'{"id": ' + b"9" * 5000 + b"}")
@example(b'{"id": NaN}')
@example(b"\xff\xfe{\x00}\x00")
@example(b'\xef\xbb\xbf{"id": 1}')
def test_arbitrary_bytes(payload: bytes) -> None:
    both(payload)


@given(JSON)
def test_arbitrary_json(value: object) -> None:
    both(json.dumps(value).encode())


@settings(max_examples=200)
@given(st.data())
def test_an_order_with_anything_in_any_place(data: st.DataObject) -> None:
    for order in (shopify_order(), woo_order()):
        path = data.draw(st.sampled_from(paths(order)))
        both(json.dumps(put(order, path, data.draw(JSON))).encode())


@given(st.sampled_from([shopify_order(), woo_order()]), st.data())
def test_a_truncated_order(order: dict[str, Any], data: st.DataObject) -> None:
    payload = json.dumps(order, ensure_ascii=False).encode()
    both(payload[: data.draw(st.integers(0, len(payload)))])


PLAIN = (*plain_orders.REQUIRED, *plain_orders.OPTIONAL)
GOOD = {
    "order": "T-1", "placed_at": "2026-09-14T07:55:51+02:00", "currency": "EUR", "total": "10.00", "payment": "paid",
    "name": "Jürgen", "street": "Platz 1", "city": "Bremen", "postcode": "28195", "country": "DE", "sku": "TEE-M",
    "quantity": "1", "price": "10.00",
}  # fmt: skip
SHOPIFY = {
    "Name": "#1", "Financial Status": "paid", "Fulfillment Status": "unfulfilled", "Currency": "EUR", "Total": "10.00",
    "Created at": "2026-09-14 07:55:51 +0200", "Lineitem quantity": "1", "Lineitem name": "Tee",
    "Lineitem price": "10.00", "Lineitem sku": "TEE-M", "Shipping Name": "Jürgen", "Shipping Address1": "Platz 1",
    "Shipping City": "Bremen", "Shipping Zip": "28195", "Shipping Country": "DE", "Cancelled at": "", "Taxes": "1.60",
    "Shipping": "0.00", "Discount Amount": "0.00", "Email": "a@example.com", "Id": "123", "Notes": "",
}  # fmt: skip


def fine(read: OrdersRead) -> None:
    for order in read.orders:
        stored(order)
    for row in (*read.bad, *read.passed):
        assert row.file == "f.csv"
        assert row.line >= 1
        assert row.problem
        str(row).encode("utf-8")


def every_reader(data: bytes) -> None:
    fine(plain_orders.read_orders(Context("f.csv", SERVICES), data))
    fine(shopify_orders.read_orders(Context("f.csv", SERVICES), data))
    _, bad = read_products("f.csv", data)
    assert all(row.problem for row in bad)


def file_of(columns: list[str], rows: list[list[str]]) -> bytes:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [columns, *rows]]
    return "\r\n".join(quoted).encode("utf-8", "surrogatepass")


@given(st.binary(max_size=300))
@example(b"\xff\xfeo\x00r\x00")
@example(b'order,"')
@example(b"")
def test_arbitrary_files(data: bytes) -> None:
    every_reader(data)


@settings(max_examples=200)
@given(st.lists(st.lists(st.text(max_size=20) | ODD, min_size=len(PLAIN), max_size=len(PLAIN)), max_size=4))
def test_plain_files_of_arbitrary_cells(rows: list[list[str]]) -> None:
    every_reader(file_of(list(PLAIN), rows))


@settings(max_examples=200)
@given(st.sampled_from([GOOD, SHOPIFY]), st.data())
def test_a_good_row_with_anything_in_one_cell(good: dict[str, str], data: st.DataObject) -> None:
    row = good | {data.draw(st.sampled_from(sorted(good))): data.draw(st.text(max_size=40) | ODD)}
    whole = file_of(list(good), [list(row.values())])
    every_reader(whole)
    every_reader(whole[: data.draw(st.integers(0, len(whole)))])


def test_ten_thousand_lines_of_one_order_are_refused_by_name_and_of_many_are_read() -> None:
    one = file_of(list(GOOD), [list(GOOD.values())] * 10_000)
    read = plain_orders.read_orders(Context("f.csv"), one)
    assert (read.orders, len(read.bad), read.bad[0].column) == ((), 1, "order")
    many = file_of(list(GOOD), [list((GOOD | {"order": f"T-{n}"}).values()) for n in range(10_000)])
    assert len(plain_orders.read_orders(Context("f.csv"), many).orders) == 10_000
    shop = file_of(list(SHOPIFY), [list(SHOPIFY.values())] * 10_000)
    found = shopify_orders.read_orders(Context("f.csv"), shop)
    assert (found.orders, len(found.bad), found.bad[0].column) == ((), 1, "Name")


def test_formulas_stay_text() -> None:
    row = GOOD | {"name": '=HYPERLINK("http://x")', "note": "@SUM(1)"}
    (order,) = plain_orders.read_orders(Context("f.csv"), file_of(list(row), [list(row.values())])).orders
    assert (order.recipient.name, order.note) == ('=HYPERLINK("http://x")', "@SUM(1)")
