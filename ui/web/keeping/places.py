"""Locations: what lies there, and whether they are open, blocked or closed."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.central.desk.stock.places import place_list
from app.central.doors import Doors
from app.central.people.deeds import Subject
from app.central.stock.moving import NotMoved
from app.central.stock.tracking import PLACE_STATES, set_place
from ui.web.shell.drawing import Shell, go
from ui.web.shell.forms.acting import do, form_of, unless
from ui.web.shell.forms.reading import Fields
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, visitor_of

TONES: Final = {"open": "right", "blocked": "care", "closed": "stop"}
DONE: Final = {
    "open": "It is open: what lies there may be promised.",
    "blocked": "It is blocked: nothing that lies there is promised.",
    "closed": "It is closed: nothing is promised of it, and nothing is put there.",
}


def place_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET /stock/places, POST /stock/places/state."""
    pages = Pages(shell)

    async def listing(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "stock.read")
        return await _draw(request, visitor)

    async def state(request: Request) -> Response:
        form = await form_of(doors, request, "settings.change")
        fields = Fields(form)
        code, wanted = fields.word("location", 40, needed=True).upper(), fields.among("state", PLACE_STATES)
        why = fields.word("why", 300, needed=fields.word("state", 60) != "open")
        site = form.visitor.site
        if not fields.wrong:
            found = await do(
                doors, form.visitor, "location.state", Subject("location", code),
                lambda centre: set_place(centre, site, code, wanted), {"state": wanted, "why": why}, unless(NotMoved),
            )  # fmt: skip
            if not isinstance(found, NotMoved):
                return go(f"/stock/places?{urlencode({'q': code, 'done': wanted})}")
            fields.wrong[found.field] = found.why
        typed = form.typed("location", "state", "why")
        return await _draw(request, form.visitor, 422, wrong=fields.wrong, typed=typed)

    async def _draw(request: Request, visitor: Visitor, status: int = 200, **values: Any) -> Response:
        asked = request.query_params
        typed, chosen, after = asked.get("q", "").strip()[:40], asked.get("state", ""), asked.get("after", "")[:40]
        if chosen and chosen not in PLACE_STATES:
            raise PageRefusal(400, "No such list", f"there is no state {chosen[:40]!r}")
        found = await doors.read(place_list, visitor.site, typed, chosen, after)
        given: dict[str, Any] = {"wrong": {}, "typed": {}, **values}
        given |= {"found": found, "asked": typed, "state": chosen, "tones": TONES, "states": PLACE_STATES}
        kept = {name: value for name, value in (("q", typed), ("state", chosen)) if value}
        given["following"] = f"/stock/places?{urlencode({**kept, 'after': found.after})}" if found.after else ""
        given["done"] = DONE.get(asked.get("done", ""), "")
        return shell.page(request, "keeping/templates/places.html", visitor=visitor, status=status, **given)

    pages.get("/stock/places", listing)
    pages.post("/stock/places/state", state)
    return pages.router
