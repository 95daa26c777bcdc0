"""Orders line by line as a CSV file, in the columns our own import reads; written as it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from typing import Final

from fastapi import APIRouter, Request, Response

from app.central.desk.exporting import Whole, whole_orders
from app.central.desk.listing import BadWish
from app.central.doors import Doors
from app.domain.intake.orders import Payment
from app.domain.money import Money
from app.domain.spreadsheets import guarded as safe_cell
from ui.web.orders.pages import wish_of
from ui.web.shell.csv_files import all_pages, csv_file, wants_mark
from ui.web.shell.drawing import Shell
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import need, visitor_of

ADDRESS: Final = ("name", "company", "street", "street2", "city", "region", "postcode", "country", "phone")
HEADER: Final = (
    "order", "placed_at", "ship_by", "currency", "total", "payment", "tax", "discount", "shipping",
    "prices_include_tax", "service", "priority", "email", "note", *ADDRESS, "sku", "quantity", "price", "line_name",
    "line_tax", "line_discount",
)  # fmt: skip
PAID: Final = {
    "charged": Payment.PAID, "overcharged": Payment.PAID, "partially_charged": Payment.PARTIALLY_PAID,
    "authorised": Payment.AUTHORIZED, "authorized": Payment.AUTHORIZED,
    "partially_refunded": Payment.PARTIALLY_REFUNDED, "refunded": Payment.REFUNDED, "voided": Payment.VOIDED,
    "expired": Payment.EXPIRED,
}  # fmt: skip
"""What a channel would report; everything else still waits for its money."""


def lines_export(shell: Shell, doors: Doors) -> APIRouter:
    """GET /orders-lines.csv of what the list shows; with bom=no without the mark that spreadsheets want."""
    pages = Pages(shell)

    async def export(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "order.read")
        try:
            first = await doors.read(whole_orders, visitor.site, wish_of(request))
        except BadWish as wrong:
            raise PageRefusal(400, "No such list", str(wrong)) from wrong
        parts = all_pages(first, lambda wish: doors.read(whole_orders, visitor.site, wish))
        cells = (_cells(orders, visitor.zone) async for orders in parts)
        return csv_file("orders-lines.csv", HEADER, cells, mark=wants_mark(request))

    pages.get("/orders-lines.csv", export)
    return pages.router


def _cells(orders: Iterable[Whole], zone: tzinfo) -> Iterator[list[str]]:
    """What is said of the order stands on each of its lines; times are local to the site, with their offset."""
    for one in orders:
        said = _order(one, zone)
        for line in _lines(one):
            yield [safe_cell(cell) for cell in (*said, *line)]


def _order(one: Whole, zone: tzinfo) -> tuple[str, ...]:
    order = one.order
    sums = (order.tax_minor, order.discount_minor, order.shipping_minor)
    return (
        order.external_ref, _moment(order.placed_at, zone), _moment(order.ship_by, zone), order.currency,
        Money(order.total_minor, order.currency).text(), PAID.get(order.payment, Payment.PENDING).value,
        *(Money(minor, order.currency).text() for minor in sums), "yes" if order.prices_include_tax else "no",
        order.service, str(order.priority), one.email, order.note, *(getattr(one.to, name) for name in ADDRESS),
    )  # fmt: skip


def _lines(one: Whole) -> Iterator[tuple[str, ...]]:
    currency = one.order.currency
    for line in one.lines:
        sums = (line.tax_minor, line.discount_minor)
        price = Money(line.price_minor, currency).text()
        yield line.sku, str(line.quantity), price, line.name, *(Money(minor, currency).text() for minor in sums)


def _moment(at: datetime | None, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds") if at else ""
