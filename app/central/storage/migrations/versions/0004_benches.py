"""Stations, inbox and number blocks.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enrolment_code",
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("station", sa.String(length=40), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_enrolment_code_site_id")),
        sa.PrimaryKeyConstraint("code_sha256", name=op.f("pk_enrolment_code")),
    )
    op.create_table(
        "station",
        sa.Column("station_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("signing_key", sa.LargeBinary(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("packer_id", sa.Text(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_station_site_id")),
        sa.PrimaryKeyConstraint("station_id", name=op.f("pk_station")),
        sa.UniqueConstraint("site_id", "name", name=op.f("uq_station_site_id_name")),
    )
    op.create_table(
        "inbox",
        sa.Column("station_id", sa.String(length=40), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("order_id", sa.String(length=60), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("task_id", sa.String(length=40), nullable=True),
        sa.Column("feed_seq", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('applied', 'applied_with_task', 'refused', 'quarantined')", name=op.f("ck_inbox_verdict")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_inbox_site_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.station_id"], name=op.f("fk_inbox_station_id")),
        sa.PrimaryKeyConstraint("station_id", "epoch", "seq", name=op.f("pk_inbox")),
        sa.UniqueConstraint("id", name=op.f("uq_inbox_id")),
    )
    op.create_index(
        op.f("ix_inbox_station_id_verdict_order_id"), "inbox", ["station_id", "verdict", "order_id"], unique=False
    )
    op.create_table(
        "number_block",
        sa.Column("block_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("station_id", sa.String(length=40), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("leased_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("0 <= first AND first <= last", name=op.f("ck_number_block_range")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_number_block_site_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.station_id"], name=op.f("fk_number_block_station_id")),
        sa.PrimaryKeyConstraint("block_id", name=op.f("pk_number_block")),
        sa.UniqueConstraint("site_id", "first", name=op.f("uq_number_block_site_id_first")),
    )
    op.create_table(
        "station_epoch",
        sa.Column("station_id", sa.String(length=40), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("have", sa.Integer(), nullable=False),
        sa.Column("frozen", sa.Integer(), nullable=False),
        sa.CheckConstraint("have >= 0 AND frozen IN (0, 1)", name=op.f("ck_station_epoch_mark")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_station_epoch_site_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.station_id"], name=op.f("fk_station_epoch_station_id")),
        sa.PrimaryKeyConstraint("station_id", "epoch", name=op.f("pk_station_epoch")),
    )


def downgrade() -> None:
    op.drop_table("station_epoch")
    op.drop_table("number_block")
    op.drop_index(op.f("ix_inbox_station_id_verdict_order_id"), table_name="inbox")
    op.drop_table("inbox")
    op.drop_table("station")
    op.drop_table("enrolment_code")
