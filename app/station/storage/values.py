"""What crosses the border of the station's storage: identity, drafts to seal, queued commands, verdicts and changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from app.domain.documents import SerialBlock
from app.domain.facts import Body

REFUSED: Final = "refused"
QUARANTINED: Final = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who this bench is to the centre: `epoch` is new at every enrolment, `key` signs every exchange."""

    station_id: str
    epoch: int
    site: str
    server_epoch: str
    station: str
    key: bytes = field(repr=False)
    centre_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One command before it is sealed into bytes; `mono_ms` and `boot_id` let the centre reconstruct true time."""

    seq: int
    id: str
    kind: str
    v: int
    actor: str | None
    auth: str
    order_id: str | None
    fence: int | None
    occurred_at: datetime
    mono_ms: int
    boot_id: str
    station_id: str
    epoch: int
    prev_sha256: str
    body: Body


Seal = Callable[[Draft], bytes]


@dataclass(frozen=True, slots=True)
class QueuedCommand:
    """One command as it waits in the outbox; `sha256` (hex) was checked against `envelope` when it was read."""

    seq: int
    sha256: str
    envelope: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxPosition:
    """How far the outbox of this epoch is settled: commands settled+1..last still wait."""

    station_id: str
    epoch: int
    server_epoch: str
    settled: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The centre's stored verdict on one command: applied, applied_with_task, refused or quarantined."""

    seq: int
    verdict: str
    reason: str = ""
    task_id: str | None = None
    feed_seq: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What a trusted reply settles: the centre has every command of this epoch up to `have`."""

    station_id: str
    epoch: int
    have: int
    results: tuple[Settled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewind:
    """The centre holds only `have` commands of this epoch (restored, failed over): go back there."""

    have: int
    server_epoch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOver:
    """The centre can no longer continue from our cursor: fetch everything again, beside what is there."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """One row of the feed; `doc` is the document as JSON (empty when `deleted`)."""

    seq: int
    entity: str
    id: str
    rev: int
    deleted: bool
    doc: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """One trusted page of the feed, asked for with cursor `since`; `now` is the centre's clock."""

    since: int
    server_epoch: str
    cursor: int
    more: bool
    now: datetime
    changes: tuple[ChangedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedChanges:
    """What a page did: `changed` (entity, id) pairs visible now; `applied` is False for a page of another cursor.

    `rebuilt` says that a new snapshot was swapped in: everything may have changed. `unreadable` rows were left out.
    """

    applied: bool
    cursor: int
    server_epoch: str
    more: bool
    changed: tuple[tuple[str, str], ...] = ()
    rebuilt: bool = False
    unreadable: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxSummary:
    """What the banner shows; `oldest` is when the oldest waiting command happened; `set_aside` are of former epochs."""

    waiting: int
    oldest: datetime | None
    refused: int
    quarantined: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class LeasedBlock:
    """A number block and the next serial to take from it."""

    block: SerialBlock
    next: int

    @property
    def left(self) -> int:
        return max(0, self.block.last - self.next + 1)
