"""What the link reads from the station's storage; the sync thread only ever reads."""

from __future__ import annotations

from typing import Protocol

from app.station.ports import LinkChanged
from app.station.storage import ChangesPage, OutboxPosition, QueuedCommand, Rewind, Settlement, StartOver


class Outbox(Protocol):
    """The read-only side of Store; every call may raise StorageFault."""

    def position(self) -> OutboxPosition | None: ...
    def next_batch(self, limit: int, max_bytes: int) -> list[QueuedCommand]: ...
    def feed_position(self) -> tuple[int, str]: ...


News = Settlement | Rewind
"""What an upload leads to."""

LinkEvent = Settlement | Rewind | ChangesPage | StartOver | LinkChanged
"""Everything the link hands to the station thread."""
