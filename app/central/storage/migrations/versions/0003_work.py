"""Pick lists, leases and parcels.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pick_list",
        sa.Column("list_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("ship_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("stops", sa.Integer(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("station_id", sa.String(length=40), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('discrete', 'cluster')", name=op.f("ck_pick_list_kind")),
        sa.CheckConstraint(
            "state IN ('ready', 'claimed', 'picking', 'picked', 'done', 'cancelled')", name=op.f("ck_pick_list_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('claimed', 'picking', 'picked') OR station_id IS NOT NULL", name=op.f("ck_pick_list_holder")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_pick_list_site_id")),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_pick_list")),
    )
    op.create_index(op.f("ix_pick_list_site_id_state_rank"), "pick_list", ["site_id", "state", "rank"], unique=False)
    op.create_index(op.f("ix_pick_list_station_id"), "pick_list", ["station_id"], unique=False)
    op.create_table(
        "lease",
        sa.Column("list_id", sa.String(length=40), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("station_id", sa.String(length=40), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["pick_list.list_id"], name=op.f("fk_lease_list_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_lease_site_id")),
        sa.PrimaryKeyConstraint("list_id", "fence", name=op.f("pk_lease")),
    )
    op.create_table(
        "pick_need",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("list_id", sa.String(length=40), nullable=False),
        sa.Column("stop_no", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(length=40), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("line_id", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_pick_need_quantity")),
        sa.ForeignKeyConstraint(["list_id"], ["pick_list.list_id"], name=op.f("fk_pick_need_list_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_pick_need_site_id")),
        sa.PrimaryKeyConstraint("list_id", "stop_no", "line_id", name=op.f("pk_pick_need")),
    )
    op.create_table(
        "pack_session",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("list_id", sa.String(length=40), nullable=False),
        sa.Column("station_id", sa.String(length=40), nullable=False),
        sa.Column("tote", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'complete', 'voided')", name=op.f("ck_pack_session_state")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_pack_session_order_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_pack_session_site_id")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_pack_session")),
    )
    op.create_table(
        "parcel",
        sa.Column("parcel_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("station_id", sa.String(length=40), nullable=False),
        sa.Column("carton", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("sscc", sa.String(length=18), nullable=True),
        sa.Column("courier", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("label_sha256", sa.Text(), nullable=False),
        sa.Column("prints", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "label IN ('none', 'purchased', 'printed', 'applied', 'voided', 'unknown')", name=op.f("ck_parcel_label")
        ),
        sa.CheckConstraint(
            "state IN ('closed', 'labelled', 'shipped', 'void', 'blocked')", name=op.f("ck_parcel_state")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_parcel_order_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_parcel_site_id")),
        sa.PrimaryKeyConstraint("parcel_id", name=op.f("pk_parcel")),
        sa.UniqueConstraint("sscc", name=op.f("uq_parcel_sscc")),
    )
    op.create_index(op.f("ix_parcel_order_id"), "parcel", ["order_id"], unique=False)
    op.create_table(
        "pick_list_order",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("list_id", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["pick_list.list_id"], name=op.f("fk_pick_list_order_list_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_pick_list_order_order_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_pick_list_order_site_id")),
        sa.PrimaryKeyConstraint("list_id", "order_id", name=op.f("pk_pick_list_order")),
    )
    op.create_index(op.f("ix_pick_list_order_order_id"), "pick_list_order", ["order_id"], unique=False)
    op.create_table(
        "parcel_line",
        sa.Column("parcel_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("line_id", sa.String(length=40), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_parcel_line_quantity")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.parcel_id"], name=op.f("fk_parcel_line_parcel_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_parcel_line_site_id")),
        sa.PrimaryKeyConstraint("parcel_id", "line_id", name=op.f("pk_parcel_line")),
    )


def downgrade() -> None:
    op.drop_table("parcel_line")
    op.drop_index(op.f("ix_pick_list_order_order_id"), table_name="pick_list_order")
    op.drop_table("pick_list_order")
    op.drop_index(op.f("ix_parcel_order_id"), table_name="parcel")
    op.drop_table("parcel")
    op.drop_table("pack_session")
    op.drop_table("pick_need")
    op.drop_table("lease")
    op.drop_index(op.f("ix_pick_list_station_id"), table_name="pick_list")
    op.drop_index(op.f("ix_pick_list_site_id_state_rank"), table_name="pick_list")
    op.drop_table("pick_list")
