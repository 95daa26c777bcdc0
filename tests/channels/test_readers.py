"""The readers of files: the demo warehouse exactly as it says of itself, and never an exception whatever comes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.central.warehouse.records import BadRow
from app.domain.intake.clearance import Clearance, FulfilmentPolicy
from app.domain.intake.orders import NewOrder, Payment
from sync.channels.shopify_orders import REQUIRED, Context, read_orders
from sync.channels.shopify_products import read_products
from sync.channels.site_files import (
    read_cartons,
    read_counts,
    read_locations,
    read_packaging,
    read_packers,
    read_totes,
)
from sync.channels.site_toml import read_site
from sync.channels.tables import read_table

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
BAD_LINES = [4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 24]


def both(context: Context, data: bytes) -> tuple[tuple[NewOrder, ...], tuple[BadRow, ...]]:
    found = read_orders(context, data)
    return found.orders, found.bad


def orders_reader(file: str, data: bytes) -> tuple[tuple[NewOrder, ...], tuple[BadRow, ...]]:
    return both(Context(file), data)


READERS: dict[str, Callable[[str, bytes], Any]] = {
    "products_export.csv": read_products,
    "orders_export.csv": orders_reader,
    "locations.csv": read_locations,
    "counts.csv": read_counts,
    "packaging.csv": read_packaging,
    "totes.csv": read_totes,
    "cartons.csv": read_cartons,
    "packers.csv": read_packers,
    "site.toml": read_site,
}


def demo(name: str) -> bytes:
    return (DEMO / name).read_bytes()


def csv_of(**cells: str) -> bytes:
    """One order with these cells changed."""
    row = {
        "Name": "#1", "Financial Status": "paid", "Currency": "EUR", "Total": "10.00",
        "Created at": "2026-09-14 07:55:51 +0200", "Lineitem quantity": "1", "Lineitem name": "Tee",
        "Lineitem price": "10.00", "Lineitem sku": "TEE", "Shipping Name": "Jürgen", "Shipping City": "Bremen",
        "Shipping Zip": "'01067", "Shipping Country": "DE",
    }  # fmt: skip
    row |= {name.replace("_", " "): text for name, text in cells.items()}
    quoted = ('"' + text.replace('"', '""') + '"' for text in row.values())
    return (",".join(row) + "\r\n" + ",".join(quoted) + "\r\n").encode("utf-8-sig")


@pytest.mark.parametrize("name", READERS)
def test_the_demo_warehouse_is_read_without_a_bad_row(name: str) -> None:
    found, bad = READERS[name](name, demo(name))
    assert bad == ()
    assert found


def test_every_fault_of_the_bad_orders_is_found_on_its_line_and_the_good_ones_are_taken() -> None:
    skus = {product.sku for product in read_products("p", demo("products_export.csv"))[0]}
    orders, bad = both(Context("orders_bad.csv", (), skus), demo("orders_bad.csv"))
    assert [order.number for order in orders] == ["#2001", "#2006", "#2013", "#2020"]
    assert [row.line for row in bad] == BAD_LINES
    assert all(row.column and row.problem and row.file == "orders_bad.csv" for row in bad)


def test_several_lines_one_order_and_what_shops_write_oddly() -> None:
    orders, _ = both(Context("o"), demo("orders_export.csv"))
    by_name = {order.number: order for order in orders}
    assert sum(len(order.lines) for order in orders) == 236
    assert any(order.currency == "JPY" and order.total_minor % 1 == 0 for order in orders)
    assert "01067" in {order.recipient.postcode for order in orders}
    assert sum(order.cancelled_at is not None for order in orders) == 2
    assert [order.placed_at for order in orders] == sorted(order.placed_at for order in orders)
    assert {order.payment for order in by_name.values()} >= {Payment.PAID, Payment.PENDING, Payment.AUTHORIZED}


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Lineitem_quantity": "1.5"}, "Lineitem quantity"),
        ({"Lineitem_quantity": "٣"}, "Lineitem quantity"),
        ({"Total": "1,00"}, "Total"),
        ({"Currency": "eur"}, "Currency"),
        ({"Financial_Status": "maybe"}, "Financial Status"),
        ({"Created_at": "2026-02-30 07:55:51 +0200"}, "Created at"),
        ({"Created_at": "0001-01-01 00:00:00 +2359"}, "Created at"),
        ({"Shipping_Country": "Germania"}, "Shipping Country"),
        ({"Shipping_Name": "a\x00b"}, "Shipping Name"),
        ({"Shipping_City": "x" * 301}, "Shipping City"),
        ({"Name": ""}, "Name"),
    ],
)
def test_a_bad_cell_names_its_column(cells: dict[str, str], column: str) -> None:
    orders, (bad,) = both(Context("o.csv"), csv_of(**cells))
    assert orders == ()
    assert (bad.file, bad.line, bad.column) == ("o.csv", 2, column)


def test_missing_details_are_not_bad_rows() -> None:
    orders, bad = both(Context("o"), csv_of(Shipping_Zip="", Shipping_City=""))
    assert bad == ()
    assert orders[0].recipient.postcode == ""


def test_a_missing_column_is_named_and_an_unknown_one_passed_over() -> None:
    _, bad = both(Context("o"), b"Name,Surprise\n#1,2\n")
    assert {row.column for row in bad} == set(REQUIRED) - {"Name"}
    assert {row.line for row in bad} == {1}
    (place,), bad = read_locations("l", b"walk,surprise,code\r\n1,x,A-1\r\n")
    assert (place.code, bad) == ("A-1", ())


def test_lines_are_counted_through_quoted_newlines() -> None:
    text = b'code,walk,note\nA-1,1,"two\nlines"\nA-2,x,\n'
    places, (bad,) = read_locations("l.csv", text)
    assert [place.code for place in places] == ["A-1"]
    assert str(bad) == "l.csv:4: walk: 'x' is not a whole number"


def test_a_row_with_a_cell_too_many_and_a_file_that_is_not_utf8() -> None:
    table = read_table("t", b"a,b\n1,2,3\n1,2\n", ("a",))
    assert ([row.line for row in table.rows], [row.line for row in table.bad]) == ([3], [2])
    (bad,) = read_table("t", b"a,b\n1,\xff\n", ("a",)).bad
    assert (bad.line, "UTF-8" in bad.problem) == (2, True)


def test_our_own_codes_and_wrong_check_digits_are_refused_as_product_barcodes() -> None:
    head = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Barcode\n"
    rows = (
        "a,A,Size,M,S-1,PB.C.UNDO\nb,B,Size,M,S-2,4006381333932\nc,C,Size,M,S-3,4006381333931\nd,D,Size,M,S-4,OLD-7\n"
    )
    products, bad = read_products("p", (head + rows).encode())
    assert [(product.sku, product.barcodes[0].code) for product in products] == [
        ("S-3", "04006381333931"),
        ("S-4", "OLD-7"),
    ]
    assert [(row.line, row.column) for row in bad] == [(2, "Variant Barcode"), (3, "Variant Barcode")]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('zone = "Europe/Berlin"', "", "site.zone"),
        ('company_prefix = "9501101"', 'company_prefix = "95"', "sscc.company_prefix"),
        ('country = "DE"', 'country = "Germany"', "site.sender.country"),
        ('cut_off = "14:00"', 'cut_off = "25:00"', "service.cut_off"),
        ("priority = 1", "priority = 0", "service.priority"),
        ("[site]", "[site", ""),
        ('kind = "web"', 'kind = "wob"', "channel.kind"),
        ('kind = "web"', 'kind = "web"\nclearance = "soon"', "channel.clearance"),
        ('kind = "web"', 'kind = "web"\nmethods = { cash = "never" }', "channel.methods.cash"),
        ('kind = "web"', 'kind = "web"\nrisk_hold = 3', "channel.risk_hold"),
        ('kind = "web"', 'kind = "web"\nfulfilment = "some"', "channel.fulfilment"),
        ('kind = "web"', 'kind = "web"\ncredit_limit = "500.00"', "channel.credit_currency"),
        ('kind = "web"', 'kind = "web"\ncredit_currency = "EURO"', "channel.credit_currency"),
        ('kind = "web"', 'kind = "web"\ncredit_currency = "EUR"\ncredit_limit = "1,5"', "channel.credit_limit"),
        ('kind = "web"', 'kind = "web"\ncredit_days = 400', "channel.credit_days"),
        ('kind = "web"', 'kind = "web"\ncolour = "red"', "channel.colour"),
    ],
)
def test_site_errors_name_the_key(old: str, new: str, key: str) -> None:
    record, (bad,) = read_site("site.toml", demo("site.toml").replace(old.encode(), new.encode(), 1))
    assert record is None
    assert bad.column == key
    assert bad.line >= 1


def test_a_channel_says_how_its_orders_are_accepted() -> None:
    more = (
        'kind = "phone"\nfulfilment = "ship_available"\nmethods = { card = "captured" }\nrisk_hold = "never"\n'
        'credit_currency = "EUR"\ncredit_limit = "500.00"\ncredit_days = 14'
    )
    record, bad = read_site("site.toml", demo("site.toml").replace(b'kind = "web"', more.encode(), 1))
    assert bad == ()
    assert record is not None
    ((code, policy),) = record.policies
    assert (code, policy.fulfilment, policy.rule("Card"), policy.rule("cash")) == (
        "shop", FulfilmentPolicy.SHIP_AVAILABLE, Clearance.CAPTURED, Clearance.MANUAL,
    )  # fmt: skip
    assert (policy.credit_limit_minor, policy.credit_days, policy.risk_hold) == (50_000, 14, None)


MANGLED = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(st.text('",\r\n\0a1#\ufeff', max_size=12), max_size=20).map(lambda cells: ",".join(cells).encode()),
)


@pytest.mark.parametrize("name", READERS)
@given(mangled=MANGLED, start=st.integers(0, 2000), length=st.integers(0, 60))
def test_whatever_comes_is_answered_with_rows_and_places(name: str, mangled: bytes, start: int, length: int) -> None:
    whole = demo(name)[:4000]
    for data in (mangled, whole[:start] + mangled + whole[start + length :]):
        _, bad = READERS[name](name, data)
        for row in bad:
            assert row.file == name
            assert row.line >= 1
            assert row.problem
