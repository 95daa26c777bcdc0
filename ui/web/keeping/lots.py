"""Lots, the first to expire first; and one lot or serial number: where it lies, who got it, and its recall."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.central.desk.stock.item import stock_item
from app.central.desk.stock.lots import lot_list
from app.central.desk.stock.tracing import trace
from app.central.doors import Doors
from app.central.people.deeds import Subject
from app.central.stock.moving import NotMoved
from app.central.stock.tracking import recall
from ui.web.shell.drawing import Shell, go
from ui.web.shell.forms.acting import do, form_of, unless
from ui.web.shell.forms.reading import Fields
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, visitor_of

DONE: Final = {
    "recall": "The lot is recalled: nothing of it is promised any more, and work with it stops.",
    "good": "The lot is good again: orders that wait may get it.",
}


def lot_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET /stock/lots (all that lie here; of a SKU; of one lot or serial number), POST /stock/lots/recall and good."""
    pages = Pages(shell)

    async def one(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "stock.read")
        asked = {name: request.query_params.get(name, "").strip()[:80] for name in ("sku", "lot", "serial")}
        if not asked["sku"]:
            return await _lots(shell, doors, request, visitor)
        return await _draw(request, visitor, asked)

    async def deed(request: Request, good: bool) -> Response:
        form = await form_of(doors, request, "stock.adjust")
        fields = Fields(form)
        sku, lot = fields.word("sku", 80, needed=True), fields.word("lot", 40, needed=True)
        why = fields.word("why", 300, needed=True)
        name, site = "good" if good else "recall", form.visitor.site
        if not fields.wrong:
            found = await do(
                doors, form.visitor, f"lot.{name}", Subject("sku", sku),
                lambda centre: recall(centre, site, sku, lot, good=good), {"lot": lot, "why": why}, unless(NotMoved),
            )  # fmt: skip
            if not isinstance(found, NotMoved):
                return go(f"/stock/lots?{urlencode({'sku': sku, 'lot': lot, 'done': name})}")
            fields.wrong[found.field] = found.why
        asked = {"sku": sku, "lot": lot, "serial": ""}
        return await _draw(request, form.visitor, asked, 422, wrong=fields.wrong, typed=form.typed("why"), deed=name)

    async def _draw(
        request: Request, visitor: Visitor, asked: dict[str, str], status: int = 200, **values: Any
    ) -> Response:
        item = await doors.read(stock_item, visitor.site, asked["sku"])
        if item is None:
            raise PageRefusal(404, "No such SKU", f"The catalogue has no {asked['sku']!r}.")
        found = await doors.read(trace, visitor.site, asked["sku"], asked["lot"], asked["serial"])
        given: dict[str, Any] = {"wrong": {}, "typed": {}, "deed": "", **values}
        given |= {"item": item, "found": found, "asked": asked, "today": visitor.local(visitor.now).date()}
        given["done"] = DONE.get(request.query_params.get("done", ""), "")
        return shell.page(request, "keeping/templates/lots.html", visitor=visitor, status=status, **given)

    async def recalled(request: Request) -> Response:
        return await deed(request, False)

    async def good_again(request: Request) -> Response:
        return await deed(request, True)

    pages.get("/stock/lots", one)
    pages.post("/stock/lots/recall", recalled)
    pages.post("/stock/lots/good", good_again)
    return pages.router


async def _lots(shell: Shell, doors: Doors, request: Request, visitor: Visitor) -> Response:
    """Every lot that lies here, or those that begin as typed."""
    typed = request.query_params.get("q", "").strip()[:80]
    given: dict[str, Any] = {"found": await doors.read(lot_list, visitor.site, typed), "typed": typed}
    given["today"] = visitor.local(visitor.now).date()
    return shell.page(request, "keeping/templates/lot_list.html", visitor=visitor, **given)
