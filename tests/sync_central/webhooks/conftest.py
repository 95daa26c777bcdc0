"""A served centre whose channel has a secret, and a shop that signs what it sends."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.central.centre import Centre
from app.central.channels.deliveries import deliveries
from app.central.channels.secrets import add_secret
from app.central.channels.values import DeliveryRow
from app.central.people.actors import CENTRE
from tests.central.house import SITE, Bytes, Clock, Ids
from tests.sync_central.wire import Answer, Served, Wire

SECRET = "hush-hush-1"


def signature(payload: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.new(secret.encode(), payload, hashlib.sha256).digest()).decode()


@dataclass
class Shop:
    """Sends signed deliveries, each with a new id unless told."""

    wire: Wire
    centre: Centre
    counter: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def shopify(self, topic: str, body: object, delivery: str = "", secret: str = SECRET, **more: str) -> Answer:
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {
            "Content-Type": "application/json",
            "X-Shopify-Topic": topic,
            "X-Shopify-Shop-Domain": "shop.myshopify.com",
            "X-Shopify-Webhook-Id": delivery or f"w-{next(self.counter)}",
            "X-Shopify-Hmac-Sha256": signature(payload, secret),
            **more,
        }
        return self.wire.ask("POST", "/v1/webhooks/shopify/shop", payload, headers)

    def woo(self, topic: str, body: object, delivery: str = "", secret: str = SECRET) -> Answer:
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {
            "Content-Type": "application/json",
            "X-WC-Webhook-Topic": topic,
            "X-WC-Webhook-Source": "https://shop.example/",
            "X-WC-Webhook-Delivery-ID": delivery or f"w-{next(self.counter)}",
            "X-WC-Webhook-Signature": signature(payload, secret),
        }
        return self.wire.ask("POST", "/v1/webhooks/woocommerce/shop", payload, headers)

    def outcome(self, answer: Answer) -> str:
        assert answer.status == 200, answer.body
        return str(answer.json()["outcome"])

    def kept(self) -> tuple[DeliveryRow, ...]:
        return deliveries(self.centre, SITE)

    def order(self, reference: str) -> dict[str, Any]:
        return self.wire.get_order(reference).json()


@pytest.fixture
def shop(served: Served, tmp_path: Path, database: str) -> Iterator[Shop]:
    centre = Centre(tmp_path, now=Clock(), new_id=Ids("hand"), random_bytes=Bytes(), database=database)
    assert centre.do(add_secret, CENTRE, "shop", SECRET) == 1
    yield Shop(served.wire, centre)
    centre.close()
