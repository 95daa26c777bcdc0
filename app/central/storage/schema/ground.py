"""Sites, channels, the feed and the answers already given: what every other table stands on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(TypeDecorator[datetime]):
    """An aware UTC datetime on both engines: timestamptz on PostgreSQL, naive UTC text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        aware = value.astimezone(UTC)
        return aware.replace(tzinfo=None) if dialect.name == "sqlite" else aware

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def key(name: str) -> Column[Any]:
    """A UUIDv7 text key, made outside and passed in."""
    return Column(name, String(40), primary_key=True)


def site_id() -> Column[Any]:
    return Column("site_id", String(20), ForeignKey("site.site_id"), nullable=False)


def text(name: str, default: str = "") -> Column[Any]:
    return Column(name, Text, nullable=False, default=default)


def count(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False, default=0)


def at(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, Utc, nullable=nullable)


lineage = Table(
    "lineage",
    METADATA,
    Column("only", Integer, CheckConstraint("only = 1", name="one_row"), primary_key=True, autoincrement=False),
    Column("server_epoch", String(40), nullable=False),
    Column("timeline", BigInteger, nullable=False, default=0, server_default="0"),
)
"""`timeline`: the one of PostgreSQL this history is written on; 0 not known yet, or SQLite."""

site = Table(
    "site",
    METADATA,
    Column("site_id", String(20), primary_key=True),
    text("name"),
    text("zone"),
    text("sender"),
    text("services", "[]"),
    text("company_prefix"),
    count("extension"),
    Column("serial_next", BigInteger, nullable=False, default=0),
    count("list_next"),
    Column("fence_next", BigInteger, nullable=False, default=0),
    Column("feed_seq", BigInteger, nullable=False, default=0),
    Column("feed_floor", BigInteger, nullable=False, default=0),
    text("work", "{}"),
    Column("currency", String(3), nullable=False, default=""),
    CheckConstraint("serial_next >= 0 AND list_next >= 0 AND feed_seq >= 0", name="counters"),
)

channel = Table(
    "channel",
    METADATA,
    key("channel_id"),
    site_id(),
    Column("code", String(40), nullable=False, unique=True),
    text("kind"),
    text("policy", "{}"),
)

feed = Table(
    "feed",
    METADATA,
    Column("site_id", String(20), ForeignKey("site.site_id"), primary_key=True),
    Column("entity", String(20), primary_key=True),
    Column("id", String(60), primary_key=True),
    Column("audience", String(40), primary_key=True, default=""),
    Column("seq", BigInteger, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("deleted", Integer, nullable=False),
    text("doc"),
    at("changed_at"),
    UniqueConstraint("site_id", "seq"),
)
"""One row per thing and audience ("" = every station): always compacted, so a pull from cursor 0 is a snapshot."""

idempotency_key = Table(
    "idempotency_key",
    METADATA,
    Column("channel_id", String(40), ForeignKey("channel.channel_id"), primary_key=True),
    Column("key", String(200), primary_key=True),
    site_id(),
    Column("body_sha256", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    at("created_at"),
)
