"""A change that came after the box was closed: a person opens the box and follows it, or sends the box as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from app.central.doors import Doors
from app.central.intake.changing.boxed import NoChangeWaits, send_as_packed
from app.central.intake.orders import follow_change
from ui.web.orders.deeds import OrderDesk
from ui.web.shell.drawing import Shell
from ui.web.shell.routes import Pages


def waiting_pages(shell: Shell, doors: Doors) -> APIRouter:
    """POST /orders/{order_id}/follow and drop."""
    pages, desk = Pages(shell), OrderDesk(shell, doors)

    async def follow(request: Request) -> Response:
        sent = await desk.sent(request, "order.change")
        site, who = sent.visitor.site, sent.visitor.actor.label
        found = await desk.do(
            sent,
            "change.follow",
            {},
            lambda centre: follow_change(centre, site, sent.order_id, who),
            lambda done: None if isinstance(done, NoChangeWaits) else {"what": done[1]},
        )
        if isinstance(found, NoChangeWaits):
            return await desk.again(sent, f"Nothing was changed: {found.why}.")
        return desk.back(sent, "followed")

    async def drop(request: Request) -> Response:
        sent = await desk.sent(request, "order.change")
        site, who = sent.visitor.site, sent.visitor.actor.label
        found = await desk.do(
            sent, "change.drop", {}, lambda centre: send_as_packed(centre, site, sent.order_id, who), _told
        )
        return desk.back(sent, "no-change" if isinstance(found, NoChangeWaits) else "dropped")

    pages.post("/orders/{order_id}/follow", follow)
    pages.post("/orders/{order_id}/drop", drop)
    return pages.router


def _told(found: str | NoChangeWaits) -> Mapping[str, Any] | None:
    return None if isinstance(found, NoChangeWaits) else {}
