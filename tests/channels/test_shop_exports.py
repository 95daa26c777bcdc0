"""What shops have done already, and how their exports are called today."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.central.entry.looking import products_named
from app.central.intake.answers import OrderStanding, standing
from app.central.intake.changing.cancelling import cancel_order
from app.central.intake.holds import release_hold
from app.domain.intake.orders import HoldReason
from sync.central.commands.incoming.file_imports import import_file
from sync.channels.shopify_orders import Context, OrdersRead, read_orders
from sync.channels.shopify_products import ALIASES, read_prices, read_products
from tests.central.house import SITE, House, open_house

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
FIRST = {
    "Name": "#1", "Financial Status": "paid", "Fulfillment Status": "unfulfilled", "Currency": "EUR",
    "Total": "10.00", "Created at": "2026-09-14 07:55:51 +0200", "Lineitem quantity": "1", "Lineitem name": "Tee",
    "Lineitem price": "10.00", "Lineitem sku": "TEE-M", "Lineitem requires shipping": "true",
    "Lineitem fulfillment status": "pending", "Shipping Name": "Jürgen", "Shipping Address1": "Platz 1",
    "Shipping City": "Bremen", "Shipping Zip": "28195", "Shipping Country": "DE", "Cancelled at": "",
    "Refunded Amount": "", "Risk Level": "Low", "Shipping Phone": "", "Phone": "",
}  # fmt: skip
LATER = dict.fromkeys(FIRST, "") | {
    "Name": "#1", "Lineitem quantity": "2", "Lineitem name": "Cap", "Lineitem price": "5.00", "Lineitem sku": "CAP",
    "Lineitem requires shipping": "true", "Lineitem fulfillment status": "pending",
}  # fmt: skip


def export(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    written = csv.DictWriter(text, FIRST)
    written.writeheader()
    written.writerows(rows)
    return text.getvalue().encode()


def read(*rows: dict[str, str]) -> OrdersRead:
    return read_orders(Context("o.csv"), export(*rows))


@pytest.mark.parametrize("stamp", ["", "2026-09-14 07:55:51 +0200"])
@pytest.mark.parametrize("name", ["", "#1"])
def test_later_lines_may_repeat_the_orders_columns_or_leave_them_blank(stamp: str, name: str) -> None:
    found = read(FIRST, LATER | {"Created at": stamp, "Name": name})
    (order,) = found.orders
    assert [(line.sku, line.quantity) for line in order.lines] == [("TEE-M", 1), ("CAP", 2)]
    assert found.bad == found.passed == ()


def test_what_the_shop_shipped_is_no_work_and_said_so() -> None:
    found = read(FIRST | {"Fulfillment Status": "fulfilled"}, LATER, FIRST | {"Name": "#2"})
    assert [order.number for order in found.orders] == ["#2"]
    assert found.fulfilled == ("#1",)
    assert str(found.passed[0]) == "o.csv:2: Fulfillment Status: order #1 was shipped by the shop: nothing to do here"


def test_an_order_without_anything_to_ship_is_passed_over_with_a_word() -> None:
    found = read(FIRST | {"Lineitem requires shipping": "false"})
    assert (found.orders, found.fulfilled) == ((), ())
    assert "no line left that needs shipping" in str(found.passed[0])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = open_house(tmp_path)
    yield opened
    opened.centre.close()


def bring(house: House, *rows: dict[str, str]) -> tuple[int, int, int]:
    """Import these rows; (read, changed, bad)."""
    file = house.data / "orders.csv"
    file.write_bytes(export(*rows))
    done = import_file(house.centre, "orders", file, SITE, house.channel)
    return done.read, done.changed, len(done.bad)


def stands(house: House, number: str = "#1") -> OrderStanding | None:
    return standing(house.centre, house.channel, number)


def test_shipped_partly_shipped_and_cancelled_orders_never_become_work_by_themselves(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 9}, "CAP": {"A-2": 9}})
    rows = [
        FIRST | {"Fulfillment Status": "fulfilled"},
        FIRST | {"Name": "#2", "Fulfillment Status": "partial", "Lineitem fulfillment status": "fulfilled"},
        LATER | {"Name": "#2"},
        FIRST | {"Name": "#3", "Cancelled at": "2026-09-14 09:00:00 +0200"},
    ]
    assert bring(house, *rows) == (3, 2, 0)
    assert bring(house, *rows) == (3, 0, 0)
    assert stands(house) is None
    partly, cancelled = stands(house, "#2"), stands(house, "#3")
    assert partly is not None
    assert cancelled is not None
    assert cancelled.status == "cancelled"
    (hold,) = partly.holds
    assert (partly.status, hold.reason, hold.field) == ("on_hold", "details", "fulfilment")
    assert "release this hold" in hold.detail
    assert [line.sku for line in partly.lines] == ["CAP"]
    house.centre.do(release_hold, SITE, partly.order.order_id, HoldReason.DETAILS, "desk")
    released = stands(house, "#2")
    assert released is not None
    assert released.status == "accepted"


def test_an_order_the_shop_shipped_meanwhile_is_held_once(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 9}})
    bring(house, FIRST)
    shipped = FIRST | {"Fulfillment Status": "fulfilled"}
    assert bring(house, shipped) == (1, 1, 0)
    assert bring(house, shipped) == (1, 0, 0)
    found = stands(house)
    assert found is not None
    assert [(hold.reason, "shipped this order itself" in hold.detail) for hold in found.holds] == [("operator", True)]
    house.centre.do(cancel_order, SITE, found.order.order_id, "shipped elsewhere")
    assert bring(house, shipped) == (1, 0, 0)


def test_todays_column_names_of_products_read_the_same_and_faults_name_them() -> None:
    data = (DEMO / "products_export.csv").read_bytes().decode("utf-8-sig")
    head, rest = data.split("\n", 1)
    ours = {name: alias for alias, name in ALIASES.items()}
    renamed = ",".join(ours.get(name, name) for name in head.rstrip("\r").split(","))
    assert renamed.startswith("URL handle,Title")
    assert "Variant SKU" not in renamed
    today = f"{renamed}\n{rest}".encode()
    assert read_products("p", today) == read_products("p", data.encode())
    bad_row = b"URL handle,Title,Option1 name,Option1 value,SKU,Barcode\nh,T,Size,S,X,4006381333930\n"
    _, (bad,) = read_products("p", bad_row)
    assert bad.column == "Barcode"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("https://cdn.example/a/b.png?v=1", "b.png"),
        ("..\\..\\x.png", "x.png"),
        ("../..", ""),
        ("C:x.png", ""),
        (".hidden", ""),
    ],
)
def test_a_picture_is_a_plain_file_name(cell: str, kept: str) -> None:
    head = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Barcode,Image Src\n"
    ((product,), _) = read_products("p", f"{head}h,T,Size,S,X,,{cell}\n".encode())
    assert product.picture == kept


def test_what_was_refunded_stands_in_the_export_and_on_the_order(house: House, tmp_path: Path) -> None:
    refunded = FIRST | {"Financial Status": "partially_refunded", "Refunded Amount": "2.50"}
    (order,) = read(refunded).orders
    assert (order.charged_minor, order.refunded_minor) == (1000, 250)
    (bad,) = read(FIRST | {"Refunded Amount": "some"}).bad
    assert bad.column == "Refunded Amount"
    house.stock({"TEE-M": {"A-1": 5}})
    house.take(order)
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    assert (found.order.payment, found.order.refunded_minor, found.status) == ("partially_refunded", 250, "accepted")


PRICED = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Barcode,Variant Price\nh,Tee,Size,S,TEE-S,,{}\n"


def test_what_the_shop_asks_is_offered_at_order_entry(house: House, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    for price, changed in (("29.00", 2), ("29.00", 0), ("31.5", 1)):
        file.write_text(PRICED.format(price), "utf-8")
        assert import_file(house.centre, "catalogue", file, SITE).changed == changed
    (found,) = house.centre.do(products_named, SITE, "TEE-S", "EUR")
    assert found.price_minor == 3150
    (elsewhere,) = house.centre.do(products_named, SITE, "TEE-S", "JPY")
    assert elsewhere.price_minor is None


@pytest.mark.parametrize("price", ["-1", "1,50", "1.234", "free", "9" * 15, "\u0663"])
def test_a_price_that_is_none_names_its_column_and_the_product_still_comes(
    house: House, tmp_path: Path, price: str
) -> None:
    file = tmp_path / "products.csv"
    file.write_text(PRICED.format(f'"{price}"'), "utf-8")
    done = import_file(house.centre, "catalogue", file, SITE)
    assert [(row.line, row.column) for row in done.bad] == [(2, "Variant Price")]
    assert done.changed == 1
    assert read_prices("p", file.read_bytes(), "EUR")[0] == ()


def test_the_shops_word_about_risk_holds_the_order_and_an_odd_word_is_named(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 9}})
    bring(house, FIRST | {"Risk Level": "High"})
    found = stands(house)
    assert found is not None
    assert [hold.reason for hold in found.holds] == ["risk"]
    (bad,) = read(FIRST | {"Risk Level": "Awful"}).bad
    assert bad.column == "Risk Level"
    assert read(FIRST | {"Risk Level": "Pending"}).orders[0].risks == ()


def test_the_orders_telephone_stands_in_for_the_recipients() -> None:
    (order,) = read(FIRST | {"Phone": "'+49 421 123456"}).orders
    assert order.recipient.phone == "+49 421 123456"
