"""Tasks for people: who may do them, who has them, and why.

Revision: 0010, after 0009. Rows of `task` are carried over: what was a kind is a cause now.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KIND_OF = {
    "put_back": "put_back",
    "count": "count",
    "stop_shipment": "stop_shipment",
    "intercept": "stop_shipment",
    "cancelled_late": "contact_customer",
    "problem": "inspect",
    "boxed": "pack",
}
_STATE_OF = {"open": "queued"}
_STATE_WAS = {"queued": "open", "leased": "open", "paused": "open", "failed": "cancelled"}
_STATES = "'queued', 'leased', 'done', 'failed', 'cancelled', 'paused'"
_KINDS = "'pick', 'pack', 'inspect', 'restock', 'put_back', 'count', 'replenish', 'contact_customer', 'stop_shipment'"


def upgrade() -> None:
    _columns()
    rows = _taken("SELECT * FROM task")
    op.drop_index("ix_task_site_id_state_kind", table_name="task")
    op.drop_table("task")
    _task()
    _items_and_workers()
    _decisions()
    for row in rows:
        old = {name: row[name] for name in ("task_id", "site_id", "order_id", "station_id", "reason")}
        kind, state = _KIND_OF.get(row["kind"], "check"), _STATE_OF.get(row["state"], row["state"])
        _put(
            {**old, "kind": kind, "cause": row["kind"], "state": state, "source": row["cause"], "priority": 5},
            {"rank": 5 * 10**14 + 9_999_999 * 10**7, "opened_at": row["opened_at"], "closed_at": row["closed_at"]},
        )


def downgrade() -> None:
    rows = _taken("SELECT * FROM task")
    for table in ("decision", "worker", "task_item", "task"):
        op.drop_table(table)
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
    for row in rows:
        kept = {name: row[name] for name in ("task_id", "site_id", "order_id", "station_id", "reason")}
        state = _STATE_WAS.get(row["state"], row["state"])
        _put({**kept, "kind": row["cause"], "cause": row["source"], "state": state},
             {"opened_at": row["opened_at"], "closed_at": row["closed_at"]})  # fmt: skip
    for table, names in (("pick_list", ("paused", "pinned_to", "zone")), ("location", ("zone",))):
        for name in names:
            op.drop_column(table, name)
    op.drop_index(op.f("ix_parcel_site_id_state"), table_name="parcel")
    op.drop_column("product", "millilitres")
    op.drop_column("site", "work")


def _taken(query: str) -> list[dict[str, Any]]:
    return [dict(row) for row in op.get_bind().execute(sa.text(query)).mappings()]


def _put(*parts: dict[str, Any]) -> None:
    values = {name: value for part in parts for name, value in part.items()}
    op.get_bind().execute(sa.insert(sa.table("task", *(sa.column(name) for name in values))), values)


def _columns() -> None:
    op.add_column("site", sa.Column("work", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("product", sa.Column("millilitres", sa.Integer(), nullable=True))
    op.add_column("location", sa.Column("zone", sa.Text(), nullable=False, server_default=""))
    op.add_column("pick_list", sa.Column("zone", sa.Text(), nullable=False, server_default=""))
    op.add_column("pick_list", sa.Column("pinned_to", sa.Text(), nullable=False, server_default=""))
    op.add_column("pick_list", sa.Column("paused", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_parcel_site_id_state"), "parcel", ["site_id", "state"], unique=False)


def _short(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=80), nullable=False, server_default="")


def _words(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _task() -> None:
    op.create_table(
        "task",
        sa.Column("task_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        *(_short(name) for name in ("role", "skill", "zone", "location", "sku")),
        sa.Column("quantity", sa.Integer(), nullable=False, server_default="0"),
        *(sa.Column(f"{name}_id", sa.String(length=40), nullable=True) for name in _ABOUT),
        *(_short(name) for name in ("assignee", "pinned_to", "not_for")),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fence", sa.BigInteger(), nullable=False, server_default="0"),
        *(_words(name) for name in ("reason", "source", "note", "outcome")),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        _short("created_by"),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        _short("closed_by"),
        sa.CheckConstraint(f"kind IN ({_KINDS}, 'check')", name=op.f("ck_task_kind")),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_task_state")),
        sa.CheckConstraint("priority BETWEEN 1 AND 9 AND quantity >= 0", name=op.f("ck_task_numbers")),
        sa.CheckConstraint("state <> 'leased' OR assignee <> ''", name=op.f("ck_task_holder")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_task_site_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_task")),
    )
    for names in (["site_id", "state", "kind"], ["site_id", "state", "rank"], ["site_id", "source"], ["order_id"]):
        op.create_index(op.f(f"ix_task_{'_'.join(names)}"), "task", names, unique=False)


_ABOUT = ("order", "list", "parcel", "station")


def _items_and_workers() -> None:
    op.create_table(
        "task_item",
        sa.Column("task_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("location", sa.String(length=40), nullable=False),
        _short("lot"),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_task_item_quantity")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_task_item_site_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.task_id"], name=op.f("fk_task_item_task_id")),
        sa.PrimaryKeyConstraint("task_id", "position", name=op.f("pk_task_item")),
    )
    op.create_table(
        "worker",
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("worker_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        _short("role"),
        _words("skills", "[]"),
        _words("zones", "[]"),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("on_duty", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'station')", name=op.f("ck_worker_kind")),
        sa.CheckConstraint("most >= 1 AND on_duty IN (0, 1)", name=op.f("ck_worker_numbers")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_worker_site_id")),
        sa.PrimaryKeyConstraint("site_id", "worker_id", name=op.f("pk_worker")),
    )


def _decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("decision_id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        _words("inputs", "{}"),
        _words("words"),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_decision_site_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision")),
    )
    for names in (["site_id", "about", "about_id"], ["site_id", "decided_at"]):
        op.create_index(op.f(f"ix_decision_{'_'.join(names)}"), "decision", names, unique=False)
