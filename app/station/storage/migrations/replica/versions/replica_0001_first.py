"""The first shape of replica.db: the feed's cursor, the centre's documents, the codes that find them."""

import sqlalchemy as sa
from alembic import op

revision = "replica_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "feed",
        sa.Column("one", sa.Integer, sa.CheckConstraint("one = 1", name="feed_one"), primary_key=True),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("cursor", sa.Integer, nullable=False),
        sa.Column("server_epoch", sa.String, nullable=False),
        sa.Column("rebuilding", sa.Boolean, nullable=False),
        sa.Column("shadow_cursor", sa.Integer, nullable=False),
        sa.Column("shadow_epoch", sa.String, nullable=False),
    )
    op.execute("INSERT INTO feed VALUES (1, 1, 0, '', 0, 0, '')")
    op.create_table(
        "doc",
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("entity", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("json", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("generation", "entity", "id", name="doc_once"),
    )
    op.create_index("doc_key", "doc", ["generation", "entity", "key", "seq"])
    op.create_table(
        "code",
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("entity", sa.String, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("generation", "entity", "code", "id", "place", name="code_once"),
    )
    op.create_index("code_of", "code", ["generation", "entity", "id"])


def downgrade() -> None:
    for table in ("code", "doc", "feed"):
        op.drop_table(table)
