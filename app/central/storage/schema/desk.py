"""What the pages of the order desk search and sort by."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey

from app.central.storage.schema.benches import inbox
from app.central.storage.schema.ground import METADATA, site_id
from app.central.storage.schema.orders import sales_order
from app.central.storage.schema.stock import stock_ledger
from app.central.storage.schema.work import pack_session, pick_list_order

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

_O = sales_order.c
Index("ix_sales_order_desk", _O.site_id, _O.lifecycle, _O.fulfilment, _O.ship_by, _O.order_id)
Index("ix_sales_order_arrival", _O.site_id, _O.taken_at, _O.order_id)
Index("ix_inbox_order_id", inbox.c.order_id)
Index("ix_pack_session_order_id", pack_session.c.order_id)
Index("ix_pick_list_order_tote", pick_list_order.c.site_id, pick_list_order.c.tote)
Index("ix_stock_ledger_cause", stock_ledger.c.cause)
