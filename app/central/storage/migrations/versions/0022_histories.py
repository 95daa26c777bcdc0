"""The timeline a history is written on, link secrets that were replaced, and payloads that are to be forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

HELD = sa.text("length(payload) > 0")
WRITTEN = sa.text("body <> ''")


def upgrade() -> None:
    with op.batch_alter_table("lineage") as lineage:
        lineage.add_column(sa.Column("timeline", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "former_link_secret",
        sa.Column("secret_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_former_link_secret_site_id")),
        sa.PrimaryKeyConstraint("secret_id", name=op.f("pk_former_link_secret")),
    )
    op.create_index(op.f("ix_former_link_secret_site_id"), "former_link_secret", ["site_id"])
    op.create_index(
        "ix_delivery_held", "delivery", ["site_id", "received_at"], sqlite_where=HELD, postgresql_where=HELD
    )
    op.create_index(
        "ix_message_held", "message", ["site_id", "made_at"], sqlite_where=WRITTEN, postgresql_where=WRITTEN
    )


def downgrade() -> None:
    op.drop_index("ix_message_held", table_name="message")
    op.drop_index("ix_delivery_held", table_name="delivery")
    op.drop_index(op.f("ix_former_link_secret_site_id"), table_name="former_link_secret")
    op.drop_table("former_link_secret")
    with op.batch_alter_table("lineage") as lineage:
        lineage.drop_column("timeline")
