"""Several askers let go at the same moment, each over a connection of its own; what each heard, and the books after."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from app.central.audit import audit
from app.central.storage.schema import METADATA
from tests.central.house import SITE, open_again
from tests.central.stock.stock_rows import check, rows_of
from tests.sync_central.wire import Answer, Wire

Ask = Callable[[Wire], Answer]


def at_once(wire: Wire, asks: Sequence[Ask]) -> list[Answer]:
    """Every ask on a thread and a connection of its own, all at one moment; answers in the order of the asks."""
    gate = threading.Barrier(len(asks))

    def run(ask: Ask) -> Answer:
        mine = Wire(wire.where, wire.key, wire.data)
        try:
            mine.ask("GET", "/healthz")
            gate.wait(20)
            return ask(mine)
        finally:
            mine.close()

    with ThreadPoolExecutor(len(asks)) as threads:
        return list(threads.map(run, asks))


def books(wire: Wire) -> None:
    """No counter drifted, and every row of stock and orders stands as it must. Raises AssertionError."""
    centre = open_again(wire.data, "books")
    try:
        assert audit(centre, SITE) == ()
        check(rows_of(centre, SITE))
    finally:
        centre.close()


def count(wire: Wire, table: str, **same: object) -> int:
    """How many rows of a table have these values."""
    centre = open_again(wire.data, "count")
    try:
        with centre.read(SITE) as work:
            rows = work.connection.execute(METADATA.tables[table].select()).mappings()
            return sum(all(row[name] == value for name, value in same.items()) for row in rows)
    finally:
        centre.close()
