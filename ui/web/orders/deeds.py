"""What a person decides about an order as a whole: hold it, note something, cancel it; each leaves a row on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from app.central.centre import Centre
from app.central.desk.standing import order_is_here
from app.central.doors import Doors
from app.central.intake.changing.cancelling import AlreadyCancelled, cancel_order
from app.central.intake.holds import NotHeld, place_hold
from app.central.people.deeds import Deed, Subject, act
from app.central.people.noting import note as note_down
from ui.web.orders.pages import order_page
from ui.web.shell.drawing import Shell, go
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, sent_form, text
from ui.web.sign_in.routes import own_page

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent from the page of an order, by somebody who may."""

    request: Request
    visitor: Visitor
    form: FormData
    order_id: str

    def word(self, name: str) -> str:
        return text(self.form, name).strip()


class OrderDesk:
    """How a form about an order becomes a verb with its row in the record, and then a page again."""

    def __init__(self, shell: Shell, doors: Doors) -> None:
        self.shell = shell
        self.doors = doors

    async def sent(self, request: Request, permission: str = "") -> Sent:
        """Raises PageRefusal: not from our page, not allowed, or no such order at this site."""
        visitor, form = await sent_form(self.doors, request)
        if permission:
            need(visitor, permission)
        order_id = str(request.path_params["order_id"])
        if not await self.doors.read(order_is_here, visitor.site, order_id):
            raise PageRefusal(404, "No such order", "There is no order at this address. Search for its number or name.")
        return Sent(request, visitor, form, order_id)

    async def do(
        self,
        sent: Sent,
        action: str,
        details: Mapping[str, Any],
        verb: Callable[[Centre], R],
        told: Callable[[R], Mapping[str, Any] | None] | None = None,
    ) -> R:
        """The verb and its row in the record, in one transaction; no row when `told` answers None."""
        deed = Deed(actor=sent.visitor.actor, action=action, subject=Subject("order", sent.order_id), details=details)
        return await self.doors.write(act, sent.visitor.site, deed, verb, told)

    async def again(self, sent: Sent, wrong: str, **typed: Any) -> Response:
        """The page once more: what is wrong, and what was typed."""
        return await order_page(
            self.shell, self.doors, sent.request, sent.visitor, sent.order_id, 422, wrong=wrong, **typed
        )

    def back(self, sent: Sent, done: str) -> Response:
        """To the page the form stood on, which tells what was done."""
        page = own_page(text(sent.form, "back")) if sent.word("back") else f"/orders/{sent.order_id}"
        path, _, query = page.partition("?")
        kept = [part for part in query.split("&") if part and not part.startswith("done=")]
        return go(f"{path}?{'&'.join([*kept, f'done={done}'])}")


def deed_pages(shell: Shell, doors: Doors) -> APIRouter:
    """POST /orders/{order_id}/hold, note and cancel."""
    pages, desk = Pages(shell), OrderDesk(shell, doors)

    async def hold(request: Request) -> Response:
        sent = await desk.sent(request, "hold.place")
        why, site, who = sent.word("detail"), sent.visitor.site, sent.visitor.actor.label
        if not why:
            return await desk.again(sent, "Say why the order should wait: colleagues read it.", typed={"detail": ""})
        done = await desk.do(
            sent,
            "hold.place",
            {"reason": why},
            lambda centre: place_hold(centre, site, sent.order_id, why, who),
            lambda made: None if isinstance(made, NotHeld) else {},
        )
        if isinstance(done, NotHeld):
            return await desk.again(sent, f"It was not held: {done.why}.", typed={"detail": why})
        return desk.back(sent, "held")

    async def note(request: Request) -> Response:
        sent = await desk.sent(request, "order.change")
        words = sent.word("note")
        if not words:
            return await desk.again(sent, "The note is empty: write what colleagues should know.", typed={"note": ""})
        await doors.write(note_down, sent.visitor.site, sent.order_id, words, sent.visitor.actor)
        return desk.back(sent, "noted")

    async def cancel(request: Request) -> Response:
        sent = await desk.sent(request, "order.cancel")
        why, site = sent.word("reason"), sent.visitor.site
        if not why:
            return await desk.again(sent, "Say why it is cancelled: the benches show it.", typed={"reason": ""})
        left = await desk.do(
            sent,
            "order.cancel",
            {"reason": why},
            lambda centre: cancel_order(centre, site, sent.order_id, why),
            lambda done: None if isinstance(done, AlreadyCancelled) else {},
        )
        return desk.back(sent, "cancelled-before" if isinstance(left, AlreadyCancelled) else "cancelled")

    pages.post("/orders/{order_id}/hold", hold)
    pages.post("/orders/{order_id}/note", note)
    pages.post("/orders/{order_id}/cancel", cancel)
    return pages.router
