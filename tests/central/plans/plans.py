"""How a database would go about a statement, and what of that grows with everything that ever happened."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import Any, Final

import psycopg
from sqlalchemy.engine import make_url

from app.central.storage.database import FILE
from app.central.storage.schema.ground import METADATA
from tests.bench.load.centres import BenchCentre
from tests.central.plans.statements import Said

FIXED: Final = frozenset(
    ("site", "site_details", "channel", "lineage", "station", "station_epoch", "worker", "packer", "carton", "tote",
     "channel_rule", "stock_push", "remote_item", "channel_pace", "publication", "supply_state", "supplier",
     "kit_component", "desk_user", "api_client", "access_key", "channel_secret", "credit_account", "desk_number",
     "pick_face", "former_link_secret")
)  # fmt: skip
"""As large as the business, however long it runs."""
PARTIAL: Final = frozenset(
    str(index.name)
    for table in METADATA.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
)
"""Indexes of what is open only."""
GROWING: Final = frozenset(METADATA.tables) - FIXED
_SCAN = re.compile(r"^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")
_SITE_ONLY = re.compile(r"^SEARCH (\w+) USING (?:.* )?(\w+) \(site_id=\?\)$")
_PLANNED = re.compile(r"^\s*(?:WITH|SELECT|INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


class Plans:
    """`wrong` tells of a statement what would go through a whole growing table, or sort it."""

    def __init__(self, made: BenchCentre) -> None:
        self._sqlite: sqlite3.Connection | None = None
        self._postgres: psycopg.Connection[Any] | None = None
        if made.database:
            url = make_url(made.database)
            where: dict[str, Any] = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database}
            self._postgres = psycopg.connect(**where, autocommit=True)
            self._postgres.execute("SET enable_seqscan = off")
        else:
            self._sqlite = sqlite3.connect(made.data / FILE)

    def close(self) -> None:
        for connection in (self._sqlite, self._postgres):
            if connection is not None:
                connection.close()

    def wrong(self, said: Said) -> list[str]:
        if not _PLANNED.match(said.words):
            return []
        return list(self._of_sqlite(said) if self._sqlite is not None else self._of_postgres(said))

    def _of_sqlite(self, said: Said) -> Iterator[str]:
        assert self._sqlite is not None
        steps = self._sqlite.execute(f"EXPLAIN QUERY PLAN {said.words}", said.values or ()).fetchall()
        sorted_ = {part for _, part, _, step in steps if step.startswith("USE TEMP B-TREE FOR ORDER BY")}
        limited = " LIMIT " in said.words
        for _, part, _, step in steps:
            scan, whole = _SCAN.match(step), _SITE_ONLY.match(step)
            bad = scan or (whole if part in sorted_ or not limited else None)
            if bad and bad[1] in GROWING and bad[2] not in PARTIAL:
                yield step

    def _of_postgres(self, said: Said) -> Iterator[str]:
        assert self._postgres is not None
        ((plan,),) = self._postgres.execute(f"EXPLAIN (FORMAT JSON) {said.words}".encode(), said.values).fetchall()
        yield from _wrong(plan[0]["Plan"])


def _wrong(node: dict[str, Any]) -> Iterator[str]:
    """What is read whole although it need not be; which index is best depends on how much there is."""
    if node["Node Type"] == "Seq Scan" and node.get("Relation Name") in GROWING:
        yield f"Seq Scan on {node['Relation Name']} ({node.get('Filter', '')})"
    for part in node.get("Plans", ()):
        yield from _wrong(part)
