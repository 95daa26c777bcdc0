"""Which bench holds a task of the floor, and the fence its packer saw when he took it.

Revision: 0018, after 0017. Tasks leased by hand before have no bench.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("held_at", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("task", sa.Column("taken_under", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_task_site_id_held_at"), "task", ["site_id", "held_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_task_site_id_held_at"), table_name="task")
    with op.batch_alter_table("task") as task:
        task.drop_column("taken_under")
        task.drop_column("held_at")
