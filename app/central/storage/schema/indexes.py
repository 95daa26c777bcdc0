"""Indexes of what is still open, and of few rows among very many: they stay small however long a site is in use."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Index, text

from app.central.storage.schema.floor.benches import inbox
from app.central.storage.schema.floor.work import pick_list
from app.central.storage.schema.ground import feed
from app.central.storage.schema.warehouse.stock import stock_ledger, stock_level
from app.central.storage.schema.warehouse.supply import alert

# Conditions are literals in the statements too: with a parameter in its place no engine knows that an index holds it.
BURIED: Final = text("feed.deleted = 1")
NUMBERS: Final = text("feed.entity = 'serial' AND feed.deleted = 0")
"""Serial numbers benches are told of."""
QUARANTINED: Final = text("inbox.verdict = 'quarantined'")
RAISED: Final = text("alert.state = 'raised'")
COUNTED: Final = text("stock_ledger.kind = 'counted'")
RETURNED: Final = text("stock_ledger.kind IN ('returned', 'inspected')")
OPEN: Final = text("allocation.quantity > allocation.consumed + allocation.released")
FIRST: Final = text("stock_ledger.version <= 1")
IN_LOTS: Final = text("stock_level.lot <> '' AND stock_level.on_hand > 0")
"""Levels with units of a lot: few beside all the lots that ever were."""


def _where(words: str) -> dict[str, Any]:
    return {"sqlite_where": text(words), "postgresql_where": text(words)}


_L, _T = stock_level.c, stock_ledger.c
Index("ix_feed_buried", feed.c.site_id, feed.c.changed_at, **_where("deleted = 1"))
Index("ix_feed_numbers", feed.c.site_id, feed.c.changed_at, **_where("entity = 'serial' AND deleted = 0"))
Index("ix_inbox_quarantined", inbox.c.site_id, inbox.c.received_at, **_where("verdict = 'quarantined'"))
Index("ix_alert_raised_sku", alert.c.site_id, alert.c.sku, **_where("state = 'raised'"))
Index("ix_pick_list_number", pick_list.c.site_id, pick_list.c.number)
Index("ix_stock_level_lots", _L.site_id, _L.sku, _L.lot, **_where("lot <> '' AND on_hand > 0"))
Index("ix_stock_ledger_counted", _T.site_id, _T.sku, _T.location, _T.moved_at, **_where("kind = 'counted'"))
Index("ix_stock_ledger_returned", _T.site_id, _T.sku, _T.location, **_where("kind IN ('returned', 'inspected')"))
Index("ix_stock_ledger_first", _T.site_id, _T.sku, _T.moved_at, **_where("version <= 1"))
