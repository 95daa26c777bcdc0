"""Stock changed by hand: adjusted, counted, moved, received, kept apart, let go, scrapped; each form happens once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.central.centre import Centre
from app.central.doors import Doors
from app.central.people.deeds import Subject
from app.central.stock.correcting import adjust, quarantine, scrap, unquarantine
from app.central.stock.moving import By, NotMoved, Units
from app.central.stock.receiving import Received, receive
from app.central.stock.transferring import transfer
from app.central.warehouse.counts import count_by_hand
from app.central.warehouse.records import Count
from ui.web.shell.drawing import Shell, go
from ui.web.shell.forms.acting import Form, do, form_of, unless
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.stock.pages import sku_page

TOKEN: Final = re.compile(r"[A-Za-z0-9-]{4,60}")
FIELDS: Final = ("location", "quantity", "lot", "why", "target", "expiry", "serials", "level")
LEVELS: Final = ("each", "inner", "case", "pallet")
Move = Callable[[Centre, Form, Units, By], Any]


@dataclass(frozen=True, slots=True)
class Deed:
    permission: str
    verb: Move


def stock_deeds(shell: Shell, doors: Doors) -> APIRouter:
    """POST /stock/{deed} for every deed of DEEDS, of the SKU the form names."""
    pages = Pages(shell)

    async def move(request: Request) -> Response:
        name = str(request.path_params["deed"])
        deed = DEEDS.get(name)
        if deed is None:
            raise PageRefusal(404)
        form = await form_of(doors, request, deed.permission)
        sku = form.word("sku", 80)
        read = _read(form, sku)
        found = read if isinstance(read, NotMoved) else await _do(form, name, sku, *read)
        if isinstance(found, NotMoved):
            values = {"wrong": (found.field, found.why), "typed": form.typed(*FIELDS), "deed": name}
            return await sku_page(shell, doors, request, form.visitor, sku, 422, **values)
        told = "again" if isinstance(found, Received) and found.again else name
        told = "count-short" if name == "count" and found else told
        return go(f"/stock/sku?{urlencode({'sku': sku, 'done': told})}")

    async def _do(form: Form, name: str, sku: str, units: Units, by: By) -> Any:
        verb = DEEDS[name].verb
        details = {"sku": sku, **{key: said for key in FIELDS if (said := form.word(key, 300))}}
        subject = Subject("sku", sku)
        return await do(
            doors, form.visitor, f"stock.{name}", subject, lambda c: verb(c, form, units, by), details, unless(NotMoved)
        )

    pages.post("/stock/{deed}", move)
    return pages.router


def _read(form: Form, sku: str) -> tuple[Units, By] | NotMoved:
    token, quantity = form.word("token", 60), form.number("quantity")
    if not TOKEN.fullmatch(token):
        raise PageRefusal(400)
    if quantity is None:
        return NotMoved("quantity", f"{form.word('quantity', 20)!r} is no whole number of units")
    location = form.word("location", 40).upper()
    if not location:
        return NotMoved("location", "say which location")
    serials = tuple(form.word("serials", 20_000).split())
    units = Units(sku=sku, location=location, quantity=quantity, lot=form.word("lot", 40), serials=serials)
    return units, By(who=form.visitor.actor.label, why=form.word("why", 300), key=f"form:{token}")


def _adjust(centre: Centre, form: Form, units: Units, by: By) -> Any:
    change = units.quantity
    if change == 0:
        return NotMoved("quantity", "0 units: nothing to adjust")
    one = Units(sku=units.sku, location=units.location, quantity=abs(change), lot=units.lot)
    return adjust(centre, form.visitor.site, one, change, by)


def _count(centre: Centre, form: Form, units: Units, by: By) -> Any:
    counted = Count(line=1, location=units.location, sku=units.sku, quantity=units.quantity, lot=units.lot)
    return count_by_hand(centre, form.visitor.site, counted, by)


def _transfer(centre: Centre, form: Form, units: Units, by: By) -> Any:
    target = form.word("target", 40).upper()
    if not target:
        return NotMoved("target", "say where it goes")
    return transfer(centre, form.visitor.site, units, target, by)


def _receive(centre: Centre, form: Form, units: Units, by: By) -> Any:
    said, level = form.word("expiry", 20), form.word("level", 20) or "each"
    try:
        expiry = date.fromisoformat(said) if said else None
    except ValueError:
        return NotMoved("expiry", f"{said!r} is no day like 2027-03-31")
    if level not in LEVELS:
        return NotMoved("level", f"one of {', '.join(LEVELS)}")
    return receive(centre, form.visitor.site, units, by, level, expiry)


DEEDS: Final = {
    "adjust": Deed("stock.adjust", _adjust),
    "count": Deed("stock.count", _count),
    "transfer": Deed("stock.transfer", _transfer),
    "receive": Deed("receipt.enter", _receive),
    "quarantine": Deed("stock.adjust", lambda c, form, units, by: quarantine(c, form.visitor.site, units, by)),
    "let-go": Deed("stock.adjust", lambda c, form, units, by: unquarantine(c, form.visitor.site, units, by)),
    "scrap": Deed("stock.adjust", lambda c, form, units, by: scrap(c, form.visitor.site, units, by)),
}
"""By the last word of their address."""
