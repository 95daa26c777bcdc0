"""The one list of work: tasks, and pick lists shown as pick tasks, in the order of the queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Integer, Select, String, and_, case, literal, null, or_, select, tuple_, union_all

from app.central.storage.schema.benches import station
from app.central.storage.schema.tasks import task
from app.central.storage.schema.work import pick_list
from app.central.storage.stores.store import Store
from app.central.work.values import TaskSeen

_T, _L, _S = task.c, pick_list.c, station.c
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
    _L.list_id, literal(1, Integer), _L.number, literal("pick", String), _L.kind, _LIST_STATE, _L.priority, _L.rank,
    _L.ship_by, literal("packer", String), _EMPTY, _L.zone, _EMPTY, _EMPTY, _L.units, null(), _HOLDER, _L.pinned_to,
    _L.lease_until, _L.fence, _L.why, _EMPTY, _L.created_at, _L.site_id,
)  # fmt: skip
_ALL = union_all(_TASKS, _LISTS).subquery()
_OPEN = ("queued", "leased", "paused")


class WorkList(Store):
    def page(self, most: int, after: tuple[int, str] | None, by: Mapping[str, str]) -> tuple[TaskSeen, ...]:
        """Work with these values (kind, state, zone, holder, cause, order_id), in the order of the queue.

        Only what is open, unless a state is asked for. `after` is the (rank, id) of the last row of the page before.
        """
        found = self._mine(by)
        if after is not None:
            found = found.where(tuple_(_ALL.c.rank, _ALL.c.id) > after)
        return self._seen(found.order_by(_ALL.c.rank, _ALL.c.id).limit(most))

    def late(self, most: int) -> tuple[TaskSeen, ...]:
        """Open work whose time has passed, what waits longest first."""
        found = self._mine({}).where(_ALL.c.due_at < self.now)
        return self._seen(found.order_by(_ALL.c.due_at, _ALL.c.rank, _ALL.c.id).limit(most))

    def tasks(self, most: int) -> tuple[TaskSeen, ...]:
        """Open tasks, pick lists left out, in the order of the queue."""
        found = self._mine({}).where(_ALL.c.is_list == 0)
        return self._seen(found.order_by(_ALL.c.rank, _ALL.c.id).limit(most))

    def named(self, name: str) -> TaskSeen | None:
        """A task by its id, or a pick list by id or number."""
        c = _ALL.c
        named = or_(c.id == name, and_(c.number == name, c.is_list == 1))
        rows = self._seen(select(_ALL).where(c.site_id == self.site, named).limit(1))
        return rows[0] if rows else None

    def ahead(self, seen: TaskSeen) -> int:
        """How many pieces of the same kind stand before it and wait."""
        c = _ALL.c
        before = (c.kind == seen.kind, c.state == "queued", tuple_(c.rank, c.id) < (seen.rank, seen.id))
        return len(self.connection.execute(select(c.id).where(c.site_id == self.site, *before).limit(1000)).all())

    def _mine(self, by: Mapping[str, str]) -> Select[Any]:
        c = _ALL.c
        found = select(_ALL).where(c.site_id == self.site)
        for name, value in by.items():
            found = found.where(c[name] == value)
        return found if "state" in by else found.where(c.state.in_(_OPEN))

    def _seen(self, found: Select[Any]) -> tuple[TaskSeen, ...]:
        made = []
        for row in self.connection.execute(found):
            values = {name: value for name, value in row._asdict().items() if name != "site_id"}
            made.append(TaskSeen(**{**values, "is_list": bool(row.is_list), "holder": row.holder or ""}))
        return tuple(made)
