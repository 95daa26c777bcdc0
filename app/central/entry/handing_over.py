"""Goods that a customer takes along at the counter: they leave the stock at once, without a bench."""

from __future__ import annotations

from typing import Final

from app.central.intake.promising import move
from app.central.intake.showing import refresh
from app.central.storage.unit import Work
from app.domain.stock.movements import Movement

CAUSE: Final = "counter"


def serial_kept(work: Work, order_id: str) -> str:
    """The SKU of an order whose serial numbers have to be scanned; "" when there is none."""
    for line in work.orders.lines(order_id):
        track = work.lots.track(line.sku)
        if track is not None and track.tracks_serial:
            return line.sku
    return ""


def hand_over(work: Work, order_id: str, who: str) -> None:
    """Everything promised to an accepted order leaves now: ledger, counters and the order itself follow."""
    for row in work.orders.allocations(order_id):
        units = row.open
        if not units:
            continue
        move(work, Movement.PICKED, row, units, CAUSE, who)
        move(work, Movement.SHIPPED, row, units, CAUSE, who)
        work.orders.change_allocation(row, consumed=units)
        work.orders.add(row.line_id, picked=units, packed=units, allocated=-units, shipped=units)
    work.orders.change_fulfilment(order_id, "shipped")
    refresh(work, order_id)
