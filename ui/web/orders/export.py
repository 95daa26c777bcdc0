"""The list as a CSV file: what it shows, all of it, and no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import tzinfo
from typing import Final

from fastapi import APIRouter, Request, Response

from app.central.desk.exporting import order_rows
from app.central.desk.listing import BadWish, Row
from app.central.doors import Doors
from app.domain.money import Money
from app.domain.spreadsheets import guarded
from ui.web.orders.pages import wish_of
from ui.web.shell.csv_files import all_pages, csv_file, wants_mark
from ui.web.shell.drawing import Shell
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import need, visitor_of

HEADER: Final = (
    "Order", "Customer", "Company", "City", "Country", "Channel", "Placed", "Ship by", "Total", "Currency", "State",
    "What next",
)  # fmt: skip


def orders_export(shell: Shell, doors: Doors) -> APIRouter:
    """GET /orders.csv of what the list shows; with bom=no without the mark that spreadsheets want."""
    pages = Pages(shell)

    async def export(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "order.read")
        try:
            first = await doors.read(order_rows, visitor.site, wish_of(request))
        except BadWish as wrong:
            raise PageRefusal(400, "No such list", str(wrong)) from wrong
        parts = all_pages(first, lambda wish: doors.read(order_rows, visitor.site, wish))
        cells = (_cells(rows, visitor.zone) async for rows in parts)
        return csv_file("orders.csv", HEADER, cells, mark=wants_mark(request))

    pages.get("/orders.csv", export)
    return pages.router


def _cells(rows: Iterable[Row], zone: tzinfo) -> Iterator[tuple[str, ...]]:
    """Times are local to the site."""
    for row in rows:
        order = row.order
        due = order.ship_by.astimezone(zone).isoformat(timespec="minutes") if order.ship_by else ""
        cells = (
            order.number, row.to.name, row.to.company, row.to.city, row.to.country, row.channel,
            order.placed_at.astimezone(zone).isoformat(timespec="minutes"), due,
        )  # fmt: skip
        states = ", ".join(word for _, word in row.step.pills)
        money = (Money(order.total_minor, order.currency).text(), order.currency)
        yield *(guarded(cell) for cell in cells), *money, guarded(states), guarded(row.step.words)
