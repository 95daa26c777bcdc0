"""What programs and people do to an order over the API: holds, cancellations and payments, each on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response

from app.central.centre import Centre
from app.central.intake.answers import hold_of, holds_of, order_of
from app.central.intake.changing.cancelling import AlreadyCancelled, cancel_order
from app.central.intake.holds import NotHeld, place_hold, release_one
from app.central.money.granting import Granted, grant_refund
from app.central.money.recording import NotRecorded, Recorded, record_payment
from app.central.money.risking import Assessed, NotDecided, assess_risk
from app.central.people.actors import Actor
from app.central.people.deeds import Deed, Details, Subject, act
from app.central.people.permissions import hold_release
from app.central.values import HoldRow, OrderRow
from app.domain.intake.payments import PaymentEvent
from app.domain.money import BadAmount, parse_amount
from sync.central.orders.deed_forms import (
    CancelForm,
    Cancelled,
    HoldForm,
    HoldList,
    HoldListed,
    PaymentForm,
    PaymentTaken,
    RefundForm,
    RefundGranted,
    ReleaseForm,
    RiskTaken,
    hold_listed,
    refund_granted,
)
from sync.central.orders.endpoints import sayable
from sync.central.orders.forms import RiskForm
from sync.central.serving.bounds.strict_json import StrictRoute
from sync.central.serving.desk import Desk
from sync.central.serving.document.openapi import DECIDERS, HOLDS, OFFICE, ORDERS, PAYMENTS, READERS, WORKERS, answers
from sync.central.serving.refusals.problems import Refusal, answer
from sync.central.serving.who import allow, require
from sync.protocol import encode

R = TypeVar("R")
_REFUSALS = (400, 401, 403, 404, 408, 409, 413, 422, 429, 503)


def deed_routes(desk: Desk) -> APIRouter:
    """Routes that change an order."""
    router = APIRouter(route_class=StrictRoute)
    _cancelling(router, desk)
    _holding(router, desk)
    _releasing(router, desk)
    _paying(router, desk)
    _risking(router, desk)
    _granting(router, desk)
    return router


def _cancelling(router: APIRouter, desk: Desk) -> None:
    done = answers({200: Cancelled}, *_REFUSALS)

    @router.post("/v1/orders/{order_id}/cancel", tags=ORDERS, response_model=None, responses=done, openapi_extra=OFFICE)
    async def post_cancel(request: Request, order_id: str, form: CancelForm) -> Response:
        """Cancel what has not left; the answer says what that leaves for people to do."""
        actor = await require(desk, request, "order.cancel")
        order = await _order(desk, actor, order_id)

        def verb(centre: Centre) -> str | AlreadyCancelled:
            return cancel_order(centre, order.site_id, order.order_id, form.why)

        left = await _act(desk, actor, order, "order.cancel", {"why": form.why}, verb, _unless(AlreadyCancelled))
        if isinstance(left, AlreadyCancelled):  # somebody else was first
            raise Refusal(409, "not_now", left.why)
        desk.sites_to_sweep.add(order.site_id)
        return answer(encode(Cancelled(id=order.order_id, left=left)))


def _holding(router: APIRouter, desk: Desk) -> None:
    listed = answers({200: HoldList}, 401, 403, 404, 429, 503)
    placed = answers({201: HoldListed}, *_REFUSALS)
    path = "/v1/orders/{order_id}/holds"

    @router.get(path, tags=HOLDS, response_model=None, responses=listed, openapi_extra=READERS)
    async def get_holds(request: Request, order_id: str) -> Response:
        """Every hold the order ever had, with who, why and since."""
        actor = await require(desk, request, "hold.read")
        rows = await desk.read(holds_of, actor, order_id) if sayable(order_id) else None
        if rows is None:
            raise _no_order()
        return answer(encode(HoldList(holds=[hold_listed(row) for row in rows])))

    @router.post(path, tags=HOLDS, status_code=201, response_model=None, responses=placed, openapi_extra=WORKERS)
    async def post_hold(request: Request, order_id: str, form: HoldForm) -> Response:
        """Put an operator's hold on an order: it stops where it stands, at the bench too."""
        actor = await require(desk, request, "hold.place")
        order = await _order(desk, actor, order_id)

        def verb(centre: Centre) -> str | NotHeld:
            return place_hold(centre, order.site_id, order.order_id, form.why, actor.label)

        hold_id = await _act(desk, actor, order, "hold.place", {"why": form.why}, verb, _unless(NotHeld))
        if isinstance(hold_id, NotHeld):
            raise Refusal(409, "not_now", hold_id.why)
        return answer(encode(hold_listed((await _hold(desk, actor, hold_id))[0])), 201)


