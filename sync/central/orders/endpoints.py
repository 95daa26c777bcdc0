"""Orders in, orders and stock read back."""

from __future__ import annotations

from collections.abc import Awaitable

from fastapi import APIRouter, Request, Response

from app.central.entry.looking import service_levels
from app.central.intake.answers import standing_for, stock_of
from app.central.intake.once import Answer
from app.central.intake.orders import Taken, take_order, take_order_once
from app.central.stock.reservations.keeping import reservation_of
from app.central.values import ChannelRow
from app.domain.intake.orders import STANDARD
from sync.central.orders.forms import OrderForm
from sync.central.orders.once import IdempotencyKey, once
from sync.central.orders.seen import OrderSeen, OrderTaken, StockSeen, order_seen, order_taken, stock_seen
from sync.central.serving.bounds.strict_json import StrictRoute
from sync.central.serving.desk import Desk
from sync.central.serving.document.openapi import CHANNEL_KEY, ORDERS, READERS, STOCK, answers
from sync.central.serving.refusals.problems import Refusal, answer, problem_bytes
from sync.central.serving.who import at_site, require, require_channel
from sync.protocol import encode

OUTCOMES = {201: "new", 200: "again", 202: "change_waits", 409: "differs"}
STATUS = {"new": 201, "waiting": 202}
"""By what became of an order; 202 when a person decides, because its box is closed already."""


def channel_routes(desk: Desk) -> APIRouter:
    """Routes of orders in and out, and of stock."""
    router = APIRouter(route_class=StrictRoute)
    _intake(router, desk)
    _reading(router, desk)
    return router


def _intake(router: APIRouter, desk: Desk) -> None:
    taken = answers({201: OrderTaken, 200: OrderTaken, 202: OrderTaken}, 400, 401, 403, 408, 409, 413, 422, 429, 503)

    @router.post(
        "/v1/orders", tags=ORDERS, status_code=201, response_model=None, responses=taken, openapi_extra=CHANNEL_KEY
    )
    async def post_order(request: Request, form: OrderForm, idempotency_key: IdempotencyKey = "") -> Response:
        """Take one order in: accepted, or on hold with the reasons. 200 when the channel sent it before."""
        channel = await require_channel(desk, request, "order.enter")
        order = form.order(desk.centre.now())
        if order.service not in ("", STANDARD):
            await _check_service(desk, channel, order.service)
        if order.reservation:
            await _check_reservation(desk, channel, order.reservation)
        desk.ordered(channel.site_id)
        if not idempotency_key:
            status, body = _answer(await desk.write(take_order, channel, order))
            return _counted(desk, channel, answer(body, status))

        def do(body_sha256: str) -> Awaitable[Answer]:
            return desk.write(take_order_once, channel, idempotency_key, body_sha256, order, _answer)

        return _counted(desk, channel, await once(desk, channel, idempotency_key, await request.body(), do))


def single_routes(desk: Desk) -> APIRouter:
    """GET one order: mounted last, because a channel's own reference may hold any character."""
    router = APIRouter(route_class=StrictRoute)
    seen = answers({200: OrderSeen}, 401, 403, 404, 429, 503)

    @router.get("/v1/orders/{order_id:path}", tags=ORDERS, response_model=None, responses=seen, openapi_extra=READERS)
    async def get_order(request: Request, order_id: str) -> Response:
        """An order by our id, or for a channel by its own reference: where it stands, and what left."""
        actor = await require(desk, request, "order.read")
        found = await desk.read(standing_for, actor, order_id) if sayable(order_id) else None
        if found is None:
            raise Refusal(404, "order", "there is no such order", field="order_id")
        return answer(encode(order_seen(found)))

    return router


def _reading(router: APIRouter, desk: Desk) -> None:
    stock = answers({200: StockSeen}, 401, 403, 404, 422, 429, 503)

    @router.get("/v1/stock", tags=STOCK, response_model=None, responses=stock, openapi_extra=READERS)
    async def get_stock(request: Request, sku: str, site: str = "") -> Response:
        """What there is of a SKU at a site, and what of it is free to sell. `site` may be left out by who has one."""
        actor = await require(desk, request, "stock.read")
        place = site or actor.site
        at_site(actor, place)
        levels = await desk.read(stock_of, place, sku) if sayable(sku) and sayable(place) else None
        if levels is None:
            raise Refusal(404, "sku", "the catalogue has no such SKU", field="sku")
        return answer(encode(stock_seen(sku, levels)))


async def _check_service(desk: Desk, channel: ChannelRow, service: str) -> None:
    """Raises Refusal for one the site does not offer: what was paid as express would go as standard."""
    codes = [code for code, _ in await desk.read(service_levels, channel.site_id)]
    if codes and service not in codes:
        words = f"{service[:30]!a} is none of {', '.join(codes)}"
        raise Refusal(422, "field", "the order has a wrong field", words, "service")


async def _check_reservation(desk: Desk, channel: ChannelRow, reservation_id: str) -> None:
    """Raises Refusal when the channel never had such a reservation; one that is over is no mistake."""
    if await desk.read(reservation_of, channel, reservation_id) is None:
        words = "the channel has no such reservation"
        raise Refusal(422, "field", "the order has a wrong field", words, "reservation")


def _counted(desk: Desk, channel: ChannelRow, made: Response) -> Response:
    desk.meters.order(channel.kind, OUTCOMES.get(made.status_code, "other"))
    return made


def _answer(taken: Taken) -> tuple[int, bytes]:
    if taken.outcome == "differs":
        refusal = Refusal(409, "order_exists", "an order with this external_ref exists", taken.detail, "external_ref")
        return 409, problem_bytes(refusal)
    made: OrderTaken = order_taken(taken)
    return STATUS.get(taken.outcome, 200), encode(made)


def sayable(name: str) -> bool:
    """A name with NUL in it names nothing: PostgreSQL can not even be asked for it."""
    return "\x00" not in name
