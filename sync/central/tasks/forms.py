"""The JSON of tasks as people's programs read and write it: strict on the way in, every refusal naming its field."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.central.work.tasks.effects import Result
from app.central.work.tasks.explaining import Why
from app.central.work.tasks.seeing import TaskDetail
from app.central.work.values import TaskRow, TaskSeen
from sync.central.serving.paging import bad_cursor
from sync.central.serving.showing import shown

_NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Name = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")]
Words = Annotated[str, StringConstraints(max_length=1000, pattern=_NO_CONTROLS)]
Why_ = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=_NO_CONTROLS)]
Fence = Annotated[int, Field(ge=0, lt=2**53, strict=True)]


class ClaimForm(BaseModel):
    """`who` takes it, when a program speaks for somebody at work; else whoever asks."""

    model_config = ConfigDict(extra="forbid")
    who: Name = ""


class DoneForm(ClaimForm):
    """`fence` is the one of the claim. A count needs `counted`, a stopped shipment `outcome`, a contact its `note`."""

    fence: Fence | None = None
    counted: Annotated[int, Field(ge=0, le=1_000_000, strict=True)] | None = None
    outcome: Literal["", "voided", "left"] = ""
    note: Words = ""

    def result(self) -> Result:
        return Result(counted=self.counted, outcome=self.outcome, note=self.note)


class FailForm(ClaimForm):
    fence: Fence | None = None
    why: Why_


class PauseForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    why: Words = ""


class ResumeForm(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PinForm(BaseModel):
    """`to` is a person, or the short name of a bench for a pick list; "" lets anybody have it again."""

    model_config = ConfigDict(extra="forbid")
    to: Name


class AssignForm(BaseModel):
    """Whoever has it loses it to `to`."""

    model_config = ConfigDict(extra="forbid")
    to: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
    why: Words = ""


class PriorityForm(BaseModel):
    """1 goes first, 9 last."""

    model_config = ConfigDict(extra="forbid")
    priority: Annotated[int, Field(ge=1, le=9, strict=True)]


class TaskShown(msgspec.Struct, frozen=True, kw_only=True):
    """A task, or a pick list as a pick task (`number` is its number then).

    `state`: queued | leased | done | failed | cancelled | paused. `holder` has it or, while it is queued, is meant to.
    """

    id: str
    number: str
    kind: str
    cause: str
    state: str
    priority: int
    due_at: datetime | None
    role: str
    skill: str
    zone: str
    location: str
    sku: str
    quantity: int
    order_id: str | None
    holder: str
    pinned_to: str
    lease_until: datetime | None
    fence: int
    reason: str
    outcome: str
    created_at: datetime


class TaskList(msgspec.Struct, frozen=True, kw_only=True):
    """`next` is the cursor of the next page; null at the end."""

    tasks: list[TaskShown]
    next: str | None


class UnitsShown(msgspec.Struct, frozen=True, kw_only=True):
    sku: str
    location: str
    lot: str
    quantity: int


class TaskWhole(msgspec.Struct, frozen=True, kw_only=True):
    """A task with the units it is about."""

    task: TaskShown
    units: list[UnitsShown]


class TaskChanged(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided, in words."""

    id: str
    words: str


class ReasonShown(msgspec.Struct, frozen=True, kw_only=True):
    """One decision: its rule, what it looked at, and that in words."""

    decided_at: datetime
    rule: str
    words: str
    inputs: dict[str, Any]


class TaskWhy(msgspec.Struct, frozen=True, kw_only=True):
    """`now` says how it stands and why; `reasons` what was decided so far, oldest first."""

    id: str
    now: list[str]
    reasons: list[ReasonShown]


def task_list(rows: tuple[TaskSeen, ...], after: tuple[int, str] | None) -> TaskList:
    following = None if after is None else f"{after[0]}~{after[1]}"
    return TaskList(tasks=[task_shown(row) for row in rows], next=following)


def task_shown(seen: TaskSeen) -> TaskShown:
    return shown(TaskShown, seen)


def task_whole(found: TaskDetail) -> TaskWhole:
    return TaskWhole(task=task_shown(found.seen), units=[shown(UnitsShown, item) for item in found.items])


def claimed_task(row: TaskRow) -> TaskShown:
    """A task as whoever claimed or ended it is answered."""
    return shown(TaskShown, row, id=row.task_id, number="", holder=row.assignee, created_at=row.opened_at)


def task_why(found: Why) -> TaskWhy:
    return TaskWhy(id=found.name, now=list(found.now), reasons=[shown(ReasonShown, one) for one in found.reasons])


def cursor(text: str | None) -> tuple[int, str] | None:
    """The (rank, id) a page ended with. Raises Refusal."""
    if not text:
        return None
    rank, _, name = text.partition("~")
    if not (rank.isascii() and rank.isdigit() and len(rank) <= 18 and 0 < len(name) <= 40 and name.isprintable()):
        raise bad_cursor()
    return int(rank), name
