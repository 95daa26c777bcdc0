"""Copies of the lives: each table in one statement, with another moment, number, SKU and place for every copy."""

# ruff: noqa: S608  every name and number in these statements is our own
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, DateTime, String, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex

from app.central.storage.schema.ground import METADATA
from tests.bench.load.seeding.engines import Bulk
from tests.bench.load.seeding.lives import HOT, MARK, SKUS, WARM, stamp

KEPT_ALONE: Final = frozenset(
    ("site", "channel", "lineage", "station", "station_epoch", "number_block", "tote", "repeat_key", "product",
     "product_barcode", "location", "stock_level", "sku_level", "channel_level", "publication", "supply_state")
)  # fmt: skip
DAYS_KEPT: Final = {"decision": 30, "feed": 90}
"""What is forgotten after so many days: copies that old have none."""
VERSIONS: Final = 100
"""More than a level moves in one copy."""
WARM_OF: Final = 100
"""A hundred SKUs sell often, `HOT` all the time, every other one now and then."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Copies `first` to `last`, a step apart; the feed's numbers go on `feed_from` further than they would."""

    start_ms: int
    first: int
    last: int
    step_ms: int
    skus: int
    feed_width: int
    feed_from: int
    inbox_width: int


def keep(bulk: Bulk, start_ms: int) -> None:
    """Set the rows of the lives that began then aside: what is copied."""
    for table in METADATA.sorted_tables:
        if table.name in KEPT_ALONE:
            continue
        named = [column.name for column in table.columns if _is_text(column)]
        ours = " OR ".join(f"{name} LIKE '%{word}%'" for name in named for word in (stamp(start_ms), MARK))
        if table.name == "inbox":
            ours = "1 = 1"
        if ours and bulk.one(f"SELECT count(*) FROM {table.name} WHERE {ours}"):
            bulk.run(f"CREATE TABLE seed_{table.name} AS SELECT * FROM {table.name} WHERE {ours}")


def forget(bulk: Bulk) -> None:
    for table in _kept(bulk):
        bulk.run(f"DROP TABLE seed_{table.name}")


def copy(bulk: Bulk, plan: Plan, now_ms: int) -> Iterator[str]:
    """Write every copy; says what was written."""
    for table in _kept(bulk):
        days = DAYS_KEPT.get(table.name)
        oldest = plan.first if days is None else (now_ms - days * 86_400_000 - plan.start_ms) // plan.step_ms
        columns = ", ".join(column.name for column in table.columns)
        values = ", ".join(_value(bulk, table, column, plan) for column in table.columns)
        # in the order of its key the widest index of words grows at its end only
        order = f" ORDER BY {_place(table, 'term')}, {_place(table, 'order_id')}" if table.name == "order_term" else ""
        series = bulk.count(str(max(plan.first, oldest)), str(plan.last))
        bulk.run(
            f"INSERT INTO {table.name} ({columns}) SELECT {values} FROM {series} CROSS JOIN seed_{table.name}{order}"
        )
        yield table.name


def drop_indexes(bulk: Bulk) -> None:
    for table in _kept(bulk):
        for index in table.indexes:
            bulk.run(f"DROP INDEX {index.name}")


def make_indexes(bulk: Bulk) -> None:
    dialect = sqlite.dialect() if bulk.name == "sqlite" else postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in _kept(bulk):
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            bulk.run(str(CreateIndex(index).compile(dialect=dialect)))


def sku_number(of: str, plan: Plan) -> str:
    """The number of the SKU that stands in a copy for the lives' own."""
    cold = f"{WARM_OF} + ({of} - {WARM} + n * {SKUS - WARM}) % {plan.skus - WARM_OF}"
    warm = f"{HOT} + ({of} + n * 7) % {WARM_OF - HOT}"
    return f"(CASE WHEN {of} < {HOT} THEN {of} WHEN {of} < {WARM} THEN {warm} ELSE {cold} END)"


def _kept(bulk: Bulk) -> list[Table]:
    schema = "sqlite_master WHERE type = 'table' AND name" if bulk.name == "sqlite" else "pg_tables WHERE tablename"
    name = "name" if bulk.name == "sqlite" else "tablename"
    found = {row[0] for row in bulk.run(f"SELECT {name} FROM {schema} LIKE 'seed_%'")}
    return [table for table in METADATA.sorted_tables if f"seed_{table.name}" in found]


def _is_text(column: Column[object]) -> bool:
    return isinstance(column.type, String)


def _place(table: Table, name: str) -> str:
    return str(1 + [column.name for column in table.columns].index(name))


def _value(bulk: Bulk, table: Table, column: Column[object], plan: Plan) -> str:
    name = f"seed_{table.name}.{column.name}"
    alone = {
        ("parcel", "sscc"): f"{bulk.digits('n', 11)} || substr({name}, 12)",
        ("customer_link", "token_sha256"): f"{bulk.digits('n', 14)} || substr({name}, 15)",
        ("inbox", "id"): f"{name} || '-' || n",
        ("inbox", "seq"): f"{name} + n * {plan.inbox_width}",
        ("feed", "seq"): f"{name} + n * {plan.feed_width} + {plan.feed_from}",
        ("pick_list", "rank"): f"{name} + n * {plan.step_ms // 1000}",
        ("task", "rank"): f"{name} + n * {plan.step_ms // 1000}",
        ("stock_ledger", "version"): f"{name} + n * {VERSIONS}",
        ("order_term", "term"): _term(bulk, name, plan),
    }.get((table.name, column.name))
    if alone is not None:
        return alone
    if getattr(column.type, "impl", None) and isinstance(column.type.impl, DateTime):  # type: ignore[attr-defined]
        return bulk.later(name, "n", plan.step_ms)
    if column.name == "sku":
        return (
            f"CASE {name} WHEN '' THEN '' ELSE 'SKU-' || {sku_number(f'CAST(substr({name}, 5) AS INTEGER)', plan)} END"
        )
    if column.name == "location":
        place = bulk.digits(sku_number(f"CAST(substr({name}, 3) AS INTEGER)", plan), 6)
        return f"CASE {name} WHEN '' THEN '' ELSE 'A-' || {place} END"
    return _renamed(bulk, table, column, name, plan) if _is_text(column) else name


def _term(bulk: Bulk, name: str, plan: Plan) -> str:
    sku = f"'sku-' || {sku_number(f'CAST(substr({name}, 5) AS INTEGER)', plan)}"
    return f"CASE WHEN {name} LIKE 'sku-%' THEN {sku} ELSE {_marked(bulk, name)} END"


def _marked(bulk: Bulk, name: str) -> str:
    return f"replace({name}, '{MARK}', 'zq' || {bulk.digits('n', 7)} || 'zq')"


def _renamed(bulk: Bulk, table: Table, column: Column[object], name: str, plan: Plan) -> str:
    """Only what holds a stamp or a mark at all is looked through in every row."""
    moment = stamp(plan.start_ms)
    holds = {
        word: bulk.one(f"SELECT count(*) FROM seed_{table.name} WHERE {column.name} LIKE '%{word}%'")
        for word in (moment, MARK)
    }
    made = _marked(bulk, name) if holds[MARK] else name
    if not holds[moment]:
        return made
    return f"replace({made}, '{moment}', {bulk.moment('n', plan.start_ms, plan.step_ms)})"
