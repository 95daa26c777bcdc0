"""Indexes for large sites: of what is open, and of few rows among very many. Holds of cancelled orders are over."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MADE = (
    ("ix_sales_order_site_id_lifecycle_taken_at_order_id", "sales_order",
     ("site_id", "lifecycle", "taken_at", "order_id"), ""),
    ("ix_sales_order_channel_id_taken_at_order_id", "sales_order", ("channel_id", "taken_at", "order_id"), ""),
    ("ix_hold_open", "hold", ("site_id", "reason", "order_id"), "released_at IS NULL"),
    ("ix_allocation_open", "allocation", ("site_id", "sku", "location"), "quantity > consumed + released"),
    ("ix_decision_site_id_about_about_id_decided_at", "decision", ("site_id", "about", "about_id", "decided_at"), ""),
    ("ix_feed_buried", "feed", ("site_id", "changed_at"), "deleted = 1"),
    ("ix_inbox_quarantined", "inbox", ("site_id", "received_at"), "verdict = 'quarantined'"),
    ("ix_alert_raised_sku", "alert", ("site_id", "sku"), "state = 'raised'"),
    ("ix_pick_list_number", "pick_list", ("site_id", "number"), ""),
    ("ix_stock_ledger_counted", "stock_ledger", ("site_id", "sku", "location", "moved_at"), "kind = 'counted'"),
    ("ix_stock_ledger_returned", "stock_ledger", ("site_id", "sku", "location"), "kind IN ('returned', 'inspected')"),
    ("ix_stock_ledger_first", "stock_ledger", ("site_id", "sku", "moved_at"), "version <= 1"),
)  # fmt: skip
DROPPED = (
    ("ix_sales_order_site_id_lifecycle_list_id", "sales_order", ("site_id", "lifecycle", "list_id")),
    ("ix_decision_site_id_about_about_id", "decision", ("site_id", "about", "about_id")),
    ("ix_hold_site_id_reason_released_at", "hold", ("site_id", "reason", "released_at")),
)


def upgrade() -> None:
    for name, table, _ in DROPPED:
        op.drop_index(name, table)
    for name, table, columns, where in MADE:
        condition = sa.text(where) if where else None
        op.create_index(name, table, list(columns), sqlite_where=condition, postgresql_where=condition)
    op.execute(
        "UPDATE hold SET released_at = placed_at, released_by = 'centre' WHERE released_at IS NULL "
        "AND reason <> 'operator' "
        "AND order_id IN (SELECT order_id FROM sales_order WHERE lifecycle IN ('cancelled', 'rejected'))"
    )


def downgrade() -> None:
    for name, table, _, _ in reversed(MADE):
        op.drop_index(name, table)
    for name, table, columns in DROPPED:
        op.create_index(name, table, list(columns))
