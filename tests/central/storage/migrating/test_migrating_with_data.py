"""A shop with orders, stock and work of an older revision goes up to the newest and back, on both engines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, DateTime, LargeBinary, MetaData, Table

from app.central.audit import audit
from app.central.storage.database import Database, in_folder
from app.central.storage.migrate import alone, current, differences, downgrade, migrate, newest
from tests.central.house import SITE, open_again
from tests.postgres_cluster import Cluster

OLD = "0005"
SHOP = Path(__file__).with_name("shop_at_0005.json")
"""Rows as the program of that revision wrote them: orders in every state, a list being packed, a poisoned command."""

KEPT = ("sales_order", "order_line", "allocation", "pick_list", "inbox", "parcel", "number_block")
"""Tables whose old columns come back exactly as they were."""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables, on each engine."""
    if request.param == "sqlite":
        yield in_folder(tmp_path)
        return
    server: Cluster = request.getfixturevalue("postgres")
    url = server.empty()
    yield in_folder(tmp_path, url)
    server.drop(url)


def value(column: Column[Any], stored: Any, engine: str) -> Any:
    if stored is None:
        return None
    if isinstance(column.type, DateTime):
        found = datetime.fromisoformat(stored)
        return found if engine == "sqlite" else found.replace(tzinfo=UTC)
    return bytes.fromhex(stored) if isinstance(column.type, LargeBinary) else stored


def tables(connection: Any) -> dict[str, Table]:
    found = MetaData()
    found.reflect(connection)
    return {table.name: table for table in found.sorted_tables}


def fill(database: Database) -> None:
    rows = json.loads(SHOP.read_text("utf-8"))
    with alone(database) as connection:
        for name, table in tables(connection).items():
            engine = connection.dialect.name
            made = [{key: value(table.c[key], row[key], engine) for key in row} for row in rows.get(name, ())]
            if made:
                connection.execute(table.insert(), made)


def kept(database: Database) -> dict[str, list[Any]]:
    with alone(database) as connection:
        found = tables(connection)
        return {
            name: sorted(map(repr, connection.execute(found[name].select()).mappings().all()))
            for name in KEPT
            if name in found
        }


def test_a_shop_goes_up_with_its_data_and_back_again(empty: Database, tmp_path: Path) -> None:
    migrate(empty, "old", OLD)
    fill(empty)
    before = kept(empty)
    assert all(before[name] for name in ("sales_order", "order_line", "allocation", "pick_list", "inbox"))
    assert migrate(empty, "new") == newest()
    assert differences(empty) == []
    (tmp_path / "central.toml").write_text(f'data = "."\ndatabase = "{empty.url}"\n', "utf-8")
    with closing(open_again(tmp_path)) as centre:
        assert audit(centre, SITE) == ()
        with centre.read() as work:
            assert work.benches.server_epoch() == "server-epoch-1"
    downgrade(empty, OLD)
    assert current(empty) == OLD
    assert kept(empty) == before
    assert migrate(empty, "again") == newest()
