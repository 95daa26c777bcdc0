"""What a bench says of itself, and the language each person reads the order desk in."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A bench that was heard of before has said nothing yet; people read English until they choose."""
    op.add_column("station", sa.Column("version", sa.Text(), nullable=False, server_default=""))
    op.add_column("station", sa.Column("waiting", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("station", sa.Column("oldest_s", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("station", sa.Column("devices", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("desk_user", sa.Column("language", sa.String(length=10), nullable=False, server_default="en"))


def downgrade() -> None:
    with op.batch_alter_table("desk_user") as table:
        table.drop_column("language")
    with op.batch_alter_table("station") as table:
        for name in ("devices", "oldest_s", "waiting", "version"):
            table.drop_column(name)
