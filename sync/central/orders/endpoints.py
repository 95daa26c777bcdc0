"""The channel end points: orders in, orders and stock read back; the channel's bearer key says who asks."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from app.central.intake.answers import standing, stock_of
from app.central.intake.orders import Taken, take_order, take_order_once
from app.central.people.keys import owner_of_key
from app.central.people.signing_in import digest
from app.central.values import ChannelRow
from app.domain.intake.orders import NewOrder
from sync.central.orders.forms import OrderForm, OrderSeen, OrderTaken, StockSeen, order_seen, order_taken, stock_seen
from sync.central.serving.desk import Desk
from sync.central.serving.openapi import CHANNEL_KEY, answers
from sync.central.serving.problems import Refusal, answer, problem_bytes
from sync.protocol import encode

KEY_LONGEST = 200
KEY_BELIEVED_S = 5.0


Authorization = Annotated[str, Header(include_in_schema=False)]


def channel_routes(desk: Desk) -> APIRouter:
    """Routes of the channels."""
    router = APIRouter()
    _intake(router, desk)
    _reading(router, desk)
    return router


def _intake(router: APIRouter, desk: Desk) -> None:
    taken = answers({201: OrderTaken, 200: OrderTaken}, 400, 401, 409, 413, 422, 503)

    @router.post("/v1/orders", status_code=201, response_model=None, responses=taken, openapi_extra=CHANNEL_KEY)
    async def post_order(
        request: Request,
        form: OrderForm,
        authorization: Authorization = "",
        idempotency_key: Annotated[str, Header()] = "",
    ) -> Response:
        """Take one order in: accepted, or on hold with the reasons. 200 when the channel sent it before."""
        channel = await _channel(desk, authorization)
        order = form.order(desk.centre.now())
        desk.sites_to_sweep.add(channel.site_id)
        desk.order_at = desk.monotonic()
        if not idempotency_key:
            status, body = _answer(await desk.write(take_order, channel, order))
            return answer(body, status)
        return await _once(desk, channel, idempotency_key, await request.body(), order)


def _reading(router: APIRouter, desk: Desk) -> None:
    seen, stock = answers({200: OrderSeen}, 401, 404, 503), answers({200: StockSeen}, 401, 404, 422, 503)

    @router.get("/v1/orders/{order_id:path}", response_model=None, responses=seen, openapi_extra=CHANNEL_KEY)
    async def get_order(order_id: str, authorization: Authorization = "") -> Response:
        """An order of this channel, by our id or by its own reference: where it stands, and what left."""
        channel = await _channel(desk, authorization)
        found = await desk.read(standing, channel, order_id) if _sayable(order_id) else None
        if found is None:
            raise Refusal(404, "order", "this channel has no such order", field="order_id")
        return answer(encode(order_seen(found)))

    @router.get("/v1/stock", response_model=None, responses=stock, openapi_extra=CHANNEL_KEY)
    async def get_stock(sku: str, authorization: Authorization = "") -> Response:
        """What there is of a SKU, and what of it is free to sell."""
        channel = await _channel(desk, authorization)
        levels = await desk.read(stock_of, channel, sku) if _sayable(sku) else None
        if levels is None:
            raise Refusal(404, "sku", "the catalogue has no such SKU", field="sku")
        return answer(encode(stock_seen(sku, levels)))


async def _once(desk: Desk, channel: ChannelRow, key: str, body: bytes, order: NewOrder) -> Response:
    """Same key and body: the stored answer; another body: 422; the first still being worked on: 409."""
    if len(key) > KEY_LONGEST:
        raise Refusal(
            400, "idempotency", "the Idempotency-Key is too long", f"at most {KEY_LONGEST}", "Idempotency-Key"
        )
    mine = (channel.channel_id, key)
    if mine in desk.in_flight:
        raise Refusal(
            409, "in_flight", "a request with this Idempotency-Key is being worked on", field="Idempotency-Key"
        )
    desk.in_flight.add(mine)
    try:
        body_sha256 = hashlib.sha256(body).hexdigest()
        given = await desk.write(take_order_once, channel, key, body_sha256, order, _answer)
    finally:
        desk.in_flight.discard(mine)
    if given.other_body:
        raise Refusal(422, "idempotency", "this Idempotency-Key was used for another body", field="Idempotency-Key")
    return answer(given.body, given.status)


async def _channel(desk: Desk, authorization: str) -> ChannelRow:
    """The channel whose key this is. A key is believed for some seconds, so that not every order asks for it anew."""
    scheme, _, key = authorization.partition(" ")
    sha256 = digest(key.strip())
    known = desk.channels.get(sha256)
    if known is not None and desk.monotonic() - known[1] < KEY_BELIEVED_S:
        return known[0]
    owner = await desk.read(owner_of_key, sha256) if scheme.lower() == "bearer" else None
    channel = owner.channel if owner is not None else None
    if channel is None:
        desk.channels.pop(sha256, None)
        raise Refusal(401, "key", "the channel's key is missing or not good", "send Authorization: Bearer KEY")
    desk.channels[sha256] = (channel, desk.monotonic())
    return channel


def _answer(taken: Taken) -> tuple[int, bytes]:
    if taken.outcome == "differs":
        refusal = Refusal(409, "order_exists", "an order with this external_ref exists", taken.detail, "external_ref")
        return 409, problem_bytes(refusal)
    made: OrderTaken = order_taken(taken)
    return (201 if taken.outcome == "new" else 200), encode(made)


def _sayable(name: str) -> bool:
    """A name with NUL in it names nothing: PostgreSQL can not even be asked for it."""
    return "\x00" not in name
