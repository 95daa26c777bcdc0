"""What a person says about money and risk: it is paid, and here is the proof; it was looked at, and it may go."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from app.central.doors import Doors
from app.central.money.recording import NotRecorded, mark_paid
from app.central.money.risking import NotDecided, accept_risk
from ui.web.orders.deeds import OrderDesk
from ui.web.shell.drawing import Shell
from ui.web.shell.routes import Pages


def money_pages(shell: Shell, doors: Doors) -> APIRouter:
    """POST /orders/{order_id}/paid and risk."""
    pages, desk = Pages(shell), OrderDesk(shell, doors)

    async def paid(request: Request) -> Response:
        sent = await desk.sent(request, "payment.mark_paid")
        reference, site, who = sent.word("reference"), sent.visitor.site, sent.visitor.actor.label
        found = await desk.do(
            sent,
            "payment.mark_paid",
            {"reference": reference},
            lambda centre: mark_paid(centre, site, sent.order_id, None, reference, who),
            lambda done: None if isinstance(done, NotRecorded) else {},
        )
        if isinstance(found, NotRecorded):
            return await desk.again(sent, f"Not marked as paid: {found.why}.", typed={"paid": reference})
        return desk.back(sent, "paid")

    async def risk(request: Request) -> Response:
        sent = await desk.sent(request, "hold.release.risk")
        site, who = sent.visitor.site, sent.visitor.actor.label
        found = await desk.do(
            sent,
            "hold.release",
            {"hold": "risk"},
            lambda centre: accept_risk(centre, site, sent.order_id, who),
            lambda refused: None if isinstance(refused, NotDecided) else {},
        )
        return desk.back(sent, "gone" if isinstance(found, NotDecided) else "released")

    pages.post("/orders/{order_id}/paid", paid)
    pages.post("/orders/{order_id}/risk", risk)
    return pages.router
