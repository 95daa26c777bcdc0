"""What is bought and when: demand per day, suppliers and rules, proposals, purchases, pick faces and alerts."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy import text as sql

from app.central.storage.schema.floor.tasks import short
from app.central.storage.schema.ground import METADATA, at, count, key, site_id, text
from app.central.storage.schema.warehouse.stock import lot_code, sku


def number(name: str) -> Column[int | None]:
    """A whole number, or nothing said."""
    return Column(name, Integer, nullable=True)


def supplier_code() -> Column[str]:
    return Column("supplier", String(40), nullable=False)


demand_day = Table(
    "demand_day",
    METADATA,
    site_id(),
    sku(),
    Column("day", Date, nullable=False),
    count("shipped"),
    count("lost"),
    PrimaryKey("site_id", "sku", "day"),
    CheckConstraint("shipped >= 0 AND lost >= 0", name="units"),
)
"""Units of a SKU that left on one day of the site, and units customers gave up on because there were none."""

supply_state = Table(
    "supply_state",
    METADATA,
    Column("site_id", String(20), ForeignKey("site.site_id"), primary_key=True),
    Column("filled_until", Date, nullable=True),
    at("began_at", nullable=True),
    Column("looked_to", String(80), nullable=False, default=""),
    Column("looking", Integer, nullable=False, default=0),
    count("purchase_next"),
    text("settings", "{}"),
)
"""How far the background looked: demand is filled up to and with `filled_until`; the pass over all SKUs that began at
`began_at` has come to `looked_to` and goes on while `looking` is 1."""

supplier = Table(
    "supplier",
    METADATA,
    site_id(),
    Column("code", String(40), nullable=False),
    text("name"),
    text("email"),
    count("lead_days"),
    count("lead_sigma_days"),
    count("review_days"),
    PrimaryKey("site_id", "code"),
    CheckConstraint("lead_days >= 0 AND lead_sigma_days >= 0 AND review_days >= 0", name="days"),
)

supply_rule = Table(
    "supply_rule",
    METADATA,
    site_id(),
    sku(),
    Column("supplier", String(40), nullable=False, default=""),
    short("supplier_sku"),
    Column("pack", Integer, nullable=False, default=1),
    Column("moq", Integer, nullable=False, default=1),
    number("lead_days"),
    number("review_days"),
    number("service_permille"),
    number("min_units"),
    number("max_units"),
    PrimaryKey("site_id", "sku"),
    ForeignKeyConstraint(["site_id", "sku"], ["product.site_id", "product.sku"]),
    CheckConstraint("pack >= 1 AND moq >= 1", name="numbers"),
    CheckConstraint("max_units IS NULL OR min_units IS NULL OR max_units >= min_units", name="min_max"),
    Index(None, "site_id", "supplier"),
)
"""How a SKU is bought; what is not said comes from its supplier, then from the site."""

supply_proposal = Table(
    "supply_proposal",
    METADATA,
    key("proposal_id"),
    site_id(),
    sku(),
    supplier_code(),
    Column("state", String(20), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("proposed", Integer, nullable=False),
    count("by_hand"),
    text("inputs", "{}"),
    text("words"),
    at("made_at"),
    at("changed_at"),
    at("decided_at", nullable=True),
    text("decided_by"),
    text("note"),
    at("not_before", nullable=True),
    Column("purchase_id", String(40), nullable=True),
    CheckConstraint("state IN ('open', 'approved', 'rejected', 'withdrawn')", name="state"),
    CheckConstraint("quantity >= 1 AND proposed >= 0", name="quantity"),
    Index(
        "ix_supply_proposal_open",
        "site_id",
        "sku",
        "supplier",
        unique=True,
        sqlite_where=sql("state = 'open'"),
        postgresql_where=sql("state = 'open'"),
    ),
    Index(None, "site_id", "state", "supplier"),
    Index(None, "site_id", "sku", "state"),
)
"""`proposed` is what the figures ask for now, `quantity` what will be ordered; `by_hand` is 1 once a person changed it.
After a rejection nothing is proposed for the same SKU and supplier before `not_before`."""

purchase = Table(
    "purchase",
    METADATA,
    key("purchase_id"),
    site_id(),
    Column("number", String(40), nullable=False),
    supplier_code(),
    Column("state", String(20), nullable=False),
    at("ordered_at"),
    text("ordered_by"),
    Column("expected_on", Date, nullable=False),
    at("closed_at", nullable=True),
    text("note"),
    Unique("site_id", "number"),
    CheckConstraint("state IN ('open', 'received', 'closed', 'cancelled')", name="state"),
    Index(None, "site_id", "state", "expected_on"),
)
"""`closed` came short and nobody waits for the rest; `cancelled` never came."""

purchase_line = Table(
    "purchase_line",
    METADATA,
    Column("purchase_id", String(40), ForeignKey("purchase.purchase_id"), nullable=False),
    sku(),
    site_id(),
    Column("position", Integer, nullable=False),
    short("supplier_sku"),
    Column("pack", Integer, nullable=False, default=1),
    Column("ordered", Integer, nullable=False),
    count("received"),
    count("damaged"),
    PrimaryKey("purchase_id", "sku"),
    CheckConstraint("ordered >= 1 AND received >= 0 AND damaged >= 0 AND damaged <= received", name="units"),
    Index(None, "site_id", "sku"),
)
"""`received` counts every unit that came, `damaged` ones among them; more than `ordered` may come."""

receipt = Table(
    "receipt",
    METADATA,
    key("receipt_id"),
    site_id(),
    Column("purchase_id", String(40), ForeignKey("purchase.purchase_id"), nullable=False),
    sku(),
    Column("location", String(40), nullable=False),
    lot_code(),
    Column("units", Integer, nullable=False),
    count("damaged"),
    Column("over", Integer, nullable=False, default=0),
    at("received_at"),
    text("received_by"),
    Column("receipt_key", String(120), nullable=False),
    Column("body_sha256", String(64), nullable=False, default="", server_default=""),
    Unique("site_id", "receipt_key"),
    CheckConstraint("units >= 1 AND damaged >= 0 AND damaged <= units AND over >= 0", name="units"),
    Index(None, "purchase_id"),
)
"""One arrival of one SKU; the same key again is the same arrival, if `body_sha256` is of the same words."""

pick_face = Table(
    "pick_face",
    METADATA,
    key("face_id"),
    site_id(),
    Column("location", String(40), nullable=False),
    sku(),
    Column("min_units", Integer, nullable=False),
    Column("max_units", Integer, nullable=False),
    Column("task_id", String(40), nullable=True),
    Unique("site_id", "location", "sku"),
    ForeignKeyConstraint(["site_id", "location"], ["location.site_id", "location.code"]),
    ForeignKeyConstraint(["site_id", "sku"], ["product.site_id", "product.sku"]),
    CheckConstraint("min_units >= 0 AND max_units > min_units", name="min_max"),
)
"""How much of a SKU lies ready to be picked; `task_id` is the newest task that fills it."""

alert = Table(
    "alert",
    METADATA,
    key("alert_id"),
    site_id(),
    Column("kind", String(40), nullable=False),
    Column("subject", String(140), nullable=False),
    sku(),
    Column("state", String(20), nullable=False),
    text("words"),
    text("inputs", "{}"),
    at("raised_at"),
    at("recovered_at", nullable=True),
    CheckConstraint("state IN ('raised', 'recovered')", name="state"),
    Index(
        "ix_alert_raised",
        "site_id",
        "kind",
        "subject",
        unique=True,
        sqlite_where=sql("state = 'raised'"),
        postgresql_where=sql("state = 'raised'"),
    ),
    Index(None, "site_id", "raised_at", "alert_id"),
)
"""Something crossed a line once; one row each time it does, recovered once. `subject` is a SKU, a SKU and lot, a
purchase's number or a channel's code; `sku` is "" for these two."""
