"""Orders in a plain CSV file of our own: one row per line of an order, its own columns named as in the README.

The columns of the order stand on its first row; later rows leave them blank or repeat them word for word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, NoReturn, TypeVar

from app.central.warehouse.records import BadRow
from app.domain.intake.amounts import mismatch
from app.domain.intake.countries import COUNTRIES
from app.domain.intake.orders import NewLine, NewOrder, Payment
from app.domain.money import BadAmount, exponent, parse_amount
from app.domain.parcels import PostalAddress
from sync.channels.shopify_orders import Context, OrdersRead
from sync.channels.tables import Row, read_table, whole

REQUIRED: Final = (
    "order", "placed_at", "currency", "total", "payment", "name", "street", "city", "postcode", "country", "sku",
    "quantity",
)  # fmt: skip
OPTIONAL: Final = (
    "company", "street2", "region", "phone", "email", "service", "priority", "ship_by", "note", "tax", "discount",
    "shipping", "prices_include_tax", "price", "line_name", "line_tax", "line_discount",
)  # fmt: skip
OF_A_LINE: Final = frozenset({"sku", "quantity", "price", "line_name", "line_tax", "line_discount"})
_ADDRESS: Final = ("name", "company", "street", "street2", "postcode", "city", "region", "country", "phone")
_STAMP: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
LINES_MOST: Final = 1_000
YES_NO: Final = {"yes": True, "no": False, "": False}
V = TypeVar("V")


class _Bad(Exception):
    """A cell that keeps its order from being taken."""

    def __init__(self, row: BadRow) -> None:
        super().__init__(row.problem)
        self.row = row


def read_orders(context: Context, data: bytes) -> OrdersRead:
    """The orders of a file, oldest first. One with a bad line is not taken at all; `order` is its external_ref."""
    table = read_table(context.file, data, REQUIRED)
    bad = list(table.bad)
    orders: dict[str, NewOrder] = {}
    seen: set[str] = set()
    for group in _groups(table.every):
        if any(row.fault is not None for row in group):
            continue
        cells = _Cells(context, group)
        named = group[0]["order"]
        try:
            if named in seen:
                cells.wrong(group[0], "order", f"order {named[:60]} stands further up, apart from this row")
            seen.add(named)
            orders[named] = cells.order()
        except _Bad as fault:
            bad.append(fault.row)
    oldest_first = sorted(orders.values(), key=lambda order: order.placed_at)
    return OrdersRead(tuple(oldest_first), tuple(sorted(bad, key=lambda row: row.line)))


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that follow each other under one `order`; a blank one belongs to the order above."""
    group: list[Row] = []
    for row in rows:
        if group and row["order"] and row["order"] != group[0]["order"]:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


