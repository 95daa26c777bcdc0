"""Products, their barcodes, what kits are made of, the places they lie in, and what they are carried in."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
)
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey

from app.central.storage.schema.ground import METADATA, count, site_id, text

product = Table(
    "product",
    METADATA,
    site_id(),
    Column("sku", String(80), nullable=False),
    text("name"),
    text("options", "[]"),
    text("picture"),
    Column("grams", Integer, nullable=True),
    Column("millilitres", Integer, nullable=True),
    text("home"),
    count("kit"),
    count("tracks_lot"),
    count("tracks_serial"),
    count("tracks_expiry"),
    count("min_days"),
    count("whole_cases"),
    PrimaryKey("site_id", "sku"),
    CheckConstraint("min_days >= 0", name="min_days"),
    CheckConstraint("grams IS NULL OR grams >= 0", name="grams"),
)
"""Flags are 0 or 1: `kit` is sold as its components; `min_days` good days a lot must have left when it ships;
`whole_cases` is received and counted in whole cases only."""

product_price = Table(
    "product_price",
    METADATA,
    site_id(),
    Column("sku", String(80), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    PrimaryKey("site_id", "sku", "currency"),
    ForeignKeyConstraint(["site_id", "sku"], ["product.site_id", "product.sku"]),
    CheckConstraint("price_minor >= 0", name="price"),
)
"""What the shop asks for one unit, in minor units: what order entry offers, never what an order is judged by."""

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
    text("zone"),
    Column("state", String(20), nullable=False, default="open"),
    PrimaryKey("site_id", "code"),
    CheckConstraint("state IN ('open', 'blocked', 'closed')", name="state"),
)
"""Of a blocked location nothing is promised; into a closed one nothing is put either."""

kit_component = Table(
    "kit_component",
    METADATA,
    site_id(),
    Column("kit_sku", String(80), nullable=False),
    Column("sku", String(80), nullable=False),
    Column("quantity", Integer, nullable=False),
    PrimaryKey("site_id", "kit_sku", "sku"),
    ForeignKeyConstraint(["site_id", "kit_sku"], ["product.site_id", "product.sku"]),
    ForeignKeyConstraint(["site_id", "sku"], ["product.site_id", "product.sku"]),
    CheckConstraint("quantity >= 1", name="quantity"),
    CheckConstraint("kit_sku <> sku", name="itself"),
    Index(None, "site_id", "sku"),
)
"""What one kit is made of; a component is never a kit itself."""

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
