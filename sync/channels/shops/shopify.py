"""Shopify's webhooks: the order as its Admin API writes it, in the shop's own currency.

Source: Shopify's reference of the Order resource and of webhook topics. Everything that matters is read from the body,
because the signature covers nothing else; the topic decides only what a body without lines can mean.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.central.channels.values import Delivered, OrderGone, OrderTold, Passed, RiskTold, Told, Unreadable
from app.domain.intake.amounts import mismatch
from app.domain.intake.clearance import RiskLevel, RiskReport
from app.domain.intake.orders import NewLine, NewOrder, Payment, ServiceLevel, service_for_method
from app.domain.parcels import PostalAddress
from sync.channels.shops.fields import MINOR_MOST, QUANTITY_MOST, Node, Wrong, parse

ORDERS: Final = (
    "orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/fulfilled",
    "orders/partially_fulfilled",
)  # fmt: skip
DELETED: Final = "orders/delete"
RISK: Final = "orders/risk_assessment_changed"
"""Comes after the order, and again when another app looks at it. Its flat body (order_id, risk_level in lower case,
provider_title, created_at) is not in Shopify's reference; it is known from deliveries that were recorded."""
OWN_PROVIDER: Final = "Shopify"
TOLD_AGAIN: Final = ("refunds/create", "orders/edited")
"""What these change, orders/updated tells with the whole order."""


def read_delivery(delivered: Delivered, services: tuple[ServiceLevel, ...]) -> Told:
    """What a delivery says. Never raises: what can not be read is said with its field."""
    if delivered.topic in TOLD_AGAIN:
        return Passed(why=f"{delivered.topic}: orders/updated tells it with the whole order")
    if delivered.topic not in (*ORDERS, DELETED, RISK):
        return Passed(why=f"nobody here follows the topic {delivered.topic[:60]!a}")
    try:
        body = parse(delivered.payload)
        if delivered.topic == DELETED and "line_items" not in body.value:
            return OrderGone(shop_id=body.needed("id", 40))
        return _risk(body) if delivered.topic == RISK else _told(body, services)
    except Wrong as wrong:
        return Unreadable(field=wrong.field, why=wrong.why)


def _told(body: Node, services: tuple[ServiceLevel, ...]) -> Told:
    name, shop_id = body.needed("name", 60), body.needed("id", 40)
    if body.flag("test"):
        return Passed(why=f"order {name} is a test order", shop_id=shop_id, external_ref=name)
    order = _order(body, name, shop_id, services)
    return OrderTold(order=order, fulfilled=body.text("fulfillment_status", 30) == "fulfilled")


def _risk(body: Node) -> Told:
    """Shopify's own assessment names no provider."""
    shop_id, level = body.needed("order_id", 40), body.needed("risk_level", 20).lower()
    if level == "pending":
        return Passed(why="the risk is still being looked at", shop_id=shop_id)
    if level not in list(RiskLevel):
        body.wrong("risk_level", f"{level!a} is none of pending, {', '.join(RiskLevel)}")
    provider = body.words("provider_title", 60) or OWN_PROVIDER
    at = body.moment("created_at")
    return RiskTold(shop_id=shop_id, report=RiskReport(level=RiskLevel(level), provider=provider, assessed_at=at))


def _order(body: Node, name: str, shop_id: str, services: tuple[ServiceLevel, ...]) -> NewOrder:
    currency = body.currency("currency")
    newest = "total_price" if body.value.get("current_total_price") in (None, "") else "current_total_price"
    total = body.needed_money(newest, currency)
    lines, other = _lines(body, currency)
    payment = _payment(body)
    refunded = _refunded(body, currency)
    charged, authorised = _paid(body, payment, total, currency)
    if refunded and payment is Payment.PARTIALLY_REFUNDED:
        charged = max(total, body.money("total_price", currency))
    placed = body.moment("processed_at") or body.moment("created_at") or body.wrong("created_at", "must not be empty")
    order = NewOrder(
        external_ref=name,
        number=name,
        shop_id=shop_id,
        placed_at=placed,
        updated_at=body.moment("updated_at"),
        cancelled_at=body.moment("cancelled_at"),
        currency=currency,
        total_minor=total,
        payment=payment,
        charged_minor=charged,
        refunded_minor=refunded,
        authorised_minor=authorised,
        tax_minor=_current(body, "total_tax", currency),
        discount_minor=_current(body, "total_discounts", currency),
        shipping_minor=_shipping(body, currency),
        other_minor=other,
        prices_include_tax=body.flag("taxes_included"),
        email=_email(body),
        recipient=_recipient(body),
        lines=lines,
        service=service_for_method(services, _method(body)),
        note=body.words("note", 2000),
        method=_gateway(body),
        partly_shipped=body.text("fulfillment_status", 30) == "partial",
    )
    return replace(order, remark=mismatch(order))


