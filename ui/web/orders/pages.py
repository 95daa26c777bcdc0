"""The list of orders, and the page of one order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.central.desk.listing import BadWish, Wish, order_list
from app.central.desk.standing import OrderSeen, order_seen
from app.central.desk.views import NAMED
from app.central.details.questions.asking import LinkShown, link_for_desk
from app.central.doors import Doors
from app.central.storage.stores.desk.orders.listing import COUNT_MOST
from app.central.work.tasks.explaining import why_order
from ui.web.orders.holds import shown
from ui.web.shell.drawing import Shell
from ui.web.shell.languages.words import count
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, visitor_of

CHIPS: Final = ("need-you", "on-hold", "to-release", "at-benches", "open", "shipped", "cancelled", "all")
DONE: Final = {
    "taken": "The order was taken.",
    "released": "The hold was released.",
    "paid": "It is marked as paid.",
    "granted": "The refund was granted. What was charged beyond it is a task until it went back.",
    "entered": "It was entered, and the order looked over again.",
    "asked": "The customer is asked again: a new letter goes out, the old link no longer works.",
    "asked-by-link": "There is a new link, but no e-mail address to send it to: copy it from the order.",
    "nothing-to-ask": "There is nothing to ask the customer.",
    "held": "The order is held. Nothing of it goes to a bench until the hold is released.",
    "cancelled": "The order was cancelled.",
    "cancelled-before": "The order had been cancelled already: nothing was done again.",
    "paid-before": "That payment is on record already: nothing was counted twice.",
    "granted-before": "That refund was granted already: nothing is paid back twice.",
    "decided-before": "Somebody had decided about its risk already: nothing was done again.",
    "noted": "The note was added.",
    "gone": "That hold had been released already.",
    "followed": "The boxes are void, and the order is picked and packed as it is wanted now.",
    "dropped": "It is sent as packed. A task says that the customer must be told.",
    "no-change": "No change of this order waits any more.",
}
"""What a form did, told on the page that comes next; the address carries only the key."""


def order_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET /orders and /orders/{order_id}."""
    pages = Pages(shell)

    async def listing(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "order.read")
        wish = wish_of(request)
        try:
            found = await doors.read(order_list, visitor.site, wish)
        except BadWish as wrong:
            raise PageRefusal(400, "No such list", str(wrong)) from wrong
        chosen = request.query_params.get("order", "")
        seen = await doors.read(order_seen, visitor.site, chosen) if chosen else None
        values: dict[str, Any] = {
            "found": found,
            "asked": wish.typed,
            "chips": _chips(found.counts),
            "most": COUNT_MOST,
        }
        values |= {"link": _Links(request), "today": count(found.today, COUNT_MOST)}
        values |= {**_open_order(seen, visitor, request), "fix": await _link(doors, visitor, seen)}
        return shell.page(request, "orders/templates/list.html", visitor=visitor, **values)

    async def one(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "order.read")
        return await order_page(shell, doors, request, visitor, request.path_params["order_id"])

    pages.get("/orders", listing)
    pages.get("/orders/{order_id}", one)
    return pages.router


async def order_page(
    shell: Shell, doors: Doors, request: Request, visitor: Visitor, order_id: str, status: int = 200, **values: Any
) -> Response:
    """The page of one order; `values`: `wrong` in words, `typed` by form, `typed_fields` by field."""
    seen = await doors.read(order_seen, visitor.site, order_id)
    why = await doors.read(why_order, visitor.site, order_id)
    if seen is None:
        raise PageRefusal(404, "No such order", "There is no order at this address. Search for its number or a name.")
    given = _open_order(seen, visitor, request, values.get("typed_fields", {}))
    given |= {"why": why, "fix": await _link(doors, visitor, seen), "back": f"/orders/{order_id}", **values}
    return shell.page(request, "orders/templates/order.html", visitor=visitor, status=status, **given)


def _open_order(
    seen: OrderSeen | None, visitor: Visitor, request: Request, typed: Mapping[str, str] | None = None
) -> dict[str, Any]:
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return {
        "seen": seen,
        "holds": [shown(hold, seen.row.to, visitor, typed or {}) for hold in seen.holds] if seen else [],
        "done": DONE.get(request.query_params.get("done", ""), ""),
        "back": back,
        "here": f"{request.url.scheme}://{request.url.netloc}",
        "wrong": "",
        "typed": {},
    }


async def _link(doors: Doors, visitor: Visitor, seen: OrderSeen | None) -> LinkShown | None:
    """The link a customer answers by, for those who may ask."""
    if seen is None or not seen.holds or "question.ask" not in visitor.may:
        return None
    return await doors.read(link_for_desk, visitor.site, seen.order.order_id)


def wish_of(request: Request) -> Wish:
    asked = request.query_params
    descending = {"up": False, "down": True}.get(asked.get("dir", ""))
    return Wish(
        view=asked.get("view", ""),
        typed=asked.get("q", "")[:200],
        sort=asked.get("sort", ""),
        descending=descending,
        cursor=asked.get("after", ""),
    )


def _chips(counts: dict[str, int]) -> list[tuple[str, str, str]]:
    """(view, count, words) of every chip."""
    return [(code, count(counts[code], COUNT_MOST), NAMED[code].words) for code in CHIPS]


class _Links:
    """Addresses of the same list with something changed; what is "" falls away."""

    def __init__(self, request: Request) -> None:
        known = ("view", "q", "sort", "dir", "after", "order")
        self._now = {name: value for name in known if (value := request.query_params.get(name, ""))}

    def __call__(self, page: str = "/orders", **changes: str) -> str:
        kept = {name: value for name, value in {**self._now, **changes}.items() if value}
        return page + (f"?{urlencode(kept)}" if kept else "")
