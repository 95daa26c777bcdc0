"""The tables of the station's two databases; the migrations build exactly these (a test compares them)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

journal: Final = MetaData()
replica: Final = MetaData()

enrolment: Final = Table(
    "enrolment",
    journal,
    Column("no", Integer, primary_key=True),
    Column("station_id", String, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("site", String, nullable=False),
    Column("server_epoch", String, nullable=False),
    Column("station", String, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("centre_url", String, nullable=False),
    Column("enrolled_at", Integer, nullable=False),
    UniqueConstraint("station_id", "epoch", name="enrolment_once"),
)

delivery: Final = Table(
    "delivery",
    journal,
    Column("one", Integer, CheckConstraint("one = 1", name="delivery_one"), primary_key=True),
    Column("settled", Integer, nullable=False),
)

outbox: Final = Table(
    "outbox",
    journal,
    Column("seq", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("recorded_at", Integer, nullable=False),
    Column("verdict", String),
    Column("reason", String),
    Column("task_id", String),
    Column("feed_seq", Integer),
    Column("settled_at", Integer),
    Column("envelope", LargeBinary, nullable=False),
    UniqueConstraint("id", name="outbox_id"),
)
Index("outbox_kind", outbox.c.kind, outbox.c.seq)
Index(
    "outbox_unhappy",
    outbox.c.verdict,
    sqlite_where=text("verdict IN ('refused', 'quarantined')"),
)

former_outbox: Final = Table(
    "former_outbox",
    journal,
    Column("enrolment_no", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("recorded_at", Integer, nullable=False),
    Column("verdict", String),
    Column("reason", String),
    Column("task_id", String),
    Column("feed_seq", Integer),
    Column("settled_at", Integer),
    Column("envelope", LargeBinary, nullable=False),
    PrimaryKeyConstraint("enrolment_no", "seq", name="former_outbox_once"),
)

document: Final = Table(
    "document",
    journal,
    Column("no", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("changed_at", Integer, nullable=False),
    Column("json", LargeBinary, nullable=False),
    UniqueConstraint("kind", "key", name="document_key"),
)

serial_block: Final = Table(
    "serial_block",
    journal,
    Column("no", Integer, primary_key=True),
    Column("block_id", String, nullable=False),
    Column("state", String, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("next", Integer, nullable=False),
    Column("leased_at", Integer, nullable=False),
    Column("json", LargeBinary, nullable=False),
    UniqueConstraint("block_id", name="serial_block_id"),
)

feed: Final = Table(
    "feed",
    replica,
    Column("one", Integer, CheckConstraint("one = 1", name="feed_one"), primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("server_epoch", String, nullable=False),
    Column("rebuilding", Boolean, nullable=False),
    Column("shadow_cursor", Integer, nullable=False),
    Column("shadow_epoch", String, nullable=False),
)

doc: Final = Table(
    "doc",
    replica,
    Column("generation", Integer, nullable=False),
    Column("entity", String, nullable=False),
    Column("id", String, nullable=False),
    Column("key", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("json", LargeBinary, nullable=False),
    PrimaryKeyConstraint("generation", "entity", "id", name="doc_once"),
)
Index("doc_key", doc.c.generation, doc.c.entity, doc.c.key, doc.c.seq)

code: Final = Table(
    "code",
    replica,
    Column("generation", Integer, nullable=False),
    Column("entity", String, nullable=False),
    Column("code", String, nullable=False),
    Column("id", String, nullable=False),
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("generation", "entity", "code", "id", "place", name="code_once"),
)
Index("code_of", code.c.generation, code.c.entity, code.c.id)
