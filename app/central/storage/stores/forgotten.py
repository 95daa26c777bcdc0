"""What is emptied or deleted because it is old; each a bounded part at a time, found by an index."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, delete, func, or_, select, update

from app.central.storage.schema.people import audit_row
from app.central.storage.schema.selling.channels import delivery
from app.central.storage.schema.selling.details import former_link_secret, message
from app.central.storage.stores.store import Store

SETTLED: Final = ("applied", "same", "passed")
GONE: Final = ("sent", "failed", "dropped")


class Forgotten(Store):
    """Every verb takes the moment before which something is old, and answers how many rows it was."""

    def payloads(self, before: datetime, most: int) -> int:
        """Bodies of deliveries that were settled; the row with its id, its hash and what became of it stays."""
        c = delivery.c
        old = (c.site_id == self.site, c.received_at < before, func.length(c.payload) > 0, c.outcome.in_(SETTLED))
        return self._empty(delivery, c.delivery_id, old, most, payload=b"")

    def letters(self, before: datetime, most: int) -> int:
        """To whom and what was written, of letters that are not on their way any more."""
        c = message.c
        old = (c.site_id == self.site, c.made_at < before, c.state.in_(GONE), c.body != "")
        return self._empty(message, c.message_id, old, most, to_address="", subject="", body="", last_error="")

    def deeds(self, before: datetime, most: int) -> int:
        """Also those that belong to no site."""
        c = audit_row.c
        here = or_(c.site_id == self.site, c.site_id.is_(None))
        old = select(c.audit_id).where(here, c.done_at < before).limit(most)
        return int(self.connection.execute(delete(audit_row).where(c.audit_id.in_(old))).rowcount)

    def link_secrets(self) -> int:
        """Secrets whose last link has expired."""
        c = former_link_secret.c
        old = delete(former_link_secret).where(c.site_id == self.site, c.ends_at <= self.now)
        return int(self.connection.execute(old).rowcount)

    def _empty(
        self, table: Table, key: ColumnElement[Any], old: tuple[ColumnElement[bool], ...], most: int, **empty: Any
    ) -> int:
        some = select(key).where(*old).limit(most)
        return int(self.connection.execute(update(table).where(key.in_(some)).values(**empty)).rowcount)
