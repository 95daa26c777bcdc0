"""Switching between sites, for people who work for several."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from app.central.doors import Doors
from app.central.people.signing_in import LONGEST
from ui.web.shell.drawing import Shell, go
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import SITE_COOKIE, sent_form, text


def site_pages(shell: Shell, doors: Doors) -> APIRouter:
    """POST /site, which leads to the orders of that site."""
    pages = Pages(shell)

    async def switch(request: Request) -> Response:
        visitor, form = await sent_form(doors, request)
        wanted = text(form, "site", 20)
        if wanted not in [code for code, _ in visitor.sites]:
            raise PageRefusal(404, "No such site", "It is not one of yours.")
        answer = go("/orders")
        answer.set_cookie(
            SITE_COOKIE,
            wanted,
            max_age=int(LONGEST.total_seconds()),
            path="/",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    pages.post("/site", switch)
    return pages.router
