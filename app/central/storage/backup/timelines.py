"""A replica that was promoted, or a cluster put back to a point in time, may lack the last commits: a new history.

PostgreSQL then writes on another timeline (its documentation, 26.3.5), and that is how it is noticed: whenever the
connection that writes is opened. A copy of the files that was put back without recovery keeps its timeline; after that
an operator says `packbench central epoch new`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DBAPIError

from app.central.storage.backup.history import begin_history
from app.central.storage.schema.ground import lineage

_FILE: Final = "SELECT pg_walfile_name(pg_current_wal_insert_lsn())"
"""Its first eight digits are the timeline; unlike pg_control_checkpoint() every user may ask."""
_LOG: Final = logging.getLogger("packbench.central")


def follow_timeline(connection: Connection, new_id: Callable[[], str]) -> bool:
    """Begin a new history when the database writes on another timeline than before; True when it did.

    Of several processes one does it. A service that does not tell its timeline is believed to have kept it.
    """
    timeline = _timeline(connection)
    known = connection.execute(select(lineage.c.timeline)).scalar()
    if timeline is None or known is None or known == timeline:
        return False
    mine = update(lineage).where(lineage.c.timeline == known).values(timeline=timeline)
    if not connection.execute(mine).rowcount or not known:
        return False
    begin_history(connection, new_id())
    _LOG.warning("the database writes on another timeline: a new history begins, and stations send again what it lacks")
    return True


def _timeline(connection: Connection) -> int | None:
    try:
        with connection.begin_nested():
            return int(str(connection.exec_driver_sql(_FILE).scalar_one())[:8], 16)
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        return None
