"""The first shape of journal.db: enrolment, outbox, documents of the bench, number blocks."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "enrolment",
        sa.Column("no", sa.Integer, primary_key=True),
        sa.Column("station_id", sa.String, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("site", sa.String, nullable=False),
        sa.Column("server_epoch", sa.String, nullable=False),
        sa.Column("station", sa.String, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("centre_url", sa.String, nullable=False),
        sa.Column("enrolled_at", sa.Integer, nullable=False),
        sa.UniqueConstraint("station_id", "epoch", name="enrolment_once"),
    )
    op.create_table(
        "delivery",
        sa.Column("one", sa.Integer, sa.CheckConstraint("one = 1", name="delivery_one"), primary_key=True),
        sa.Column("settled", sa.Integer, nullable=False),
    )
    op.execute("INSERT INTO delivery (one, settled) VALUES (1, 0)")
    _create_outboxes()
    op.create_table(
        "document",
        sa.Column("no", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("changed_at", sa.Integer, nullable=False),
        sa.Column("json", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("kind", "key", name="document_key"),
    )
    op.create_table(
        "serial_block",
        sa.Column("no", sa.Integer, primary_key=True),
        sa.Column("block_id", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("next", sa.Integer, nullable=False),
        sa.Column("leased_at", sa.Integer, nullable=False),
        sa.Column("json", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("block_id", name="serial_block_id"),
    )


def _command_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("recorded_at", sa.Integer, nullable=False),
        sa.Column("verdict", sa.String),
        sa.Column("reason", sa.String),
        sa.Column("task_id", sa.String),
        sa.Column("feed_seq", sa.Integer),
        sa.Column("settled_at", sa.Integer),
        sa.Column("envelope", sa.LargeBinary, nullable=False),
    ]


def _create_outboxes() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer, primary_key=True),
        *_command_columns(),
        sa.UniqueConstraint("id", name="outbox_id"),
    )
    op.create_index("outbox_kind", "outbox", ["kind", "seq"])
    op.create_index(
        "outbox_unhappy", "outbox", ["verdict"], sqlite_where=sa.text("verdict IN ('refused', 'quarantined')")
    )
    op.create_table(
        "former_outbox",
        sa.Column("enrolment_no", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        *_command_columns(),
        sa.PrimaryKeyConstraint("enrolment_no", "seq", name="former_outbox_once"),
    )


def downgrade() -> None:
    for table in ("serial_block", "document", "former_outbox", "outbox", "delivery", "enrolment"):
        op.drop_table(table)