def _releasing(router: APIRouter, desk: Desk) -> None:
    done = answers({200: HoldListed}, *_REFUSALS)

    @router.post("/v1/holds/{hold_id}/release", tags=HOLDS, response_model=None, responses=done, openapi_extra=WORKERS)
    async def post_release(request: Request, hold_id: str, form: ReleaseForm) -> Response:
        """Release one hold and no other; the order goes on when it was the last. Needs hold.release.<reason>."""
        actor = await require(desk, request, "hold.read")
        hold, order = await _hold(desk, actor, hold_id)
        allow(actor, hold_release(hold.reason))

        def verb(centre: Centre) -> HoldRow | NotHeld:
            return release_one(centre, order.site_id, hold_id, f"{actor.label}: {form.why}")

        details = {"hold": hold.reason, "why": form.why}
        told = _unless(NotHeld)
        found = await _act(desk, actor, order, "hold.release", details, verb, told)
        if isinstance(found, NotHeld):
            raise Refusal(409, "hold", "the hold can not be released", found.why, "hold_id")
        desk.sites_to_sweep.add(order.site_id)
        return answer(encode(hold_listed((await _hold(desk, actor, hold_id))[0])))


def _paying(router: APIRouter, desk: Desk) -> None:
    taken = answers({201: PaymentTaken, 200: PaymentTaken}, *_REFUSALS)

    @router.post(
        "/v1/orders/{order_id}/payments", tags=PAYMENTS, status_code=201, response_model=None, responses=taken,
        openapi_extra=OFFICE,
    )  # fmt: skip
    async def post_payment(request: Request, order_id: str, form: PaymentForm) -> Response:
        """Record one payment event of a provider, once per reference (200 when it was known)."""
        actor = await require(desk, request, "payment.record")
        order = await _order(desk, actor, order_id)
        event = _event(form)

        def verb(centre: Centre) -> Recorded | NotRecorded:
            return record_payment(centre, order.site_id, order.order_id, event, actor.label)

        details = {"kind": form.kind.value, "amount": form.amount, "reference": form.reference}
        found = await _act(desk, actor, order, "payment.record", details, verb, _unless_replayed)
        if isinstance(found, NotRecorded):
            raise Refusal(422, "field", "the payment was not recorded", found.why, found.field)
        desk.sites_to_sweep.add(order.site_id)
        made = PaymentTaken(order_id=found.order_id, payment=found.payment, replayed=found.replayed)
        return answer(encode(made), 200 if found.replayed else 201)


def _risking(router: APIRouter, desk: Desk) -> None:
    taken = answers({200: RiskTaken}, *_REFUSALS)

    @router.post(
        "/v1/orders/{order_id}/risks", tags=PAYMENTS, response_model=None, responses=taken, openapi_extra=OFFICE
    )
    async def post_risk(request: Request, order_id: str, form: RiskForm) -> Response:
        """Record what a fraud service thinks of an order; it is held or goes on by its channel's rule."""
        actor = await require(desk, request, "risk.assess")
        order = await _order(desk, actor, order_id)

        def verb(centre: Centre) -> Assessed | NotDecided:
            return assess_risk(centre, order.site_id, order.order_id, form.report())

        details = {"level": form.level.value, "provider": form.provider}
        found = await _act(desk, actor, order, "risk.assess", details, verb, _unless_replayed)
        if isinstance(found, NotDecided):
            raise _no_order()
        desk.sites_to_sweep.add(order.site_id)
        return answer(encode(RiskTaken(order_id=order.order_id, risk=found.level.value)))


