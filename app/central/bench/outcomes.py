"""What applying a command can come to, and what the appliers are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.central.storage.unit import Work
from app.central.values import StationRow
from app.central.work.values import TaskItem
from app.domain.facts import Body


class Verdict(StrEnum):
    APPLIED = "applied"
    APPLIED_WITH_TASK = "applied_with_task"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Conflict:
    """It happened, and contradicts what the centre knows: recorded, and a person must look. `kind` names the task.

    `about` is what the contradiction is about, where many facts may tell of the same one: one task is enough.
    """

    kind: str
    reason: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """Applied as it should be, and it gives somebody something to do (a count, a problem), about these units."""

    kind: str
    reason: str
    items: tuple[TaskItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Requests only."""

    reason: str


Outcome = Conflict | Noted | Refused | None
"""None: applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A command that could be read; `body` None when its kind or version is not known here."""

    id: str
    kind: str
    order_id: str | None
    fence: int | None
    actor: str
    occurred_at: datetime
    prev_sha256: str
    body: Body | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One command of a batch as it came: its exact bytes, what they hold, or the `fault` that kept them closed."""

    seq: int
    sha256: str
    envelope: bytes
    opened: Opened | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Bench:
    """Who says so: the station, its packer, the fencing token and the command's id."""

    work: Work
    station: StationRow
    command_id: str
    actor: str
    fence: int | None
