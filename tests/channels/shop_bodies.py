"""Orders as Shopify and WooCommerce write them in their webhooks."""

from __future__ import annotations

import json
from typing import Any

from app.central.channels.values import Delivered


def shopify_order(**changes: Any) -> dict[str, Any]:
    """A paid order of 2 x TEE-M and 1 x CAP to Bremen, prices with their tax, unless changed."""
    return {
        "id": 450789469,
        "name": "#1001",
        "test": False,
        "currency": "EUR",
        "presentment_currency": "USD",
        "total_price": "44.90",
        "current_total_price": "44.90",
        "total_tax": "7.17",
        "current_total_tax": "7.17",
        "total_discounts": "5.00",
        "current_total_discounts": "5.00",
        "total_shipping_price_set": {"shop_money": {"amount": "4.90", "currency_code": "EUR"}},
        "taxes_included": True,
        "financial_status": "paid",
        "fulfillment_status": None,
        "cancelled_at": None,
        "created_at": "2026-09-14T07:55:51+02:00",
        "processed_at": "2026-09-14T07:55:50+02:00",
        "updated_at": "2026-09-14T07:55:52+02:00",
        "email": "j.schaefer@example.com",
        "phone": None,
        "note": None,
        "customer": None,
        "shipping_address": {
            "first_name": "Jürgen", "last_name": "Schäfer", "name": "Jürgen Schäfer", "company": None,
            "address1": "Schloßplatz 88", "address2": "", "city": "Bremen", "province": None, "province_code": None,
            "zip": "28195", "country": "Germany", "country_code": "DE", "phone": "+49 421 123456",
        },
        "shipping_lines": [{"title": "Standard", "code": "standard", "price": "4.90"}],
        "line_items": [
            shopify_line(1, "TEE-M", 2, "15.00", discount_allocations=[{"amount": "5.00"}]),
            shopify_line(2, "CAP", 1, "15.00"),
        ],
        **changes,
    }  # fmt: skip


def shopify_line(ref: int, sku: str | None, quantity: int, price: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": ref, "sku": sku, "name": f"Product {sku}", "title": "Product", "quantity": quantity,
        "current_quantity": quantity, "fulfillable_quantity": quantity, "fulfillment_status": None, "price": price,
        "requires_shipping": True, "gift_card": False, "tax_lines": [{"price": "1.00", "rate": 0.19}],
        "discount_allocations": [], **changes,
    }  # fmt: skip


def woo_order(**changes: Any) -> dict[str, Any]:
    """A paid order of 2 x TEE-M and 1 x CAP to Bremen, amounts without tax, unless changed."""
    return {
        "id": 727,
        "number": "727",
        "status": "processing",
        "currency": "EUR",
        "date_created_gmt": "2026-09-14T05:55:51",
        "date_modified_gmt": "2026-09-14T05:55:52",
        "date_paid_gmt": "2026-09-14T05:55:52",
        "discount_total": "5.00",
        "shipping_total": "4.90",
        "total_tax": "8.53",
        "total": "53.43",
        "prices_include_tax": True,
        "payment_method": "bacs",
        "customer_note": "",
        "billing": {"first_name": "Jürgen", "last_name": "Schäfer", "address_1": "Am Markt 1", "city": "Bremen",
                    "postcode": "28195", "country": "DE", "email": "j.schaefer@example.com", "phone": "0421 123456"},
        "shipping": {"first_name": "Jürgen", "last_name": "Schäfer", "company": "", "address_1": "Schloßplatz 88",
                     "address_2": "", "city": "Bremen", "state": "", "postcode": "28195", "country": "DE"},
        "line_items": [woo_line(315, "TEE-M", 2, "30.00", "25.00"), woo_line(316, "CAP", 1, "15.00", "15.00")],
        "shipping_lines": [{"method_title": "Express", "method_id": "flat_rate", "total": "4.90"}],
        "fee_lines": [],
        "refunds": [],
        "meta_data": [{"id": 1, "key": "_x", "value": {"a": [1]}}],
        **changes,
    }  # fmt: skip


def woo_line(ref: int, sku: str, quantity: int, subtotal: str, total: str) -> dict[str, Any]:
    return {
        "id": ref, "name": f"Product {sku}", "sku": sku, "quantity": quantity, "subtotal": subtotal, "total": total,
        "total_tax": "2.85", "price": 12.5, "meta_data": [],
    }  # fmt: skip


def delivered(shop: str, topic: str, body: object, delivery: str = "d-1") -> Delivered:
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Delivered(shop=shop, shop_delivery=delivery, topic=topic, domain="shop.example", payload=payload)
