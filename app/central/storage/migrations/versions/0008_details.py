"""How to reach a customer, and the questions asked of him."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("message", "customer_question", "customer_link", "repeat_key", "order_details", "site_details")


def upgrade() -> None:
    _of_sites()
    _of_orders()
    _questions()
    _letters()


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)


def _words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _id(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=40), nullable=nullable)


def _site() -> sa.Column[Any]:
    return sa.Column("site_id", sa.String(length=20), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _belongs(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _of_sites() -> None:
    op.create_table(
        "site_details",
        _site(),
        sa.Column("link_secret", sa.LargeBinary(), nullable=True),
        _words("rules"),
        _belongs("site_details", "site_id", "site.site_id"),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_site_details")),
    )


def _of_orders() -> None:
    op.create_table(
        "order_details",
        _id("order_id"),
        _site(),
        _words("email"),
        _words("phone"),
        _words("normal"),
        _words("problems"),
        _words("confirmed"),
        _at("checked_at"),
        _belongs("order_details", "order_id", "sales_order.order_id"),
        _belongs("order_details", "site_id", "site.site_id"),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_order_details")),
    )
    op.create_table(
        "repeat_key",
        _site(),
        sa.Column("key_sha256", sa.String(length=64), nullable=False),
        _id("order_id"),
        _at("taken_at"),
        _belongs("repeat_key", "order_id", "sales_order.order_id"),
        _belongs("repeat_key", "site_id", "site.site_id"),
        sa.PrimaryKeyConstraint("site_id", "key_sha256", "order_id", name=op.f("pk_repeat_key")),
    )
    op.create_index(op.f("ix_repeat_key_site_id_taken_at"), "repeat_key", ["site_id", "taken_at"])


def _questions() -> None:
    op.create_table(
        "customer_link",
        _id("link_id"),
        _site(),
        _id("order_id"),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        _at("made_at"),
        _at("expires_at"),
        _at("opened_at", nullable=True),
        _at("closed_at", nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'settled', 'replaced', 'ended')", name=op.f("ck_customer_link_state")
        ),
        _belongs("customer_link", "order_id", "sales_order.order_id"),
        _belongs("customer_link", "site_id", "site.site_id"),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_customer_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_customer_link_token_sha256")),
    )
    op.create_index(op.f("ix_customer_link_order_id"), "customer_link", ["order_id"])
    op.create_table(
        "customer_question",
        _id("question_id"),
        _site(),
        _id("order_id"),
        _id("hold_id", nullable=True),
        _words("field"),
        sa.Column("problem", sa.String(length=30), nullable=False),
        _words("given"),
        _words("suggestion"),
        sa.Column("state", sa.String(length=20), nullable=False),
        _at("asked_at"),
        _at("answered_at", nullable=True),
        _words("answered_by"),
        _words("answer"),
        sa.CheckConstraint("state IN ('open', 'answered', 'withdrawn')", name=op.f("ck_customer_question_state")),
        _belongs("customer_question", "hold_id", "hold.hold_id"),
        _belongs("customer_question", "order_id", "sales_order.order_id"),
        _belongs("customer_question", "site_id", "site.site_id"),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_customer_question")),
    )
    op.create_index(op.f("ix_customer_question_order_id"), "customer_question", ["order_id"])
    op.create_index(op.f("ix_customer_question_site_id_state"), "customer_question", ["site_id", "state"])


def _letters() -> None:
    op.create_table(
        "message",
        _id("message_id"),
        _site(),
        _id("order_id"),
        _id("link_id", nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        _words("to_address"),
        _words("subject"),
        _words("body"),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _at("next_at"),
        _at("made_at"),
        _at("sent_at", nullable=True),
        _words("last_error"),
        sa.CheckConstraint("state IN ('queued', 'sent', 'failed', 'dropped')", name=op.f("ck_message_state")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_message_attempts")),
        _belongs("message", "link_id", "customer_link.link_id"),
        _belongs("message", "order_id", "sales_order.order_id"),
        _belongs("message", "site_id", "site.site_id"),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_message")),
    )
    op.create_index(op.f("ix_message_order_id"), "message", ["order_id"])
    op.create_index(op.f("ix_message_state_next_at"), "message", ["state", "next_at"])
