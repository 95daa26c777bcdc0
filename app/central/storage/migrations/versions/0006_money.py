"""What a payment did, what the risk of an order is, credit, backorders, and holds by their name.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OLD_REASONS = "reason IN ('payment', 'stock', 'details', 'operator')"
REASONS = "reason IN ('payment', 'risk', 'address', 'details', 'stock', 'operator')"
KINDS = "kind IN ('authorised', 'captured', 'voided', 'expired', 'refunded', 'charged_back')"
POLICIES = "policy IN ('ship_together', 'ship_available', 'all_or_cancel')"
RISKS = "risk IN ('none', 'low', 'medium', 'high')"
BACKORDERED = "backordered >= 0 AND allocated + shipped + backordered <= quantity - cancelled"
ORDER_COLUMNS = (
    "order_id", "site_id", "channel_id", "external_ref", "currency", "authorised_minor", "charged_minor", "payment",
    "placed_at", "taken_at",
)  # fmt: skip
EVENT_COLUMNS = [
    "event_id", "site_id", "order_id", "kind", "amount_minor", "currency", "provider", "reference", "source",
    "happened_at", "recorded_at", "recorded_by",
]  # fmt: skip


def upgrade() -> None:
    op.add_column("channel", sa.Column("policy", sa.Text(), nullable=False, server_default="{}"))
    _orders()
    _lines()
    _payments()
    _risk()
    with op.batch_alter_table("hold") as hold:
        hold.drop_constraint(op.f("ck_hold_reason"), type_="check")
    op.execute("UPDATE hold SET reason = 'address' WHERE reason = 'details' AND field LIKE 'recipient.%'")
    with op.batch_alter_table("hold") as hold:
        hold.create_check_constraint(op.f("ck_hold_reason"), REASONS)


def _orders() -> None:
    with op.batch_alter_table("sales_order") as order:
        order.add_column(sa.Column("refunded_minor", sa.BigInteger(), nullable=False, server_default="0"))
        order.add_column(sa.Column("authorised_until", sa.DateTime(timezone=True), nullable=True))
        order.add_column(sa.Column("method", sa.String(length=40), nullable=False, server_default=""))
        order.add_column(sa.Column("customer", sa.String(length=120), nullable=False, server_default=""))
        order.add_column(sa.Column("policy", sa.String(length=20), nullable=False, server_default="ship_together"))
        order.add_column(sa.Column("risk", sa.String(length=10), nullable=False, server_default="none"))
        order.create_check_constraint(op.f("ck_sales_order_policy"), POLICIES)
        order.create_check_constraint(op.f("ck_sales_order_risk"), RISKS)
        order.create_check_constraint(
            op.f("ck_sales_order_refunded"), "refunded_minor >= 0 AND refunded_minor <= charged_minor"
        )
    op.create_index(op.f("ix_sales_order_site_id_customer"), "sales_order", ["site_id", "customer"], unique=False)


def _lines() -> None:
    with op.batch_alter_table("order_line") as line:
        line.add_column(sa.Column("backordered", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE order_line SET backordered = quantity - cancelled - allocated - shipped "
        "WHERE order_id IN (SELECT order_id FROM sales_order WHERE lifecycle = 'accepted')"
    )
    with op.batch_alter_table("order_line") as line:
        line.create_check_constraint(op.f("ck_order_line_backordered"), BACKORDERED)
    some = sa.text("backordered > 0")
    op.create_index(
        "ix_order_line_backordered", "order_line", ["site_id", "order_id"], sqlite_where=some, postgresql_where=some
    )


def _payments() -> None:
    """Snapshots become the events that explain where each order's money stands."""
    op.drop_table("payment_event")
    op.create_table(
        "payment_event",
        sa.Column("event_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("provider", sa.String(length=60), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payment_event_amount")),
        sa.CheckConstraint(KINDS, name=op.f("ck_payment_event_kind")),
        sa.CheckConstraint("source IN ('provider', 'report', 'desk')", name=op.f("ck_payment_event_source")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_payment_event_order_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_payment_event_site_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_payment_event")),
        sa.UniqueConstraint(
            "site_id", "provider", "reference", name=op.f("uq_payment_event_site_id_provider_reference")
        ),
    )
    op.create_index(op.f("ix_payment_event_order_id"), "payment_event", ["order_id"], unique=False)
    _explain("captured", "charged_minor", "charged_minor > 0")
    _explain("authorised", "authorised_minor", "authorised_minor > 0")
    _explain("refunded", "charged_minor", "charged_minor > 0 AND payment = 'refunded'")
    _explain("voided", "authorised_minor", "authorised_minor > 0 AND payment IN ('voided', 'refunded')")
    _explain("expired", "authorised_minor", "authorised_minor > 0 AND payment = 'expired'")
    op.execute("UPDATE sales_order SET refunded_minor = charged_minor WHERE payment = 'refunded'")
    op.execute("UPDATE sales_order SET authorised_minor = 0 WHERE payment IN ('voided', 'refunded', 'expired')")
    op.execute("UPDATE sales_order SET payment = 'charged' WHERE payment = 'paid'")
    op.execute("UPDATE sales_order SET payment = 'partially_charged' WHERE payment = 'partially_paid'")