def _granting(router: APIRouter, desk: Desk) -> None:
    done = answers({200: RefundGranted}, *_REFUSALS)

    @router.post(
        "/v1/orders/{order_id}/refunds", tags=PAYMENTS, response_model=None, responses=done, openapi_extra=DECIDERS
    )
    async def post_refund(request: Request, order_id: str, form: RefundForm) -> Response:
        """Grant a refund, once per reference: the order needs that much less, and paying it back is a task.

        The same one sent again is answered as it was granted, with `replayed`.
        """
        actor = await require(desk, request, "payment.refund")
        order = await _order(desk, actor, order_id)
        minor = _minor(form.amount, order.currency)

        def verb(centre: Centre) -> Granted | NotRecorded:
            return grant_refund(centre, order.site_id, order.order_id, minor, form.why, form.reference, actor.label)

        details = {"amount": form.amount, "why": form.why, "reference": form.reference}
        done = await _act(desk, actor, order, "payment.refund", details, verb, _unless_replayed)
        if isinstance(done, NotRecorded):
            raise Refusal(422, "field", "the refund was not granted", done.why, done.field)
        desk.sites_to_sweep.add(order.site_id)
        return answer(encode(refund_granted(done.grant, order.currency, replayed=done.replayed)))


def _minor(amount: str, currency: str) -> int:
    try:
        return parse_amount(amount, currency).minor
    except BadAmount as error:
        raise Refusal(422, "field", "the refund has a wrong field", str(error), "amount") from error


def _event(form: PaymentForm) -> PaymentEvent:
    try:
        minor = parse_amount(form.amount, form.currency).minor
    except BadAmount as error:
        field = "currency" if "ISO 4217" in str(error) else "amount"
        raise Refusal(422, "field", "the payment has a wrong field", str(error), field) from error
    return PaymentEvent(
        kind=form.kind,
        amount_minor=minor,
        currency=form.currency,
        provider=form.provider,
        reference=form.reference,
        happened_at=form.happened_at,
        expires_at=form.expires_at,
    )


async def _act(
    desk: Desk,
    actor: Actor,
    order: OrderRow,
    action: str,
    details: Details,
    verb: Callable[[Centre], R],
    told: Callable[[R], Details | None] | None = None,
) -> R:
    deed = Deed(actor=actor, action=action, subject=Subject("order", order.order_id), details=details)
    return await desk.write(act, order.site_id, deed, verb, told)


def _unless_replayed(done: Granted | Recorded | Assessed | NotRecorded | NotDecided) -> Details | None:
    """What was known already changed nothing, and is not recorded a second time."""
    return None if isinstance(done, NotRecorded | NotDecided) or done.replayed else {}


def _unless(refusal: type[Any]) -> Callable[[Any], Details | None]:
    return lambda done: None if isinstance(done, refusal) else {}


async def _order(desk: Desk, actor: Actor, order_id: str) -> OrderRow:
    found = await desk.read(order_of, actor, order_id) if sayable(order_id) else None
    if found is None:
        raise _no_order()
    return found


async def _hold(desk: Desk, actor: Actor, hold_id: str) -> tuple[HoldRow, OrderRow]:
    found = await desk.read(hold_of, actor, hold_id) if sayable(hold_id) else None
    if found is None:
        raise Refusal(404, "hold", "there is no such hold", field="hold_id")
    return found


def _no_order() -> Refusal:
    return Refusal(404, "order", "there is no such order", field="order_id")
