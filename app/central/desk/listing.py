"""The order list as a page shows it: rows with what happens next, chips with counts, and where to go on."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

import msgspec

from app.central.centre import Centre
from app.central.desk.clock import clock
from app.central.desk.next_step import NextStep, next_step
from app.central.desk.values import ListedOrder
from app.central.desk.views import BY_SHIP_BY, BY_TOTAL, FIRST, FOUND, NAMED, VIEWS, View
from app.central.intake.setting import site_row, zone
from app.central.storage.stores.desk.orders.listing import After
from app.central.storage.stores.desk.orders.terms import FOUND_MOST
from app.central.storage.unit import Work
from app.domain.intake.search_terms import question
from app.domain.parcels import PostalAddress

PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the page was asked for; `view` "" the usual one, `typed` what stands in the search bar."""

    view: str = ""
    typed: str = ""
    sort: str = ""
    descending: bool | None = None
    cursor: str = ""
    most: int = PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One order of the list; `to` may be a name in any script."""

    order: ListedOrder
    to: PostalAddress
    channel: str
    step: NextStep


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderList:
    """`cursor` "" when there is no further page; `counts` by view, up to a bound.

    `cut`: more orders fit what was typed than are listed, on all pages together.
    """

    view: View
    sort: str
    descending: bool
    rows: tuple[Row, ...]
    cursor: str
    counts: dict[str, int]
    today: int
    cut: bool


class BadWish(ValueError):
    """A parameter of the list that is none; the message names it."""


def order_list(centre: Centre, site: str, wish: Wish) -> OrderList:
    """The rows and chips of one page. Raises BadWish."""
    with centre.read(site) as work:
        place = zone(site_row(work))
        midnight = work.now.astimezone(place).replace(hour=0, minute=0, second=0, microsecond=0)
        view, sort, descending = _order_of(wish)
        ids = _found(work, wish, view)
        listed, cursor = _listed(work, wish, ids)
        return OrderList(
            view=view,
            sort=sort,
            descending=descending,
            rows=rows(work, listed),
            cursor=cursor,
            counts=work.desk.lists.counts(VIEWS),
            today=work.desk.lists.taken_since(midnight.astimezone(UTC)),
            cut=len(ids) == FOUND_MOST,
        )


def listed_orders(work: Work, wish: Wish) -> tuple[tuple[ListedOrder, ...], str]:
    """The orders of one page, and its cursor: "" when there is no further page. Raises BadWish."""
    return _listed(work, wish, _found(work, wish, _order_of(wish)[0]))


def _listed(work: Work, wish: Wish, ids: tuple[str, ...]) -> tuple[tuple[ListedOrder, ...], str]:
    listed = _page(work, wish, ids)
    more = len(listed) > wish.most
    return listed[: wish.most], _cursor(_order_of(wish)[1], listed[wish.most - 1]) if more else ""


def rows(work: Work, listed: tuple[ListedOrder, ...]) -> tuple[Row, ...]:
    """Orders with what stands around them; a fixed number of statements."""
    if not listed:
        return ()
    around = work.desk.around.of([order.order_id for order in listed])
    ahead = _ahead(work, {order.order_id for order in listed if order.lifecycle == "accepted" and not order.list_id})
    channels = {channel.channel_id: channel.code for channel in work.orders.channels()}
    place = zone(site_row(work))
    return tuple(
        Row(
            order=order,
            to=msgspec.json.decode(order.recipient, type=PostalAddress),
            channel=channels.get(order.channel_id, ""),
            step=next_step(
                order,
                replace(around[order.order_id], ahead=ahead.get(order.order_id, ())),
                lambda at: clock(at, place, work.now),
            ),
        )
        for order in listed
    )


def _ahead(work: Work, order_ids: set[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """(SKU, units) of each of these orders that are promised before they are there."""
    found: dict[str, Counter[str]] = {}
    for one in work.ahead.waits() if order_ids else ():
        if one.claim.order_id in order_ids:
            found.setdefault(one.claim.order_id, Counter())[one.sku] += one.units
    return {order_id: tuple(sorted(units.items())) for order_id, units in found.items()}


def _order_of(wish: Wish) -> tuple[View, str, bool]:
    view = FOUND if wish.typed.strip() else NAMED.get(wish.view or FIRST)
    if view is None:
        raise BadWish(f"There is no list called {wish.view[:40]!r}.")
    sort = wish.sort or view.sorts[0]
    if sort not in view.sorts:
        raise BadWish(f"This list can not be sorted by {sort[:40]!r}.")
    usual = view.newest_first if sort == view.sorts[0] else sort != BY_SHIP_BY
    return view, sort, usual if wish.descending is None else wish.descending


def _found(work: Work, wish: Wish, view: View) -> tuple[str, ...]:
    """What fits the words typed, () where none are."""
    return work.desk.terms.find(question(wish.typed)) if view is FOUND else ()


def _page(work: Work, wish: Wish, ids: tuple[str, ...]) -> tuple[ListedOrder, ...]:
    """One row more than a page holds, if there is one."""
    view, sort, descending = _order_of(wish)
    after = _after(sort, wish.cursor) if wish.cursor else None
    if view is not FOUND:
        return work.desk.lists.page(view, sort, descending, wish.most + 1, after)
    return work.desk.lists.page(view, sort, descending, wish.most + 1, after, ids) if ids else ()


def _cursor(sort: str, last: ListedOrder) -> str:
    value = {BY_SHIP_BY: last.ship_by, BY_TOTAL: last.total_minor}.get(sort, last.taken_at)
    said = value.isoformat() if isinstance(value, datetime) else value
    return urlsafe_b64encode(msgspec.json.encode([said, last.order_id])).decode().rstrip("=")


def _after(sort: str, cursor: str) -> After:
    try:
        value, order_id = msgspec.json.decode(
            urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=tuple[int | str, str]
        )
        moment = None if sort == BY_TOTAL else datetime.fromisoformat(str(value))
    except (ValueError, binascii.Error, msgspec.DecodeError, RecursionError) as error:
        raise BadWish("the cursor is not one of ours: open the list again") from error
    if moment is None and isinstance(value, int) and abs(value) < 2**63:
        return value, order_id
    if moment is not None and moment.tzinfo is not None:
        return moment, order_id
    raise BadWish("the cursor belongs to another list: open the list again")
