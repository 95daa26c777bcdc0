"""What a receipt's key stands for, levels promised beyond what is there, which kits were sold, numbers benches know."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BEYOND = sa.text("backorder_limit > 0")
NUMBERS = sa.text("entity = 'serial' AND deleted = 0")


def upgrade() -> None:
    with op.batch_alter_table("receipt") as receipt:
        receipt.add_column(sa.Column("body_sha256", sa.String(length=64), nullable=False, server_default=""))
    op.create_index(
        "ix_stock_level_beyond", "stock_level", ["site_id", "sku"], sqlite_where=BEYOND, postgresql_where=BEYOND
    )
    op.create_index(op.f("ix_order_kit_site_id_sku"), "order_kit", ["site_id", "sku"])
    op.create_index(
        "ix_feed_numbers", "feed", ["site_id", "changed_at"], sqlite_where=NUMBERS, postgresql_where=NUMBERS
    )


def downgrade() -> None:
    op.drop_index("ix_feed_numbers", table_name="feed")
    op.drop_index(op.f("ix_order_kit_site_id_sku"), table_name="order_kit")
    op.drop_index("ix_stock_level_beyond", table_name="stock_level")
    with op.batch_alter_table("receipt") as receipt:
        receipt.drop_column("body_sha256")
