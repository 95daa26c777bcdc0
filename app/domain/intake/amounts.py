"""What an order's amounts add up to: lines, shipping and whatever else, less discount, with tax once. Pure."""

from __future__ import annotations

from app.domain.intake.orders import NewOrder
from app.domain.money import Money


def expected_total(order: NewOrder) -> int:
    """Minor units: lines + other + shipping - discount, and tax on top unless the prices include it."""
    lines = sum(line.price_minor * line.quantity for line in order.lines)
    tax = 0 if order.prices_include_tax else order.tax_minor
    return lines + order.other_minor + order.shipping_minor + tax - order.discount_minor


def mismatch(order: NewOrder) -> str:
    """How the total differs from what it is made of, in words; "" when it adds up exactly."""
    expected = expected_total(order)
    if expected == order.total_minor:
        return ""
    tax = "" if order.prices_include_tax else " + tax"
    return (
        f"the total is {_words(order, order.total_minor)}, but lines + shipping{tax} - discount come to "
        f"{_words(order, expected)} {order.currency}"
    )


def _words(order: NewOrder, minor: int) -> str:
    digits = str(abs(minor))
    return Money(minor, order.currency).text() if len(digits) < 19 else f"{digits[:3]}..."
