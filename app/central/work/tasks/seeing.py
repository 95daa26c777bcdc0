"""Looking at work: one list of tasks and pick lists, a page at a time, and one piece of it with all that is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from app.central.centre import Centre
from app.central.work.values import TaskItem, TaskSeen

PAGE_MOST: Final = 200
ANY: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TaskPage:
    """`after` is what to ask for next; None when this is the end."""

    rows: tuple[TaskSeen, ...]
    after: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """A piece of work with the units it is about (none for pick lists)."""

    seen: TaskSeen
    items: tuple[TaskItem, ...]


def list_tasks(
    centre: Centre, site: str, most: int = 50, after: tuple[int, str] | None = None, by: Mapping[str, str] = ANY
) -> TaskPage:
    """Open work in the order of the queue; `by` narrows it: kind, state, zone, holder, cause, order_id."""
    size = max(1, min(most, PAGE_MOST))
    with centre.read(site) as work:
        rows = work.worklist.page(size + 1, after, by)
    last = rows[size - 1] if len(rows) > size else None
    return TaskPage(rows[:size], None if last is None else (last.rank, last.id))


def see_task(centre: Centre, site: str, name: str) -> TaskDetail | None:
    """A task by its id, or a pick list by its id or number."""
    with centre.read(site) as work:
        seen = work.worklist.named(name)
        return None if seen is None else TaskDetail(seen, work.tasks.items(seen.id))