class _Cells:
    """The rows of one order, read cell by cell."""

    def __init__(self, context: Context, group: list[Row]) -> None:
        self._context = context
        self._first = group[0]
        self._group = group

    def wrong(self, row: Row, column: str, problem: str) -> NoReturn:
        raise _Bad(BadRow(self._context.file, row.line, column, problem))

    def order(self) -> NewOrder:
        first = self._first
        self._repeated()
        named = self._text("order", 60, needed=True)
        currency = self._currency()
        total = self._amount(first, "total", currency)
        payment = self._one_of("payment", Payment, Payment)
        lines = tuple(self._line(row, currency) for row in self._group)
        order = NewOrder(
            external_ref=named,
            number=named,
            placed_at=self._moment("placed_at") or self.wrong(first, "placed_at", "must not be empty"),
            ship_by=self._moment("ship_by"),
            currency=currency,
            total_minor=total,
            payment=payment,
            charged_minor=total if payment in (Payment.PAID, Payment.PARTIALLY_REFUNDED) else 0,
            authorised_minor=total if payment is Payment.AUTHORIZED else 0,
            tax_minor=self._or_sum("tax", currency, sum(line.tax_minor for line in lines)),
            discount_minor=self._or_sum("discount", currency, sum(line.discount_minor for line in lines)),
            shipping_minor=self._amount(first, "shipping", currency),
            prices_include_tax=self._one_of("prices_include_tax", YES_NO.__getitem__, ("yes", "no")),
            email=self._text("email", 320),
            recipient=self._recipient(),
            lines=lines,
            service=self._service(),
            priority=self._whole(first, "priority", 1, 9) if first["priority"] else None,
            note=first["note"][:2000],
        )
        if all(row["price"] for row in self._group) and (difference := mismatch(order)):
            self.wrong(first, "total", difference)
        return order

    def _repeated(self) -> None:
        """Later rows say nothing else about the order than its first."""
        if len(self._group) > LINES_MOST:
            self.wrong(self._first, "order", f"{len(self._group)} lines are more than {LINES_MOST}")
        for row in self._group[1:]:
            for column in row.cells:
                if column not in OF_A_LINE and row[column] and row[column] != self._first[column]:
                    self.wrong(row, column, f"differs from the order's first row, line {self._first.line}")

    def _line(self, row: Row, currency: str) -> NewLine:
        sku = row["sku"]
        if not sku or len(sku) > 80:
            self.wrong(row, "sku", "must not be empty" if not sku else "longer than 80 characters")
        if self._context.known_skus is not None and sku not in self._context.known_skus:
            self.wrong(row, "sku", f"SKU {sku!a} is not in the catalogue")
        return NewLine(
            sku=sku,
            quantity=self._whole(row, "quantity", 1, 10_000),
            name=row["line_name"][:300],
            price_minor=self._amount(row, "price", currency),
            tax_minor=self._amount(row, "line_tax", currency),
            discount_minor=self._amount(row, "line_discount", currency),
        )

    def _whole(self, row: Row, column: str, least: int, most: int) -> int:
        found = whole(self._context.file, row, column, least, most)
        return found if isinstance(found, int) else self.wrong(row, column, found.problem)

    def _text(self, column: str, longest: int, *, needed: bool = False) -> str:
        text = self._first[column]
        if needed and not text:
            self.wrong(self._first, column, "must not be empty")
        return text if len(text) <= longest else self.wrong(self._first, column, f"longer than {longest} characters")

    def _currency(self) -> str:
        try:
            exponent(self._first["currency"])
        except BadAmount as error:
            self.wrong(self._first, "currency", str(error))
        return self._first["currency"]

    def _amount(self, row: Row, column: str, currency: str) -> int:
        """Minor units; 0 for an empty cell, which only `total` must not be."""
        if not row[column] and column != "total":
            return 0
        try:
            minor = parse_amount(row[column], currency).minor
        except BadAmount as error:
            self.wrong(row, column, str(error))
        if not 0 <= minor <= 10**13:
            self.wrong(row, column, "is below zero" if minor < 0 else "is too large for an order")
        return minor

    def _or_sum(self, column: str, currency: str, of_lines: int) -> int:
        return self._amount(self._first, column, currency) if self._first[column] else of_lines

    def _one_of(self, column: str, make: Callable[[str], V], known: Sequence[str] | type[Payment]) -> V:
        try:
            return make(self._first[column])
        except (ValueError, KeyError):
            self.wrong(self._first, column, f"{self._first[column][:30]!a} is none of {', '.join(known)}")

    def _service(self) -> str:
        codes = [level.code for level in self._context.services]
        asked = self._first["service"]
        if asked and codes and asked not in codes:
            self.wrong(self._first, "service", f"{asked[:30]!a} is none of {', '.join(codes)}")
        return asked or "standard"

    def _moment(self, column: str) -> datetime | None:
        text = self._first[column]
        if not text:
            return None
        try:
            if not _STAMP.fullmatch(text):
                raise ValueError(text)
            found = datetime.fromisoformat(text).astimezone(UTC)
            if not 2000 <= found.year < 2100:
                raise ValueError(text)
        except (ValueError, OverflowError):
            self.wrong(
                self._first, column, f"{text[:40]!a} is not a moment with its zone like 2026-09-14T07:55:51+02:00"
            )
        return found

    def _recipient(self) -> PostalAddress:
        """What is missing stays empty: that is a hold with a question, not a bad row."""
        cells = {column: self._text(column, 300) for column in _ADDRESS}
        if cells["country"] and cells["country"] not in COUNTRIES:
            self.wrong(
                self._first, "country", f"{cells['country'][:30]!a} is not a country code (two letters, like DE)"
            )
        return PostalAddress(**cells)
