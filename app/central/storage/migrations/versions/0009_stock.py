"""Kits, lots, serials, reservations, transfers: stock that stays true.

Revision: 0009, after 0008. `stock_level` gets a new key, so its rows move through a copy; every other table keeps its
rows where they are and gets columns, with checks of their own (SQLite can not add one to a table that is referred to).
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FLAGS = ("kit", "tracks_lot", "tracks_serial", "tracks_expiry", "whole_cases")
SUMMED = ("on_hand", "allocated", "unavailable")


def upgrade() -> None:
    _goods()
    _levels()
    _ledger()
    _lots()
    _reservations()
    _transfers()
    _kits()


def _goods() -> None:
    for name in FLAGS:
        op.add_column("product", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "ALTER TABLE product ADD COLUMN min_days INTEGER DEFAULT 0 NOT NULL "
        "CONSTRAINT ck_product_min_days CHECK (min_days >= 0)"
    )
    op.execute(
        "ALTER TABLE location ADD COLUMN state VARCHAR(20) DEFAULT 'open' NOT NULL "
        "CONSTRAINT ck_location_state CHECK (state IN ('open', 'blocked', 'closed'))"
    )


def _levels() -> None:
    op.execute("CREATE TABLE stock_level_old AS SELECT * FROM stock_level")
    op.drop_table("stock_level")
    op.create_table(
        "stock_level",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("location", sa.String(length=40), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("allocated", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("unavailable", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("safety", sa.Integer(), nullable=False),
        sa.Column("backorder_limit", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "allocated + reserved + unavailable <= on_hand + backorder_limit", name=op.f("ck_stock_level_promised")
        ),
        sa.CheckConstraint("allocated >= 0", name=op.f("ck_stock_level_allocated")),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_stock_level_on_hand")),
        sa.CheckConstraint("quarantined >= 0 AND quarantined <= unavailable", name=op.f("ck_stock_level_quarantined")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_stock_level_reserved")),
        sa.CheckConstraint("safety >= 0 AND backorder_limit >= 0", name=op.f("ck_stock_level_limits")),
        sa.CheckConstraint("unavailable >= 0", name=op.f("ck_stock_level_unavailable")),
        sa.ForeignKeyConstraint(
            ["site_id", "location"], ["location.site_id", "location.code"], name=op.f("fk_stock_level_site_id_location")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "sku"], ["product.site_id", "product.sku"], name=op.f("fk_stock_level_site_id_sku")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_stock_level_site_id")),
        sa.PrimaryKeyConstraint("site_id", "sku", "location", "lot", name=op.f("pk_stock_level")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_stock_level_unpublished",
        "stock_level",
        ["site_id", "sku"],
        unique=False,
        sqlite_where=sa.text("version <> published"),
        postgresql_where=sa.text("version <> published"),
    )
    op.execute(
        "INSERT INTO stock_level (site_id, sku, location, lot, on_hand, allocated, reserved, unavailable, quarantined, "
        "safety, backorder_limit, version, published) "
        "SELECT site_id, sku, location, '', on_hand, allocated, 0, unavailable, 0, 0, 0, 1, 0 FROM stock_level_old"
    )
    op.drop_table("stock_level_old")


def _ledger() -> None:
    op.add_column("stock_ledger", sa.Column("lot", sa.String(length=40), nullable=False, server_default=""))
    for name in ("reserved", "quarantined", "version"):
        op.add_column("stock_ledger", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("stock_ledger", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.create_index(
        op.f("ix_stock_ledger_site_id_sku_location_version"),
        "stock_ledger",
        ["site_id", "sku", "location", "version"],
        unique=False,
    )
    op.add_column("allocation", sa.Column("lot", sa.String(length=40), nullable=False, server_default=""))


def _lots() -> None:
    op.create_table(
        "lot",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("expiry", sa.Date(), nullable=True),
        sa.Column("ship_until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('good', 'recalled')", name=op.f("ck_lot_state")),
        sa.ForeignKeyConstraint(
            ["site_id", "sku"], ["product.site_id", "product.sku"], name=op.f("fk_lot_site_id_sku")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_lot_site_id")),
        sa.PrimaryKeyConstraint("site_id", "sku", "lot", name=op.f("pk_lot")),
    )
    op.create_table(
        "serial",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("serial", sa.String(length=80), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("line_id", sa.String(length=40), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('stock', 'allocated', 'shipped', 'gone')", name=op.f("ck_serial_state")),
        sa.CheckConstraint("(state IN ('allocated', 'shipped')) = (line_id IS NOT NULL)", name=op.f("ck_serial_line")),
        sa.ForeignKeyConstraint(
            ["site_id", "sku"], ["product.site_id", "product.sku"], name=op.f("fk_serial_site_id_sku")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_serial_site_id")),
        sa.PrimaryKeyConstraint("site_id", "sku", "serial", name=op.f("pk_serial")),
    )
    op.create_index(op.f("ix_serial_line_id"), "serial", ["line_id"], unique=False)


def _reservations() -> None:
    op.create_table(
        "reservation",
        sa.Column("reservation_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('active', 'converted', 'released', 'expired')", name=op.f("ck_reservation_state")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_reservation_site_id")),
        sa.PrimaryKeyConstraint("reservation_id", name=op.f("pk_reservation")),
    )
    op.create_index(
        op.f("ix_reservation_site_id_state_expires_at"), "reservation", ["site_id", "state", "expires_at"], unique=False
    )
    op.create_table(
        "reservation_line",
        sa.Column("reservation_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("location", sa.String(length=40), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_reservation_line_quantity")),
        sa.ForeignKeyConstraint(
            ["reservation_id"], ["reservation.reservation_id"], name=op.f("fk_reservation_line_reservation_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_reservation_line_site_id")),
        sa.PrimaryKeyConstraint("reservation_id", "sku", "location", "lot", name=op.f("pk_reservation_line")),
    )


def _transfers() -> None:
    op.create_table(
        "stock_transfer",
        sa.Column("transfer_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("arrived >= 0 AND arrived <= quantity", name=op.f("ck_stock_transfer_arrived")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_stock_transfer_quantity")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_stock_transfer_site_id")),
        sa.PrimaryKeyConstraint("transfer_id", name=op.f("pk_stock_transfer")),
    )
    op.create_index(
        op.f("ix_stock_transfer_site_id_arrived_at"), "stock_transfer", ["site_id", "arrived_at"], unique=False
    )


def _kits() -> None:
    op.create_table(
        "kit_component",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("kit_sku", sa.String(length=80), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("kit_sku <> sku", name=op.f("ck_kit_component_itself")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_kit_component_quantity")),
        sa.ForeignKeyConstraint(
            ["site_id", "kit_sku"], ["product.site_id", "product.sku"], name=op.f("fk_kit_component_site_id_kit_sku")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "sku"], ["product.site_id", "product.sku"], name=op.f("fk_kit_component_site_id_sku")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_kit_component_site_id")),
        sa.PrimaryKeyConstraint("site_id", "kit_sku", "sku", name=op.f("pk_kit_component")),
    )
    op.create_index(op.f("ix_kit_component_site_id_sku"), "kit_component", ["site_id", "sku"], unique=False)
    op.create_table(
        "order_kit",
        sa.Column("kit_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("discount_minor", sa.BigInteger(), nullable=False),
        sa.Column("shop_line", sa.Text(), nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_order_kit_quantity")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_order_kit_order_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_order_kit_site_id")),
        sa.PrimaryKeyConstraint("kit_id", name=op.f("pk_order_kit")),
        sa.UniqueConstraint("order_id", "position", name=op.f("uq_order_kit_order_id_position")),
    )
    op.add_column("order_line", sa.Column("kit_id", sa.String(length=40), nullable=True))
    op.add_column("order_line", sa.Column("per_kit", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Lots of one SKU in one place become one level again; what is reserved there is free again."""
    op.drop_column("order_line", "per_kit")
    op.drop_column("order_line", "kit_id")
    for table in ("order_kit", "kit_component", "stock_transfer", "reservation_line", "reservation", "serial", "lot"):
        op.drop_table(table)
    op.drop_column("allocation", "lot")
    op.drop_index(op.f("ix_stock_ledger_site_id_sku_location_version"), table_name="stock_ledger")
    for name in ("reason", "version", "quarantined", "reserved", "lot"):
        op.drop_column("stock_ledger", name)
    _old_levels()
    op.drop_column("location", "state")
    for name in ("min_days", *FLAGS):
        op.drop_column("product", name)


def _old_levels() -> None:
    sums = ", ".join(f"sum({name}) AS {name}" for name in SUMMED)
    op.execute(
        f"CREATE TABLE stock_level_new AS SELECT site_id, sku, location, {sums} FROM stock_level "  # noqa: S608  names of ours
        "GROUP BY site_id, sku, location"
    )
    op.drop_table("stock_level")
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
    op.execute(
        "INSERT INTO stock_level (site_id, sku, location, on_hand, allocated, unavailable) "
        "SELECT site_id, sku, location, on_hand, allocated, unavailable FROM stock_level_new"
    )
    op.drop_table("stock_level_new")
