"""Tells any program what it may sell: one signed POST with the newest figures.

Source: Standard Webhooks 1.0.0: headers webhook-id, webhook-timestamp and webhook-signature, which is "v1," and
base64(HMAC-SHA256) over id.timestamp.body; a secret like whsec_... is base64 of the key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

import msgspec

from app.central.inventory.pushing import Delivery, Outcome
from sync.channels.publishing.calling import Caller
from sync.channels.publishing.port import NotDelivered, PushSettings

PREFIX = "whsec_"


class WebhookPush:
    """The receiver keeps, for each SKU, only what has a higher `version` than what it has."""

    def __init__(self, settings: PushSettings) -> None:
        self._settings = settings

    def deliver(self, delivery: Delivery, now_s: int) -> Outcome:
        items = [{"sku": one.sku, "available": one.available, "version": one.version} for one in delivery.figures]
        body = msgspec.json.encode({"type": "stock.changed", "channel": delivery.channel, "items": items})
        headers = {
            "Content-Type": "application/json",
            "webhook-id": delivery.delivery_id,
            "webhook-timestamp": str(now_s),
            "webhook-signature": sign(delivery.secret, delivery.delivery_id, now_s, body),
        }
        caller = Caller(self._settings)
        try:
            caller.call("POST", delivery.url, body, headers)
        except NotDelivered as fault:
            return Outcome(fault=str(fault), again_s=fault.again_s)
        finally:
            caller.close()
        return Outcome(sent=tuple(one.sku for one in delivery.figures))


def sign(secret: str, delivery_id: str, now_s: int, body: bytes) -> str:
    """The signature header of a delivery."""
    said = f"{delivery_id}.{now_s}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(_key(secret), said, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    if secret.startswith(PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except (binascii.Error, ValueError):
            return secret.encode()
    return secret.encode()
