"""Demand, purchase proposals, receipts and alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = (
    "alert",
    "pick_face",
    "receipt",
    "purchase_line",
    "purchase",
    "supply_proposal",
    "supply_rule",
    "supplier",
    "supply_state",
    "demand_day",
)
SHIPPED = sa.text("kind = 'shipped'")
OPEN = sa.text("state = 'open'")
RAISED = sa.text("state = 'raised'")


def upgrade() -> None:
    op.create_index(
        "ix_stock_ledger_shipped",
        "stock_ledger",
        ["site_id", "moved_at"],
        sqlite_where=SHIPPED,
        postgresql_where=SHIPPED,
    )
    _demand()
    _rules()
    _proposals()
    _purchases()
    _receipts()
    _faces()
    _alerts()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_stock_ledger_shipped", table_name="stock_ledger")


def _demand() -> None:
    op.create_table(
        "demand_day",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.CheckConstraint("shipped >= 0 AND lost >= 0", name=op.f("ck_demand_day_units")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_demand_day_site_id")),
        sa.PrimaryKeyConstraint("site_id", "sku", "day", name=op.f("pk_demand_day")),
    )
    op.create_table(
        "supply_state",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("filled_until", sa.Date(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_to", sa.String(length=80), nullable=False),
        sa.Column("looking", sa.Integer(), nullable=False),
        sa.Column("purchase_next", sa.Integer(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_supply_state_site_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_supply_state")),
    )


def _rules() -> None:
    op.create_table(
        "supplier",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("lead_sigma_days", sa.Integer(), nullable=False),
        sa.Column("review_days", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "lead_days >= 0 AND lead_sigma_days >= 0 AND review_days >= 0", name=op.f("ck_supplier_days")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_supplier_site_id")),
        sa.PrimaryKeyConstraint("site_id", "code", name=op.f("pk_supplier")),
    )
    op.create_table(
        "supply_rule",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("supplier", sa.String(length=40), nullable=False),
        sa.Column("supplier_sku", sa.String(length=80), nullable=False),
        sa.Column("pack", sa.Integer(), nullable=False),
        sa.Column("moq", sa.Integer(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=True),
        sa.Column("review_days", sa.Integer(), nullable=True),
        sa.Column("service_permille", sa.Integer(), nullable=True),
        sa.Column("min_units", sa.Integer(), nullable=True),
        sa.Column("max_units", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "max_units IS NULL OR min_units IS NULL OR max_units >= min_units", name=op.f("ck_supply_rule_min_max")
        ),
        sa.CheckConstraint("pack >= 1 AND moq >= 1", name=op.f("ck_supply_rule_numbers")),
        sa.ForeignKeyConstraint(
            ["site_id", "sku"], ["product.site_id", "product.sku"], name=op.f("fk_supply_rule_site_id_sku")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_supply_rule_site_id")),
        sa.PrimaryKeyConstraint("site_id", "sku", name=op.f("pk_supply_rule")),
    )
    op.create_index(op.f("ix_supply_rule_site_id_supplier"), "supply_rule", ["site_id", "supplier"], unique=False)


def _proposals() -> None:
    op.create_table(
        "supply_proposal",
        sa.Column("proposal_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("supplier", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.Integer(), nullable=False),
        sa.Column("by_hand", sa.Integer(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purchase_id", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'approved', 'rejected', 'withdrawn')", name=op.f("ck_supply_proposal_state")
        ),
        sa.CheckConstraint("quantity >= 1 AND proposed >= 0", name=op.f("ck_supply_proposal_quantity")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_supply_proposal_site_id")),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_supply_proposal")),
    )
    op.create_index(
        "ix_supply_proposal_open",
        "supply_proposal",
        ["site_id", "sku", "supplier"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        op.f("ix_supply_proposal_site_id_sku_state"), "supply_proposal", ["site_id", "sku", "state"], unique=False
    )
    op.create_index(
        op.f("ix_supply_proposal_site_id_state_supplier"),
        "supply_proposal",
        ["site_id", "state", "supplier"],
        unique=False,
    )


def _purchases() -> None:
    op.create_table(
        "purchase",
        sa.Column("purchase_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("supplier", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_by", sa.Text(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'received', 'closed', 'cancelled')", name=op.f("ck_purchase_state")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_purchase_site_id")),
        sa.PrimaryKeyConstraint("purchase_id", name=op.f("pk_purchase")),
        sa.UniqueConstraint("site_id", "number", name=op.f("uq_purchase_site_id_number")),
    )
    op.create_index(
        op.f("ix_purchase_site_id_state_expected_on"), "purchase", ["site_id", "state", "expected_on"], unique=False
    )
    op.create_table(
        "purchase_line",
        sa.Column("purchase_id", sa.String(length=40), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("supplier_sku", sa.String(length=80), nullable=False),
        sa.Column("pack", sa.Integer(), nullable=False),
        sa.Column("ordered", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ordered >= 1 AND received >= 0 AND damaged >= 0 AND damaged <= received",
            name=op.f("ck_purchase_line_units"),
        ),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.purchase_id"], name=op.f("fk_purchase_line_purchase_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_purchase_line_site_id")),
        sa.PrimaryKeyConstraint("purchase_id", "sku", name=op.f("pk_purchase_line")),
    )
    op.create_index(op.f("ix_purchase_line_site_id_sku"), "purchase_line", ["site_id", "sku"], unique=False)


def _receipts() -> None:
    op.create_table(
        "receipt",
        sa.Column("receipt_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("purchase_id", sa.String(length=40), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("location", sa.String(length=40), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("over", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("receipt_key", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "units >= 1 AND damaged >= 0 AND damaged <= units AND over >= 0", name=op.f("ck_receipt_units")
        ),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.purchase_id"], name=op.f("fk_receipt_purchase_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_receipt_site_id")),
        sa.PrimaryKeyConstraint("receipt_id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("site_id", "receipt_key", name=op.f("uq_receipt_site_id_receipt_key")),
    )
    op.create_index(op.f("ix_receipt_purchase_id"), "receipt", ["purchase_id"], unique=False)


def _faces() -> None:
    op.create_table(
        "pick_face",
        sa.Column("face_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("location", sa.String(length=40), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("min_units", sa.Integer(), nullable=False),
        sa.Column("max_units", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.String(length=40), nullable=True),
        sa.CheckConstraint("min_units >= 0 AND max_units > min_units", name=op.f("ck_pick_face_min_max")),
        sa.ForeignKeyConstraint(
            ["site_id", "location"], ["location.site_id", "location.code"], name=op.f("fk_pick_face_site_id_location")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "sku"], ["product.site_id", "product.sku"], name=op.f("fk_pick_face_site_id_sku")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_pick_face_site_id")),
        sa.PrimaryKeyConstraint("face_id", name=op.f("pk_pick_face")),
        sa.UniqueConstraint("site_id", "location", "sku", name=op.f("uq_pick_face_site_id_location_sku")),
    )


def _alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("alert_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=140), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recovered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('raised', 'recovered')", name=op.f("ck_alert_state")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_alert_site_id")),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_alert")),
    )
    op.create_index(
        "ix_alert_raised",
        "alert",
        ["site_id", "kind", "subject"],
        unique=True,
        sqlite_where=RAISED,
        postgresql_where=RAISED,
    )
    op.create_index(
        op.f("ix_alert_site_id_raised_at_alert_id"), "alert", ["site_id", "raised_at", "alert_id"], unique=False
    )
