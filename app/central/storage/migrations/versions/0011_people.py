"""Users of the order desk, their sessions, keys of clients, and who did what."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _users()
    _sessions()
    _keys()
    _audit()
    op.add_column("station", sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "INSERT INTO access_key (key_id, site_id, key_sha256, channel_id, created_at) "
        "SELECT 'first-' || substr(key_sha256, 1, 32), site_id, key_sha256, channel_id, CURRENT_TIMESTAMP FROM channel"
    )
    with op.batch_alter_table("channel") as batch:
        batch.drop_constraint(op.f("uq_channel_key_sha256"), type_="unique")
        batch.drop_column("key_sha256")


def _users() -> None:
    op.create_table(
        "desk_user",
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=True),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('clerk', 'supervisor', 'manager', 'auditor')", name=op.f("ck_desk_user_role")),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_desk_user_active")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_desk_user_site_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_desk_user")),
        sa.UniqueConstraint("login", name=op.f("uq_desk_user_login")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("login_sha256", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("login_sha256", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(op.f("ix_sign_in_attempt_tried_at"), "sign_in_attempt", ["tried_at"])


def _sessions() -> None:
    op.create_table(
        "desk_session",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=True),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_desk_session_site_id")),
        sa.ForeignKeyConstraint(["user_id"], ["desk_user.user_id"], name=op.f("fk_desk_session_user_id")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_desk_session")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_desk_session_token_sha256")),
    )
    op.create_index(op.f("ix_desk_session_user_id"), "desk_session", ["user_id"])


def _keys() -> None:
    op.create_table(
        "api_client",
        sa.Column("client_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('read_only', 'office')", name=op.f("ck_api_client_role")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_api_client_site_id")),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_api_client")),
        sa.UniqueConstraint("name", name=op.f("uq_api_client_name")),
    )
    op.create_table(
        "access_key",
        sa.Column("key_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=True),
        sa.Column("key_sha256", sa.String(length=64), nullable=False),
        sa.Column("channel_id", sa.String(length=40), nullable=True),
        sa.Column("client_id", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(channel_id IS NULL) <> (client_id IS NULL)", name=op.f("ck_access_key_owner")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_access_key_channel_id")),
        sa.ForeignKeyConstraint(["client_id"], ["api_client.client_id"], name=op.f("fk_access_key_client_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_access_key_site_id")),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_access_key")),
        sa.UniqueConstraint("key_sha256", name=op.f("uq_access_key_key_sha256")),
    )
    op.create_index(op.f("ix_access_key_channel_id"), "access_key", ["channel_id"])
    op.create_index(op.f("ix_access_key_client_id"), "access_key", ["client_id"])


def _audit() -> None:
    op.create_table(
        "audit_row",
        sa.Column("audit_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.String(length=80), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=120), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_audit_row_site_id")),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_audit_row")),
    )
    op.create_index(op.f("ix_audit_row_site_id_done_at_audit_id"), "audit_row", ["site_id", "done_at", "audit_id"])
    op.create_index(op.f("ix_audit_row_subject_kind_subject_id"), "audit_row", ["subject_kind", "subject_id"])
    op.create_index(op.f("ix_audit_row_actor_id"), "audit_row", ["actor_id"])


def downgrade() -> None:
    """A channel keeps the newest of its keys; one that has none gets a hash that no key has."""
    op.add_column("channel", sa.Column("key_sha256", sa.String(length=64), nullable=True))
    op.execute(
        "UPDATE channel SET key_sha256 = COALESCE((SELECT key_sha256 FROM access_key AS k "
        "WHERE k.channel_id = channel.channel_id AND k.ends_at IS NULL "
        "ORDER BY k.created_at DESC, k.key_id DESC LIMIT 1), channel_id)"
    )
    with op.batch_alter_table("channel") as batch:
        batch.alter_column("key_sha256", existing_type=sa.String(length=64), nullable=False)
        batch.create_unique_constraint(op.f("uq_channel_key_sha256"), ["key_sha256"])
    op.drop_column("station", "revoked_at")
    for table in ("audit_row", "access_key", "api_client", "desk_session", "sign_in_attempt", "desk_user"):
        op.drop_table(table)
