"""Rows of the work room as frozen values: tasks and their items, workers, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A task as stored; see `schema.tasks` for what each name means. `fence` is the newest fencing token."""

    task_id: str
    kind: str
    cause: str
    state: str
    priority: int
    rank: int
    due_at: datetime | None
    role: str
    skill: str
    zone: str
    location: str
    sku: str
    quantity: int
    order_id: str | None
    list_id: str | None
    parcel_id: str | None
    station_id: str | None
    assignee: str
    pinned_to: str
    not_for: str
    lease_until: datetime | None
    fence: int
    reason: str
    source: str
    note: str
    outcome: str
    opened_at: datetime
    created_by: str
    closed_at: datetime | None
    closed_by: str
    held_at: str = ""
    taken_under: int = 0


@dataclass(frozen=True, slots=True)
class TaskItem:
    """Units a task is about, by where the books have them."""

    sku: str
    location: str
    quantity: int
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRow:
    """`skills` and `zones` are lists of names as JSON; `kind` person | station; `most` tasks at once."""

    worker_id: str
    kind: str
    role: str
    skills: str
    zones: str
    most: int
    on_duty: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """Why something automatic happened; `about` order | list | task, `inputs` JSON."""

    decision_id: str
    about: str
    about_id: str
    decided_at: datetime
    rule: str
    inputs: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSeen:
    """One line of the one task list: a task, or a pick list shown as a pick task.

    `id` is the task's or the list's; `number` the list's ("" for tasks); `holder` who has it or, while it is queued,
    whom it is meant for; `is_list` tells which of the two tables it stands in.
    """

    id: str
    is_list: bool
    number: str
    kind: str
    cause: str
    state: str
    priority: int
    rank: int
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
