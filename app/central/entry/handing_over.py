"""Goods that a customer takes along at the counter: they leave the stock at once, without a bench."""

from __future__ import annotations

from typing import Final

from app.central.intake.promises.promising import move
from app.central.intake.showing import refresh
from app.central.storage.unit import Work
from app.central.values import ParcelRow
from app.domain.facts import PackedLine
from app.domain.stock.movements import Movement

CAUSE: Final = "counter"
TAKEN_ALONG: Final = "taken along"
"""Stands where other parcels name their courier."""


def serial_kept(work: Work, order_id: str) -> str:
    """The SKU of an order whose serial numbers have to be scanned; "" when there is none."""
    for line in work.orders.lines(order_id):
        track = work.lots.track(line.sku)
        if track is not None and track.tracks_serial:
            return line.sku
    return ""


def hand_over(work: Work, order_id: str, who: str) -> None:
    """Everything promised to an accepted order leaves now: ledger, counters and the order itself follow."""
    given = []
    for row in work.orders.allocations(order_id):
        units = row.open
        if not units:
            continue
        move(work, Movement.PICKED, row, units, CAUSE, who)
        move(work, Movement.SHIPPED, row, units, CAUSE, who)
        work.orders.change_allocation(row, consumed=units)
        work.orders.add(row.line_id, picked=units, packed=units, allocated=-units, shipped=units)
        given.append(PackedLine(line_id=row.line_id, sku=row.sku, quantity=units))
    work.parcels.insert(_bag(work, order_id), given)
    work.orders.change_fulfilment(order_id, "shipped")
    refresh(work, order_id)


def _bag(work: Work, order_id: str) -> ParcelRow:
    """What left stands in a parcel, as everything that ever left does; this one has no label and no bench."""
    return ParcelRow(
        parcel_id=work.new_id(),
        order_id=order_id,
        session_id="",
        station_id="",
        carton="",
        state="shipped",
        label="none",
        sscc=None,
        courier=TAKEN_ALONG,
        service="",
        prints=0,
        copies=0,
        dispatched_at=work.now,
    )
