"""Sites, channels, goods and stock.

Revision: 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lineage",
        sa.Column("only", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("server_epoch", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("only", name=op.f("pk_lineage")),
    )
    op.create_table(
        "site",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("company_prefix", sa.Text(), nullable=False),
        sa.Column("extension", sa.Integer(), nullable=False),
        sa.Column("serial_next", sa.BigInteger(), nullable=False),
        sa.Column("list_next", sa.Integer(), nullable=False),
        sa.Column("fence_next", sa.BigInteger(), nullable=False),
        sa.Column("feed_seq", sa.BigInteger(), nullable=False),
        sa.Column("feed_floor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("serial_next >= 0 AND list_next >= 0 AND feed_seq >= 0", name=op.f("ck_site_counters")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_site")),
    )
    op.create_table(
        "carton",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("length_mm", sa.Integer(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("height_mm", sa.Integer(), nullable=False),
        sa.Column("max_grams", sa.Integer(), nullable=False),
        sa.Column("tare_grams", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_carton_site_id")),
        sa.PrimaryKeyConstraint("site_id", "code", name=op.f("pk_carton")),
    )
    op.create_table(
        "channel",
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_channel_site_id")),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_channel")),
        sa.UniqueConstraint("code", name=op.f("uq_channel_code")),
        sa.UniqueConstraint("key_sha256", name=op.f("uq_channel_key_sha256")),
    )
    op.create_table(
        "feed",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("entity", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_feed_site_id")),
        sa.PrimaryKeyConstraint("site_id", "entity", "id", "audience", name=op.f("pk_feed")),
        sa.UniqueConstraint("site_id", "seq", name=op.f("uq_feed_site_id_seq")),
    )
    op.create_table(
        "location",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("walk", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_location_site_id")),
        sa.PrimaryKeyConstraint("site_id", "code", name=op.f("pk_location")),
    )
    op.create_table(
        "packer",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("packer_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("badge_sha256", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_packer_site_id")),
        sa.PrimaryKeyConstraint("site_id", "packer_id", name=op.f("pk_packer")),
    )
    op.create_table(
        "product",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=True),
        sa.Column("home", sa.Text(), nullable=False),
        sa.CheckConstraint("grams IS NULL OR grams >= 0", name=op.f("ck_product_grams")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_product_site_id")),
        sa.PrimaryKeyConstraint("site_id", "sku", name=op.f("pk_product")),
    )
    op.create_table(
        "stock_ledger",
        sa.Column("ledger_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("location", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("allocated", sa.Integer(), nullable=False),
        sa.Column("unavailable", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("idem", sa.String(length=200), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_stock_ledger_quantity")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_stock_ledger_site_id")),
        sa.PrimaryKeyConstraint("ledger_id", name=op.f("pk_stock_ledger")),
        sa.UniqueConstraint("site_id", "idem", name=op.f("uq_stock_ledger_site_id_idem")),
    )
    op.create_table(
        "task",
        sa.Column("task_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=True),
        sa.Column("station_id", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'done', 'cancelled')", name=op.f("ck_task_state")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_task_site_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_site_id_state_kind"), "task", ["site_id", "state", "kind"], unique=False)
    op.create_table(
        "tote",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=True),
        sa.CheckConstraint("state IN ('free', 'assigned', 'blocked')", name=op.f("ck_tote_state")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_tote_site_id")),
        sa.PrimaryKeyConstraint("site_id", "code", name=op.f("pk_tote")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_idempotency_key_channel_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_idempotency_key_site_id")),
        sa.PrimaryKeyConstraint("channel_id", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_table(
        "product_barcode",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.CheckConstraint("units >= 1", name=op.f("ck_product_barcode_units")),
        sa.ForeignKeyConstraint(
            ["site_id", "sku"], ["product.site_id", "product.sku"], name=op.f("fk_product_barcode_site_id_sku")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_product_barcode_site_id")),
        sa.PrimaryKeyConstraint("site_id", "sku", "code", name=op.f("pk_product_barcode")),
    )
    op.create_index(op.f("ix_product_barcode_site_id_code"), "product_barcode", ["site_id", "code"], unique=False)
    op.create_table(
        "stock_level",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("location", sa.String(length=40), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("allocated", sa.Integer(), nullable=False),
        sa.Column("unavailable", sa.Integer(), nullable=False),
        sa.CheckConstraint("allocated + unavailable <= on_hand", name=op.f("ck_stock_level_promised")),
        sa.CheckConstraint("allocated >= 0", name=op.f("ck_stock_level_allocated")),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_stock_level_on_hand")),
        sa.CheckConstraint("unavailable >= 0", name=op.f("ck_stock_level_unavailable")),
        sa.ForeignKeyConstraint(
            ["site_id", "location"], ["location.site_id", "location.code"], name=op.f("fk_stock_level_site_id_location")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "sku"], ["product.site_id", "product.sku"], name=op.f("fk_stock_level_site_id_sku")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_stock_level_site_id")),
        sa.PrimaryKeyConstraint("site_id", "sku", "location", name=op.f("pk_stock_level")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("stock_level")
    op.drop_index(op.f("ix_product_barcode_site_id_code"), table_name="product_barcode")
    op.drop_table("product_barcode")
    op.drop_table("idempotency_key")
    op.drop_table("tote")
    op.drop_index(op.f("ix_task_site_id_state_kind"), table_name="task")
    op.drop_table("task")
    op.drop_table("stock_ledger")
    op.drop_table("product")
    op.drop_table("packer")
    op.drop_table("location")
    op.drop_table("feed")
    op.drop_table("channel")
    op.drop_table("carton")
    op.drop_table("site")
    op.drop_table("lineage")
