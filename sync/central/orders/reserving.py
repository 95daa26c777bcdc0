"""Reservations over HTTP: a channel keeps units for a basket, and its order then has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from fastapi import APIRouter, Request, Response

from app.central.intake.once import Answer
from app.central.stock.moving import NotMoved
from app.central.stock.reservations.keeping import Kept, give_back, reservation_of, reserve_for, reserve_once
from app.central.stock.reservations.reserving import Asked
from app.central.values import ChannelRow
from app.domain.stock.promises import Shortage
from sync.central.orders.endpoints import sayable
from sync.central.orders.once import IdempotencyKey, once
from sync.central.orders.reservation_forms import ReservationForm, ReservationSeen, reservation_seen
from sync.central.serving.bounds.strict_json import StrictRoute
from sync.central.serving.desk import Desk
from sync.central.serving.document.openapi import CHANNEL_KEY, STOCK, answers
from sync.central.serving.refusals.problems import Refusal, answer, problem_bytes
from sync.central.serving.who import require_channel
from sync.protocol import WrongField, encode

Keep = tuple[str, Sequence[Asked], timedelta]
"""For whom, what, and for how long."""
PATH = "/v1/reservations/{reservation_id}"


def reservation_routes(desk: Desk) -> APIRouter:
    """Routes of a channel's own reservations."""
    router = APIRouter(route_class=StrictRoute)
    _making(router, desk)
    _ending(router, desk)
    return router


def _making(router: APIRouter, desk: Desk) -> None:
    made = answers({201: ReservationSeen}, 400, 401, 403, 408, 409, 413, 422, 429, 503)
    seen = answers({200: ReservationSeen}, 401, 403, 404, 429, 503)

    @router.post(
        "/v1/reservations", tags=STOCK, status_code=201, response_model=None, responses=made, openapi_extra=CHANNEL_KEY
    )
    async def post_reservation(
        request: Request, form: ReservationForm, idempotency_key: IdempotencyKey = ""
    ) -> Response:
        """Keep every unit asked for, or none and say what is short (409). Asked twice without the same
        `Idempotency-Key`, it keeps twice: end one."""
        channel = await require_channel(desk, request, "order.enter")
        asked = [Asked(sku=line.sku, quantity=line.quantity) for line in form.lines]
        keep = (form.owner, asked, timedelta(seconds=form.ttl_s))
        if idempotency_key:
            return await _once(desk, channel, idempotency_key, await request.body(), form, keep)
        found = await desk.write(reserve_for, channel, *keep)
        if isinstance(found, NotMoved):
            raise _wrong(found)
        if not isinstance(found, Kept):
            raise _short(form, found)
        return answer(encode(reservation_seen(found)), 201)

    @router.get(PATH, tags=STOCK, response_model=None, responses=seen, openapi_extra=CHANNEL_KEY)
    async def get_reservation(request: Request, reservation_id: str) -> Response:
        """A reservation of the channel's, as it stands."""
        channel = await require_channel(desk, request, "stock.read")
        return answer(encode(reservation_seen(await own(desk, channel, reservation_id))))


def _ending(router: APIRouter, desk: Desk) -> None:
    done = answers({200: ReservationSeen}, 401, 403, 404, 409, 429, 503)

    @router.delete(PATH, tags=STOCK, response_model=None, responses=done, openapi_extra=CHANNEL_KEY)
    async def delete_reservation(request: Request, reservation_id: str) -> Response:
        """Let the units go. Once more changes nothing; what became an order's promise is only ended with the order."""
        channel = await require_channel(desk, request, "order.enter")
        known = await own(desk, channel, reservation_id)
        found = await desk.write(give_back, channel, known.row.reservation_id)
        if found is None or found.row.state == "converted":
            raise Refusal(409, "not_now", "the units belong to an order", "cancel the order instead", "reservation_id")
        desk.sites_to_sweep.add(channel.site_id)
        return answer(encode(reservation_seen(found)))


async def own(desk: Desk, channel: ChannelRow, reservation_id: str) -> Kept:
    """The channel's reservation of this id. Raises Refusal (404)."""
    found = await desk.read(reservation_of, channel, reservation_id) if sayable(reservation_id) else None
    if found is None:
        raise Refusal(404, "reservation", "there is no such reservation", field="reservation_id")
    return found


async def _once(desk: Desk, channel: ChannelRow, key: str, body: bytes, form: ReservationForm, keep: Keep) -> Response:
    def said(found: Kept | tuple[Shortage, ...]) -> tuple[int, bytes]:
        return _answer(form, found)

    async def do(body_sha256: str) -> Answer:
        done = await desk.write(reserve_once, channel, (key, body_sha256), keep, said)
        if isinstance(done, NotMoved):
            raise _wrong(done)
        return done

    return await once(desk, channel, key, body, do)


def _wrong(no: NotMoved) -> Refusal:
    return Refusal(422, "field", "the reservation has a wrong field", no.why, no.field)


def _answer(form: ReservationForm, found: Kept | tuple[Shortage, ...]) -> tuple[int, bytes]:
    if isinstance(found, Kept):
        return 201, encode(reservation_seen(found))
    return 409, problem_bytes(_short(form, found))


def _short(form: ReservationForm, short: tuple[Shortage, ...]) -> Refusal:
    """Names the first line of each SKU that is short (of a kit's component: the lines as a whole)."""
    places = {line.sku: f"lines.{position}" for position, line in reversed([*enumerate(form.lines)])}
    wrong = [
        WrongField(field=places.get(one.sku, "lines"), detail=f"{one.sku}: {one.wanted} wanted, {one.free} free")
        for one in short
    ]
    words = ", ".join(one.detail for one in wrong)
    return Refusal(409, "short", "not everything is free: nothing was kept", words, errors=wrong)
