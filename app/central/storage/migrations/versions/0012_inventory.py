"""What each channel may sell: buffers, quotas and what was published."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = (
    "publication",
    "channel_pace",
    "remote_item",
    "stock_push",
    "channel_level",
    "sku_level",
    "channel_rule",
)


def upgrade() -> None:
    _rules()
    _levels()
    _pushes()


def _rules() -> None:
    op.create_table(
        "channel_rule",
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_channel_rule_channel_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_channel_rule_site_id")),
        sa.PrimaryKeyConstraint("channel_id", "sku", name=op.f("pk_channel_rule")),
    )
    op.create_index(op.f("ix_channel_rule_site_id"), "channel_rule", ["site_id"])
    op.create_table(
        "channel_pace",
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("oversold", sa.Integer(), nullable=False),
        sa.CheckConstraint("step BETWEEN 0 AND 4", name=op.f("ck_channel_pace_step")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_channel_pace_channel_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_channel_pace_site_id")),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_channel_pace")),
    )
    op.create_index(op.f("ix_channel_pace_site_id"), "channel_pace", ["site_id"])
    op.create_table(
        "publication",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_publication_site_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_publication")),
    )


def _levels() -> None:
    op.create_table(
        "sku_level",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("allocated", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("unavailable", sa.Integer(), nullable=False),
        sa.Column("safety", sa.Integer(), nullable=False),
        sa.Column("incoming", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_sku_level_site_id")),
        sa.PrimaryKeyConstraint("site_id", "sku", name=op.f("pk_sku_level")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sku_level_site_id_seq"), "sku_level", ["site_id", "seq"])
    op.create_table(
        "channel_level",
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("pushed", sa.BigInteger(), nullable=False),
        sa.Column("push_error", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("available >= 0", name=op.f("ck_channel_level_available")),
        sa.CheckConstraint("pushed <= version", name=op.f("ck_channel_level_pushed")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_channel_level_channel_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_channel_level_site_id")),
        sa.PrimaryKeyConstraint("channel_id", "sku", name=op.f("pk_channel_level")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_channel_level_channel_id_seq"), "channel_level", ["channel_id", "seq"])
    op.create_index(
        "ix_channel_level_unpushed",
        "channel_level",
        ["channel_id", "seq"],
        sqlite_where=sa.text("version <> pushed"),
        postgresql_where=sa.text("version <> pushed"),
    )


def _pushes() -> None:
    op.create_table(
        "stock_push",
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("last_success_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("delivered", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('shopify', 'woocommerce', 'webhook')", name=op.f("ck_stock_push_kind")),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_stock_push_active")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_stock_push_channel_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_stock_push_site_id")),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_stock_push")),
    )
    op.create_index(op.f("ix_stock_push_site_id"), "stock_push", ["site_id"])
    op.create_table(
        "remote_item",
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_remote_item_channel_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_remote_item_site_id")),
        sa.PrimaryKeyConstraint("channel_id", "sku", name=op.f("pk_remote_item")),
    )


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)
