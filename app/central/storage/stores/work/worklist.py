"""The one list of work: tasks, and pick lists shown as pick tasks, in the order of the queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    func,
    literal,
    null,
    select,
    tuple_,
    union_all,
)  # fmt: skip

from app.central.storage.schema.floor.benches import station
from app.central.storage.schema.floor.tasks import task
from app.central.storage.schema.floor.work import pick_list
from app.central.storage.stores.store import Store
from app.central.storage.stores.work.lists import LEASED
from app.central.work.values import TaskSeen

_T, _L, _S = task.c, pick_list.c, station.c
AHEAD_MOST: Final = 1000
_EMPTY = literal("", String)
_LIST_STATE = case(
    (and_(_L.state == "ready", _L.paused == 1), "paused"),
    (_L.state == "ready", "queued"),
    (_L.state.in_(("claimed", "picking", "picked")), "leased"),
    else_=_L.state,
)
_TASKS = select(
    _T.task_id.label("id"), literal(0, Integer).label("is_list"), _EMPTY.label("number"), _T.kind.label("kind"),
    _T.cause.label("cause"), _T.state.label("state"), _T.priority.label("priority"), _T.rank.label("rank"),
    _T.due_at.label("due_at"), _T.role.label("role"), _T.skill.label("skill"), _T.zone.label("zone"),
    _T.location.label("location"), _T.sku.label("sku"), _T.quantity.label("quantity"), _T.order_id.label("order_id"),
    _T.assignee.label("holder"), _T.pinned_to.label("pinned_to"), _T.lease_until.label("lease_until"),
    _T.fence.label("fence"), _T.reason.label("reason"), _T.outcome.label("outcome"),
    _T.opened_at.label("created_at"), _T.site_id.label("site_id"),
)  # fmt: skip
_HOLDER = select(_S.name).where(_S.station_id == _L.station_id).scalar_subquery()
_LISTS = select(
    _L.list_id.label("id"), literal(1, Integer).label("is_list"), _L.number.label("number"),
    literal("pick", String).label("kind"), _L.kind.label("cause"), _LIST_STATE.label("state"),
    _L.priority.label("priority"), _L.rank.label("rank"), _L.ship_by.label("due_at"),
    literal("packer", String).label("role"), _EMPTY.label("skill"), _L.zone.label("zone"), _EMPTY.label("location"),
    _EMPTY.label("sku"), _L.units.label("quantity"), null().label("order_id"), _HOLDER.label("holder"),
    _L.pinned_to.label("pinned_to"), _L.lease_until.label("lease_until"), _L.fence.label("fence"),
    _L.why.label("reason"), _EMPTY.label("outcome"), _L.created_at.label("created_at"), _L.site_id.label("site_id"),
)  # fmt: skip
_OPEN: Final = ("queued", "leased", "paused")
_LIST_OPEN: Final = ("ready", *LEASED)


class WorkList(Store):
    """Each of the two tables is asked by its own indexes, and bounded, before the two are put together."""

    def page(self, most: int, after: tuple[int, str] | None, by: Mapping[str, str]) -> tuple[TaskSeen, ...]:
        """Work with these values (kind, state, zone, holder, cause, order_id), in the order of the queue.

        Only what is open, unless a state is asked for. `after` is the (rank, id) of the last row of the page before.
        """
        parts = []
        for part in self._parts(by):
            found = part.found if after is None else part.behind(after)
            parts.append(found.order_by(part.rank, part.id).limit(most))
        return self._first(parts, ("rank", "id"), most)

    def late(self, most: int) -> tuple[TaskSeen, ...]:
        """Open work whose time has passed, what waits longest first."""
        parts = [
            part.found.where(part.due_at < self.now).order_by(part.due_at, part.rank, part.id).limit(most)
            for part in self._parts({})
        ]
        return self._first(parts, ("due_at", "rank", "id"), most)

    def tasks(self, most: int) -> tuple[TaskSeen, ...]:
        """Open tasks, pick lists left out, in the order of the queue."""
        return self._seen(self._tasks({}).found.order_by(_T.rank, _T.task_id).limit(most))

    def named(self, name: str) -> TaskSeen | None:
        """A task by its id, or a pick list by id or number."""
        ways = (
            _TASKS.where(_T.task_id == name, _T.site_id == self.site),
            _LISTS.where(_L.list_id == name, _L.site_id == self.site),
            _LISTS.where(_L.site_id == self.site, _L.number == name),
        )
        rows = (row for way in ways for row in self._seen(way.limit(1)))
        return next(rows, None)

    def ahead(self, seen: TaskSeen) -> int:
        """How many pieces of the same kind stand before it and wait."""
        before = 0
        for part in self._parts({"kind": seen.kind, "state": "queued"}):
            some = part.found.where(tuple_(part.rank, part.id) < (seen.rank, seen.id)).limit(AHEAD_MOST).subquery()
            before += int(self.connection.execute(select(func.count()).select_from(some)).scalar_one())
        return min(before, AHEAD_MOST)

    def _parts(self, by: Mapping[str, str]) -> list[_Part]:
        return [self._tasks(by), *self._lists(by)]

    def _tasks(self, by: Mapping[str, str]) -> _Part:
        states = (by["state"],) if "state" in by else _OPEN
        found = _TASKS.where(_T.site_id == self.site, _T.state.in_(states))
        for name, value in by.items():
            found = found if name == "state" else found.where(_T["assignee" if name == "holder" else name] == value)
        return _Part(found, _T.rank, _T.task_id, _T.due_at)

    def _lists(self, by: Mapping[str, str]) -> list[_Part]:
        """None where nothing a pick list has fits."""
        if by.get("kind", "pick") != "pick" or "order_id" in by:
            return []
        found = _LISTS.where(_L.site_id == self.site, *_state_of_list(by.get("state", "")))
        same = {"zone": _L.zone, "cause": _L.kind, "holder": _HOLDER}
        for name in same.keys() & by.keys():
            found = found.where(same[name] == by[name])
        return [_Part(found, _L.rank, _L.list_id, _L.ship_by)]

    def _first(self, parts: Sequence[Select[Any]], order: Sequence[str], most: int) -> tuple[TaskSeen, ...]:
        every = union_all(*(select(part.subquery()) for part in parts)).subquery()
        return self._seen(select(every).order_by(*(every.c[name] for name in order)).limit(most))

    def _seen(self, found: Select[Any]) -> tuple[TaskSeen, ...]:
        made = []
        for row in self.connection.execute(found):
            values = {name: value for name, value in row._asdict().items() if name != "site_id"}
            made.append(TaskSeen(**{**values, "is_list": bool(row.is_list), "holder": row.holder or ""}))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of one of the two tables, and its columns they are sorted by."""

    found: Select[Any]
    rank: Any
    id: Any
    due_at: Any

    def behind(self, after: tuple[int, str]) -> Select[Any]:
        return self.found.where(self.rank >= after[0], tuple_(self.rank, self.id) > after)


def _state_of_list(shown: str) -> list[ColumnElement[bool]]:
    """The lists that are shown in a state; "" in any that is open."""
    if shown in ("paused", "queued"):
        return [_L.state == "ready", _L.paused == int(shown == "paused")]
    return [_L.state.in_({"": _LIST_OPEN, "leased": LEASED}.get(shown, (shown,)))]
