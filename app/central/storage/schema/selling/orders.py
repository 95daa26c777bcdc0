"""Orders, their lines with counters, their holds and their money, and the parts of them the warehouse fulfils."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy import text as text_clause

from app.central.storage.schema.ground import METADATA, at, count, key, site_id, text


def order_ref() -> Column[str]:
    return Column("order_id", String(40), ForeignKey("sales_order.order_id"), nullable=False)


def minor(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, default=0)


sales_order = Table(
    "sales_order",
    METADATA,
    key("order_id"),
    site_id(),
    Column("channel_id", String(40), ForeignKey("channel.channel_id"), nullable=False),
    Column("external_ref", String(120), nullable=False),
    text("number"),
    Column("content_sha256", String(64), nullable=False),
    Column("currency", String(3), nullable=False),
    minor("total_minor"),
    minor("authorised_minor"),
    minor("charged_minor"),
    Column("payment", String(30), nullable=False),
    Column("service", String(30), nullable=False),
    Column("priority", Integer, nullable=False),
    at("placed_at"),
    at("ship_by", nullable=True),
    at("taken_at"),
    Column("lifecycle", String(20), nullable=False),
    Column("fulfilment", String(20), nullable=False),
    text("recipient"),
    text("note"),
    Column("list_id", String(40), nullable=True),
    minor("refunded_minor"),
    at("authorised_until", nullable=True),
    Column("method", String(40), nullable=False, default=""),
    Column("customer", String(120), nullable=False, default=""),
    Column("policy", String(20), nullable=False, default="ship_together"),
    Column("risk", String(10), nullable=False, default="none"),
    minor("tax_minor"),
    minor("discount_minor"),
    minor("shipping_minor"),
    minor("other_minor"),
    count("prices_include_tax"),
    text("shop_id"),
    at("shop_updated_at", nullable=True),
    Column("version", Integer, nullable=False, default=1),
    text("cancelled_by"),
    text("remark"),
    Unique("channel_id", "external_ref"),
    CheckConstraint("lifecycle IN ('submitted', 'accepted', 'closed', 'rejected', 'cancelled')", name="lifecycle"),
    CheckConstraint("priority BETWEEN 1 AND 9", name="priority"),
    CheckConstraint("total_minor >= 0 AND authorised_minor >= 0 AND charged_minor >= 0", name="money"),
    CheckConstraint("refunded_minor >= 0 AND refunded_minor <= charged_minor", name="refunded"),
    CheckConstraint("policy IN ('ship_together', 'ship_available', 'all_or_cancel')", name="policy"),
    CheckConstraint("risk IN ('none', 'low', 'medium', 'high')", name="risk"),
    Index(None, "site_id", "lifecycle", "taken_at", "order_id"),
    Index(None, "channel_id", "taken_at", "order_id"),
    Index(None, "site_id", "customer"),
    Index(None, "channel_id", "shop_id"),
)
"""`list_id` is the pick list that has the order now; `recipient` a postal address as JSON."""

order_line = Table(
    "order_line",
    METADATA,
    key("line_id"),
    site_id(),
    order_ref(),
    Column("position", Integer, nullable=False),
    Column("sku", String(80), nullable=False),
    text("name"),
    Column("quantity", Integer, nullable=False),
    minor("price_minor"),
    count("cancelled"),
    count("allocated"),
    count("picked"),
    count("packed"),
    count("shipped"),
    count("short"),
    count("backordered"),
    minor("tax_minor"),
    minor("discount_minor"),
    text("shop_line"),
    Column("kit_id", String(40), nullable=True),
    count("per_kit"),
    Unique("order_id", "position"),
    CheckConstraint("quantity >= 1", name="quantity"),
    CheckConstraint("cancelled >= 0 AND allocated >= 0 AND short >= 0", name="counters"),
    CheckConstraint("0 <= shipped AND shipped <= packed AND packed <= picked", name="progress"),
    CheckConstraint("picked <= quantity - cancelled", name="picked"),
    CheckConstraint("allocated + shipped <= quantity - cancelled", name="allocated"),
    CheckConstraint(
        "backordered >= 0 AND allocated + shipped + backordered <= quantity - cancelled", name="backordered"
    ),
    Index(
        "ix_order_line_backordered",
        "site_id",
        "order_id",
        sqlite_where=text_clause("backordered > 0"),
        postgresql_where=text_clause("backordered > 0"),
    ),
)
"""`allocated` counts units promised and not yet shipped; `short` units missed and not yet promised again.

`backordered` counts units of an accepted order that wait for stock: what is neither promised, shipped nor cancelled.
"""

order_kit = Table(
    "order_kit",
    METADATA,
    key("kit_id"),
    site_id(),
    order_ref(),
    Column("position", Integer, nullable=False),
    Column("sku", String(80), nullable=False),
    text("name"),
    Column("quantity", Integer, nullable=False),
    minor("price_minor"),
    minor("tax_minor"),
    minor("discount_minor"),
    text("shop_line"),
    Unique("order_id", "position"),
    CheckConstraint("quantity >= 1", name="quantity"),
    Index(None, "site_id", "sku"),
)
"""A kit as it was sold, one line to the customer; `order_line.kit_id` names the lines of its components."""

hold = Table(
    "hold",
    METADATA,
    key("hold_id"),
    site_id(),
    order_ref(),
    Column("reason", String(20), nullable=False),
    text("field"),
    text("detail"),
    text("placed_by"),
    at("placed_at"),
    text("released_by"),
    at("released_at", nullable=True),
    CheckConstraint("reason IN ('payment', 'risk', 'address', 'details', 'stock', 'operator')", name="reason"),
    Index(None, "order_id"),
    Index(
        "ix_hold_open",
        "site_id",
        "reason",
        "order_id",
        sqlite_where=text_clause("released_at IS NULL"),
        postgresql_where=text_clause("released_at IS NULL"),
    ),
)

fulfilment_order = Table(
    "fulfilment_order",
    METADATA,
    key("fulfilment_id"),
    site_id(),
    order_ref(),
    Column("state", String(20), nullable=False),
    at("ship_by", nullable=True),
    CheckConstraint(
        "state IN ('scheduled', 'open', 'picking', 'packed', 'labelled', 'shipped', 'closed', 'on_hold', "
        "'cancelled', 'incomplete')",
        name="state",
    ),
    Index(None, "order_id"),
)

allocation = Table(
    "allocation",
    METADATA,
    key("allocation_id"),
    site_id(),
    order_ref(),
    Column("line_id", String(40), ForeignKey("order_line.line_id"), nullable=False),
    Column("sku", String(80), nullable=False),
    Column("location", String(40), nullable=False),
    Column("lot", String(40), nullable=False, default=""),
    Column("quantity", Integer, nullable=False),
    count("picked"),
    count("consumed"),
    count("released"),
    CheckConstraint("quantity >= 1", name="quantity"),
    CheckConstraint("consumed >= 0 AND released >= 0 AND consumed + released <= quantity", name="open"),
    CheckConstraint("picked >= 0 AND picked <= quantity", name="picked"),
    Index(None, "order_id"),
    Index(None, "site_id", "sku", "location"),
    Index(
        "ix_allocation_open",
        "site_id",
        "sku",
        "location",
        sqlite_where=text_clause("quantity > consumed + released"),
        postgresql_where=text_clause("quantity > consumed + released"),
    ),
)
"""Open units = quantity - consumed - released; their sum per level is the level's `allocated`."""
