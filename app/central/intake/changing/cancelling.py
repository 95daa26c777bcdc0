"""Orders that end: stock goes back to sale, what was picked is put back, boxes are stopped, what left is a return."""

from __future__ import annotations

from app.central.centre import Centre
from app.central.details.questions.asking import follow
from app.central.intake.changing.cases import case_of
from app.central.intake.changing.taking_out import set_aside
from app.central.intake.promising import move
from app.central.intake.reserved import let_go
from app.central.intake.showing import refresh, stop
from app.central.money.giving_back import give_all_back
from app.central.people.actors import CENTRE
from app.central.storage.stores.work.lists import LEASED
from app.central.storage.unit import Work
from app.central.supply.demand import give_up
from app.central.values import LineRow, OrderRow
from app.central.work.documents import show_work
from app.domain.intake.changing import Stage
from app.domain.stock.movements import Movement

SHOP, DESK = "shop", "desk"
"""Who cancelled: what the shop cancelled, the shop may open again."""


def cancel_order(centre: Centre, site: str, order_id: str, reason: str) -> str:
    """Cancel an order; returns what that leaves for people to do in words ("" for nothing). LookupError if unknown."""
    with centre.begin(site) as work:
        order = work.orders.order(order_id)
        if order is None:
            raise LookupError(f"there is no order {order_id!r}")
        return cancel(work, order, reason, DESK)


def cancel(work: Work, order: OrderRow, reason: str, by: str) -> str:
    """Cancel what has not left: stock is released, picked units wait to be put back, benches are told to stop."""
    case = case_of(work, order)
    if case.stage is Stage.CANCELLED:
        return ""
    work.order_changes.decide(order.order_id, "dropped", reason)
    if case.stage is Stage.SHIPPED:
        return _too_late(work, order, case.lines, reason)
    let_go(work, order.order_id)
    if by in (SHOP, DESK):
        give_up(work, order.order_id)
    items = set_aside(work, case.lines)
    _end_lines(work, order)
    for box in case.boxes:
        work.parcels.change(box.parcel_id, state="blocked")
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
    texts = []
    if case.boxes:
        numbers = ", ".join(box.sscc for box in case.boxes if box.sscc)
        texts.append(f"Stop the box of cancelled order {order.number}{f' ({numbers})' if numbers else ''}.")
        work.tasks.open(work.new_id(), "stop_shipment", texts[-1], order.order_id)
    units = sum(item.quantity for item in items)
    if units:
        texts.append(f"Put {units} units of cancelled order {order.number} back: they are in a tote or a box.")
        work.tasks.open(work.new_id(), "put_back", texts[-1], order.order_id, items=items)
    texts += _money(work, order) if by == DESK else []
    return " ".join(texts)


def _money(work: Work, order: OrderRow) -> list[str]:
    """A shop pays back what it cancelled itself; nobody else knows of what was cancelled here."""
    text = give_all_back(work, order, order.charged_minor - order.refunded_minor, order.authorised_minor)
    return [text] if text else []


def _too_late(work: Work, order: OrderRow, lines: tuple[LineRow, ...], reason: str) -> str:
    """Some of it left: what did not is not sent any more, and a person arranges the return of the rest."""
    text = f"Order {order.number} was cancelled after parcels left: arrange a return."
    work.tasks.open(work.new_id(), "cancelled_late", text, order.order_id)
    if any(line.quantity - line.cancelled - line.shipped for line in lines):
        here = case_of(work, order)
        items = set_aside(work, lines)
        _end_lines(work, order)
        for box in here.boxes:
            work.parcels.change(box.parcel_id, state="blocked")
        if items:
            rest = f"Put the units of order {order.number} that did not leave back ({reason})."
            work.tasks.open(work.new_id(), "put_back", rest, order.order_id, items=items)
        refresh(work, order.order_id)
        _tell(work, order.list_id or "")
    return text


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
