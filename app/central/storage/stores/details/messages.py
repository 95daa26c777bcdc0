"""Letters that wait to go out; at least once each, and never twice at the same moment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, update

from app.central.details.values import MessageRow
from app.central.storage.schema.selling.details import message
from app.central.storage.stores.store import Store, columns

_M = message.c


class Messages(Store):
    def queue(self, row: MessageRow) -> None:
        self.connection.execute(insert(message), {name: getattr(row, name) for name in MessageRow.__dataclass_fields__})

    def of_order(self, order_id: str) -> tuple[MessageRow, ...]:
        found = columns(message, MessageRow).where(_M.order_id == order_id)
        return self.all(found.order_by(_M.made_at, _M.message_id), MessageRow)

    def one_row(self, message_id: str) -> MessageRow | None:
        return self.one(columns(message, MessageRow).where(_M.message_id == message_id), MessageRow)

    def due(self, most: int) -> tuple[MessageRow, ...]:
        """Queued letters whose time has come, of every site, the longest waiting first."""
        found = columns(message, MessageRow).where(_M.state == "queued", _M.next_at <= self.now)
        return self.all(found.order_by(_M.next_at, _M.message_id).limit(most), MessageRow)

    def claim(self, row: MessageRow, until: datetime) -> bool:
        """Take a letter for one attempt; False when somebody else did. Free again at `until` if nothing is told."""
        mine = update(message).where(
            _M.message_id == row.message_id, _M.state == "queued", _M.attempts == row.attempts, _M.next_at <= self.now
        )
        claimed = mine.values(attempts=row.attempts + 1, next_at=until)
        return bool(self.connection.execute(claimed).rowcount)

    def sent(self, message_id: str) -> None:
        mine = update(message).where(_M.message_id == message_id, _M.state == "queued")
        self.connection.execute(mine.values(state="sent", sent_at=self.now, last_error=""))

    def not_sent(self, message_id: str, error: str, again_at: datetime | None) -> None:
        """Try again at `again_at`; None gives up."""
        mine = update(message).where(_M.message_id == message_id, _M.state == "queued")
        if again_at is None:
            self.connection.execute(mine.values(state="failed", last_error=error))
        else:
            self.connection.execute(mine.values(next_at=again_at, last_error=error))

    def drop(self, order_id: str, why: str) -> int:
        """Letters about the order that did not go out yet are not needed any more."""
        mine = update(message).where(_M.state == "queued", _M.order_id == order_id)
        return int(self.connection.execute(mine.values(state="dropped", last_error=why)).rowcount)
