"""What the pages of the order desk search and sort by, number, and remember of files that were imported."""

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
    ("ix_delivery_channel_id_received_at", "delivery", ["channel_id", "received_at"]),
    ("ix_parcel_site_id_closed_at", "parcel", ["site_id", "closed_at"]),
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
    _numbers()
    _imports()


def downgrade() -> None:
    for made in ("import_fault", "import_run", "desk_number"):
        op.drop_table(made)
    for name, of, _ in INDEXES:
        op.drop_index(op.f(name), table_name=of)
    op.drop_table("order_term")


def _site(table: str) -> list[sa.Column[str] | sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_site_id")
    return [
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=name),
    ]


def _numbers() -> None:
    op.create_table(
        "desk_number",
        *_site("desk_number"),
        sa.Column("prefix", sa.String(length=8), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "prefix", name=op.f("pk_desk_number")),
    )


def _imports() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "import_run",
        sa.Column("import_id", sa.String(length=40), nullable=False),
        *_site("import_run"),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("taken", "changed", "bad", "passed")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("words", "header", "who")),
        sa.Column("began_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.CheckConstraint("state IN ('running', 'done', 'failed')", name=op.f("ck_import_run_state")),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_run")),
    )
    newest_first = ["site_id", "began_at", "import_id"]
    op.create_index(op.f("ix_import_run_site_id_began_at_import_id"), "import_run", newest_first)
    op.create_table(
        "import_fault",
        sa.Column("import_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        *_site("import_fault"),
        sa.Column("line", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("cell", "problem", "rows")),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.import_id"], name=op.f("fk_import_fault_import_id")),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_import_fault")),
    )


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
