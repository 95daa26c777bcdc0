"""Lots of which units lie here, and rules about one SKU, found without reading all there ever were."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

IN_LOTS = sa.text("lot <> '' AND on_hand > 0")


def upgrade() -> None:
    op.create_index(
        "ix_stock_level_lots",
        "stock_level",
        ["site_id", "sku", "lot"],
        sqlite_where=IN_LOTS,
        postgresql_where=IN_LOTS,
    )
    op.create_index(op.f("ix_channel_rule_site_id_sku"), "channel_rule", ["site_id", "sku"])
    op.drop_index(op.f("ix_channel_rule_site_id"), table_name="channel_rule")


def downgrade() -> None:
    op.create_index(op.f("ix_channel_rule_site_id"), "channel_rule", ["site_id"])
    op.drop_index(op.f("ix_channel_rule_site_id_sku"), table_name="channel_rule")
    op.drop_index("ix_stock_level_lots", table_name="stock_level")
