"""Deliveries of the shops, the secrets they sign with, what an order is made of, and changes not followed yet.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ORDER_AMOUNTS = ("tax_minor", "discount_minor", "shipping_minor", "other_minor")
ORDER_WORDS = ("shop_id", "cancelled_by", "remark")
LINE_AMOUNTS = ("tax_minor", "discount_minor")


def upgrade() -> None:
    for name in ORDER_AMOUNTS:
        op.add_column("sales_order", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    for name in ORDER_WORDS:
        op.add_column("sales_order", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("sales_order", sa.Column("prices_include_tax", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("sales_order", sa.Column("shop_updated_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sales_order", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_index(op.f("ix_sales_order_channel_id_shop_id"), "sales_order", ["channel_id", "shop_id"], unique=False)
    for name in LINE_AMOUNTS:
        op.add_column("order_line", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("order_line", sa.Column("shop_line", sa.Text(), nullable=False, server_default=""))
    op.add_column("pick_list_order", sa.Column("taken_out", sa.Text(), nullable=False, server_default=""))
    _secrets()
    _deliveries()
    _changes()


def _secrets() -> None:
    op.create_table(
        "channel_secret",
        sa.Column("secret_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_channel_secret_channel_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_channel_secret_site_id")),
        sa.PrimaryKeyConstraint("secret_id", name=op.f("pk_channel_secret")),
    )
    op.create_index(op.f("ix_channel_secret_channel_id"), "channel_secret", ["channel_id"], unique=False)


def _deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("delivery_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("shop", sa.String(length=20), nullable=False),
        sa.Column("shop_delivery", sa.String(length=200), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('applied', 'same', 'passed', 'unreadable', 'failed')", name=op.f("ck_delivery_outcome")
        ),
        sa.CheckConstraint("shop IN ('shopify', 'woocommerce')", name=op.f("ck_delivery_shop")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_delivery_channel_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_delivery_site_id")),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "channel_id", "shop_delivery", "body_sha256", name=op.f("uq_delivery_channel_id_shop_delivery_body_sha256")
        ),
    )
    op.create_index(
        op.f("ix_delivery_site_id_outcome_received_at"), "delivery", ["site_id", "outcome", "received_at"], unique=False
    )


def _changes() -> None:
    op.create_table(
        "order_change",
        sa.Column("change_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'followed', 'dropped', 'refused')", name=op.f("ck_order_change_state")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_order_change_order_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_order_change_site_id")),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_order_change")),
    )
    op.create_index(op.f("ix_order_change_order_id"), "order_change", ["order_id"], unique=False)
    op.create_index(op.f("ix_order_change_site_id_state"), "order_change", ["site_id", "state"], unique=False)


def downgrade() -> None:
    for table in ("order_change", "delivery", "channel_secret"):
        op.drop_table(table)
    op.drop_column("pick_list_order", "taken_out")
    for name in ("shop_line", *LINE_AMOUNTS):
        op.drop_column("order_line", name)
    op.drop_index(op.f("ix_sales_order_channel_id_shop_id"), table_name="sales_order")
    for name in ("version", "shop_updated_at", "prices_include_tax", *ORDER_WORDS, *ORDER_AMOUNTS):
        op.drop_column("sales_order", name)
