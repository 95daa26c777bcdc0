"""The receipt of an order that was entered at the desk: what was bought, how it was paid, who served."""

from __future__ import annotations

import msgspec

from app.central.centre import Centre
from app.central.entry.values import CARD, Receipt, ReceiptLine
from app.central.intake.kits import sold_lines
from app.central.intake.setting import site_row
from app.central.money.recording import DESK
from app.domain.money import parse_amount
from app.domain.parcels import PostalAddress


def receipt_of(centre: Centre, site: str, order_id: str) -> Receipt | None:
    """None when the site has no such order, or it was not entered at the desk."""
    with centre.read(site) as work:
        order = work.orders.order(order_id)
        entered = work.deeds.page(1, None, None, subject_kind="order", subject_id=order_id, action="order.enter")
        if order is None or order.site_id != site or not entered:
            return None
        told = msgspec.json.decode(entered[0].details, type=dict[str, str])
        slips = [event.reference for event in work.payments.of_order(order_id) if event.provider == DESK]
        card = next((slip.partition(":")[2] for slip in slips if slip.startswith(f"{CARD}:")), "")
        return Receipt(
            number=order.number,
            placed_at=order.placed_at,
            seller=msgspec.json.decode(site_row(work).sender, type=PostalAddress),
            lines=tuple(
                ReceiptLine(name=line.name, sku=line.sku, quantity=line.quantity, price_minor=line.price_minor)
                for line in sold_lines(work, order_id)
            ),
            currency=order.currency,
            total_minor=order.total_minor,
            shipping_minor=order.shipping_minor,
            discount_minor=order.discount_minor,
            paid_minor=order.charged_minor - order.refunded_minor,
            method=order.method,
            reference=card,
            given_minor=parse_amount(told["given"], order.currency).minor if told.get("given") else 0,
            clerk=entered[0].actor_name,
        )
