"""What operation looks at: figures of everything that may pile up, each from an index."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import func, select, text, update

from app.central.storage.schema.ground import lineage, site
from app.central.storage.schema.selling.details import message
from app.central.storage.schema.selling.orders import hold
from app.central.storage.stores.store import Store

REASONS: Final = ("payment", "risk", "address", "details", "stock", "operator")
"""Named, so that the index is entered once per reason, at the open holds only."""


class Operations(Store):
    """Of every site at once, and of the database itself."""

    def holds(self) -> dict[tuple[str, str], int]:
        """Open holds by (site, reason)."""
        rows = select(hold.c.site_id, hold.c.reason, func.count()).where(
            hold.c.site_id.in_(select(site.c.site_id)), hold.c.reason.in_(REASONS), hold.c.released_at.is_(None)
        )
        found = self.connection.execute(rows.group_by(hold.c.site_id, hold.c.reason)).all()
        return {(one, reason): int(number) for one, reason, number in found}

    def feed(self) -> dict[str, int]:
        """The newest number of each site's feed."""
        return {one: int(seq) for one, seq in self.connection.execute(select(site.c.site_id, site.c.feed_seq))}

    def letters(self) -> tuple[int, datetime | None]:
        """How many letters are queued, and since when the oldest."""
        rows = select(func.count(), func.min(message.c.made_at)).where(message.c.state == "queued")
        number, since = self.connection.execute(rows).one()
        return int(number), since

    def database_bytes(self) -> int:
        """PostgreSQL's own figure."""
        return int(self.connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())

    def write_something(self) -> None:
        """A row is written as it is. SQLite leaves its page alone unless the key is set: then it puts the row anew."""
        self.connection.execute(update(lineage).values(only=lineage.c.only))

    def revision(self) -> str:
        """The schema's revision as Alembic wrote it; "" when there is none."""
        return str(self.connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
