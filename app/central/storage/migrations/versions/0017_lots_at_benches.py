"""Lots and serials as benches see them: the lot of a stop, and of what units a parcel is."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lists that are under way keep stops without a lot: their benches pick them as before."""
    op.add_column("pick_need", sa.Column("lot", sa.String(length=40), nullable=False, server_default=""))
    op.create_table(
        "parcel_trace",
        sa.Column("parcel_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("line_id", sa.String(length=40), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("serial", sa.String(length=80), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_parcel_trace_quantity")),
        sa.CheckConstraint("serial = '' OR quantity = 1", name=op.f("ck_parcel_trace_one_each")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.parcel_id"], name=op.f("fk_parcel_trace_parcel_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_parcel_trace_site_id")),
        sa.PrimaryKeyConstraint("parcel_id", "line_id", "lot", "serial", name=op.f("pk_parcel_trace")),
    )


def downgrade() -> None:
    op.drop_table("parcel_trace")
    with op.batch_alter_table("pick_need") as table:
        table.drop_column("lot")
