"""What a cancelled order was paid goes back to its customer: one task that names the amount, and ends by itself."""

from __future__ import annotations

from typing import Final

from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.domain.money import Money

DUE: Final = "refund_due"
GRANTED: Final = "refund_granted"
"""Causes of the tasks of paying everything back, and of paying back what was granted."""


def give_all_back(work: Work, order: OrderRow, kept_minor: int, authorised_minor: int = 0) -> str:
    """Open the task while money of a cancelled order is kept, or authorised where nobody else voids it; else end it.

    Returns what there is to do in words, "" for nothing.
    """
    parts = []
    if kept_minor > 0:
        parts.append(f"pay {Money(kept_minor, order.currency).text()} {order.currency} back")
    if authorised_minor > 0:
        parts.append(f"void the {Money(authorised_minor, order.currency).text()} {order.currency} that are authorised")
    if not parts:
        _end(work, order, DUE, "nothing is kept any more")
        return ""
    _end(work, order, GRANTED, "the order was cancelled: all of it goes back")
    text = f"Order {order.number} is cancelled: {' and '.join(parts)}, and tell the customer."
    work.tasks.open(work.new_id(), DUE, text, order.order_id)
    return text


def _end(work: Work, order: OrderRow, cause: str, words: str) -> None:
    for task in work.tasks.open_of(order_id=order.order_id, cause=cause):
        work.tasks.close(task.task_id, words, "payment")
