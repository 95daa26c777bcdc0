"""WooCommerce's webhooks: the order as its REST API (version 3) writes it, all amounts without tax.

Source: WooCommerce's class-wc-webhook.php and the reference of its order resource. A deleted order is told by its id
alone. Whether a product needs shipping is not told: what is not in the catalogue is held with a question.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.central.channels.values import Delivered, OrderGone, OrderTold, Passed, Told, Unreadable
from app.domain.intake.amounts import mismatch
from app.domain.intake.orders import NewLine, NewOrder, Payment, ServiceLevel, service_for_method
from app.domain.parcels import PostalAddress
from sync.channels.shops.fields import MINOR_MOST, QUANTITY_MOST, Node, Wrong, parse

DELETED: Final = "order.deleted"
RESTORED: Final = "order.restored"
ORDERS: Final = ("order.created", "order.updated", RESTORED)
DRAFTS: Final = ("draft", "auto-draft", "checkout-draft")
CANCELLED, COMPLETED, TRASH = "cancelled", "completed", "trash"
_UNPAID: Final = {
    "pending": Payment.PENDING, "on-hold": Payment.PENDING, "failed": Payment.VOIDED, "refunded": Payment.REFUNDED,
}  # fmt: skip


def read_delivery(delivered: Delivered, services: tuple[ServiceLevel, ...]) -> Told:
    """What a delivery says. Never raises: what can not be read is said with its field."""
    if delivered.topic not in ORDERS and delivered.topic != DELETED:
        return Passed(why=f"nobody here follows the topic {delivered.topic[:60]!a}")
    try:
        body = parse(delivered.payload)
        shop_id = body.needed("id", 40)
        status = body.text("status", 60).removeprefix("wc-")
        if status == TRASH or (delivered.topic == DELETED and "line_items" not in body.value):
            return OrderGone(shop_id=shop_id, external_ref=shop_id)
        if status in DRAFTS:
            return Passed(why=f"order {shop_id} is a draft", shop_id=shop_id, external_ref=shop_id)
        order = _order(body, shop_id, status, services)
        return OrderTold(order=order, fulfilled=status == COMPLETED, restored=delivered.topic == RESTORED)
    except Wrong as wrong:
        return Unreadable(field=wrong.field, why=wrong.why)


def _order(body: Node, shop_id: str, status: str, services: tuple[ServiceLevel, ...]) -> NewOrder:
    currency = body.currency("currency")
    total = body.needed_money("total", currency)
    lines, odd = _lines(body, currency)
    payment, remarks = _payment(body, status)
    modified = body.moment("date_modified_gmt", utc=True)
    placed = body.moment("date_created_gmt", utc=True) or body.wrong("date_created_gmt", "must not be empty")
    order = NewOrder(
        external_ref=shop_id,
        number=body.text("number", 60) or shop_id,
        shop_id=shop_id,
        placed_at=placed,
        updated_at=modified,
        cancelled_at=(modified or placed) if status == CANCELLED else None,
        currency=currency,
        total_minor=total,
        payment=payment,
        charged_minor=total if payment in (Payment.PAID, Payment.PARTIALLY_REFUNDED) else 0,
        refunded_minor=_refunded(body, currency),
        authorised_minor=total if payment is Payment.AUTHORIZED else 0,
        tax_minor=body.money("total_tax", currency),
        discount_minor=body.money("discount_total", currency),
        shipping_minor=body.money("shipping_total", currency),
        other_minor=odd + sum(fee.money("total", currency, least=-MINOR_MOST) for fee in body.parts("fee_lines")),
        email=_billing(body).text("email", 320),
        recipient=_recipient(body),
        lines=lines,
        service=service_for_method(services, _method(body)),
        note=body.words("customer_note", 2000),
        method=body.words("payment_method", 60),
    )
    return replace(order, remark="; ".join(part for part in (mismatch(order), *remarks) if part))


def _refunded(body: Node, currency: str) -> int:
    """What was given back: the shop writes refunds as totals below zero, and leaves the order's total as it was."""
    found = -sum(min(0, refund.money("total", currency, least=-MINOR_MOST)) for refund in body.parts("refunds"))
    return found if found <= MINOR_MOST else body.wrong("refunds", "come to more than any order can")


def _lines(body: Node, currency: str) -> tuple[tuple[NewLine, ...], int]:
    """The lines, and the cents of lines whose amount can not be split into equal units."""
    lines, odd = [], 0
    for item in body.needed_parts("line_items"):
        quantity = item.number("quantity", 0, QUANTITY_MOST)
        before = item.money("subtotal", currency)
        if not quantity:
            continue
        odd += before % quantity
        lines.append(
            NewLine(
                sku=item.text("sku", 80),
                quantity=quantity,
                name=item.words("name", 300),
                price_minor=before // quantity,
                tax_minor=item.money("total_tax", currency),
                discount_minor=max(0, before - item.money("total", currency)),
                ref=item.text("id", 40),
            )
        )
    return tuple(lines), odd


def _payment(body: Node, status: str) -> tuple[Payment, list[str]]:
    """How it is paid, and what a person should know about it. A shop that processes an unpaid order vouches for it."""
    if status in _UNPAID:
        return _UNPAID[status], []
    paid = body.moment("date_paid_gmt", utc=True) is not None
    if status in (CANCELLED, COMPLETED):
        return (Payment.PAID if paid else Payment.PENDING), []
    if any(True for _ in body.parts("refunds")):
        return Payment.PARTIALLY_REFUNDED, ["partly refunded in the shop, which does not tell for which lines"]
    if status == "processing":
        how = body.words("payment_method", 60) or "unknown"
        return (Payment.PAID, []) if paid else (Payment.AUTHORIZED, [f"paid on delivery or invoice ({how})"])
    return (Payment.PAID if paid else Payment.PENDING), [f"the shop's status is {status[:60] or 'empty'}"]


def _billing(body: Node) -> Node:
    return body.part("billing") or Node({}, body.at("billing"))


def _method(body: Node) -> str:
    return next((line.words("method_title", 200) for line in body.parts("shipping_lines")), "")


def _recipient(body: Node) -> PostalAddress:
    """The shipping address, or the billing one when the shop was given no other."""
    billing, given = _billing(body), body.part("shipping")
    filled = given is not None and any(given.text(name) for name in ("address_1", "city", "last_name", "company"))
    address = given if given is not None and filled else billing
    return PostalAddress(
        name=f"{address.text('first_name')} {address.text('last_name')}".strip()[:300],
        company=address.text("company"),
        street=address.text("address_1"),
        street2=address.text("address_2"),
        postcode=address.text("postcode", 40),
        city=address.text("city"),
        region=address.text("state"),
        country=address.country("country"),
        phone=address.text("phone", 60) or billing.text("phone", 60),
    )
