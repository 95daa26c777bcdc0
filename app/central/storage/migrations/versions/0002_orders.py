"""Orders, holds, money and allocations.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sales_order",
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("external_ref", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("authorised_minor", sa.BigInteger(), nullable=False),
        sa.Column("charged_minor", sa.BigInteger(), nullable=False),
        sa.Column("payment", sa.String(length=30), nullable=False),
        sa.Column("service", sa.String(length=30), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ship_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifecycle", sa.String(length=20), nullable=False),
        sa.Column("fulfilment", sa.String(length=20), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("list_id", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "lifecycle IN ('submitted', 'accepted', 'closed', 'rejected', 'cancelled')",
            name=op.f("ck_sales_order_lifecycle"),
        ),
        sa.CheckConstraint("priority BETWEEN 1 AND 9", name=op.f("ck_sales_order_priority")),
        sa.CheckConstraint(
            "total_minor >= 0 AND authorised_minor >= 0 AND charged_minor >= 0", name=op.f("ck_sales_order_money")
        ),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_sales_order_channel_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_sales_order_site_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_sales_order")),
        sa.UniqueConstraint("channel_id", "external_ref", name=op.f("uq_sales_order_channel_id_external_ref")),
    )
    op.create_index(
        op.f("ix_sales_order_site_id_lifecycle_list_id"),
        "sales_order",
        ["site_id", "lifecycle", "list_id"],
        unique=False,
    )
    op.create_table(
        "fulfilment_order",
        sa.Column("fulfilment_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("ship_by", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('scheduled', 'open', 'picking', 'packed', 'labelled', 'shipped', 'closed', 'on_hold', "
            "'cancelled', 'incomplete')",
            name=op.f("ck_fulfilment_order_state"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_fulfilment_order_order_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_fulfilment_order_site_id")),
        sa.PrimaryKeyConstraint("fulfilment_id", name=op.f("pk_fulfilment_order")),
    )
    op.create_index(op.f("ix_fulfilment_order_order_id"), "fulfilment_order", ["order_id"], unique=False)
    op.create_table(
        "hold",
        sa.Column("hold_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("placed_by", sa.Text(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Text(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason IN ('payment', 'stock', 'details', 'operator')", name=op.f("ck_hold_reason")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_hold_order_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_hold_site_id")),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_order_id"), "hold", ["order_id"], unique=False)
    op.create_index(
        op.f("ix_hold_site_id_reason_released_at"), "hold", ["site_id", "reason", "released_at"], unique=False
    )
    op.create_table(
        "order_line",
        sa.Column("line_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.Column("allocated", sa.Integer(), nullable=False),
        sa.Column("picked", sa.Integer(), nullable=False),
        sa.Column("packed", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("short", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= shipped AND shipped <= packed AND packed <= picked", name=op.f("ck_order_line_progress")
        ),
        sa.CheckConstraint("allocated + shipped <= quantity - cancelled", name=op.f("ck_order_line_allocated")),
        sa.CheckConstraint("cancelled >= 0 AND allocated >= 0 AND short >= 0", name=op.f("ck_order_line_counters")),
        sa.CheckConstraint("picked <= quantity - cancelled", name=op.f("ck_order_line_picked")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_order_line_quantity")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_order_line_order_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_order_line_site_id")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_order_line")),
        sa.UniqueConstraint("order_id", "position", name=op.f("uq_order_line_order_id_position")),
    )
    op.create_table(
        "payment_event",
        sa.Column("event_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_payment_event_order_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_payment_event_site_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_payment_event")),
        sa.UniqueConstraint("order_id", "reference", name=op.f("uq_payment_event_order_id_reference")),
    )
    op.create_table(
        "allocation",
        sa.Column("allocation_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("line_id", sa.String(length=40), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("location", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("picked", sa.Integer(), nullable=False),
        sa.Column("consumed", sa.Integer(), nullable=False),
        sa.Column("released", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "consumed >= 0 AND released >= 0 AND consumed + released <= quantity", name=op.f("ck_allocation_open")
        ),
        sa.CheckConstraint("picked >= 0 AND picked <= quantity", name=op.f("ck_allocation_picked")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_allocation_quantity")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.line_id"], name=op.f("fk_allocation_line_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_allocation_order_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_allocation_site_id")),
        sa.PrimaryKeyConstraint("allocation_id", name=op.f("pk_allocation")),
    )
    op.create_index(op.f("ix_allocation_order_id"), "allocation", ["order_id"], unique=False)
    op.create_index(
        op.f("ix_allocation_site_id_sku_location"), "allocation", ["site_id", "sku", "location"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_allocation_site_id_sku_location"), table_name="allocation")
    op.drop_index(op.f("ix_allocation_order_id"), table_name="allocation")
    op.drop_table("allocation")
    op.drop_table("payment_event")
    op.drop_table("order_line")
    op.drop_index(op.f("ix_hold_site_id_reason_released_at"), table_name="hold")
    op.drop_index(op.f("ix_hold_order_id"), table_name="hold")
    op.drop_table("hold")
    op.drop_index(op.f("ix_fulfilment_order_order_id"), table_name="fulfilment_order")
    op.drop_table("fulfilment_order")
    op.drop_index(op.f("ix_sales_order_site_id_lifecycle_list_id"), table_name="sales_order")
    op.drop_table("sales_order")
