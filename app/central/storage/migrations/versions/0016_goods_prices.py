"""What products cost at the shop, the currency a site sells in, and words about risk that came before their order."""

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


def downgrade() -> None:
    op.drop_table("early_risk")
    op.drop_table("product_price")
    op.drop_column("site", "currency")
