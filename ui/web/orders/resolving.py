"""Holds resolved in place: what is missing is entered, the customer asked again, or the hold released by name."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from app.central.details.questions.answering import answer_by_clerk, ship_anyway
from app.central.details.questions.asking import ask_again
from app.central.doors import Doors
from app.central.intake.holds import release_hold
from app.central.people.permissions import hold_release
from app.domain.intake.orders import HoldReason
from ui.web.orders.deeds import OrderDesk
from ui.web.orders.holds import field_words
from ui.web.shell.drawing import Shell
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import need


def resolving_pages(shell: Shell, doors: Doors) -> APIRouter:
    """POST /orders/{order_id}/release, enter, ask and anyway."""
    pages, desk = Pages(shell), OrderDesk(shell, doors)

    async def release(request: Request) -> Response:
        sent = await desk.sent(request)
        reason = _reason(sent.word("reason"))
        need(sent.visitor, hold_release(reason.value))
        site, who = sent.visitor.site, sent.visitor.actor.label
        done = await desk.do(
            sent,
            "hold.release",
            {"hold": reason.value},
            lambda centre: release_hold(centre, site, sent.order_id, reason, who),
            lambda found: {} if found else None,
        )
        return desk.back(sent, "released" if done else "gone")

    async def enter(request: Request) -> Response:
        sent = await desk.sent(request, "order.change")
        field, value = sent.word("field"), sent.word("value")
        stands = [field] if sent.word("sure") else []
        site, who = sent.visitor.site, sent.visitor.actor.label
        found = await desk.do(
            sent,
            "order.details",
            {"field": field},
            lambda centre: answer_by_clerk(centre, site, sent.order_id, {field: value}, who, stands),
            lambda entered: {} if entered.taken else None,
        )
        if found.taken:
            return desk.back(sent, "entered")
        if found.stale:
            return desk.back(sent, "gone")
        words = found.wrong.get(field) or "; ".join(found.wrong.values())
        return await desk.again(sent, f"{field_words(field).capitalize()}: {words}", typed_fields={field: value})

    async def ask(request: Request) -> Response:
        sent = await desk.sent(request, "question.ask")
        site = sent.visitor.site
        link = await desk.do(
            sent,
            "question.ask",
            {},
            lambda centre: ask_again(centre, site, sent.order_id),
            lambda shown: None if shown is None else {"to": "customer"},
        )
        if link is None:
            return desk.back(sent, "nothing-to-ask")
        return desk.back(sent, "asked" if link.to_address else "asked-by-link")

    async def anyway(request: Request) -> Response:
        sent = await desk.sent(request)
        reason = _reason(sent.word("reason"))
        need(sent.visitor, hold_release(reason.value))
        field, why, site, who = sent.word("field"), sent.word("why"), sent.visitor.site, sent.visitor.actor.label
        if not why:
            return await desk.again(sent, "Say why it is shipped anyway: it stands in the story of the order.")
        done = await desk.do(
            sent,
            "hold.release",
            {"hold": reason.value, "field": field, "reason": why},
            lambda centre: ship_anyway(centre, site, sent.order_id, field, who, why),
            lambda found: {} if found else None,
        )
        return desk.back(sent, "released" if done else "gone")

    pages.post("/orders/{order_id}/release", release)
    pages.post("/orders/{order_id}/enter", enter)
    pages.post("/orders/{order_id}/ask", ask)
    pages.post("/orders/{order_id}/anyway", anyway)
    return pages.router


def _reason(given: str) -> HoldReason:
    try:
        return HoldReason(given)
    except ValueError as wrong:
        raise PageRefusal(400, "No such hold", "Go back, reload the page, and press the button again.") from wrong
