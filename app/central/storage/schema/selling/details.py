"""What was found in an order's details, the questions that come of it, the links they are answered by, and letters."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, String, Table
from sqlalchemy import text as sql

from app.central.storage.schema.ground import METADATA, at, key, site_id, text
from app.central.storage.schema.selling.orders import order_ref

_HELD = sql("body <> ''")
"""Letters whose words were not forgotten yet."""

site_details = Table(
    "site_details",
    METADATA,
    Column("site_id", String(20), ForeignKey("site.site_id"), primary_key=True),
    Column("link_secret", LargeBinary, nullable=True),
    text("rules", "{}"),
)
"""`link_secret` signs the links of customers; `rules` as JSON what the site asks of details."""

former_link_secret = Table(
    "former_link_secret",
    METADATA,
    key("secret_id"),
    site_id(),
    Column("secret", LargeBinary, nullable=False),
    at("ends_at"),
    Index(None, "site_id"),
)
"""Secrets that were replaced: links made with them stay good until they expire."""

order_details = Table(
    "order_details",
    METADATA,
    Column("order_id", String(40), ForeignKey("sales_order.order_id"), primary_key=True),
    site_id(),
    text("email"),
    text("phone"),
    text("normal"),
    text("problems", "[]"),
    text("confirmed", "{}"),
    at("checked_at"),
)
"""`normal` is the address as couriers want it, as JSON; the one the customer wrote stays with the order."""

repeat_key = Table(
    "repeat_key",
    METADATA,
    Column("site_id", String(20), ForeignKey("site.site_id"), primary_key=True),
    Column("key_sha256", String(64), primary_key=True),
    Column("order_id", String(40), ForeignKey("sales_order.order_id"), primary_key=True),
    at("taken_at"),
    Index(None, "site_id", "taken_at"),
)
"""Who ordered what, as hashes: kept only as long as a second order of the same would be a repeat."""

customer_link = Table(
    "customer_link",
    METADATA,
    key("link_id"),
    site_id(),
    order_ref(),
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("language", String(5), nullable=False),
    Column("state", String(20), nullable=False),
    at("made_at"),
    at("expires_at"),
    at("opened_at", nullable=True),
    at("closed_at", nullable=True),
    CheckConstraint("state IN ('open', 'answered', 'settled', 'replaced', 'ended')", name="state"),
    Index(None, "order_id"),
)

customer_question = Table(
    "customer_question",
    METADATA,
    key("question_id"),
    site_id(),
    order_ref(),
    Column("hold_id", String(40), ForeignKey("hold.hold_id"), nullable=True),
    text("field"),
    Column("problem", String(30), nullable=False),
    text("given"),
    text("suggestion"),
    Column("state", String(20), nullable=False),
    at("asked_at"),
    at("answered_at", nullable=True),
    text("answered_by"),
    text("answer"),
    CheckConstraint("state IN ('open', 'answered', 'withdrawn')", name="state"),
    Index(None, "order_id"),
    Index(None, "site_id", "state"),
)

message = Table(
    "message",
    METADATA,
    key("message_id"),
    site_id(),
    Column("order_id", String(40), ForeignKey("sales_order.order_id"), nullable=False),
    Column("link_id", String(40), ForeignKey("customer_link.link_id"), nullable=True),
    Column("kind", String(30), nullable=False),
    text("to_address"),
    text("subject"),
    text("body"),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    at("next_at"),
    at("made_at"),
    at("sent_at", nullable=True),
    text("last_error"),
    CheckConstraint("state IN ('queued', 'sent', 'failed', 'dropped')", name="state"),
    CheckConstraint("attempts >= 0", name="attempts"),
    Index(None, "order_id"),
    Index(None, "state", "next_at"),
    Index("ix_message_held", "site_id", "made_at", sqlite_where=_HELD, postgresql_where=_HELD),
)
"""Letters waiting to go out: {link} in the body becomes the link only when it is sent."""
