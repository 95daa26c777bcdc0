"""Purchases: what was ordered, what came of it, received line by line, moved, closed, and written for the supplier."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from app.central.centre import Centre
from app.central.doors import Doors
from app.central.supply.buying.proposing import NotSupplied
from app.central.supply.buying.purchasing import (
    as_csv,
    as_text,
    close_purchase,
    expect_on,
    list_purchases,
    see_purchase,
)
from app.central.supply.buying.receiving import Delivery, receive_delivery
from ui.web.shell.drawing import Shell, go
from ui.web.shell.forms.acting import form_of
from ui.web.shell.headers import guarded
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, visitor_of

MOST: Final = 50
TOKEN: Final = re.compile(r"[A-Za-z0-9-]{4,60}")
STATES: Final = (
    ("open", "on their way"),
    ("received", "received"),
    ("closed", "came short"),
    ("cancelled", "cancelled"),
)
TONES: Final = {"open": "next", "received": "right", "closed": "care", "cancelled": "stop"}
FIELDS: Final = ("sku", "location", "quantity", "damaged", "lot", "expiry", "expected_on", "why")
DONE: Final = {
    "ordered": "It is ordered. Send it to the supplier as CSV or text.",
    "received": "It was received. Who waited for it has it now.",
    "moved": "The day was changed.",
    "over": "Nobody waits for the rest of it any more.",
}


def purchase_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET /stock/purchases, one of them, and its CSV and text; POST receive, expect and close."""
    pages, desk = Pages(shell), PurchaseDesk(shell, doors)
    pages.get("/stock/purchases", desk.listing)
    pages.get("/stock/purchases/{number}", desk.one)
    pages.get("/stock/purchases/{number}/order.{kind}", desk.written)
    pages.post("/stock/purchases/{number}/{deed}", desk.deed)
    return pages.router


class PurchaseDesk:
    """The list, one purchase, what is written of it, and what is done about it."""

    def __init__(self, shell: Shell, doors: Doors) -> None:
        self.shell = shell
        self.doors = doors

    async def listing(self, request: Request) -> Response:
        visitor = await visitor_of(self.doors, request)
        need(visitor, "stock.read")
        state, before = request.query_params.get("state", ""), request.query_params.get("before", "")[:60]
        if state not in {"", *(code for code, _ in STATES)}:
            raise PageRefusal(400, "No such list", f"there is no state {state[:40]!r}")
        rows = await self.doors.read(list_purchases, visitor.site, MOST + 1, state, "", before)
        values: dict[str, Any] = {"rows": rows[:MOST], "more": rows[MOST - 1].purchase_id if len(rows) > MOST else ""}
        values |= {"state": state, "states": STATES, "tones": TONES, "today": visitor.local(visitor.now).date()}
        return self.shell.page(request, "supply/templates/purchases.html", visitor=visitor, **values)

    async def draw(self, request: Request, visitor: Visitor, status: int = 200, **values: Any) -> Response:
        found = await self.doors.read(see_purchase, visitor.site, request.path_params["number"])
        if found is None:
            raise PageRefusal(404, "No such purchase", "There is no purchase with this number.")
        given: dict[str, Any] = {
            "wrong": "",
            "deed": "",
            "typed": {},
            "done": DONE.get(request.query_params.get("done", ""), ""),
        }
        given |= {
            "found": found,
            "tones": TONES,
            "states": dict(STATES),
            "token": await self.doors.read(_token),
            **values,
        }
        given |= {"today": visitor.local(visitor.now).date()}
        return self.shell.page(request, "supply/templates/purchase.html", visitor=visitor, status=status, **given)

    async def one(self, request: Request) -> Response:
        visitor = await visitor_of(self.doors, request)
        need(visitor, "stock.read")
        return await self.draw(request, visitor)

    async def written(self, request: Request) -> Response:
        visitor = await visitor_of(self.doors, request)
        need(visitor, "stock.read")
        found = await self.doors.read(see_purchase, visitor.site, request.path_params["number"])
        kind = request.path_params["kind"]
        if found is None or kind not in ("csv", "txt"):
            raise PageRefusal(404)
        body = as_csv(found) if kind == "csv" else as_text(found, visitor.site_name).encode("utf-8", "replace")
        named = {"Content-Disposition": f'attachment; filename="{found.row.number}.{kind}"'}
        media = "text/csv; charset=utf-8" if kind == "csv" else "text/plain; charset=utf-8"
        return guarded(Response(body, media_type=media, headers=named))

    async def deed(self, request: Request) -> Response:
        name = str(request.path_params["deed"])
        if name not in _DEEDS:
            raise PageRefusal(404)
        permission, told, verb = _DEEDS[name]
        form = await form_of(self.doors, request, permission)
        found = await verb(self.doors, form, str(request.path_params["number"]))
        if isinstance(found, NotSupplied):
            values = {"deed": name, "typed": form.typed(*FIELDS), "wrong": f"Nothing was changed: {found.why}."}
            return await self.draw(request, form.visitor, 422, **values)
        return go(f"/stock/purchases/{request.path_params['number']}?done={told}")


async def _receive(doors: Doors, form: Any, number: str) -> Any:
    token, quantity, damaged = form.word("token", 60), form.number("quantity"), form.number("damaged")
    if not TOKEN.fullmatch(token):
        raise PageRefusal(400)
    if quantity is None:
        return NotSupplied("field", "quantity", f"{form.word('quantity', 20)!r} is no whole number of units")
    if damaged is None and form.word("damaged"):
        return NotSupplied("field", "damaged", f"{form.word('damaged', 20)!r} is no whole number of units")
    expiry = _day(form.word("expiry", 20))
    if isinstance(expiry, NotSupplied):
        return expiry
    given = Delivery(
        purchase=number,
        location=form.word("location", 40).upper(),
        quantity=quantity,
        key=f"form:{token}",
        sku=form.word("sku", 80),
        damaged=damaged or 0,
        lot=form.word("lot", 40),
        expiry=expiry,
    )
    return await doors.write(receive_delivery, form.visitor.site, form.visitor.actor, given)


async def _expect(doors: Doors, form: Any, number: str) -> Any:
    day = _day(form.word("expected_on", 20))
    if not isinstance(day, date):
        return day or NotSupplied("field", "expected_on", "give the new day")
    return await doors.write(expect_on, form.visitor.site, form.visitor.actor, number, day)


async def _close(doors: Doors, form: Any, number: str) -> Any:
    return await doors.write(close_purchase, form.visitor.site, form.visitor.actor, number, form.word("why", 300))


_DEEDS: Final = {
    "receive": ("receipt.enter", "received", _receive),
    "expect": ("supply.approve", "moved", _expect),
    "close": ("supply.approve", "over", _close),
}
"""By the last word of their address: the permission, what is told afterwards, the verb."""


def _day(said: str) -> date | NotSupplied | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        return NotSupplied("field", "expiry", f"{said!r} is no day like 2027-03-31")


def _token(centre: Centre) -> str:
    return centre.new_id()
