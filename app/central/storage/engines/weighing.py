"""PostgreSQL is told how large tables became: by itself it looks once a minute, and plans for empty ones until then."""

from __future__ import annotations

from typing import Final

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from app.central.storage.database import Database, parsed_url
from app.central.storage.engines import lock_spaces
from app.central.storage.engines.faults import StorageFault, fault_words
from app.central.storage.engines.postgresql import session

LEAST_ROWS: Final = 500
"""Below it no plan is bad enough to be worth a look."""
LARGER: Final = 2
"""Times as many rows as the planner knows of."""

_GROWN = text(
    "SELECT quote_ident(s.relname) FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid "
    "WHERE s.schemaname = current_schema() AND s.n_live_tup >= :least AND s.n_live_tup >= :larger * c.reltuples "
    "ORDER BY s.relname"
)
_TRY = text("SELECT pg_try_advisory_lock(:space, 0)")


def weigh(database: Database) -> tuple[str, ...]:
    """Have every table analysed that at least doubled since it was; their names, () where somebody else is at it.

    On a connection of its own, because it takes up to a second: no order waits for it. SQLite plans by its indexes and
    needs nothing of the kind. Raises StorageFault.
    """
    if not database.is_postgresql:
        return ()
    engine = create_engine(
        parsed_url(database.url), poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=session()
    )
    try:
        with engine.connect() as connection:
            if not connection.execute(_TRY, {"space": lock_spaces.WEIGHING}).scalar_one():
                return ()
            names = tuple(connection.execute(_GROWN, {"least": LEAST_ROWS, "larger": LARGER}).scalars())
            for name in names:
                connection.exec_driver_sql(f"ANALYZE {name}")
            return names
    except DBAPIError as error:
        raise StorageFault(fault_words(error)) from error
    finally:
        engine.dispose()
