"""Decisions about quarantined commands.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quarantine_decision",
        sa.Column("station_id", sa.String(length=40), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision IN ('released', 'discarded')", name=op.f("ck_quarantine_decision_decision")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_quarantine_decision_site_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.station_id"], name=op.f("fk_quarantine_decision_station_id")),
        sa.PrimaryKeyConstraint("station_id", "epoch", "seq", name=op.f("pk_quarantine_decision")),
    )


def downgrade() -> None:
    op.drop_table("quarantine_decision")
