"""What the readers of shop messages make of them: amounts to the cent, what is no work, what can not be read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.central.channels.values import OrderGone, OrderTold, Passed, Unreadable
from app.domain.intake.orders import NewOrder, Payment
from sync.channels.shops import shopify, woocommerce
from tests.central.house import SERVICES
from tests.channels.shop_bodies import delivered, shopify_line, shopify_order, woo_line, woo_order


def from_shopify(**changes: Any) -> NewOrder:
    told = shopify.read_delivery(delivered("shopify", "orders/updated", shopify_order(**changes)), SERVICES)
    assert isinstance(told, OrderTold), told
    return told.order


def from_woo(**changes: Any) -> NewOrder:
    told = woocommerce.read_delivery(delivered("woocommerce", "order.updated", woo_order(**changes)), SERVICES)
    assert isinstance(told, OrderTold), told
    return told.order


def test_an_order_of_shopify_to_the_cent() -> None:
    order = from_shopify()
    assert (order.external_ref, order.shop_id, order.number) == ("#1001", "450789469", "#1001")
    assert (order.total_minor, order.tax_minor, order.discount_minor, order.shipping_minor) == (4490, 717, 500, 490)
    assert (order.prices_include_tax, order.remark, order.charged_minor) == (True, "", 4490)
    assert [(line.sku, line.quantity, line.price_minor, line.discount_minor, line.ref) for line in order.lines] == [
        ("TEE-M", 2, 1500, 500, "1"),
        ("CAP", 1, 1500, 0, "2"),
    ]
    assert order.updated_at == datetime(2026, 9, 14, 5, 55, 52, tzinfo=UTC)
    assert (order.recipient.name, order.recipient.country, order.service) == ("Jürgen Schäfer", "DE", "standard")
    assert order.email == "j.schaefer@example.com"


def test_removed_units_gift_cards_and_what_needs_no_shipping() -> None:
    items = [
        shopify_line(1, "TEE-M", 3, "10.00", current_quantity=1),
        shopify_line(2, "CAP", 1, "5.00", current_quantity=0),
        shopify_line(3, None, 1, "25.00", gift_card=True, requires_shipping=False),
        shopify_line(4, "EBOOK", 2, "3.00", requires_shipping=False),
    ]
    order = from_shopify(line_items=items, current_total_price="45.90", current_total_discounts="0.00")
    assert [(line.sku, line.quantity) for line in order.lines] == [("TEE-M", 1)]
    assert (order.other_minor, order.remark) == (3100, "")


def test_yen_zero_totals_a_full_discount_and_amounts_that_do_not_add_up() -> None:
    yen = from_shopify(
        currency="JPY", total_price="1990", current_total_price="1990.00", current_total_tax="0",
        current_total_discounts="0", total_shipping_price_set={"shop_money": {"amount": "490"}},
        line_items=[shopify_line(1, "TEE-M", 1, "1500", tax_lines=[])],
    )  # fmt: skip
    assert (yen.total_minor, yen.lines[0].price_minor, yen.remark) == (1990, 1500, "")
    free = from_shopify(
        total_price="0.00", current_total_price="0.00", current_total_discounts="49.90", financial_status="paid"
    )
    assert (free.total_minor, free.remark) == (0, "")
    assert "come to 44.90 EUR" in from_shopify(current_total_price="44.91").remark


def test_a_guest_without_address_or_mail_is_a_question_not_a_refusal() -> None:
    order = from_shopify(email="", shipping_address=None, customer={"email": None}, phone="+49 421 1")
    assert (order.email, order.recipient.street, order.recipient.phone) == ("", "", "+49 421 1")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "#\x001"}, "name"),
        ({"name": "\ud800"}, "name"),
        ({"currency": "EURO"}, "currency"),
        ({"currency": None}, "currency"),
        ({"current_total_price": "12,50"}, "current_total_price"),
        ({"current_total_price": "-1.00"}, "current_total_price"),
        ({"current_total_price": "1e9"}, "current_total_price"),
        ({"current_total_price": "9" * 400}, "current_total_price"),
        ({"financial_status": "maybe"}, "financial_status"),
        ({"updated_at": "2026-09-14 07:55:52"}, "updated_at"),
        ({"updated_at": "2026-09-14T07:55:52"}, "updated_at"),
        ({"updated_at": "2026-13-14T07:55:52Z"}, "updated_at"),
        ({"updated_at": "0001-01-01T00:00:00+14:00"}, "updated_at"),
        ({"cancelled_at": "9999-12-31T23:59:59-14:00"}, "cancelled_at"),
        ({"line_items": "none"}, "line_items"),
        ({"line_items": [1]}, "line_items.0"),
        ({"line_items": [shopify_line(1, "TEE-M", -1, "1.00")]}, "line_items.0.quantity"),
        ({"line_items": [shopify_line(1, "TEE-M", 10**9, "1.00")]}, "line_items.0.quantity"),
        ({"line_items": [shopify_line(1, "T" * 81, 1, "1.00")]}, "line_items.0.sku"),
        ({"line_items": [shopify_line(1, "TEE-M", 1, "x")]}, "line_items.0.price"),
        ({"line_items": [shopify_line(1, "TEE-M", 1, "1.00")] * 1001}, "line_items"),
        ({"shipping_address": {"country_code": "Germany"}}, "shipping_address.country_code"),
        ({"shipping_address": "here"}, "shipping_address"),
        ({"email": "a@" + "b" * 400}, "email"),
        ({"test": "yes"}, "test"),
    ],
)
def test_what_can_not_be_read_is_named_by_its_field(changes: dict[str, Any], field: str) -> None:
    told = shopify.read_delivery(delivered("shopify", "orders/create", shopify_order(**changes)), SERVICES)
    assert isinstance(told, Unreadable), told
    assert told.field == field


def test_what_is_no_work_is_passed_with_a_word() -> None:
    for topic, body in [
        ("orders/create", shopify_order(test=True)),
        ("refunds/create", {"order_id": 1}),
        ("products/update", {"id": 1}),
        ("", shopify_order()),
    ]:
        told = shopify.read_delivery(delivered("shopify", topic, body), SERVICES)
        assert isinstance(told, Passed), topic
        assert told.why
    assert isinstance(
        woocommerce.read_delivery(delivered("woocommerce", "product.updated", {"id": 1}), SERVICES), Passed
    )


def test_a_deleted_order_is_told_by_its_id_and_a_whole_one_is_never_taken_for_deleted() -> None:
    gone = shopify.read_delivery(delivered("shopify", "orders/delete", {"id": 5}), SERVICES)
    assert gone == OrderGone(shop_id="5")
    forged = shopify.read_delivery(delivered("shopify", "orders/delete", shopify_order()), SERVICES)
    assert isinstance(forged, OrderTold)
    trashed = woocommerce.read_delivery(delivered("woocommerce", "order.updated", woo_order(status="trash")), SERVICES)
    assert trashed == OrderGone(shop_id="727", external_ref="727")


def test_an_order_of_woocommerce_to_the_cent() -> None:
    order = from_woo()
    assert (order.external_ref, order.shop_id, order.service) == ("727", "727", "express")
    assert (order.total_minor, order.tax_minor, order.discount_minor, order.shipping_minor) == (5343, 853, 500, 490)
    assert [(line.sku, line.quantity, line.price_minor, line.discount_minor, line.ref) for line in order.lines] == [
        ("TEE-M", 2, 1500, 500, "315"),
        ("CAP", 1, 1500, 0, "316"),
    ]
    assert (order.recipient.street, order.recipient.phone, order.remark) == ("Schloßplatz 88", "0421 123456", "")
    assert from_woo(shipping={"first_name": ""}).recipient.street == "Am Markt 1"
    assert from_woo(shipping=[]).recipient.street == "Am Markt 1"
    thirds = from_woo(line_items=[woo_line(1, "TEE-M", 3, "45.00", "40.00"), woo_line(2, "CAP", 3, "0.01", "0.01")])
    assert (thirds.lines[1].price_minor, thirds.other_minor) == (0, 1)


@pytest.mark.parametrize(
    ("changes", "payment"),
    [
        ({}, Payment.PAID),
        ({"status": "pending", "date_paid_gmt": None}, Payment.PENDING),
        ({"status": "on-hold", "date_paid_gmt": None}, Payment.PENDING),
        ({"date_paid_gmt": None, "payment_method": "cod"}, Payment.AUTHORIZED),
        ({"status": "failed"}, Payment.VOIDED),
        ({"status": "refunded"}, Payment.REFUNDED),
        ({"refunds": [{"id": 1, "total": "-5.00"}]}, Payment.PARTIALLY_REFUNDED),
        ({"status": "wc-packing"}, Payment.PAID),
        ({"status": "packing", "date_paid_gmt": None}, Payment.PENDING),
    ],
)
def test_the_status_of_woocommerce_says_how_it_is_paid(changes: dict[str, Any], payment: Payment) -> None:
    assert from_woo(**changes).payment is payment


def test_moments_with_zones_at_the_change_of_summer_time() -> None:
    before = from_shopify(updated_at="2026-10-25T02:30:00+02:00").updated_at
    after = from_shopify(updated_at="2026-10-25T02:30:00+01:00").updated_at
    assert before is not None
    assert after is not None
    assert (after - before).total_seconds() == 3600
    assert from_shopify(updated_at="2026-09-14T07:55:52.123456+05:45").updated_at == datetime(
        2026, 9, 14, 2, 10, 52, tzinfo=UTC
    )


def refund(amount: str, **changes: str) -> dict[str, Any]:
    return {"transactions": [{"kind": "refund", "status": "success", "amount": amount, "currency": "EUR", **changes}]}


def test_what_shopify_gave_back_is_told_beside_what_was_charged() -> None:
    refunds = [refund("5.00"), refund("4.90"), refund("9.99", status="failure"), refund("9.99", currency="USD"), {}]
    order = from_shopify(
        financial_status="partially_refunded", total_price="44.90", current_total_price="35.00", refunds=refunds
    )
    assert (order.total_minor, order.charged_minor, order.refunded_minor) == (3500, 4490, 990)
    untold = from_shopify(financial_status="partially_refunded", total_price="44.90", current_total_price="35.00")
    assert (untold.charged_minor, untold.refunded_minor) == (3500, 0)
    told = shopify.read_delivery(
        delivered("shopify", "orders/updated", shopify_order(refunds=[refund("five")])), SERVICES
    )
    assert isinstance(told, Unreadable)
    assert told.field == "refunds.0.transactions.0.amount"


def test_what_woocommerce_gave_back_is_told_beside_what_was_charged() -> None:
    order = from_woo(refunds=[{"id": 1, "total": "-5.00"}, {"id": 2, "total": "-0.50"}])
    assert order.payment is Payment.PARTIALLY_REFUNDED
    assert (order.charged_minor, order.refunded_minor) == (order.total_minor, 550)
    told = woocommerce.read_delivery(
        delivered("woocommerce", "order.updated", woo_order(refunds=[{"total": "much"}])), SERVICES
    )
    assert isinstance(told, Unreadable)
    assert told.field == "refunds.0.total"
