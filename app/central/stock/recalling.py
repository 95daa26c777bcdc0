"""Work with a recalled lot stops: what nobody walks for yet is promised anew, what a bench has is held there."""

from __future__ import annotations

from typing import Final

from app.central.intake.changes import go_on
from app.central.intake.changing.leaving_lots import leave_lots
from app.central.intake.holds import BY_ITSELF, follow
from app.central.intake.promises.promising import place
from app.central.storage.stores.work.lists import LEASED
from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.domain.intake.orders import HoldNeeded, HoldReason

FIELD: Final = "recall"
"""The field of the hold that a recall puts on an order."""
ORDERS_MOST: Final = 100_000


def stop_work(work: Work, sku: str, lot: str) -> None:
    """Every order that still has units of the lot promised or in a box: promised anew, or held where it stands."""
    for row in work.desk.tracing.of_lot(sku, lot, ORDERS_MOST):
        order = work.orders.order(row.order_id) if row.promised else None
        if order is None or order.lifecycle not in ("submitted", "accepted"):
            continue
        if not _promised_anew(work, order, sku, lot):
            hold_for_recall(work, order.order_id, sku, lot)


def let_go(work: Work, sku: str, lot: str) -> None:
    """The lot is good again: orders that were held for it, and for nothing else, go on."""
    detail = _needed(sku, lot).detail
    for hold in work.orders.open_holds():
        if hold.field == FIELD and hold.detail == detail:
            work.orders.end_hold(hold.hold_id, BY_ITSELF)
            follow(work, hold.order_id)


def hold_for_recall(work: Work, order_id: str, sku: str, lot: str) -> None:
    """Hold an order once for this lot; its bench hears of it with its next exchange.

    Released while the lot is still recalled, the order is promised another one and walked for anew (`holds.follow`).
    """
    needed = _needed(sku, lot)
    if not any(hold.detail == needed.detail and hold.released_at is None for hold in work.orders.holds(order_id)):
        place(work, order_id, needed, BY_ITSELF)
        follow(work, order_id)


def _needed(sku: str, lot: str) -> HoldNeeded:
    detail = f"Lot {lot} of {sku} is recalled: take it out of the tote or box."
    return HoldNeeded(reason=HoldReason.OPERATOR, field=FIELD, detail=detail)


def _promised_anew(work: Work, order: OrderRow, sku: str, lot: str) -> bool:
    """False when a bench has the order, or units of it are in a tote or box already."""
    row = work.lists.get(order.list_id) if order.list_id else None
    if (row is not None and row.state in LEASED) or any(line.picked for line in work.orders.lines(order.order_id)):
        return False
    leave_lots(work, order, {(sku, lot)})
    go_on(work, order.order_id)
    return True
