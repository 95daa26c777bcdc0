"""Look things up for a verb: the product behind a code, the order behind a tote, whether an order may go on."""

from __future__ import annotations

from app.domain.barcodes import Gtin, Unknown
from app.domain.documents import Product, ProductLots, StoppedOrder, WorkList, WorkOrder
from app.domain.floor.packing import PackSession
from app.domain.floor.picking import ItemScan
from app.domain.floor.tracing import LotBook
from app.domain.floor.walk import PickRun
from app.station.desk import Turn


def item_of(turn: Turn, code: Gtin | Unknown, wanted: frozenset[str]) -> ItemScan | None:
    """The product a code stands for; of several sharing one code, the one the work wants comes first."""
    found = turn.work.products_by_code(code.gtin) if isinstance(code, Gtin) else []
    found = found or turn.work.products_by_code(code.text)
    if not found:
        return None
    product, barcode = next(((p, b) for p, b in found if p.sku in wanted), found[0])
    if not isinstance(code, Gtin) or code.warnings:
        return ItemScan(product=product, units=barcode.units, text=code.text)
    return ItemScan(
        product=product, units=barcode.units * (code.count or 1), text=code.text, lot=code.lot or "",
        serial=code.serial or "", expiry=code.expiry,
    )  # fmt: skip


def lot_book(turn: Turn, sku: str) -> LotBook:
    """What the centre last said about the lots of a product, on the site's own day."""
    found = turn.doc(ProductLots, sku)
    return LotBook(today=turn.desk.now().astimezone(turn.zone).date(), lots=found.lots if found else ())


def product(turn: Turn, sku: str) -> Product | None:
    return turn.doc(Product, sku)


def run_with_tote(turn: Turn, tote: str) -> tuple[PickRun, str] | None:
    """The walked list and the order whose goods are in this tote now."""
    for run in turn.work.all(PickRun):
        for order_id, given in run.totes:
            if given == tote and order_id not in run.emptied:
                return run, order_id
    return None


def kept_list(turn: Turn, list_id: str) -> WorkList | None:
    """The list as it was when the walk began (the bench's own copy: the lease may be gone since)."""
    return turn.work.get(WorkList, list_id)


def order_of(turn: Turn, list_id: str, order_id: str) -> WorkOrder | None:
    work = kept_list(turn, list_id)
    return next((order for order in work.orders if order.order_id == order_id), None) if work else None


def order_number(turn: Turn, order_id: str) -> str:
    """The number people use for an order at this bench ("" when the id is none of its orders)."""
    if not order_id:
        return ""
    for run in turn.work.all(PickRun):
        if order_id in run.orders:
            order = order_of(turn, run.list_id, order_id)
            return order.number if order else ""
    return ""


def stopped(turn: Turn, list_id: str, order_id: str) -> str:
    """Why this order must not go on, as the centre last said; "" if it may."""
    on_stop_list = turn.doc(StoppedOrder, order_id)
    if on_stop_list is not None:
        return on_stop_list.reason or "stopped"
    work = turn.doc(WorkList, list_id)
    for order in work.orders if work else ():
        if order.order_id == order_id and order.state != "open":
            return order.reason or order.state
    return ""


def cancelled(turn: Turn, list_id: str, order_id: str) -> bool:
    """Whether a stopped order will never go on (one on hold may, and keeps its tote): the stop list is for ever."""
    if turn.doc(StoppedOrder, order_id) is not None:
        return True
    work = turn.doc(WorkList, list_id)
    return work is not None and any(o.order_id == order_id and o.state == "cancelled" for o in work.orders)


def tote_wanting(turn: Turn, sku: str, except_order: str) -> tuple[str, str]:
    """(tote, order number) of another order at this bench that still needs the product; ("", "") if none."""
    for session in turn.work.all(PackSession):
        if session.order_id != except_order and any(line.sku == sku and line.left for line in session.lines):
            return session.tote, session.order_id
    for run in turn.work.all(PickRun):
        for stop in run.stops:
            for need in stop.needs:
                waiting = need.order_id not in (*run.emptied, except_order)
                if stop.sku == sku and waiting and need.done and (tote := run.tote_of(need.order_id)):
                    return tote, need.order_id
    return "", ""
