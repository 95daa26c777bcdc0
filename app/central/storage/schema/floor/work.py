"""Pick lists, who leases them, and what came of them: pack sessions, parcels, labels."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey

from app.central.storage.schema.ground import METADATA, at, count, key, site_id, text
from app.central.storage.schema.selling.orders import order_ref


def list_ref() -> Column[str]:
    return Column("list_id", String(40), ForeignKey("pick_list.list_id"), nullable=False)


pick_list = Table(
    "pick_list",
    METADATA,
    key("list_id"),
    site_id(),
    Column("number", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("rank", BigInteger, nullable=False),
    at("ship_by", nullable=True),
    text("why"),
    count("orders"),
    count("units"),
    count("stops"),
    Column("fence", BigInteger, nullable=False, default=0),
    Column("station_id", String(40), nullable=True),
    at("lease_until", nullable=True),
    at("created_at"),
    text("zone"),
    text("pinned_to"),
    count("paused"),
    CheckConstraint("state IN ('ready', 'claimed', 'picking', 'picked', 'done', 'cancelled')", name="state"),
    CheckConstraint("kind IN ('discrete', 'cluster')", name="kind"),
    CheckConstraint("state NOT IN ('claimed', 'picking', 'picked') OR station_id IS NOT NULL", name="holder"),
    Index(None, "site_id", "state", "rank"),
    Index(None, "station_id"),
)
"""`pinned_to` is the name of the only bench that may have the list; a paused list is given to nobody."""

pick_list_order = Table(
    "pick_list_order",
    METADATA,
    site_id(),
    list_ref(),
    order_ref(),
    Column("position", Integer, nullable=False),
    text("tote"),
    text("taken_out"),
    PrimaryKey("list_id", "order_id"),
    Index(None, "order_id"),
)

pick_need = Table(
    "pick_need",
    METADATA,
    site_id(),
    list_ref(),
    Column("stop_no", Integer, nullable=False),
    Column("location", String(40), nullable=False),
    Column("sku", String(80), nullable=False),
    Column("order_id", String(40), nullable=False),
    Column("line_id", String(40), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("lot", String(40), nullable=False, default=""),
    PrimaryKey("list_id", "stop_no", "line_id"),
    CheckConstraint("quantity >= 1", name="quantity"),
)
"""A stop is one location, SKU and lot ("" for what has no lots)."""

lease = Table(
    "lease",
    METADATA,
    list_ref(),
    Column("fence", BigInteger, nullable=False),
    site_id(),
    Column("station_id", String(40), nullable=False),
    at("granted_at"),
    at("ended_at", nullable=True),
    text("ended_why"),
    PrimaryKey("list_id", "fence"),
)
"""Every grant ever made; the fence of the newest stands on the pick list."""

pack_session = Table(
    "pack_session",
    METADATA,
    key("session_id"),
    site_id(),
    order_ref(),
    Column("list_id", String(40), nullable=False),
    Column("station_id", String(40), nullable=False),
    text("tote"),
    Column("state", String(20), nullable=False),
    at("opened_at"),
    CheckConstraint("state IN ('open', 'complete', 'voided')", name="state"),
)

parcel = Table(
    "parcel",
    METADATA,
    key("parcel_id"),
    site_id(),
    order_ref(),
    Column("session_id", String(40), nullable=False),
    Column("station_id", String(40), nullable=False),
    text("carton"),
    Column("state", String(20), nullable=False),
    Column("label", String(20), nullable=False),
    Column("sscc", String(18), nullable=True, unique=True),
    text("courier"),
    text("service"),
    text("label_sha256"),
    count("prints"),
    count("copies"),
    at("closed_at"),
    at("dispatched_at", nullable=True),
    CheckConstraint("state IN ('closed', 'labelled', 'shipped', 'void', 'blocked')", name="state"),
    CheckConstraint("label IN ('none', 'purchased', 'printed', 'applied', 'voided', 'unknown')", name="label"),
    Index(None, "order_id"),
    Index(None, "site_id", "state"),
    Index(None, "site_id", "closed_at"),
)

parcel_line = Table(
    "parcel_line",
    METADATA,
    Column("parcel_id", String(40), ForeignKey("parcel.parcel_id"), nullable=False),
    site_id(),
    Column("line_id", String(40), nullable=False),
    Column("sku", String(80), nullable=False),
    Column("quantity", Integer, nullable=False),
    PrimaryKey("parcel_id", "line_id"),
    CheckConstraint("quantity >= 1", name="quantity"),
)

parcel_trace = Table(
    "parcel_trace",
    METADATA,
    Column("parcel_id", String(40), ForeignKey("parcel.parcel_id"), nullable=False),
    site_id(),
    Column("line_id", String(40), nullable=False),
    Column("lot", String(40), nullable=False, default=""),
    Column("serial", String(80), nullable=False, default=""),
    Column("sku", String(80), nullable=False),
    Column("quantity", Integer, nullable=False),
    PrimaryKey("parcel_id", "line_id", "lot", "serial"),
    CheckConstraint("quantity >= 1", name="quantity"),
    CheckConstraint("serial = '' OR quantity = 1", name="one_each"),
)
"""Of which lots, and with which serial numbers, the units of a parcel are: as the bench scanned them into it."""