def _lines(body: Node, currency: str) -> tuple[tuple[NewLine, ...], int]:
    """Lines that need shipping, and what the others cost. Removed and refunded units are not counted any more."""
    lines, other = [], 0
    for item in body.needed_parts("line_items"):
        ordered = item.number("quantity", 0, QUANTITY_MOST)
        quantity = item.number("current_quantity", 0, QUANTITY_MOST, ordered)
        price = item.money("price", currency)
        if item.flag("gift_card") or not item.flag("requires_shipping", True):
            other += price * quantity
        elif quantity:
            lines.append(
                NewLine(
                    sku=item.text("sku", 80),
                    quantity=quantity,
                    name=item.words("name", 300) or item.words("title", 300),
                    price_minor=price,
                    tax_minor=sum(tax.money("price", currency) for tax in item.parts("tax_lines")),
                    discount_minor=sum(part.money("amount", currency) for part in item.parts("discount_allocations")),
                    ref=item.text("id", 40),
                )
            )
    if other > MINOR_MOST:
        body.wrong("line_items", "what needs no shipping costs more than any order can")
    return tuple(lines), other


def _current(body: Node, name: str, currency: str) -> int:
    """The amount after edits and refunds, which older versions of the API do not tell."""
    newer = f"current_{name}"
    return body.money(newer if body.value.get(newer) is not None else name, currency)


def _shipping(body: Node, currency: str) -> int:
    for name in ("current_shipping_price_set", "total_shipping_price_set"):
        prices = body.part(name)
        money = prices.part("shop_money") if prices else None
        if money is not None:
            return money.money("amount", currency)
    return sum(line.money("price", currency) for line in body.parts("shipping_lines"))


def _payment(body: Node) -> Payment:
    found = body.text("financial_status", 30) or Payment.PENDING.value
    try:
        return Payment(found)
    except ValueError:
        body.wrong("financial_status", f"{found!a} is none of {', '.join(Payment)}")


def _paid(body: Node, payment: Payment, total: int, currency: str) -> tuple[int, int]:
    """(charged, authorised) as far as the order tells."""
    if payment in (Payment.PAID, Payment.PARTIALLY_REFUNDED):
        return total, 0
    if payment is Payment.AUTHORIZED:
        return 0, total
    if payment is Payment.PARTIALLY_PAID and body.value.get("total_outstanding") is not None:
        return max(0, total - body.money("total_outstanding", currency)), 0
    return 0, 0


def _refunded(body: Node, currency: str) -> int:
    """What was given back, by the refunds' own transactions in the shop's currency that went through.

    The total of a refunded order is what is left of it; what was charged is then its total before.
    """
    made = (paid for refund in body.parts("refunds") for paid in refund.parts("transactions"))
    sums = (
        paid.money("amount", currency)
        for paid in made
        if (paid.text("kind", 30), paid.text("status", 30)) == ("refund", "success")
        and paid.text("currency", 10) in ("", currency)
    )
    found = sum(sums)
    return found if found <= MINOR_MOST else body.wrong("refunds", "come to more than any order can")


def _email(body: Node) -> str:
    customer = body.part("customer")
    told = body.text("email", 320) or body.text("contact_email", 320)
    return told or (customer.text("email", 320) if customer else "")


def _gateway(body: Node) -> str:
    """The first payment gateway; words only, so that a shop's odd list keeps no order out."""
    names = body.value.get("payment_gateway_names")
    first = names[0] if isinstance(names, list) and names else None
    return Node({"name": first}, "").words("name", 60) if isinstance(first, str) else ""


def _method(body: Node) -> str:
    return next((line.words("title", 200) for line in body.parts("shipping_lines")), "")


def _recipient(body: Node) -> PostalAddress:
    """What is missing stays empty: that is a hold with a question, not an unreadable message."""
    address = body.part("shipping_address") or Node({}, body.at("shipping_address"))
    names = f"{address.text('first_name')} {address.text('last_name')}".strip()
    return PostalAddress(
        name=(address.text("name") or names)[:300],
        company=address.text("company"),
        street=address.text("address1"),
        street2=address.text("address2"),
        postcode=address.text("zip", 40),
        city=address.text("city"),
        region=address.text("province_code") or address.text("province"),
        country=address.country("country_code"),
        phone=address.text("phone", 60) or body.text("phone", 60),
    )
