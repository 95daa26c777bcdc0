"""What money did: payment events, what was thought of the risk, and who may buy on credit."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey
from sqlalchemy import UniqueConstraint as Unique

from app.central.storage.schema.ground import METADATA, at, key, site_id, text
from app.central.storage.schema.selling.orders import minor, order_ref

payment_event = Table(
    "payment_event",
    METADATA,
    key("event_id"),
    site_id(),
    order_ref(),
    Column("kind", String(30), nullable=False),
    minor("amount_minor"),
    Column("currency", String(3), nullable=False),
    Column("provider", String(60), nullable=False),
    Column("reference", String(200), nullable=False),
    Column("source", String(10), nullable=False),
    at("happened_at"),
    at("expires_at", nullable=True),
    at("recorded_at"),
    text("recorded_by"),
    Unique("site_id", "provider", "reference"),
    CheckConstraint("amount_minor > 0", name="amount"),
    CheckConstraint("kind IN ('authorised', 'captured', 'voided', 'expired', 'refunded', 'charged_back')", name="kind"),
    CheckConstraint("source IN ('provider', 'report', 'desk')", name="source"),
    Index(None, "order_id"),
)
"""Append-only; `happened_at` is the provider's moment, by which events count, `recorded_at` ours."""

risk_assessment = Table(
    "risk_assessment",
    METADATA,
    key("assessment_id"),
    site_id(),
    order_ref(),
    Column("level", String(10), nullable=False),
    text("provider"),
    text("reason"),
    at("assessed_at"),
    Column("decision", String(10), nullable=False, default=""),
    text("decided_by"),
    at("decided_at", nullable=True),
    CheckConstraint("level IN ('none', 'low', 'medium', 'high')", name="level"),
    CheckConstraint("decision IN ('', 'accepted', 'rejected')", name="decision"),
    Index(None, "order_id"),
)

early_risk = Table(
    "early_risk",
    METADATA,
    site_id(),
    Column("channel_id", String(40), ForeignKey("channel.channel_id"), nullable=False),
    Column("shop_id", String(40), nullable=False),
    Column("provider", String(60), nullable=False),
    Column("level", String(10), nullable=False),
    at("assessed_at"),
    PrimaryKey("channel_id", "shop_id", "provider"),
    CheckConstraint("level IN ('none', 'low', 'medium', 'high')", name="level"),
)
"""What was thought of an order's risk before the order itself came: shops keep no order among their messages."""

refund_grant = Table(
    "refund_grant",
    METADATA,
    key("grant_id"),
    site_id(),
    order_ref(),
    Column("reference", String(80), nullable=False),
    minor("amount_minor"),
    text("why"),
    text("granted_by"),
    at("granted_at"),
    Unique("order_id", "reference"),
    CheckConstraint("amount_minor > 0", name="amount"),
)
"""Append-only: what a customer was promised back. The money itself moves with its provider, as a payment event."""

credit_account = Table(
    "credit_account",
    METADATA,
    Column("site_id", String(20), ForeignKey("site.site_id"), primary_key=True),
    Column("customer", String(120), primary_key=True),
    Column("currency", String(3), nullable=False),
    minor("limit_minor"),
    Column("days", Integer, nullable=False),
    text("granted_by"),
    at("granted_at"),
    CheckConstraint("limit_minor >= 0 AND days >= 0", name="terms"),
)
