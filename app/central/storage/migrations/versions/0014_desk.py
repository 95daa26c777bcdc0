"""What the pages of the order desk search and sort by."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.domain.intake.search_terms import order_terms

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CHUNK = 500
INDEXES = (
    ("ix_sales_order_desk", "sales_order", ["site_id", "lifecycle", "fulfilment", "ship_by", "order_id"]),
    ("ix_sales_order_arrival", "sales_order", ["site_id", "taken_at", "order_id"]),
    ("ix_inbox_order_id", "inbox", ["order_id"]),
    ("ix_pack_session_order_id", "pack_session", ["order_id"]),
    ("ix_pick_list_order_tote", "pick_list_order", ["site_id", "tote"]),
    ("ix_stock_ledger_cause", "stock_ledger", ["cause"]),
)


def upgrade() -> None:
    term = sa.String(length=60).with_variant(sa.String(length=60, collation="C"), "postgresql")
    table = op.create_table(
        "order_term",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("term", term, nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_order_term_site_id")),
        sa.PrimaryKeyConstraint("site_id", "term", "order_id", name=op.f("pk_order_term")),
        sqlite_with_rowid=False,
    )
    op.execute("UPDATE sales_order SET ship_by = placed_at WHERE ship_by IS NULL")
    for name, of, columns in INDEXES:
        op.create_index(op.f(name), of, columns)
    for terms in _terms(op.get_bind()):
        op.bulk_insert(table, terms)


def downgrade() -> None:
    for name, of, _ in INDEXES:
        op.drop_index(op.f(name), table_name=of)
    op.drop_table("order_term")


def _terms(connection: sa.Connection) -> Iterator[list[dict[str, str]]]:
    """The terms of every order that is there, some orders at a time."""
    after = ""
    page = sa.text(
        "SELECT o.order_id, o.site_id, o.number, o.external_ref, o.recipient, d.email FROM sales_order o "
        "LEFT JOIN order_details d ON d.order_id = o.order_id WHERE o.order_id > :after "
        "ORDER BY o.order_id LIMIT :chunk"
    )
    of_lines = sa.text("SELECT order_id, sku FROM order_line WHERE order_id > :after AND order_id <= :last")
    while rows := connection.execute(page, {"after": after, "chunk": CHUNK}).all():
        skus: dict[str, list[str]] = {}
        for line in connection.execute(of_lines, {"after": after, "last": rows[-1].order_id}):
            skus.setdefault(line.order_id, []).append(line.sku)
        yield [made for row in rows for made in _of(row, skus.get(row.order_id, []))]
        after = rows[-1].order_id


def _of(row: Any, skus: list[str]) -> list[dict[str, str]]:
    to = json.loads(row.recipient or "{}")
    terms = order_terms(
        number=row.number,
        reference=row.external_ref,
        names=(to.get("name", ""), to.get("company", "")),
        phones=(to.get("phone", ""),),
        mails=(row.email or "",),
        skus=skus,
    )
    return [{"site_id": row.site_id, "term": term, "order_id": row.order_id} for term in sorted(terms)]
