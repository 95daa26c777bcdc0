"""What each channel may sell: its rules, the figures that were published, and how they reach it."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey
from sqlalchemy import text as sql

from app.central.storage.schema.ground import METADATA, at, count, site_id, text
from app.central.storage.schema.warehouse.stock import sku


def channel_ref(*, primary_key: bool = False) -> Column[str]:
    return Column("channel_id", String(40), ForeignKey("channel.channel_id"), nullable=False, primary_key=primary_key)


def big(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, default=0)


channel_rule = Table(
    "channel_rule",
    METADATA,
    channel_ref(),
    sku(),
    site_id(),
    text("rule", "{}"),
    at("since"),
    text("changed_by"),
    PrimaryKey("channel_id", "sku"),
    Index(None, "site_id", "sku"),
)
"""`sku` "" is what holds for every SKU of the channel; `rule` the settings somebody gave, as JSON; a quota counts what
was sold since `since`."""

sku_level = Table(
    "sku_level",
    METADATA,
    site_id(),
    sku(),
    count("on_hand"),
    count("allocated"),
    count("reserved"),
    count("unavailable"),
    count("safety"),
    count("incoming"),
    big("version"),
    big("seq"),
    at("changed_at"),
    PrimaryKey("site_id", "sku"),
    Index(None, "site_id", "seq"),
    sqlite_with_rowid=False,
)
"""What was published of a SKU; `seq` is the number of its newest change, or of a channel's, in the site's feed."""

channel_level = Table(
    "channel_level",
    METADATA,
    channel_ref(),
    sku(),
    site_id(),
    count("available"),
    big("version"),
    big("seq"),
    big("pushed"),
    text("push_error"),
    at("changed_at"),
    PrimaryKey("channel_id", "sku"),
    CheckConstraint("available >= 0", name="available"),
    CheckConstraint("pushed <= version", name="pushed"),
    Index(None, "channel_id", "seq"),
    Index(
        "ix_channel_level_unpushed",
        "channel_id",
        "seq",
        sqlite_where=sql("version <> pushed"),
        postgresql_where=sql("version <> pushed"),
    ),
    sqlite_with_rowid=False,
)
"""What a channel may sell of a SKU; always compacted. `version` only grows, `pushed` is the newest the channel has."""

stock_push = Table(
    "stock_push",
    METADATA,
    channel_ref(primary_key=True),
    site_id(),
    Column("kind", String(20), nullable=False),
    text("url"),
    text("settings", "{}"),
    text("secret"),
    count("active"),
    at("last_success_at", nullable=True),
    at("last_try_at", nullable=True),
    text("last_error"),
    big("delivered"),
    big("failures"),
    count("errors"),
    at("next_at"),
    text("lease"),
    at("lease_until", nullable=True),
    CheckConstraint("kind IN ('shopify', 'woocommerce', 'webhook')", name="kind"),
    CheckConstraint("active IN (0, 1)", name="active"),
    Index(None, "site_id"),
)
"""Where a channel hears its figures. The secret is kept as it is, for it has to be said to the shop; never shown.

`errors` counts failures since the last success; who holds the `lease` delivers, until `lease_until`.
"""

remote_item = Table(
    "remote_item",
    METADATA,
    channel_ref(),
    sku(),
    site_id(),
    text("remote"),
    text("parent"),
    at("found_at"),
    PrimaryKey("channel_id", "sku"),
)
"""How a shop calls a SKU: its inner id, and that of the product it is a variation of."""

channel_pace = Table(
    "channel_pace",
    METADATA,
    channel_ref(primary_key=True),
    site_id(),
    count("step"),
    text("why"),
    at("since"),
    count("oversold"),
    CheckConstraint("step BETWEEN 0 AND 4", name="step"),
    Index(None, "site_id"),
)
"""How much a channel's buffer is raised since when, and why; why "" when it never was and it was only looked at.

`oversold` is what its orders placed since then lacked at the last look.
"""

publication = Table(
    "publication",
    METADATA,
    Column("site_id", String(20), ForeignKey("site.site_id"), primary_key=True),
    Column("wanted", Integer, nullable=False, default=0),
    Column("done", Integer, nullable=False, default=0),
    Column("day", Date, nullable=True),
    at("checked_at", nullable=True),
)
"""`wanted` grows when a rule for many SKUs changes; `done` is up to where, and `day` on which day, all was checked."""
