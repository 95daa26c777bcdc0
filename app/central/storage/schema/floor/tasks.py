"""Tasks for people, what they are about, who works here, and why each automatic decision was made."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey

from app.central.storage.schema.ground import METADATA, at, count, key, site_id, text

KINDS = "'pick', 'pack', 'inspect', 'restock', 'put_back', 'count', 'replenish', 'contact_customer', 'stop_shipment'"
STATES = "'queued', 'leased', 'done', 'failed', 'cancelled', 'paused'"


def short(name: str) -> Column[str]:
    return Column(name, String(80), nullable=False, default="")


task = Table(
    "task",
    METADATA,
    key("task_id"),
    site_id(),
    Column("kind", String(40), nullable=False),
    Column("cause", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("rank", BigInteger, nullable=False),
    at("due_at", nullable=True),
    short("role"),
    short("skill"),
    short("zone"),
    short("location"),
    short("sku"),
    count("quantity"),
    Column("order_id", String(40), nullable=True),
    Column("list_id", String(40), nullable=True),
    Column("parcel_id", String(40), nullable=True),
    Column("station_id", String(40), nullable=True),
    short("assignee"),
    short("pinned_to"),
    short("not_for"),
    at("lease_until", nullable=True),
    Column("fence", BigInteger, nullable=False, default=0),
    text("reason"),
    text("source"),
    text("note"),
    text("outcome"),
    at("opened_at"),
    short("created_by"),
    at("closed_at", nullable=True),
    short("closed_by"),
    Column("held_at", String(40), nullable=False, default=""),
    Column("taken_under", BigInteger, nullable=False, default=0),
    CheckConstraint(f"kind IN ({KINDS}, 'check')", name="kind"),
    CheckConstraint(f"state IN ({STATES})", name="state"),
    CheckConstraint("priority BETWEEN 1 AND 9 AND quantity >= 0", name="numbers"),
    CheckConstraint("state <> 'leased' OR assignee <> ''", name="holder"),
    Index(None, "site_id", "state", "kind"),
    Index(None, "site_id", "state", "rank"),
    Index(None, "site_id", "source"),
    Index(None, "order_id"),
    Index(None, "site_id", "held_at"),
)
"""`cause` says what exactly made the task, `source` which thing did (a command, a hold, a parcel): the same source is
asked about once. `assignee` holds the task while it is leased, and is who it is meant for while it is queued;
`not_for` is who may not do it (a recount by the same eyes). `fence` is the newest fencing token.
`held_at` is the bench (station id) its holder works at, who took it knowing the fence `taken_under`."""

task_item = Table(
    "task_item",
    METADATA,
    Column("task_id", String(40), ForeignKey("task.task_id"), nullable=False),
    Column("position", Integer, nullable=False),
    site_id(),
    Column("sku", String(80), nullable=False),
    Column("location", String(40), nullable=False),
    short("lot"),
    Column("quantity", Integer, nullable=False),
    PrimaryKey("task_id", "position"),
    CheckConstraint("quantity >= 1", name="quantity"),
)
"""Units a task is about, by where the books have them."""

worker = Table(
    "worker",
    METADATA,
    site_id(),
    Column("worker_id", String(80), nullable=False),
    Column("kind", String(20), nullable=False),
    short("role"),
    text("skills", "[]"),
    text("zones", "[]"),
    Column("most", Integer, nullable=False, default=3),
    count("on_duty"),
    PrimaryKey("site_id", "worker_id"),
    CheckConstraint("kind IN ('person', 'station')", name="kind"),
    CheckConstraint("most >= 1 AND on_duty IN (0, 1)", name="numbers"),
)
"""What a person or a bench can do; `skills` and `zones` are lists of names as JSON, `most` tasks at once."""

decision = Table(
    "decision",
    METADATA,
    key("decision_id"),
    site_id(),
    Column("about", String(20), nullable=False),
    Column("about_id", String(40), nullable=False),
    at("decided_at"),
    Column("rule", String(40), nullable=False),
    text("inputs", "{}"),
    text("words"),
    Index(None, "site_id", "about", "about_id", "decided_at"),
    Index(None, "site_id", "decided_at"),
)
"""Why something automatic happened: the rule, what it looked at (JSON), and that in words."""
