"""Tasks for people with what they are about, and the one list of work that shows pick lists beside them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from app.central.storage.schema.floor.tasks import task, task_item
from app.central.storage.stores.store import Store, bounded, columns
from app.central.work.values import TaskItem, TaskRow
from app.domain.work.tasks import OPEN, making
from app.domain.work.waves import rank

COUNTS = ("count", "recount")
"""Causes of which one task per shelf is enough."""

_T = task.c
_TASK = columns(task, TaskRow).where(_T.site_id == bindparam("of"), _T.task_id == bindparam("id"))
_STATES = tuple(state.value for state in OPEN)
_EMPTY = {
    "due_at": None, "role": "", "skill": "", "zone": "", "location": "", "sku": "", "quantity": 0, "order_id": None,
    "list_id": None, "parcel_id": None, "station_id": None, "assignee": "", "pinned_to": "", "not_for": "",
    "lease_until": None, "fence": 0, "source": "", "note": "", "outcome": "", "created_by": "", "closed_at": None,
    "closed_by": "", "held_at": "", "taken_under": 0,
}  # fmt: skip


class Tasks(Store):
    touched: set[str]
    """Tasks this transaction opened or changed: benches are shown them before it ends."""

    def __init__(self, connection: Connection, site: str, now: datetime) -> None:
        super().__init__(connection, site, now)
        self.touched = set()

    def open(
        self,
        task_id: str,
        cause: str,
        reason: str,
        order_id: str = "",
        station_id: str = "",
        source: str = "",
        *,
        once: bool = False,
        items: Collection[TaskItem] = (),
        **more: Any,
    ) -> str:
        """Open a task, or find the open one of the same cause, order and station (`once`: source); returns its id.

        `items` are the units it is about: those of a second opening are added to the task that is found. `more` are
        columns of the task (due_at, parcel_id, not_for, ...).
        """
        of_shelf = cause in COUNTS and len(items) == 1
        known = self._same(cause, order_id, station_id, source if once else None, items)
        if known is not None and (order_id or once or of_shelf):
            self.touched.add(known)  # it is asked for again because something is there now: a box to stop
            self._add(known, () if cause in COUNTS else items)
            return known
        made = making(cause)
        values = {**_EMPTY, "role": made.role, "priority": made.priority, **_where(items), **more}
        about = {"order_id": order_id or None, "station_id": station_id or None, "source": source}
        rank_ = rank(values["priority"], values["due_at"], self.now)
        what = {"task_id": task_id, "site_id": self.site, "kind": made.kind.value, "cause": cause, "reason": reason}
        when = {"state": "queued", "opened_at": self.now, "rank": rank_}
        self.connection.execute(insert(task), {**values, **about, **what, **when})
        self.touched.add(task_id)
        self._add(task_id, items)
        return task_id

    def _same(
        self, cause: str, order_id: str, station_id: str, source: str | None, items: Collection[TaskItem]
    ) -> str | None:
        """The open task that asks for the same: a count by its shelf and lot, any other by its order and station."""
        same = select(_T.task_id).where(_T.site_id == self.site, _T.state.in_(_STATES), _T.cause == cause)
        if cause in COUNTS and len(items) == 1:
            (item,) = items
            of_lot = select(task_item.c.task_id).where(task_item.c.task_id == _T.task_id, task_item.c.lot == item.lot)
            same = same.where(_T.sku == item.sku, _T.location == item.location, of_lot.exists())
        else:
            same = same.where(_T.order_id == (order_id or None), _T.station_id == (station_id or None))
        if source is not None:
            same = same.where(_T.source == source)
        found = self.connection.execute(same.order_by(_T.opened_at).limit(1)).scalar()
        return None if found is None else str(found)

    def _add(self, task_id: str, items: Collection[TaskItem]) -> None:
        """Units of one SKU, place and lot are one item, however often they are added."""
        c = task_item.c
        for item in items:
            same = (c.task_id == task_id, c.sku == item.sku, c.location == item.location, c.lot == item.lot)
            mine = update(task_item).where(*same)
            if self.connection.execute(mine.values(quantity=c.quantity + item.quantity)).rowcount:
                continue
            place = select(func.coalesce(func.max(c.position), 0)).where(c.task_id == task_id)
            position = int(self.connection.execute(place).scalar_one()) + 1
            what = {"sku": item.sku, "location": item.location, "lot": item.lot, "quantity": item.quantity}
            key = {"task_id": task_id, "site_id": self.site, "position": position}
            self.connection.execute(insert(task_item), {**key, **what})
        if items:
            self.touched.add(task_id)
            total = select(func.coalesce(func.sum(c.quantity), 0)).where(c.task_id == task_id).scalar_subquery()
            self.connection.execute(update(task).where(_T.task_id == task_id).values(quantity=total))

    def get(self, task_id: str) -> TaskRow | None:
        return self.one(_TASK, TaskRow, of=self.site, id=task_id)

    def items(self, task_id: str) -> tuple[TaskItem, ...]:
        c = task_item.c
        found = select(c.sku, c.location, c.quantity, c.lot).where(c.task_id == task_id).order_by(c.position)
        return self.all(found, TaskItem)

    def numbered(self, task_id: str) -> dict[int, TaskItem]:
        """As `items`, each under its number, which it keeps."""
        c = task_item.c
        found = select(c.position, c.sku, c.location, c.quantity, c.lot).where(c.task_id == task_id)
        rows = self.connection.execute(found.order_by(c.position))
        return {row.position: TaskItem(row.sku, row.location, row.quantity, row.lot) for row in rows}

    def take_off(self, task_id: str, number: int, units: int) -> None:
        """So many units of an item are seen to: the rest is what is left to do, and nothing when that is none."""
        c = task_item.c
        mine = (c.task_id == task_id, c.position == number)
        self.touched.add(task_id)
        if not self.connection.execute(delete(task_item).where(*mine, c.quantity <= units)).rowcount:
            self.connection.execute(update(task_item).where(*mine).values(quantity=c.quantity - units))

    def held_at(self, station_id: str) -> tuple[TaskRow, ...]:
        """Tasks leased to whoever works at this bench."""
        found = columns(task, TaskRow).where(_T.site_id == self.site, _T.held_at == station_id)
        return self.all(found.where(_T.state == "leased").order_by(_T.task_id), TaskRow)

    def change(self, row: TaskRow, states: Collection[str], **values: Any) -> bool:
        """Change a task that still is in one of `states` under the fence of `row`; False when it moved on meanwhile."""
        self.touched.add(row.task_id)
        mine = update(task).where(_T.task_id == row.task_id, _T.fence == row.fence, _T.state.in_(tuple(states)))
        return bool(self.connection.execute(mine.values(**values)).rowcount)

    def close(self, task_id: str, outcome: str = "", by: str = "", state: str = "done") -> bool:
        """End an open task; False when it was not open any more."""
        self.touched.add(task_id)
        mine = update(task).where(_T.task_id == task_id, _T.state.in_(_STATES))
        values = {"state": state, "outcome": outcome, "closed_at": self.now, "closed_by": by, "lease_until": None}
        return bool(self.connection.execute(mine.values(**values)).rowcount)

    def open_of(self, **by: str) -> tuple[TaskRow, ...]:
        """Open tasks with these values (cause, order_id, sku, ...), oldest first."""
        found = columns(task, TaskRow).where(_T.site_id == self.site, _T.state.in_(_STATES))
        for name, value in by.items():
            found = found.where(_T[name] == value)
        return self.all(found.order_by(_T.opened_at, _T.task_id), TaskRow)

    def sources(self, cause: str, among: Collection[str]) -> frozenset[str]:
        """Those of these sources this cause ever made a task of."""
        found = select(_T.source).where(_T.site_id == self.site, _T.cause == cause)
        parts = (self.connection.execute(found.where(_T.source.in_(some))).scalars() for some in bounded(among))
        return frozenset(source for part in parts for source in part)

    def waiting(self, most: int, kinds: Collection[str] = ()) -> tuple[TaskRow, ...]:
        """Tasks that can be claimed now, in the order of the queue: queued ones, and those whose lease ran out."""
        found = columns(task, TaskRow).where(_T.site_id == self.site, _T.state.in_(("queued", "leased")))
        found = found.where(or_(_T.state == "queued", _T.lease_until < self.now))
        found = found.where(_T.kind.in_(tuple(kinds))) if kinds else found
        return self.all(found.order_by(_T.rank, _T.task_id).limit(most), TaskRow)

    def lapsed(self) -> tuple[TaskRow, ...]:
        """Tasks whose lease ran out."""
        found = columns(task, TaskRow).where(_T.site_id == self.site, _T.state == "leased")
        return self.all(found.where(_T.lease_until < self.now).order_by(_T.task_id), TaskRow)

    def loads(self) -> dict[str, int]:
        """Number of open tasks each assignee has or is meant for."""
        found = select(_T.assignee, func.count()).where(_T.site_id == self.site, _T.state.in_(("queued", "leased")))
        rows = self.connection.execute(found.where(_T.assignee != "").group_by(_T.assignee))
        return {row[0]: int(row[1]) for row in rows}

    def open_tasks(self) -> tuple[tuple[str, str, str], ...]:
        """(cause, order id, reason) of every open task, oldest first."""
        found = select(_T.cause, _T.order_id, _T.reason).where(_T.site_id == self.site, _T.state.in_(_STATES))
        rows = self.connection.execute(found.order_by(_T.opened_at, _T.task_id))
        return tuple((row.cause, row.order_id or "", row.reason) for row in rows)

    def closed_before(self, moment: datetime) -> tuple[str, ...]:
        found = select(_T.task_id).where(_T.site_id == self.site, _T.closed_at < moment)
        return tuple(self.connection.execute(found).scalars())


def _where(items: Collection[TaskItem]) -> dict[str, str]:
    """SKU and location of a task about one thing in one place; "" when it is about several."""
    skus, places = {item.sku for item in items}, {item.location for item in items}
    return {
        "sku": skus.pop() if len(skus) == 1 else "",
        "location": places.pop() if len(places) == 1 else "",
    }
