"""The kinds of web shops that may knock: what each calls its headers, and who reads its bodies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.central.channels.values import Reader
from sync.channels.shops import shopify, woocommerce


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """Names of headers: `signature` is base64(HMAC-SHA256) of the raw body; `delivery` the first of these that is sent.

    Only the body is signed: what a header says is kept, and decides nothing that the body could say.
    """

    name: str
    signature: str
    delivery: tuple[str, ...]
    topic: str
    domain: str
    reader: Reader


SHOPIFY: Final = Shop(
    name="shopify",
    signature="X-Shopify-Hmac-SHA256",
    delivery=("X-Shopify-Webhook-Id", "X-Shopify-Event-Id"),
    topic="X-Shopify-Topic",
    domain="X-Shopify-Shop-Domain",
    reader=shopify.read_delivery,
)
"""Source: shopify.dev, delivery structure of webhooks. An event's id is shared by several topics, so second."""
WOOCOMMERCE: Final = Shop(
    name="woocommerce",
    signature="X-WC-Webhook-Signature",
    delivery=("X-WC-Webhook-Delivery-ID",),
    topic="X-WC-Webhook-Topic",
    domain="X-WC-Webhook-Source",
    reader=woocommerce.read_delivery,
)
"""Source: WooCommerce's class-wc-webhook.php."""
READERS: Final = {shop.name: shop.reader for shop in (SHOPIFY, WOOCOMMERCE)}
