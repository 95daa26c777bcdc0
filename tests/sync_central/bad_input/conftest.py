"""What is refused leaves nothing behind: every row of every table is counted before and after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import select

from app.central.audit import audit
from app.central.storage.schema import METADATA
from tests.central.house import SITE, open_again
from tests.sync_central.wire import Wire

WATCHED = (
    "allocation", "audit_row", "channel", "customer_link", "customer_question", "delivery", "desk_user", "hold",
    "idempotency_key", "import_fault", "import_run", "message", "order_change", "order_details", "order_kit",
    "order_line", "order_term", "parcel", "payment_event", "pick_list", "product", "purchase", "repeat_key",
    "reservation", "reservation_line", "risk_assessment", "sales_order", "stock_ledger", "task", "task_item",
)  # fmt: skip
"""Every table a request may write; the others follow from them, are kept by the background, or have an audit."""
Unchanged = Callable[[], AbstractContextManager[None]]


def rows(wire: Wire) -> dict[str, str]:
    """{table: how many rows, and what is in them}."""
    centre = open_again(wire.data, "count")
    try:
        assert audit(centre, SITE) == ()
        with centre.read(SITE) as work:
            found = {}
            for name in WATCHED:
                here = sorted(repr(tuple(row)) for row in work.connection.execute(select(METADATA.tables[name])))
                found[name] = f"{len(here)} {hashlib.sha256(chr(10).join(here).encode()).hexdigest()}"
            return found
    finally:
        centre.close()


@pytest.fixture
def untouched(wire: Wire) -> Unchanged:
    """A block within which no row of any table may change."""

    @contextmanager
    def block() -> Iterator[None]:
        before = rows(wire)
        yield
        assert {name: now for name, now in rows(wire).items() if now != before[name]} == {}

    return block
