"""Shopify's orders export: the lines of an order share its Name, and only the first carries the order's own columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.central.warehouse.records import BadRow
from app.domain.intake.amounts import mismatch
from app.domain.intake.clearance import RiskLevel, RiskReport
from app.domain.intake.countries import COUNTRIES
from app.domain.intake.orders import NewLine, NewOrder, Payment, ServiceLevel, service_for_method
from app.domain.money import BadAmount, Money, exponent, parse_amount
from app.domain.parcels import PostalAddress
from sync.channels.shops.shopify import OWN_PROVIDER
from sync.channels.tables import Row, read_table, whole

REQUIRED = (
    "Name", "Financial Status", "Currency", "Total", "Created at", "Lineitem quantity", "Lineitem name",
    "Lineitem price", "Lineitem sku", "Shipping Name", "Shipping City", "Shipping Zip", "Shipping Country",
)  # fmt: skip
FULFILMENT = "Fulfillment Status"
LINES_MOST = 1_000
"""Of one order; Shopify itself allows 500."""
MINOR_MOST = 10**13
STAMP = "%Y-%m-%d %H:%M:%S %z"
_STAMP_SHAPE = re.compile(
    r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [+-]\d{4}|\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} UTC", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader is told: the site's services, and the SKUs it knows (None: do not check)."""

    file: str
    services: tuple[ServiceLevel, ...] = ()
    known_skus: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class OrdersRead:
    """What a file holds: `orders` oldest first; `bad` rows; `passed` orders that are no work, each with why.

    `fulfilled` are the references of those the shop has shipped itself.
    """

    orders: tuple[NewOrder, ...]
    bad: tuple[BadRow, ...]
    passed: tuple[BadRow, ...] = ()
    fulfilled: tuple[str, ...] = ()


class _Bad(Exception):
    """A cell that keeps its order from being taken."""

    def __init__(self, context: Context, row: Row, column: str, problem: str) -> None:
        super().__init__(problem)
        self.row = BadRow(context.file, row.line, column, problem)


def read_orders(context: Context, data: bytes) -> OrdersRead:
    """The orders of an export. One with a bad line is not taken at all; `external_ref` is the order's Name."""
    table = read_table(context.file, data, REQUIRED)
    bad = list(table.bad)
    orders: dict[str, NewOrder] = {}
    passed: dict[str, BadRow] = {}
    fulfilled: list[str] = []
    for group in _groups(table.every):
        name = group[0]["Name"]
        if any(row.fault is not None for row in group):
            continue
        try:
            if name in orders or name in passed:
                raise _Bad(context, group[0], "Name", f"order {name} stands further up, apart from this row")
            made = _order(context, group)
        except _Bad as fault:
            bad.append(fault.row)
            continue
        if isinstance(made, NewOrder):
            orders[name] = made
        else:
            passed[name] = made
            fulfilled += [name] if made.column == FULFILMENT else []
    oldest_first = sorted(orders.values(), key=lambda order: order.placed_at)
    by_line = sorted(bad, key=lambda row: row.line)
    return OrdersRead(tuple(oldest_first), tuple(by_line), tuple(passed.values()), tuple(fulfilled))


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows of one order. A nameless one that begins no order, or can not be read, belongs to the order above."""
    group: list[Row] = []
    for row in rows:
        nameless = not row["Name"] and not row["Total"] and not row["Currency"]
        if group and not nameless and (not row["Name"] or row["Name"] != group[0]["Name"]):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _order(context: Context, group: list[Row]) -> NewOrder | BadRow:
    """The order, or why it is no work for us."""
    first = group[0]
    name = first["Name"]
    if not name or len(name) > 60:
        raise _Bad(context, first, "Name", "must not be empty" if not name else "longer than 60 characters")
    currency = _currency(context, first)
    if len(group) > LINES_MOST:
        raise _Bad(context, first, "Name", f"order {name} has {len(group)} lines, more than {LINES_MOST}")
    read = [_line(context, row, currency) for row in group]
    lines = tuple(line for line in read if isinstance(line, NewLine))
    other = sum(line for line in read if isinstance(line, int))
    order = _with_lines(context, first, currency, lines, other)
    if first[FULFILMENT].lower() == "fulfilled":
        return BadRow(context.file, first.line, FULFILMENT, f"order {name} was shipped by the shop: nothing to do here")
    if not lines:
        return BadRow(context.file, first.line, "Name", f"order {name} has no line left that needs shipping")
    return order


def _with_lines(context: Context, first: Row, currency: str, lines: tuple[NewLine, ...], other: int) -> NewOrder:
    """The order's own columns stand on its first row; later rows may repeat them or leave them blank."""
    total = _amount(context, first, "Total", currency)
    payment = _payment(context, first)
    charged, authorised = _money(context, first, payment, total)
    order = NewOrder(
        external_ref=first["Name"],
        number=first["Name"],
        placed_at=_stamp(context, first, "Created at"),
        currency=currency,
        total_minor=total.minor,
        payment=payment,
        charged_minor=charged,
        refunded_minor=_told(context, first, "Refunded Amount", currency),
        authorised_minor=authorised,
        recipient=_recipient(context, first),
        lines=lines,
        service=service_for_method(context.services, first["Shipping Method"]),
        note=first["Notes"][:2000],
        cancelled_at=_stamp(context, first, "Cancelled at") if first["Cancelled at"] else None,
        partly_shipped=first[FULFILMENT].lower() == "partial",
        tax_minor=_told(context, first, "Taxes", currency),
        discount_minor=_told(context, first, "Discount Amount", currency),
        shipping_minor=_told(context, first, "Shipping", currency),
        other_minor=other,
        email=first["Email"][:320],
        risks=_risks(context, first),
        shop_id=first["Id"] if first["Id"].isascii() and first["Id"].isdigit() and len(first["Id"]) <= 20 else "",
    )
    return _with_tax(order)


