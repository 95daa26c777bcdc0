"""Work with a recalled lot stops and is planned anew with other lots by itself; only a closed box needs a person.

A bench that has an order is taken off it as by an edit: its tote is put back, and the order is walked for anew. A bench
that does not hear us may be anywhere with it, and what it did has to be told as it was: the order is held until the
bench was heard of with nothing left to tell.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from app.central.intake.changes import go_on
from app.central.intake.changing.leaving_lots import is_boxed, leave_lots, recalled_lots
from app.central.intake.holds import BY_ITSELF, follow
from app.central.intake.promises.promising import place
from app.central.storage.stores.work.lists import LEASED
from app.central.storage.unit import Work
from app.central.values import ListRow, OrderRow
from app.domain.intake.orders import HoldNeeded, HoldReason

FIELD: Final = "recall"
"""The field of the hold that a recall puts on an order."""
ORDERS_MOST: Final = 100_000
IN_TOUCH: Final = timedelta(seconds=90)
"""A bench on line is heard of every 30 seconds (`sync.central.stations.feed`); two of these may be lost."""
NAMED_MOST: Final = 10


def stop_work(work: Work, sku: str, lot: str) -> None:
    """Every order that still has units of the lot promised: planned anew, or held where it stands."""
    boxed: list[tuple[str, int]] = []
    for row in work.desk.tracing.of_lot(sku, lot, ORDERS_MOST):
        order = work.orders.order(row.order_id) if row.promised else None
        if order is None or order.lifecycle not in ("submitted", "accepted"):
            continue
        if is_boxed(work, order.order_id):
            boxed.append((order.number, int(row.promised)))
        if not _planned_anew(work, order, sku, lot):
            hold_for_recall(work, order.order_id, sku, lot)
    if boxed:
        _ask_for_boxes(work, sku, lot, boxed)


def plan_held_anew(work: Work) -> None:
    """Orders held for a recall go on by themselves once their bench was heard of since, with nothing left to tell, or
    they were taken back from it."""
    for hold_id, order_id in work.watched.recalls_heard(FIELD):
        order = work.orders.order(order_id)
        if order is None or _held(work, order_id) or is_boxed(work, order_id):
            continue
        work.orders.end_hold(hold_id, BY_ITSELF)
        lots = recalled_lots(work, order_id)
        if lots:
            leave_lots(work, order, lots)
        go_on(work, order_id)


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


def _planned_anew(work: Work, order: OrderRow, sku: str, lot: str) -> bool:
    """False when units are in a closed box, or when a bench has the order that does not hear us, or may not go on."""
    row = work.lists.get(order.list_id) if order.list_id else None
    busy = row is not None and row.state in LEASED and (_held(work, order.order_id) or not _in_touch(work, row))
    if busy or is_boxed(work, order.order_id):
        return False
    leave_lots(work, order, {(sku, lot)})
    go_on(work, order.order_id)
    return True


def _held(work: Work, order_id: str) -> bool:
    """Whether something else stops the order at its bench: it stays there until that is settled."""
    live = (hold for hold in work.orders.holds(order_id) if hold.released_at is None)
    return any(hold.reason != HoldReason.STOCK and hold.field != FIELD for hold in live)


def _in_touch(work: Work, row: ListRow) -> bool:
    """Whether the bench that has the list was heard of just now, with nothing waiting to be told."""
    return row.station_id is not None and work.benches.in_touch(row.station_id, work.now - IN_TOUCH)


def _ask_for_boxes(work: Work, sku: str, lot: str, boxed: list[tuple[str, int]]) -> None:
    more = f" and {len(boxed) - NAMED_MOST} more" if len(boxed) > NAMED_MOST else ""
    named = ", ".join(number for number, _ in boxed[:NAMED_MOST]) + more
    units = sum(units for _, units in boxed)
    text = f"Lot {lot} of {sku} was recalled, units in closed boxes: {units}. Stop and open those of {named}."
    work.tasks.open(work.new_id(), "recall", text, source=f"recall {sku} {lot}", once=True)
