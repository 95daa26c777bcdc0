"""What products cost, what a site sells in, words about risk that came before their order, and refunds granted."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("site", sa.Column("currency", sa.String(length=3), nullable=False, server_default=""))
    op.create_table(
        "product_price",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_product_price_price")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_product_price_site_id")),
        sa.ForeignKeyConstraint(
            ["site_id", "sku"], ["product.site_id", "product.sku"], name=op.f("fk_product_price_site_id_sku")
        ),
        sa.PrimaryKeyConstraint("site_id", "sku", "currency", name=op.f("pk_product_price")),
    )
    op.create_table(
        "early_risk",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("provider", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level IN ('none', 'low', 'medium', 'high')", name=op.f("ck_early_risk_level")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_early_risk_site_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_early_risk_channel_id")),
        sa.PrimaryKeyConstraint("channel_id", "shop_id", "provider", name=op.f("pk_early_risk")),
    )
    op.create_table(
        "refund_grant",
        sa.Column("grant_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refund_grant_amount")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_refund_grant_site_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_refund_grant_order_id")),
        sa.PrimaryKeyConstraint("grant_id", name=op.f("pk_refund_grant")),
        sa.UniqueConstraint("order_id", "reference", name=op.f("uq_refund_grant_order_id_reference")),
    )


def downgrade() -> None:
    op.drop_table("refund_grant")
    op.drop_table("early_risk")
    op.drop_table("product_price")
    op.drop_column("site", "currency")
