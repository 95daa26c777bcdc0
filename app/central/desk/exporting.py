"""Orders for files, page by page: as the list shows them, and whole, as a file has to say them to be imported again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import msgspec

from app.central.centre import Centre
from app.central.desk.listing import Row, Wish, listed_orders, rows
from app.central.stock.values import KitRow
from app.central.values import LineRow, OrderRow
from app.domain.parcels import PostalAddress

FILE_PAGE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An order as it was bought: a kit is the one line the customer bought, not its components."""

    order: OrderRow
    to: PostalAddress
    email: str
    lines: tuple[LineRow | KitRow, ...]


def order_rows(centre: Centre, site: str, wish: Wish) -> tuple[tuple[Row, ...], Wish | None]:
    """A page of what the list shows, and the wish for the next one, None when that was all. Raises BadWish."""
    with centre.read(site) as work:
        listed, cursor = listed_orders(work, replace(wish, most=FILE_PAGE))
        return rows(work, listed), replace(wish, cursor=cursor) if cursor else None


def whole_orders(centre: Centre, site: str, wish: Wish) -> tuple[tuple[Whole, ...], Wish | None]:
    """As `order_rows`, each order whole; a fixed number of statements a page. Raises BadWish."""
    with centre.read(site) as work:
        listed, cursor = listed_orders(work, replace(wish, most=FILE_PAGE))
        ids = [order.order_id for order in listed]
        orders = {row.order_id: row for row in work.desk.wholes.orders(ids)}
        emails, bought = work.desk.wholes.emails(ids), work.desk.wholes.bought(ids)
        found = tuple(
            Whole(
                order=orders[order_id],
                to=msgspec.json.decode(orders[order_id].recipient, type=PostalAddress),
                email=emails.get(order_id, ""),
                lines=bought.get(order_id, ()),
            )
            for order_id in ids
        )
    return found, replace(wish, cursor=cursor) if cursor else None
