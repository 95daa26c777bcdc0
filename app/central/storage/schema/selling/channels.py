"""What the shops tell on their own: the secrets they sign with, every message, and changes not followed yet."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, String, Table
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy import text as sql

from app.central.storage.schema.ground import METADATA, at, count, key, site_id, text
from app.central.storage.schema.selling.orders import order_ref

_HELD = sql("length(payload) > 0")
"""Payloads that were not forgotten yet."""

channel_secret = Table(
    "channel_secret",
    METADATA,
    key("secret_id"),
    site_id(),
    Column("channel_id", String(40), ForeignKey("channel.channel_id"), nullable=False),
    text("secret"),
    at("added_at"),
    at("ended_at", nullable=True),
    Index(None, "channel_id"),
)
"""Kept as they are, because a signature can only be checked with the secret itself; never shown and never logged."""

delivery = Table(
    "delivery",
    METADATA,
    key("delivery_id"),
    site_id(),
    Column("channel_id", String(40), ForeignKey("channel.channel_id"), nullable=False),
    Column("shop", String(20), nullable=False),
    Column("shop_delivery", String(200), nullable=False),
    Column("body_sha256", String(64), nullable=False),
    text("topic"),
    text("domain"),
    Column("payload", LargeBinary, nullable=False),
    at("received_at"),
    Column("outcome", String(20), nullable=False),
    text("detail"),
    Column("order_id", String(40), nullable=True),
    count("tries"),
    at("settled_at"),
    Unique("channel_id", "shop_delivery", "body_sha256"),
    CheckConstraint("outcome IN ('applied', 'same', 'passed', 'unreadable', 'failed')", name="outcome"),
    CheckConstraint("shop IN ('shopify', 'woocommerce')", name="shop"),
    Index(None, "site_id", "outcome", "received_at"),
    Index(None, "channel_id", "received_at"),
    Index("ix_delivery_held", "site_id", "received_at", sqlite_where=_HELD, postgresql_where=_HELD),
)
"""WooCommerce gives all deliveries of one webhook within one second the same id, so the body belongs to the key."""

order_change = Table(
    "order_change",
    METADATA,
    key("change_id"),
    site_id(),
    order_ref(),
    text("asked"),
    text("kinds"),
    Column("state", String(20), nullable=False),
    text("detail"),
    text("decided_by"),
    at("asked_at"),
    at("decided_at", nullable=True),
    CheckConstraint("state IN ('waiting', 'followed', 'dropped', 'refused')", name="state"),
    Index(None, "order_id"),
    Index(None, "site_id", "state"),
)
"""A change that came after the box was closed; `asked` is the whole order as the channel sent it, as JSON."""