def _explain(kind: str, amount: str, where: str) -> None:
    known = sa.table("sales_order", *(sa.column(name) for name in ORDER_COLUMNS))
    event = sa.table("payment_event", *(sa.column(name) for name in EVENT_COLUMNS))
    c, minor = known.c, known.c[amount]
    reference = c.external_ref + f":{kind}:" + sa.cast(minor, sa.Text)
    said = sa.literal("report ") + c.channel_id
    event_id = sa.func.substr(sa.literal(f"{kind[0]}.") + c.order_id, 1, 40)
    found = sa.select(
        event_id, c.site_id, c.order_id, sa.literal(kind), minor, c.currency, said, reference, sa.literal("report"),
        c.placed_at, c.taken_at, sa.literal("migration"),
    ).where(sa.text(where))  # fmt: skip
    op.execute(event.insert().from_select(EVENT_COLUMNS, found))


def _risk() -> None:
    op.create_table(
        "risk_assessment",
        sa.Column("assessment_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decision IN ('', 'accepted', 'rejected')", name=op.f("ck_risk_assessment_decision")),
        sa.CheckConstraint("level IN ('none', 'low', 'medium', 'high')", name=op.f("ck_risk_assessment_level")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_risk_assessment_order_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_risk_assessment_site_id")),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_risk_assessment")),
    )
    op.create_index(op.f("ix_risk_assessment_order_id"), "risk_assessment", ["order_id"], unique=False)
    op.create_table(
        "credit_account",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("customer", sa.String(length=120), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("limit_minor", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("limit_minor >= 0 AND days >= 0", name=op.f("ck_credit_account_terms")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_credit_account_site_id")),
        sa.PrimaryKeyConstraint("site_id", "customer", name=op.f("pk_credit_account")),
    )


def downgrade() -> None:
    op.drop_table("credit_account")
    op.drop_table("risk_assessment")
    _old_payments()
    op.drop_index("ix_order_line_backordered", table_name="order_line")
    with op.batch_alter_table("order_line") as line:
        line.drop_constraint(op.f("ck_order_line_backordered"), type_="check")
        line.drop_column("backordered")
    op.drop_index(op.f("ix_sales_order_site_id_customer"), table_name="sales_order")
    with op.batch_alter_table("sales_order") as order:
        for name in ("refunded", "risk", "policy"):
            order.drop_constraint(op.f(f"ck_sales_order_{name}"), type_="check")
        for name in ("risk", "policy", "customer", "method", "authorised_until", "refunded_minor"):
            order.drop_column(name)
    with op.batch_alter_table("hold") as hold:
        hold.drop_constraint(op.f("ck_hold_reason"), type_="check")
    op.execute("UPDATE hold SET reason = 'details' WHERE reason = 'address'")
    op.execute("UPDATE hold SET reason = 'operator' WHERE reason = 'risk'")
    with op.batch_alter_table("hold") as hold:
        hold.create_check_constraint(op.f("ck_hold_reason"), OLD_REASONS)
    op.drop_column("channel", "policy")


def _old_payments() -> None:
    op.execute("UPDATE sales_order SET payment = 'paid' WHERE payment IN ('charged', 'overcharged')")
    op.execute("UPDATE sales_order SET payment = 'partially_paid' WHERE payment = 'partially_charged'")
    op.execute("UPDATE sales_order SET payment = 'authorized' WHERE payment = 'partially_authorized'")
    op.execute("UPDATE sales_order SET payment = 'refunded' WHERE payment = 'charged_back'")
    op.execute("UPDATE sales_order SET payment = 'pending' WHERE payment = 'none'")
    op.execute("UPDATE payment_event SET reference = event_id")
    op.drop_index(op.f("ix_payment_event_order_id"), table_name="payment_event")
    with op.batch_alter_table("payment_event") as event:
        event.drop_constraint(op.f("uq_payment_event_site_id_provider_reference"), type_="unique")
        for name in ("source", "kind", "amount"):
            event.drop_constraint(op.f(f"ck_payment_event_{name}"), type_="check")
        for name in ("recorded_by", "recorded_at", "expires_at", "source", "provider"):
            event.drop_column(name)
        event.create_unique_constraint(op.f("uq_payment_event_order_id_reference"), ["order_id", "reference"])
