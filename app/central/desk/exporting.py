"""Orders whole, page by page, as a file of them has to say them to be imported again."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from app.central.centre import Centre
from app.central.desk.listing import Wish, order_list
from app.central.stock.values import KitRow
from app.central.storage.unit import Work
from app.central.values import LineRow, OrderRow
from app.domain.parcels import PostalAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An order as it was bought: a kit is the one line the customer bought, not its components."""

    order: OrderRow
    to: PostalAddress
    email: str
    lines: tuple[LineRow | KitRow, ...]


def whole_orders(centre: Centre, site: str, wish: Wish) -> tuple[tuple[Whole, ...], Wish | None]:
    """A page of what the list shows, and the wish for the next one, None when that was all. Raises BadWish."""
    listed = order_list(centre, site, wish)
    with centre.read(site) as work:
        found = tuple(one for row in listed.rows if (one := _whole(work, row.order.order_id)) is not None)
    return found, replace(wish, cursor=listed.cursor) if listed.cursor else None


def _whole(work: Work, order_id: str) -> Whole | None:
    order = work.orders.order(order_id)
    if order is None:
        return None
    details = work.details.of_order(order_id)
    bought: list[LineRow | KitRow] = [line for line in work.orders.lines(order_id) if line.kit_id is None]
    bought += work.kits.of_order(order_id)
    return Whole(
        order=order,
        to=msgspec.json.decode(order.recipient, type=PostalAddress),
        email="" if details is None else details.email,
        lines=tuple(sorted(bought, key=lambda line: line.position)),
    )
