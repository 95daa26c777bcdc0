"""What a person says about money and risk: it is paid, in part or whole; it may go or not; some of it goes back."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from app.central.desk.standing import currency_of_order
from app.central.doors import Doors
from app.central.money.granting import Granted, grant_refund
from app.central.money.recording import NotRecorded, Recorded, mark_paid
from app.central.money.risking import NotDecided, accept_risk, reject_risk
from app.domain.money import BadAmount, parse_amount
from ui.web.orders.deeds import OrderDesk, Sent
from ui.web.shell.drawing import Shell
from ui.web.shell.routes import Pages


def money_pages(shell: Shell, doors: Doors) -> APIRouter:
    """POST /orders/{order_id}/paid, refund, risk and reject."""
    pages, desk = Pages(shell), OrderDesk(shell, doors)

    async def paid(request: Request) -> Response:
        sent = await desk.sent(request, "payment.mark_paid")
        reference, amount, site, who = sent.word("reference"), sent.word("amount"), sent.visitor.site, _who(sent)
        typed = {"paid": reference, "paid_amount": amount}
        minor = await _minor(desk, sent, amount) if amount else None
        if isinstance(minor, str):
            return await desk.again(sent, f"Not marked as paid: {minor}.", typed=typed)
        found = await desk.do(
            sent,
            "payment.mark_paid",
            {"reference": reference, "amount": amount or "all that is due"},
            lambda centre: mark_paid(centre, site, sent.order_id, minor, reference, who),
            lambda done: {} if isinstance(done, Recorded) and not done.replayed else None,
        )
        if isinstance(found, NotRecorded):
            return await desk.again(sent, f"Not marked as paid: {found.why}.", typed=typed)
        return desk.back(sent, "paid-before" if found.replayed else "paid")

    async def refund(request: Request) -> Response:
        sent = await desk.sent(request, "payment.refund")
        amount, why, reference = sent.word("amount"), sent.word("why"), sent.word("reference")
        site, who, typed = sent.visitor.site, _who(sent), {"refund": amount, "why": why, "reference": reference}
        minor = await _minor(desk, sent, amount)
        if isinstance(minor, str):
            return await desk.again(sent, f"Not granted: {minor}.", typed=typed)
        found = await desk.do(
            sent,
            "payment.refund",
            {"amount": amount, "why": why, "reference": reference},
            lambda centre: grant_refund(centre, site, sent.order_id, minor, why, reference, who),
            lambda done: {} if isinstance(done, Granted) and not done.replayed else None,
        )
        if isinstance(found, NotRecorded):
            return await desk.again(sent, f"Not granted: {found.field}: {found.why}.", typed=typed)
        return desk.back(sent, "granted-before" if found.replayed else "granted")

    pages.post("/orders/{order_id}/paid", paid)
    pages.post("/orders/{order_id}/refund", refund)
    _risking(pages, desk)
    return pages.router


def _risking(pages: Pages, desk: OrderDesk) -> None:
    async def risk(request: Request) -> Response:
        sent = await desk.sent(request, "hold.release.risk")
        site, who = sent.visitor.site, _who(sent)
        found = await desk.do(
            sent,
            "hold.release",
            {"hold": "risk"},
            lambda centre: accept_risk(centre, site, sent.order_id, who),
            lambda refused: None if isinstance(refused, NotDecided) else {},
        )
        return desk.back(sent, "gone" if isinstance(found, NotDecided) else "released")

    async def reject(request: Request) -> Response:
        sent = await desk.sent(request, "hold.release.risk")
        why, site, who = sent.word("why"), sent.visitor.site, _who(sent)
        if not why:
            return await desk.again(sent, "Say why the order is rejected: colleagues read it.")
        found = await desk.do(
            sent,
            "risk.reject",
            {"why": why},
            lambda centre: reject_risk(centre, site, sent.order_id, f"{who}: {why}"),
            lambda refused: None if isinstance(refused, NotDecided) else {},
        )
        return desk.back(sent, "decided-before" if isinstance(found, NotDecided) else "cancelled")

    pages.post("/orders/{order_id}/risk", risk)
    pages.post("/orders/{order_id}/reject", reject)


def _who(sent: Sent) -> str:
    return sent.visitor.actor.label


async def _minor(desk: OrderDesk, sent: Sent, amount: str) -> int | str:
    """Minor units in the order's currency, or what is wrong with them in words."""
    currency = await desk.doors.read(currency_of_order, sent.visitor.site, sent.order_id)
    try:
        return parse_amount(amount, currency).minor
    except BadAmount as error:
        return f"amount: {error}"
