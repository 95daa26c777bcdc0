"""What products cost at the shop, and the currency a site sells in."""

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


def downgrade() -> None:
    op.drop_table("product_price")
    op.drop_column("site", "currency")
