"""How far an order has come, and what is different about what the channel sent now."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from app.central.intake.kits import sold_lines
from app.central.money.reporting import news
from app.central.storage.stores.work.lists import LEASED
from app.central.storage.unit import Work
from app.central.values import LineRow, ListRow, OrderRow, ParcelRow
from app.domain.intake.changing import Change, LineNow, LinesDiffer, Stage, compare_lines
from app.domain.intake.orders import NewOrder
from app.domain.parcels import PostalAddress

HERE = ("closed", "labelled")
"""States of a parcel whose box stands at a bench."""
_AMOUNTS = ("total_minor", "tax_minor", "discount_minor", "shipping_minor", "other_minor")


@dataclass(frozen=True, slots=True)
class Case:
    """An order with its lines, its pick list if one has it, its boxes, and the stage all that comes to."""

    order: OrderRow
    lines: tuple[LineRow, ...]
    row: ListRow | None
    boxes: tuple[ParcelRow, ...]
    stage: Stage


def case_of(work: Work, order: OrderRow) -> Case:
    lines = work.orders.lines(order.order_id)
    row = work.lists.get(order.list_id) if order.list_id else None
    boxes = tuple(parcel for parcel in work.parcels.of_order(order.order_id) if parcel.state in HERE)
    return Case(order, lines, row, boxes, _stage(order, lines, row, boxes))


def _stage(order: OrderRow, lines: tuple[LineRow, ...], row: ListRow | None, boxes: tuple[ParcelRow, ...]) -> Stage:
    if order.lifecycle in ("cancelled", "rejected"):
        return Stage.CANCELLED
    if order.lifecycle == "closed" or any(line.shipped for line in lines):
        return Stage.SHIPPED
    if boxes:
        labelled = any(box.state == "labelled" for box in boxes)
        return Stage.LABELLED if labelled else Stage.PACKED
    if (row is not None and row.state in LEASED) or any(line.picked for line in lines):
        return Stage.PICKING
    return Stage.WAITING if row is None else Stage.RELEASED


def compared(work: Work, case: Case, asked: NewOrder, service: str) -> tuple[frozenset[Change], LinesDiffer]:
    """Which kinds of change there are, and how the lines differ. `service` is the site's service code asked for."""
    order = case.order
    lines = compare_lines(_lines_now(work, case), asked.lines)
    amounts = any(getattr(asked, name) != getattr(order, name) for name in _AMOUNTS)
    found = {
        Change.ADDRESS: msgspec.json.decode(order.recipient, type=PostalAddress) != asked.recipient,
        Change.SERVICE: service != order.service or (asked.priority or order.priority) != order.priority,
        Change.NOTE: order.note != asked.note,
        Change.MONEY: amounts or bool(news(work, order, asked)),
        Change.REOPENED: case.stage is Stage.CANCELLED,
    }
    return frozenset(kind for kind, there in found.items() if there) | lines.kinds, lines


def _lines_now(work: Work, case: Case) -> list[LineNow]:
    """The lines as they were bought: a kit is one line, however many components it has."""
    return [
        LineNow(line_id=line.line_id, sku=line.sku, wanted=line.quantity - line.cancelled, ref=line.shop_line)
        for line in sold_lines(work, case.order.order_id)
    ]
