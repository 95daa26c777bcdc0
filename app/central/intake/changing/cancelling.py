"""Orders that end: stock goes back to sale, what was picked is put back, boxes are stopped, what left is a return."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.central.centre import Centre
from app.central.details.questions.asking import follow
from app.central.intake.changing.cases import Case, case_of
from app.central.intake.changing.taking_out import set_aside, take_out
from app.central.intake.promises.promising import move
from app.central.intake.promises.reserved import let_go
from app.central.intake.showing import refresh, stop
from app.central.money.giving_back import give_all_back, give_rest_back, not_sent
from app.central.people.actors import CENTRE
from app.central.storage.stores.work.lists import LEASED
from app.central.storage.unit import Work
from app.central.supply.demand import give_up
from app.central.values import OrderRow, ParcelRow
from app.central.work.documents import show_work
from app.domain.intake.changing import Stage
from app.domain.stock.movements import Movement

SHOP, DESK = "shop", "desk"
"""Who cancelled: what the shop cancelled, the shop may open again."""


@dataclass(frozen=True, slots=True)
class AlreadyCancelled:
    """Nothing was done; `why` says so in words."""

    why: str


def cancel_order(centre: Centre, site: str, order_id: str, reason: str) -> str | AlreadyCancelled:
    """Cancel an order; returns what that leaves for people to do in words ("" for nothing). LookupError if unknown."""
    with centre.begin(site) as work:
        order = work.orders.order(order_id)
        if order is None:
            raise LookupError(f"there is no order {order_id!r}")
        if order.lifecycle in ("cancelled", "rejected"):
            return AlreadyCancelled(f"order {order.number} was {order.lifecycle} already")
        if order.cancelled_by:
            return AlreadyCancelled(f"order {order.number} was cancelled already, after parcels had left")
        return cancel(work, order, reason, DESK)


def cancel(work: Work, order: OrderRow, reason: str, by: str) -> str:
    """Cancel what has not left: stock is released, picked units wait to be put back, benches are told to stop."""
    case = case_of(work, order)
    if case.stage is Stage.CANCELLED or (case.stage is Stage.SHIPPED and order.cancelled_by):
        return ""
    work.order_changes.decide(order.order_id, "dropped", reason)
    if case.stage is Stage.SHIPPED:
        return _too_late(work, case, reason, by)
    let_go(work, order.order_id)
    if by in (SHOP, DESK):
        give_up(work, order.order_id)
    items = set_aside(work, case.lines)
    _end_lines(work, order)
    work.orders.change(order.order_id, lifecycle="cancelled", cancelled_by=by)
    work.orders.change_fulfilment(order.order_id, "cancelled")
    if case.row is not None and case.row.state not in LEASED:
        work.lists.remove(case.row.list_id, order.order_id)
        work.orders.change(order.order_id, list_id=None)
    follow(work, order.order_id)
    work.orders.end_judged_holds(order.order_id, CENTRE.name)
    refresh(work, order.order_id)
    stop(work, order.order_id, reason)
    _tell(work, case.row.list_id if case.row else "")
    texts = _stop_boxes(work, order, case.boxes)
    units = sum(item.quantity for item in items)
    if units:
        texts.append(f"Put {units} units of cancelled order {order.number} back: they are in a tote or a box.")
        work.tasks.open(work.new_id(), "put_back", texts[-1], order.order_id, items=items)
    texts.append(give_all_back(work, _fresh(work, order)) if by == DESK else "")
    return " ".join(text for text in texts if text)


def _too_late(work: Work, case: Case, reason: str, by: str) -> str:
    """Some of it left: what did not is not sent any more, and a person arranges the return of the rest.

    What was not sent is paid back: by the shop what it cancelled itself, and nobody else knows of what was cancelled
    here. What left is paid back when it came back, which the return decides.
    """
    order = case.order
    texts = [f"Order {order.number} was cancelled after parcels left: arrange a return."]
    work.tasks.open(work.new_id(), "cancelled_late", texts[0], order.order_id)
    work.orders.change(order.order_id, cancelled_by=by)
    if any(line.quantity - line.cancelled - line.shipped for line in case.lines):
        unsent = not_sent(work, order, case.lines)
        let_go(work, order.order_id)
        if by in (SHOP, DESK):
            give_up(work, order.order_id)
        take_out(work, order, case.row, f"cancelled: {reason}")
        _end_lines(work, order)
        work.orders.change_fulfilment(order.order_id, "shipped")
        work.orders.end_judged_holds(order.order_id, CENTRE.name)
        refresh(work, order.order_id)
        follow(work, order.order_id)
        texts += _stop_boxes(work, order, case.boxes)
        texts.append(give_rest_back(work, _fresh(work, order), unsent) if by == DESK else "")
    return " ".join(text for text in texts if text)


def _stop_boxes(work: Work, order: OrderRow, boxes: Collection[ParcelRow]) -> list[str]:
    """Boxes that stand at a bench must not leave; returns the words of the task, if there is one."""
    if not boxes:
        return []
    for box in boxes:
        work.parcels.change(box.parcel_id, state="blocked")
    numbers = ", ".join(box.sscc for box in boxes if box.sscc)
    text = f"Stop the box of cancelled order {order.number}{f' ({numbers})' if numbers else ''}."
    work.tasks.open(work.new_id(), "stop_shipment", text, order.order_id)
    return [text]


def _fresh(work: Work, order: OrderRow) -> OrderRow:
    found = work.orders.order(order.order_id)
    assert found is not None, order.order_id
    return found


def _end_lines(work: Work, order: OrderRow) -> None:
    """Every promise still open is released, and what was neither shipped nor cancelled is cancelled."""
    for row in work.orders.allocations(order.order_id):
        if row.open:
            move(work, Movement.RELEASED, row, row.open, f"cancelled {order.version}")
            work.orders.change_allocation(row, released=row.open)
    for line in work.orders.lines(order.order_id):
        units = line.quantity - line.cancelled - line.shipped
        work.orders.add(line.line_id, allocated=-line.allocated, cancelled=units, short=-line.short)


def _tell(work: Work, list_id: str) -> None:
    row = work.lists.get(list_id) if list_id else None
    if row is not None:
        show_work(work, row)
