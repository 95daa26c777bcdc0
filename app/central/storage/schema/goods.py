"""Products, their barcodes, and where how many of them are: a counter per (sku, location) and the ledger behind it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey
from sqlalchemy import UniqueConstraint as Unique

from app.central.storage.schema.ground import METADATA, at, count, key, site_id, text

product = Table(
    "product",
    METADATA,
    site_id(),
    Column("sku", String(80), nullable=False),
    text("name"),
    text("options", "[]"),
    text("picture"),
    Column("grams", Integer, nullable=True),
    text("home"),
    PrimaryKey("site_id", "sku"),
    CheckConstraint("grams IS NULL OR grams >= 0", name="grams"),
)

product_barcode = Table(
    "product_barcode",
    METADATA,
    site_id(),
    Column("sku", String(80), nullable=False),
    Column("code", String(80), nullable=False),
    Column("units", Integer, nullable=False),
    Column("level", String(20), nullable=False),
    PrimaryKey("site_id", "sku", "code"),
    ForeignKeyConstraint(["site_id", "sku"], ["product.site_id", "product.sku"]),
    CheckConstraint("units >= 1", name="units"),
    Index(None, "site_id", "code"),
)

location = Table(
    "location",
    METADATA,
    site_id(),
    Column("code", String(40), nullable=False),
    Column("walk", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    PrimaryKey("site_id", "code"),
)

stock_level = Table(
    "stock_level",
    METADATA,
    site_id(),
    Column("sku", String(80), nullable=False),
    Column("location", String(40), nullable=False),
    count("on_hand"),
    count("allocated"),
    count("unavailable"),
    PrimaryKey("site_id", "sku", "location"),
    ForeignKeyConstraint(["site_id", "location"], ["location.site_id", "location.code"]),
    ForeignKeyConstraint(["site_id", "sku"], ["product.site_id", "product.sku"]),
    CheckConstraint("on_hand >= 0", name="on_hand"),
    CheckConstraint("allocated >= 0", name="allocated"),
    CheckConstraint("unavailable >= 0", name="unavailable"),
    CheckConstraint("allocated + unavailable <= on_hand", name="promised"),
    sqlite_with_rowid=False,
)

stock_ledger = Table(
    "stock_ledger",
    METADATA,
    key("ledger_id"),
    site_id(),
    Column("sku", String(80), nullable=False),
    Column("location", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("on_hand", Integer, nullable=False),
    Column("allocated", Integer, nullable=False),
    Column("unavailable", Integer, nullable=False),
    text("cause"),
    Column("idem", String(200), nullable=False),
    text("actor"),
    at("moved_at"),
    Unique("site_id", "idem"),
    CheckConstraint("quantity >= 0", name="quantity"),
)
"""Append-only; `on_hand`, `allocated` and `unavailable` are the deltas this movement made on its level."""

tote = Table(
    "tote",
    METADATA,
    site_id(),
    Column("code", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("order_id", String(40), nullable=True),
    PrimaryKey("site_id", "code"),
    CheckConstraint("state IN ('free', 'assigned', 'blocked')", name="state"),
)

carton = Table(
    "carton",
    METADATA,
    site_id(),
    Column("code", String(40), nullable=False),
    text("name"),
    count("length_mm"),
    count("width_mm"),
    count("height_mm"),
    count("max_grams"),
    count("tare_grams"),
    count("position"),
    PrimaryKey("site_id", "code"),
)

packer = Table(
    "packer",
    METADATA,
    Column("site_id", String(20), ForeignKey("site.site_id"), primary_key=True),
    Column("packer_id", String(40), primary_key=True),
    text("name"),
    text("role"),
    Column("badge_sha256", String(64), nullable=False),
    Column("language", String(10), nullable=False),
)
