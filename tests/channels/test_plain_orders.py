"""Orders from a plain CSV: read as documented, refused with line and column, taken once, told from Shopify's."""

import csv
import io
from pathlib import Path

import pytest

from app.central.intake.answers import standing
from app.central.warehouse.records import Imported
from sync.central.commands.incoming.file_imports import import_file
from sync.channels.plain_orders import OPTIONAL, REQUIRED, read_orders
from sync.channels.shopify_orders import Context
from tests.central.house import SERVICES, SITE, House, open_house

FIRST = {
    "order": "T-1", "placed_at": "2026-09-14T07:55:51+02:00", "currency": "EUR", "total": "44.90", "payment": "paid",
    "name": "Jürgen Schäfer", "street": "Schloßplatz 88", "city": "Bremen", "postcode": "28195", "country": "DE",
    "email": "j.schaefer@example.com", "service": "standard", "shipping": "4.90", "tax": "6.39",
    "prices_include_tax": "yes", "sku": "TEE-M", "quantity": "2", "price": "15.00", "line_discount": "5.00",
}  # fmt: skip
SECOND = {"order": "T-1", "sku": "CAP", "quantity": "1", "price": "15.00"}


def file_of(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    written = csv.DictWriter(text, (*REQUIRED, *OPTIONAL))
    written.writeheader()
    written.writerows(rows)
    return text.getvalue().encode()


def test_an_order_of_two_lines_with_all_its_amounts() -> None:
    found = read_orders(Context("o.csv", SERVICES), file_of(FIRST, SECOND))
    assert found.bad == ()
    (order,) = found.orders
    assert (order.external_ref, order.total_minor, order.charged_minor) == ("T-1", 4490, 4490)
    assert (order.discount_minor, order.shipping_minor, order.tax_minor) == (500, 490, 639)
    assert [(line.sku, line.quantity, line.price_minor) for line in order.lines] == [
        ("TEE-M", 2, 1500),
        ("CAP", 1, 1500),
    ]
    assert (order.prices_include_tax, order.email, order.placed_at.isoformat()) == (
        True, "j.schaefer@example.com", "2026-09-14T05:55:51+00:00",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "changes", "column"),
    [
        (2, {"order": "T" * 61}, "order"),
        (2, {"placed_at": "14.09.2026"}, "placed_at"),
        (2, {"placed_at": "2026-09-14T07:55:51"}, "placed_at"),
        (2, {"currency": "euro"}, "currency"),
        (2, {"total": "44,90"}, "total"),
        (2, {"total": "44.91"}, "total"),
        (2, {"total": ""}, "total"),
        (2, {"payment": "cash"}, "payment"),
        (2, {"country": "Germany"}, "country"),
        (2, {"service": "rocket"}, "service"),
        (2, {"priority": "10"}, "priority"),
        (2, {"prices_include_tax": "perhaps"}, "prices_include_tax"),
        (2, {"shipping": "-1.00"}, "shipping"),
        (2, {"sku": ""}, "sku"),
        (2, {"quantity": "0"}, "quantity"),
        (2, {"quantity": "1.5"}, "quantity"),
        (3, {"sku": "NONE"}, "sku"),
        (3, {"price": "x"}, "price"),
        (3, {"city": "Berlin"}, "city"),
        (3, {"note": "a\x00b"}, "note"),
    ],
)
def test_a_wrong_cell_is_named_and_its_order_is_not_taken(line: int, changes: dict[str, str], column: str) -> None:
    rows = [FIRST, SECOND | {"order": ""}]
    rows[line - 2] = rows[line - 2] | changes
    good = FIRST | {"order": "T-2", "total": "29.90"}
    found = read_orders(Context("o.csv", SERVICES, {"TEE-M", "CAP"}), file_of(*rows, good))
    assert [(row.line, row.column) for row in found.bad] == [(line, column)], found.bad
    assert [order.external_ref for order in found.orders] == ["T-2"]


def test_an_order_in_two_places_is_refused_there() -> None:
    other = FIRST | {"order": "T-2", "total": "29.90"}
    found = read_orders(Context("o.csv"), file_of(FIRST, SECOND, other, SECOND))
    assert [(row.line, row.column) for row in found.bad] == [(5, "order")]
    assert {order.external_ref for order in found.orders} == {"T-1", "T-2"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return open_house(tmp_path)


def bring(house: House, data: bytes, layout: str = "") -> Imported:
    file = house.data / "orders.csv"
    file.write_bytes(data)
    return import_file(house.centre, "orders", file, SITE, house.channel, layout)


def test_a_plain_file_is_told_by_its_header_and_changes_what_it_can(house: House) -> None:
    try:
        house.stock({"TEE-M": {"A-1": 9}, "CAP": {"A-2": 9}})
        done = bring(house, file_of(FIRST, SECOND))
        assert (done.read, done.changed, done.bad) == (1, 1, ())
        assert bring(house, file_of(FIRST, SECOND)).changed == 0
        more = FIRST | {"quantity": "3", "total": "59.90"}
        assert bring(house, b"\xef\xbb\xbf" + file_of(more, SECOND), "plain").changed == 1
        found = standing(house.centre, house.channel, "T-1")
        assert found is not None
        assert (found.status, sum(line.allocated for line in found.lines)) == ("accepted", 4)
        wrong = bring(house, file_of(FIRST, SECOND), "shopify")
        assert {row.column for row in wrong.bad} >= {"Name", "Total"}
    finally:
        house.centre.close()