def _with_tax(order: NewOrder) -> NewOrder:
    """The export does not tell whether prices include the tax: what adds up says so; what never does is remarked."""
    included = replace(order, prices_include_tax=True)
    if mismatch(order) and order.tax_minor and not mismatch(included):
        return included
    return replace(order, remark=mismatch(order))


def _told(context: Context, row: Row, column: str, currency: str) -> int:
    """An amount older exports leave out: 0 then."""
    return _amount(context, row, column, currency).minor if row[column] else 0


def _line(context: Context, row: Row, currency: str) -> NewLine | int:
    """The line, or what one costs in minor units that needs no shipping or was shipped before."""
    sku = row["Lineitem sku"]
    quantity = whole(context.file, row, "Lineitem quantity", 1, 10_000)
    if isinstance(quantity, BadRow):
        raise _Bad(context, row, quantity.column, quantity.problem)
    price = _amount(context, row, "Lineitem price", currency)
    if row["Lineitem requires shipping"] == "false" or row["Lineitem fulfillment status"] == "fulfilled":
        return price.minor * quantity
    if not sku or len(sku) > 80:
        raise _Bad(context, row, "Lineitem sku", "must not be empty" if not sku else "longer than 80 characters")
    if context.known_skus is not None and sku not in context.known_skus:
        raise _Bad(context, row, "Lineitem sku", f"SKU {sku!a} is not in the catalogue")
    return NewLine(sku=sku, quantity=quantity, name=row["Lineitem name"][:300], price_minor=price.minor)


def _currency(context: Context, row: Row) -> str:
    try:
        exponent(row["Currency"])
    except BadAmount as error:
        raise _Bad(context, row, "Currency", str(error)) from error
    return row["Currency"]


def _amount(context: Context, row: Row, column: str, currency: str) -> Money:
    try:
        amount = parse_amount(row[column], currency, drop_zeros=True)
    except BadAmount as error:
        raise _Bad(context, row, column, str(error)) from error
    if not 0 <= amount.minor <= MINOR_MOST:
        problem = f"{row[column]} is below zero" if amount.minor < 0 else "is too large for an order"
        raise _Bad(context, row, column, problem)
    return amount


def _payment(context: Context, row: Row) -> Payment:
    try:
        return Payment(row["Financial Status"] or "pending")
    except ValueError as error:
        problem = f"{row['Financial Status'][:30]!a} is none of {', '.join(Payment)}"
        raise _Bad(context, row, "Financial Status", problem) from error


def _risks(context: Context, row: Row) -> tuple[RiskReport, ...]:
    """The shop's own word; an order that is still being looked at, or that nobody looked at, has none."""
    told = row["Risk Level"].strip().lower()
    if told in ("", "pending"):
        return ()
    if told not in list(RiskLevel):
        problem = f"{row['Risk Level'][:30]!a} is none of Pending, {', '.join(RiskLevel)}"
        raise _Bad(context, row, "Risk Level", problem)
    return (RiskReport(level=RiskLevel(told), provider=OWN_PROVIDER),)


def _money(context: Context, row: Row, payment: Payment, total: Money) -> tuple[int, int]:
    """(charged, authorised) in minor units, as far as the export tells."""
    if payment in (Payment.PAID, Payment.PARTIALLY_REFUNDED):
        return total.minor, 0
    if payment is Payment.AUTHORIZED:
        return 0, total.minor
    if payment is Payment.PARTIALLY_PAID and row["Outstanding Balance"]:
        owed = _amount(context, row, "Outstanding Balance", total.currency)
        return max(0, total.minor - owed.minor), 0
    return 0, 0


def _stamp(context: Context, row: Row, column: str) -> datetime:
    text = row[column]
    try:
        if not _STAMP_SHAPE.fullmatch(text):
            raise ValueError(text)
        found = datetime.strptime(text.replace("UTC", "+0000"), STAMP).astimezone(UTC)
        if not 2000 <= found.year < 2100:
            raise ValueError(text)
    except (ValueError, OverflowError) as error:
        problem = f"{text[:40]!a} is not a date and time like 2026-09-14 07:55:51 +0200"
        raise _Bad(context, row, column, problem) from error
    return found


def _recipient(context: Context, row: Row) -> PostalAddress:
    """What is missing stays empty: that is a hold with a question, not a bad row."""
    country = row["Shipping Country"]
    if country and country not in COUNTRIES:
        raise _Bad(context, row, "Shipping Country", f"{country[:30]!a} is not a country code (two letters, like DE)")
    cells = {
        "name": row["Shipping Name"],
        "street": row["Shipping Address1"] or row["Shipping Street"],
        "street2": row["Shipping Address2"],
        "company": row["Shipping Company"],
        "city": row["Shipping City"],
        "postcode": row["Shipping Zip"].removeprefix("'"),
        "region": row["Shipping Province"],
        "country": country,
        "phone": (row["Shipping Phone"] or row["Phone"]).removeprefix("'"),
    }
    for field, text in cells.items():
        if len(text) > 300:
            raise _Bad(context, row, f"Shipping {field.capitalize()}", "longer than 300 characters")
    return PostalAddress(**cells)
