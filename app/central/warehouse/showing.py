"""What benches are told of products: the product itself, its lots, and serial numbers that are spoken for."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

import msgspec

from app.central.stock.values import LotRow
from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.domain.documents import KnownLot, ProductLots, UsedSerial, unit_name

PRODUCT, LOTS, SERIAL = "product", "lots", "serial"


def show_product(work: Work, sku: str) -> None:
    product = work.goods.product(sku)
    assert product is not None
    work.feed.put(PRODUCT, sku, msgspec.json.encode(product))


def show_lots(work: Work, sku: str) -> None:
    """The lots of which something lies here; of any other a bench knows that it is none of ours."""
    rows = {row.lot: row for _, row in work.lots.lying(sku)}
    lots = tuple(known_lot(row) for row in rows.values())
    if lots:
        work.feed.put(LOTS, sku, msgspec.json.encode(ProductLots(sku=sku, lots=lots)))
    else:
        work.feed.drop(LOTS, sku)


def known_lot(row: LotRow) -> KnownLot:
    return KnownLot(lot=row.lot, expiry=row.expiry, ship_until=row.ship_until, recalled=row.state == "recalled")


def show_used(work: Work, order: OrderRow, sku: str, numbers: Collection[str], *, shipped: bool) -> None:
    """These units are packed for an order, or left with it: no bench packs them for another one."""
    for number in numbers:
        unit = unit_name(sku, number)
        doc = UsedSerial(unit=unit, order_id=order.order_id, order=order.number, shipped=shipped)
        work.feed.put(SERIAL, _id(unit), msgspec.json.encode(doc))


def show_free(work: Work, sku: str, numbers: Collection[str]) -> None:
    """These units may be packed (again)."""
    for number in numbers:
        work.feed.drop(SERIAL, _id(unit_name(sku, number)))


def _id(unit: str) -> str:
    """Short enough for the feed, whatever the number looks like."""
    return hashlib.sha256(unit.encode()).hexdigest()[:40]
