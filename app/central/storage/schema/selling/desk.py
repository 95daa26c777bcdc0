"""What the pages of the order desk search and sort by, number, and remember of files that were imported."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey

from app.central.storage.schema.floor.benches import inbox
from app.central.storage.schema.floor.work import pack_session, pick_list_order
from app.central.storage.schema.ground import METADATA, at, count, key, site_id, text
from app.central.storage.schema.selling.orders import sales_order
from app.central.storage.schema.warehouse.stock import stock_ledger

TERM = String(60).with_variant(String(60, collation="C"), "postgresql")
"""Compared by code point on both engines, so that a prefix is a range."""

order_term = Table(
    "order_term",
    METADATA,
    site_id(),
    Column("term", TERM, nullable=False),
    Column("order_id", String(40), nullable=False),
    PrimaryKey("site_id", "term", "order_id"),
    sqlite_with_rowid=False,
)
"""Every word, code and number an order is found by (app.domain.intake.search_terms)."""

desk_number = Table(
    "desk_number",
    METADATA,
    site_id(),
    Column("prefix", String(8), nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKey("site_id", "prefix"),
)
"""The last number given to an order taken at the desk, per kind of order ("P" phone, "C" counter)."""

import_run = Table(
    "import_run",
    METADATA,
    key("import_id"),
    site_id(),
    Column("kind", String(20), nullable=False),
    text("file"),
    Column("channel", String(40), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("state", String(10), nullable=False),
    count("taken"),
    count("changed"),
    count("bad"),
    count("passed"),
    text("words"),
    text("header"),
    text("who"),
    at("began_at"),
    at("ended_at", nullable=True),
    CheckConstraint("state IN ('running', 'done', 'failed')", name="state"),
    Index(None, "site_id", "began_at", "import_id"),
)
"""A file somebody imported in the browser and what came of it; `header` is its first row as a JSON list."""

import_fault = Table(
    "import_fault",
    METADATA,
    Column("import_id", String(40), ForeignKey("import_run.import_id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    site_id(),
    Column("line", Integer, nullable=False),
    text("cell"),
    text("problem"),
    text("rows", "[]"),
    count("passed"),
)
"""A row that was not taken, or was passed over; `rows` are the rows of the file to send again, as JSON lists."""

_O = sales_order.c
Index("ix_sales_order_desk", _O.site_id, _O.lifecycle, _O.fulfilment, _O.ship_by, _O.order_id)
Index("ix_sales_order_arrival", _O.site_id, _O.taken_at, _O.order_id)
Index("ix_inbox_order_id", inbox.c.order_id)
Index("ix_pack_session_order_id", pack_session.c.order_id)
Index("ix_pick_list_order_tote", pick_list_order.c.site_id, pick_list_order.c.tote)
Index("ix_stock_ledger_cause", stock_ledger.c.cause)
