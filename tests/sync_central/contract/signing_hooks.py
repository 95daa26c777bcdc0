"""Hooks of Schemathesis: what a bench or a shop sends is signed over the very bytes that leave, whatever is in them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import os
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import schemathesis

from sync.protocol import HEADER_NONCE, HEADER_SIGNATURE, HEADER_STATION, sign_request

_PROOFS: Final = (HEADER_STATION, HEADER_NONCE, HEADER_SIGNATURE)
_NONCE: Final = "n-1"
_counter = itertools.count(1)


class _Signed(requests.auth.AuthBase):
    """Signs as a bench, and as the shop of the path."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body or b""
        raw = body.encode() if isinstance(body, str) else body
        parts = urlsplit(str(request.url))
        if "/webhooks/" in parts.path:
            return _by_shop(request, raw)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        nonce = _NONCE
        key = bytes.fromhex(os.environ["PACKBENCH_FUZZ_STATION_KEY"])
        request.headers[HEADER_STATION] = os.environ["PACKBENCH_FUZZ_STATION"]
        request.headers[HEADER_NONCE] = nonce
        request.headers[HEADER_SIGNATURE] = sign_request(key, str(request.method), target, nonce, raw)
        return request


def _by_shop(request: requests.PreparedRequest, raw: bytes) -> requests.PreparedRequest:
    proof = hmac.new(os.environ["PACKBENCH_FUZZ_SECRET"].encode(), raw, hashlib.sha256).digest()
    for name in ("X-Shopify-Hmac-Sha256", "X-WC-Webhook-Signature"):
        request.headers[name] = base64.b64encode(proof).decode()
    return request


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Three of four calls that carry proofs carry good ones; every second good order also adds up."""
    good = case.meta is not None and case.meta.generation.mode.is_positive
    if "/webhooks/" in case.operation.path:
        if good:
            kwargs["auth"] = _Signed()
            case.path_parameters["channel"] = "shop"
    elif set(_PROOFS) <= set(case.headers or {}) and next(_counter) % 4:
        kwargs["auth"] = _Signed()
        if good and isinstance(case.body, dict):
            _fit(case.body)
    elif good and isinstance(case.body, dict) and {"lines", "recipient"} <= set(case.body):
        _add_up(case.body)
    elif good and isinstance(case.body, dict) and "happened_at" in case.body and next(_counter) % 4:
        case.body.update(happened_at="2026-09-14T06:00:00Z", currency="EUR", amount="5.00")


def _fit(batch: dict[str, Any]) -> None:
    """A batch is good only under its own nonce and as one run, which no JSON schema can say."""
    batch.update(nonce=_NONCE, epoch=1)
    for place, sealed in enumerate(batch.get("commands", []), 1):
        sealed["seq"] = place


def _add_up(order: dict[str, Any]) -> None:
    """Sums and the list of currencies are rules no JSON schema can say."""
    if not next(_counter) % 4:
        return
    for name in ("charged", "authorised", "tax", "discount", "shipping", "other", "placed_at", "ship_by"):
        order.pop(name, None)
    order.update(currency="EUR", total="19.90")
    for line in order["lines"]:
        for name in ("price", "tax", "discount"):
            line.pop(name, None)
        line["quantity"] = int(line["quantity"])
    order["lines"][0]["sku"] = "TEE-M"
