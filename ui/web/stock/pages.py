"""The list of stock and the page of one SKU."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.central.centre import Centre
from app.central.desk.stock.item import stock_item
from app.central.desk.stock.listing import stock_list
from app.central.doors import Doors
from app.central.storage.stores.desk.shelves.products import COUNT_MOST
from ui.web.shell.drawing import Shell
from ui.web.shell.languages.words import count
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, visitor_of
from ui.web.stock.words import MOVES, change_words

CHIPS: Final = (
    ("every", "SKUs"), ("low", "low"), ("out", "out"), ("proposed", "proposed"), ("coming", "on order"),
    ("aside", "not for sale"),
)  # fmt: skip
DONE: Final = {
    "adjust": "The books were changed.",
    "count": "The books follow the count.",
    "count-short": "More is promised than was found: the rest is counted again, with a task for it.",
    "transfer": "It was moved.",
    "receive": "It was received. Who waited for it has it now.",
    "quarantine": "It is kept apart and not for sale.",
    "let-go": "It is for sale again.",
    "scrap": "It left the books.",
    "again": "That form was sent before: nothing moved again.",
}


def stock_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET /stock and /stock/sku."""
    pages = Pages(shell)

    async def listing(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "stock.read")
        asked = request.query_params
        view, typed, after = asked.get("view", ""), asked.get("q", "").strip()[:80], asked.get("after", "")[:80]
        if view not in {code for code, _ in CHIPS} | {""}:
            raise PageRefusal(400, "No such list", f"There is no view {view[:40]!r} of the stock.")
        chosen = "" if view == "every" else view
        found = await doors.read(stock_list, visitor.site, chosen, typed, after)
        kept = {"view": view, "q": typed}
        values: dict[str, Any] = {"found": found, "view": view or "every", "typed": typed, "first": not after}
        values["chips"] = [(code, count(found.counts[code], COUNT_MOST), words) for code, words in CHIPS]
        values["following"] = _link({**kept, "after": found.after}) if found.after else ""
        return shell.page(request, "stock/templates/list.html", visitor=visitor, link=_link(kept), **values)

    async def one(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "stock.read")
        return await sku_page(shell, doors, request, visitor, request.query_params.get("sku", ""))

    pages.get("/stock", listing)
    pages.get("/stock/sku", one)
    return pages.router


async def sku_page(
    shell: Shell, doors: Doors, request: Request, visitor: Visitor, sku: str, status: int = 200, **values: Any
) -> Response:
    """One SKU; `values`: `wrong` (field, words), `typed` by field, `deed` the form they belong to."""
    item = await doors.read(stock_item, visitor.site, sku)
    if item is None:
        raise PageRefusal(404, "No such SKU", f"The catalogue has no {sku[:80]!r}. Search for its name or scan it.")
    given: dict[str, Any] = {"wrong": ("", ""), "typed": {}, "deed": "", **values}
    given |= {"item": item, "moves": MOVES, "change": change_words, "today": visitor.local(visitor.now).date()}
    given |= {"done": DONE.get(request.query_params.get("done", ""), ""), "token": await doors.read(_token)}
    return shell.page(request, "stock/templates/sku.html", visitor=visitor, status=status, **given)


def _token(centre: Centre) -> str:
    """What makes a form happen once."""
    return centre.new_id()


def _link(asked: dict[str, str]) -> str:
    kept = {name: value for name, value in asked.items() if value}
    return "/stock" + (f"?{urlencode(kept)}" if kept else "")
