"""Orders as rows of a shop's orders export: several lines share `Name`, later lines leave the order's columns blank."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from resources.makers.demo.people import Customer
from resources.makers.demo.products import VENDOR
from resources.makers.demo.stories import FIRST_NUMBER, Order

COLUMNS = tuple(
    """Name|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Accepts Marketing|Currency|Subtotal
Shipping|Taxes|Total|Discount Code|Discount Amount|Shipping Method|Created at|Lineitem quantity
Lineitem name|Lineitem price|Lineitem compare at price|Lineitem sku|Lineitem requires shipping
Lineitem taxable|Lineitem fulfillment status|Billing Name|Billing Street|Billing Address1|Billing Address2
Billing Company|Billing City|Billing Zip|Billing Province|Billing Country|Billing Phone|Shipping Name
Shipping Street|Shipping Address1|Shipping Address2|Shipping Company|Shipping City|Shipping Zip
Shipping Province|Shipping Country|Shipping Phone|Notes|Note Attributes|Cancelled at|Payment Method
Payment Reference|Refunded Amount|Vendor|Outstanding Balance|Employee|Location|Device ID|Id|Tags|Risk Level
Source|Lineitem discount|Tax 1 Name|Tax 1 Value|Tax 2 Name|Tax 2 Value|Tax 3 Name|Tax 3 Value|Tax 4 Name
Tax 4 Value|Tax 5 Name|Tax 5 Value|Phone|Receipt Number|Duties|Billing Province Name|Shipping Province Name
Payment ID|Payment Terms Name|Next Payment Due At|Payment References""".replace("\n", "|").split("|")
)
"""The header of an orders export since `Payment References` came; 79 columns."""

_SUMMER = timezone(timedelta(hours=2))
_OPENED = datetime(2026, 9, 13, 16, 2, 11, tzinfo=UTC)
_RATE = {"EUR": 100, "USD": 110, "JPY": 160}
_SHIPPING = {"EUR": (490, 1290), "USD": (1500, 3900), "JPY": (2500, 6000)}
_METHODS = ("Standard", "Express")


def order_rows(orders: tuple[Order, ...]) -> Iterator[dict[str, str]]:
    """Rows of orders_export.csv, newest order first as the shop lists them."""
    for order in sorted(orders, key=lambda order: -order.number):
        yield from rows_of(order)


def rows_of(order: Order) -> Iterator[dict[str, str]]:
    """The rows of one order, one per line item."""
    for at, (variant, quantity) in enumerate(order.lines):
        row = {
            "Name": f"#{order.number}", "Email": email(order.number), "Lineitem quantity": str(quantity),
            "Lineitem name": variant.line_name, "Lineitem price": written(price_of(variant.style.price, order), order),
            "Lineitem sku": variant.sku, "Lineitem requires shipping": "true", "Lineitem taxable": "true",
            "Lineitem fulfillment status": "pending", "Lineitem discount": written(0, order), "Vendor": VENDOR,
        }  # fmt: skip
        yield row if at else row | order_columns(order)


def price_of(cents: int, order: Order) -> int:
    """The price in the order's minor units: cents, or whole yen rounded to tens."""
    converted = cents * _RATE[order.currency] // 100
    return converted // 10 * 10 if order.currency == "JPY" else converted


def written(minor: int, order: Order) -> str:
    """An amount as the export writes it: two decimals, none for yen."""
    return str(minor) if order.currency == "JPY" else f"{minor // 100}.{minor % 100:02d}"


def email(number: int) -> str:
    return f"customer{number}@example.com"


def when(order: Order, minutes: int = 0) -> str:
    """An hour-of-the-shop time with its offset, like `2026-09-13 18:02:11 +0200`."""
    at = _OPENED + timedelta(minutes=7 * (order.number - FIRST_NUMBER) + minutes, seconds=order.number * 37 % 60)
    return at.astimezone(_SUMMER).strftime("%Y-%m-%d %H:%M:%S %z")


def order_columns(order: Order) -> dict[str, str]:
    """The columns that stand on the first row of an order only."""
    method = _METHODS[order.express]
    return _money(order) | _payment(order) | _address(order.customer) | {
        "Fulfillment Status": "unfulfilled", "Accepts Marketing": "yes" if order.number % 3 == 0 else "no",
        "Shipping Method": method, "Created at": when(order), "Notes": order.note,
        "Cancelled at": when(order, 45) if order.cancelled else "", "Id": str(6200000000000 + order.number * 32768),
        "Tags": "b2b" if order.customer.company else "", "Risk Level": "Low", "Source": "web",
    }  # fmt: skip


def _money(order: Order) -> dict[str, str]:
    subtotal = sum(price_of(variant.style.price, order) * quantity for variant, quantity in order.lines)
    shipping = _SHIPPING[order.currency][order.express]
    total = subtotal + shipping
    taxes = round(total * 19 / 119) if order.currency == "EUR" else 0
    open_part = {"pending": total, "partially_paid": total // 2}.get(order.financial, 0)
    taxed = {"Tax 1 Name": "DE MwSt 19%", "Tax 1 Value": written(taxes, order)} if taxes else {}
    return taxed | {
        "Currency": order.currency, "Subtotal": written(subtotal, order), "Shipping": written(shipping, order),
        "Taxes": written(taxes, order), "Total": written(total, order), "Discount Amount": written(0, order),
        "Refunded Amount": written(total if order.financial == "refunded" else 0, order),
        "Outstanding Balance": written(open_part, order),
    }  # fmt: skip


def _payment(order: Order) -> dict[str, str]:
    reference = f"r{order.number * 2654435761 % 16**10:010x}"
    known = order.financial != "pending"
    return {
        "Financial Status": order.financial,
        "Paid at": when(order, 1) if order.financial in ("paid", "refunded") else "",
        "Payment Method": "Shopify Payments" if known else "Bank Deposit",
        "Payment Reference": reference if known else "", "Payment ID": reference if known else "",
        "Payment References": reference if known else "",
    }  # fmt: skip


def _address(customer: Customer) -> dict[str, str]:
    return {
        f"{side} {column}": value
        for side in ("Billing", "Shipping")
        for column, value in (
            ("Name", customer.name), ("Street", customer.full_street), ("Address1", customer.street),
            ("Address2", customer.street2), ("Company", customer.company), ("City", customer.city),
            ("Zip", spreadsheet_zip(customer.zip)), ("Province", customer.province), ("Country", customer.country),
            ("Phone", customer.phone), ("Province Name", customer.province_name),
        )
    }  # fmt: skip


def spreadsheet_zip(zip_code: str) -> str:
    """A postcode with a leading zero gets an apostrophe, so that a spreadsheet keeps the zero."""
    return f"'{zip_code}" if zip_code.startswith("0") else zip_code
