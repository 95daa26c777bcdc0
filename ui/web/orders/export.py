"""The list as a CSV file: RFC 4180, and no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import tzinfo
from typing import Final

from app.central.desk.listing import Row
from app.domain.money import Money
from app.domain.spreadsheets import guarded

HEADER: Final = (
    "Order", "Customer", "Company", "City", "Country", "Channel", "Placed", "Ship by", "Total", "Currency", "State",
    "What next",
)  # fmt: skip


def csv_of(rows: Iterable[Row], zone: tzinfo) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read names right; times are local to the site."""
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(HEADER)
    for row in rows:
        order = row.order
        due = order.ship_by.astimezone(zone).isoformat(timespec="minutes") if order.ship_by else ""
        cells = (
            order.number, row.to.name, row.to.company, row.to.city, row.to.country, row.channel,
            order.placed_at.astimezone(zone).isoformat(timespec="minutes"), due,
        )  # fmt: skip
        states = ", ".join(word for _, word in row.step.pills)
        money = (Money(order.total_minor, order.currency).text(), order.currency)
        out.writerow([*(guarded(cell) for cell in cells), *money, guarded(states), guarded(row.step.words)])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")
