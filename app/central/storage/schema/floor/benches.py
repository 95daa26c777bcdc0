"""Stations, the codes that enrol them, the inbox of what they sent, and the numbers leased to them."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, String, Table
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey
from sqlalchemy import UniqueConstraint as Unique

from app.central.storage.schema.ground import METADATA, at, count, key, site_id, text


def station_ref() -> Column[str]:
    return Column("station_id", String(40), ForeignKey("station.station_id"), nullable=False)


station = Table(
    "station",
    METADATA,
    key("station_id"),
    site_id(),
    Column("name", String(40), nullable=False),
    Column("signing_key", LargeBinary, nullable=False),
    Column("epoch", Integer, nullable=False),
    text("packer_id"),
    at("enrolled_at"),
    at("seen_at"),
    at("revoked_at", nullable=True),
    text("version"),
    count("waiting"),
    count("oldest_s"),
    text("devices", "[]"),
    Unique("site_id", "name"),
)
"""`version`, `waiting` commands, the age of the oldest in seconds and `devices` (JSON) are what it said of itself last,
at `seen_at`."""

station_epoch = Table(
    "station_epoch",
    METADATA,
    station_ref(),
    Column("epoch", Integer, nullable=False),
    site_id(),
    count("have"),
    count("frozen"),
    PrimaryKey("station_id", "epoch"),
    CheckConstraint("have >= 0 AND frozen IN (0, 1)", name="mark"),
)
"""The high-water mark of an epoch; it never expires."""

enrolment_code = Table(
    "enrolment_code",
    METADATA,
    Column("code_sha256", String(64), primary_key=True),
    site_id(),
    Column("station", String(40), nullable=False),
    at("expires_at"),
    at("used_at", nullable=True),
)

inbox = Table(
    "inbox",
    METADATA,
    station_ref(),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    site_id(),
    Column("id", String(60), nullable=False, unique=True),
    Column("kind", String(60), nullable=False),
    Column("order_id", String(60), nullable=True),
    Column("sha256", String(64), nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("verdict", String(20), nullable=False),
    text("reason"),
    Column("task_id", String(40), nullable=True),
    Column("feed_seq", BigInteger, nullable=True),
    at("received_at"),
    PrimaryKey("station_id", "epoch", "seq"),
    CheckConstraint("verdict IN ('applied', 'applied_with_task', 'refused', 'quarantined')", name="verdict"),
    Index(None, "station_id", "verdict", "order_id"),
)

quarantine_decision = Table(
    "quarantine_decision",
    METADATA,
    station_ref(),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    site_id(),
    Column("decision", String(20), nullable=False),
    text("why"),
    Column("verdict", String(20), nullable=False),
    at("decided_at"),
    PrimaryKey("station_id", "epoch", "seq"),
    CheckConstraint("decision IN ('released', 'discarded')", name="decision"),
)
"""What a person decided about a quarantined command; the inbox keeps its row and its bytes as they came."""

number_block = Table(
    "number_block",
    METADATA,
    key("block_id"),
    site_id(),
    station_ref(),
    Column("epoch", Integer, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    at("leased_at"),
    CheckConstraint("0 <= first AND first <= last", name="range"),
    Unique("site_id", "first"),
)
