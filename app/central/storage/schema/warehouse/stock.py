"""Where how many of what are: a counter per (sku, location, lot), the ledger behind it, and what is spoken for."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy import text as sql

from app.central.storage.schema.ground import METADATA, at, count, key, site_id, text


def sku() -> Column[str]:
    return Column("sku", String(80), nullable=False)


def lot_code() -> Column[str]:
    return Column("lot", String(40), nullable=False, default="")


stock_level = Table(
    "stock_level",
    METADATA,
    site_id(),
    sku(),
    Column("location", String(40), nullable=False),
    lot_code(),
    count("on_hand"),
    count("allocated"),
    count("reserved"),
    count("unavailable"),
    count("quarantined"),
    count("safety"),
    count("backorder_limit"),
    count("version"),
    count("published"),
    PrimaryKey("site_id", "sku", "location", "lot"),
    ForeignKeyConstraint(["site_id", "location"], ["location.site_id", "location.code"]),
    ForeignKeyConstraint(["site_id", "sku"], ["product.site_id", "product.sku"]),
    CheckConstraint("on_hand >= 0", name="on_hand"),
    CheckConstraint("allocated >= 0", name="allocated"),
    CheckConstraint("reserved >= 0", name="reserved"),
    CheckConstraint("unavailable >= 0", name="unavailable"),
    CheckConstraint("quarantined >= 0 AND quarantined <= unavailable", name="quarantined"),
    CheckConstraint("safety >= 0 AND backorder_limit >= 0", name="limits"),
    CheckConstraint("allocated + reserved + unavailable <= on_hand + backorder_limit", name="promised"),
    Index(
        "ix_stock_level_unpublished",
        "site_id",
        "sku",
        sqlite_where=sql("version <> published"),
        postgresql_where=sql("version <> published"),
    ),
    Index(
        "ix_stock_level_beyond",
        "site_id",
        "sku",
        sqlite_where=sql("backorder_limit > 0"),
        postgresql_where=sql("backorder_limit > 0"),
    ),
    sqlite_with_rowid=False,
)
"""`lot` is "" for what has no lots; `quarantined` is the part of `unavailable` a person keeps apart.

`version` grows with every movement; `published` is the version a publisher has told of, and `version <> published`
finds what it has not. `safety` units are never promised; promises may exceed what is there by `backorder_limit`.
"""

stock_ledger = Table(
    "stock_ledger",
    METADATA,
    key("ledger_id"),
    site_id(),
    sku(),
    Column("location", String(40), nullable=False),
    lot_code(),
    Column("kind", String(20), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("on_hand", Integer, nullable=False),
    Column("allocated", Integer, nullable=False),
    count("reserved"),
    Column("unavailable", Integer, nullable=False),
    count("quarantined"),
    count("version"),
    text("cause"),
    Column("idem", String(200), nullable=False),
    text("actor"),
    text("reason"),
    at("moved_at"),
    Unique("site_id", "idem"),
    CheckConstraint("quantity >= 0", name="quantity"),
    Index(None, "site_id", "sku", "location", "version"),
    Index(
        "ix_stock_ledger_shipped",
        "site_id",
        "moved_at",
        sqlite_where=sql("kind = 'shipped'"),
        postgresql_where=sql("kind = 'shipped'"),
    ),
)
"""Append-only; the counters are the deltas this movement made on its level, `version` the level's after it."""

lot = Table(
    "lot",
    METADATA,
    site_id(),
    sku(),
    Column("lot", String(40), nullable=False),
    Column("expiry", Date, nullable=True),
    Column("ship_until", Date, nullable=True),
    Column("state", String(20), nullable=False),
    at("received_at"),
    PrimaryKey("site_id", "sku", "lot"),
    ForeignKeyConstraint(["site_id", "sku"], ["product.site_id", "product.sku"]),
    CheckConstraint("state IN ('good', 'recalled')", name="state"),
)
"""`ship_until` is the last day it may leave: its expiry less the good days its product must have left."""

serial = Table(
    "serial",
    METADATA,
    site_id(),
    sku(),
    Column("serial", String(80), nullable=False),
    lot_code(),
    Column("state", String(20), nullable=False),
    Column("line_id", String(40), nullable=True),
    at("changed_at"),
    PrimaryKey("site_id", "sku", "serial"),
    ForeignKeyConstraint(["site_id", "sku"], ["product.site_id", "product.sku"]),
    CheckConstraint("state IN ('stock', 'allocated', 'shipped', 'gone')", name="state"),
    CheckConstraint("(state IN ('allocated', 'shipped')) = (line_id IS NOT NULL)", name="line"),
    Index(None, "line_id"),
)

reservation = Table(
    "reservation",
    METADATA,
    key("reservation_id"),
    site_id(),
    Column("owner", String(120), nullable=False),
    Column("state", String(20), nullable=False),
    Column("order_id", String(40), nullable=True),
    at("made_at"),
    at("expires_at"),
    at("closed_at", nullable=True),
    CheckConstraint("state IN ('active', 'converted', 'released', 'expired')", name="state"),
    Index(None, "site_id", "state", "expires_at"),
)

reservation_line = Table(
    "reservation_line",
    METADATA,
    Column("reservation_id", String(40), ForeignKey("reservation.reservation_id"), nullable=False),
    site_id(),
    sku(),
    Column("location", String(40), nullable=False),
    lot_code(),
    Column("quantity", Integer, nullable=False),
    PrimaryKey("reservation_id", "sku", "location", "lot"),
    CheckConstraint("quantity >= 1", name="quantity"),
)

stock_transfer = Table(
    "stock_transfer",
    METADATA,
    key("transfer_id"),
    site_id(),
    sku(),
    lot_code(),
    Column("source", String(40), nullable=False),
    Column("target", String(40), nullable=False),
    Column("quantity", Integer, nullable=False),
    count("arrived"),
    text("actor"),
    at("sent_at"),
    at("arrived_at", nullable=True),
    CheckConstraint("quantity >= 1", name="quantity"),
    CheckConstraint("arrived >= 0 AND arrived <= quantity", name="arrived"),
    Index(None, "site_id", "arrived_at"),
)
"""In flight until every unit arrived: meanwhile the units stand at the site's transit location."""
