"""The end points of the shops: `POST /v1/webhooks/shopify/{channel}` and `/v1/webhooks/woocommerce/{channel}`.

The signature is checked on the raw bytes before anything reads them; a delivery that is not signed is answered 401 and
leaves no trace but a count. What is signed is kept and answered 200, whatever it says: WooCommerce sends a message
once, and turns a webhook off that fails six times. Only a disk that fails is a 503, so that Shopify comes again.
Sources: shopify.dev, webhooks (delivery structure, verify deliveries); WooCommerce's class-wc-webhook.php.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.datastructures import Headers

from app.central.centre import Centre
from app.central.channels.deliveries import Received, take_delivery
from app.central.channels.secrets import Listening, listening, signed_by
from app.central.channels.values import Delivered, Told
from sync.central.serving.bounds.attempts import Attempts, network_of
from sync.central.serving.desk import Desk
from sync.central.serving.document.openapi import answers, delivered_by
from sync.central.serving.refusals.problems import Refusal, answer
from sync.central.webhooks.shops import SHOPIFY, WOOCOMMERCE, Shop
from sync.protocol import encode

UNSIGNED_MOST: Final = 60
"""Deliveries of one address whose signature was not good, within ten minutes."""
_PING: Final = re.compile(rb"webhook_id=\d{1,20}")
_SHOWN: Final = re.compile(r"[^\x20-\x7e]")


class DeliveryTaken(msgspec.Struct, frozen=True, kw_only=True):
    """`outcome`: applied | same | passed | unreadable | failed; the last two are kept for a person to run again."""

    id: str
    outcome: str
    replayed: bool


def webhook_routes(desk: Desk) -> APIRouter:
    """Routes of the shops."""
    router = APIRouter()
    attempts = Attempts(UNSIGNED_MOST, monotonic=desk.monotonic)
    taken = answers({200: DeliveryTaken}, 401, 404, 408, 413, 429, 503)

    @router.post(
        "/v1/webhooks/shopify/{channel}", response_model=None, responses=taken,
        openapi_extra=delivered_by(SHOPIFY.signature, SHOPIFY.topic, SHOPIFY.delivery[0], SHOPIFY.domain),
    )  # fmt: skip
    async def from_shopify(request: Request, channel: str) -> Response:
        """A delivery of a Shopify shop, signed with the channel's secret."""
        return await _receive(desk, attempts, SHOPIFY, channel, request)

    @router.post(
        "/v1/webhooks/woocommerce/{channel}", response_model=None, responses=taken,
        openapi_extra=delivered_by(
            WOOCOMMERCE.signature, WOOCOMMERCE.topic, WOOCOMMERCE.delivery[0], WOOCOMMERCE.domain
        ),
    )  # fmt: skip
    async def from_woocommerce(request: Request, channel: str) -> Response:
        """A delivery of a WooCommerce shop, signed with the webhook's secret; its first ping is answered and forgot."""
        return await _receive(desk, attempts, WOOCOMMERCE, channel, request)

    return router


async def _receive(desk: Desk, attempts: Attempts, shop: Shop, code: str, request: Request) -> Response:
    client = network_of(request.client.host if request.client else "")
    wait_s = attempts.wait_s(client)
    if wait_s:
        raise Refusal(429, "signature", "too many deliveries that were not signed", retry_after_s=wait_s)
    body = await request.body()
    found = await desk.read(listening, code)
    signature = request.headers.get(shop.signature, "")
    if found is not None and shop is WOOCOMMERCE and not signature and _PING.fullmatch(body):
        return answer(b'{"outcome":"ping"}')
    if found is None or not signed_by(found.secrets, signature, body):
        attempts.failed(client)
        raise Refusal(
            401, "signature", "the delivery is not signed with a secret of this channel", field=shop.signature
        )
    delivered = _delivered(shop, request.headers, body)
    told = await desk.read(_read, shop, delivered, found)
    done: Received = await desk.write(take_delivery, found.channel, delivered, told)
    desk.meters.delivery(shop.name, "replayed" if done.replayed else done.outcome)
    if not done.replayed:
        desk.ordered(found.channel.site_id)
    return answer(encode(DeliveryTaken(id=done.delivery_id, outcome=done.outcome, replayed=done.replayed)))


def _delivered(shop: Shop, headers: Headers, body: bytes) -> Delivered:
    """The delivery with its id; one without is known by its bytes."""
    named = next((headers[name] for name in shop.delivery if headers.get(name)), "")
    return Delivered(
        shop=shop.name,
        shop_delivery=_line(named, 200) or hashlib.sha256(body).hexdigest(),
        topic=_line(headers.get(shop.topic, ""), 60),
        domain=_line(headers.get(shop.domain, ""), 255),
        payload=body,
    )


def _line(text: str, most: int) -> str:
    return _SHOWN.sub("?", text).strip()[:most]


def _read(centre: Centre, shop: Shop, delivered: Delivered, found: Listening) -> Told:
    return shop.reader(delivered, found.services)
