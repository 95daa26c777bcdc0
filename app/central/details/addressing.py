"""Giving an order another address: looked over, its holds settled, shown at the bench, and asked about if wrong."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from app.central.details.judging import Judged
from app.central.details.looking import look_again
from app.central.details.questions.asking import follow
from app.central.intake.changes import go_on
from app.central.intake.showing import refresh
from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.central.work.documents import show_work
from app.domain.parcels import PostalAddress

BOXED = ("closed", "labelled")
"""States of a parcel whose box stands at a bench with what was its label."""


def change_address(
    work: Work,
    order: OrderRow,
    address: PostalAddress,
    who: str,
    *,
    email: str | None = None,
    confirmed: Mapping[str, str] | None = None,
    done: str = "settled",
) -> Judged:
    """Send the order elsewhere: the one way an address changes. `email` and `confirmed` None stay as they are.

    A box with a label already leaves a task: its label says the old address.
    """
    before = msgspec.json.decode(order.recipient, type=PostalAddress)
    if address != before:
        work.orders.change(order.order_id, recipient=msgspec.json.encode(address).decode())
        _relabel(work, order)
    judged = look_again(work, order, address, who, email=email, confirmed=confirmed)
    follow(work, order.order_id, tell=who != "customer", done=done)
    if order.lifecycle == "submitted":
        go_on(work, order.order_id)
    else:
        refresh(work, order.order_id)
    row = None if order.list_id is None else work.lists.get(order.list_id)
    if row is not None:
        show_work(work, row)
    return judged


def _relabel(work: Work, order: OrderRow) -> None:
    boxed = [parcel for parcel in work.parcels.of_order(order.order_id) if parcel.state in BOXED]
    if boxed:
        text = f"The address of order {order.number} changed: void the label of its {len(boxed)} boxes, buy a new one."
        work.tasks.open(work.new_id(), "address_changed", text, order.order_id)
