"""Who has units of a lot or with a serial number: what lies here, what is promised, packed, and what left, to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.central.centre import Centre
from app.central.desk.listing import Row, rows
from app.central.desk.views import BY_ARRIVAL, FOUND
from app.central.stock.values import LotRow, SerialRow
from app.central.storage.unit import Work
from app.central.values import LevelRow
from app.domain.documents import Product

ORDERS_MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Had:
    """An order with units of what is traced: `promised` of them are still here, `left` went to the customer."""

    row: Row
    promised: int
    left: int
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """`lot` is None of what nobody received by lot; `more`: there are further orders than are shown."""

    product: Product
    lot: LotRow | None
    serial: SerialRow | None
    levels: tuple[LevelRow, ...]
    orders: tuple[Had, ...]
    more: bool
    looked_at: datetime


def trace(centre: Centre, site: str, sku: str, lot: str, serial: str) -> Trace | None:
    """None when the catalogue has no such SKU, or nobody knows this lot or number of it."""
    with centre.read(site) as work:
        product = work.goods.product(sku)
        if product is None:
            return None
        number = work.lots.serials(sku, [serial]).get(serial) if serial else None
        batch = work.lots.get(sku, lot) if lot else None
        if (serial and number is None) or (lot and batch is None) or not (lot or serial):
            return None
        found = _of_serial(work, number) if number is not None else _of_lot(work, sku, lot)
        return Trace(
            product=product,
            lot=batch,
            serial=number,
            levels=tuple(one for one in work.stock.levels(sku) if lot and one.lot == lot),
            orders=found[:ORDERS_MOST],
            more=len(found) > ORDERS_MOST,
            looked_at=work.now,
        )


def _of_lot(work: Work, sku: str, lot: str) -> tuple[Had, ...]:
    units = {one.order_id: one for one in work.desk.tracing.of_lot(sku, lot, ORDERS_MOST + 1)}
    return tuple(
        Had(row=row, promised=units[row.order.order_id].promised, left=units[row.order.order_id].gone)
        for row in _seen(work, units)
    )


def _of_serial(work: Work, number: SerialRow) -> tuple[Had, ...]:
    order_id = work.desk.tracing.order_of(number.line_id) if number.line_id else None
    left = int(number.state == "shipped")
    return tuple(
        Had(row=row, promised=1 - left, left=left, serials=(number.serial,))
        for row in _seen(work, [order_id] if order_id else [])
    )


def _seen(work: Work, order_ids: Iterable[str]) -> tuple[Row, ...]:
    ids = tuple(order_ids)
    return rows(work, work.desk.lists.page(FOUND, BY_ARRIVAL, True, ORDERS_MOST + 1, None, ids)) if ids else ()
