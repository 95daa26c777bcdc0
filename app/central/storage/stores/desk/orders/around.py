"""What stands around the orders of one page: a fixed number of statements, whatever the page holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import select

from app.central.desk.values import Around, Asked, ListedParcel, OnList, OpenHold, OpenTask
from app.central.storage.schema.floor.benches import station
from app.central.storage.schema.floor.tasks import task
from app.central.storage.schema.floor.work import parcel, pick_list, pick_list_order
from app.central.storage.schema.selling.details import customer_link, customer_question
from app.central.storage.schema.selling.orders import hold
from app.central.storage.stores.desk.orders.listing import OPEN_TASKS
from app.central.storage.stores.store import Store, columns

V = TypeVar("V", OpenHold, OnList, ListedParcel, OpenTask, Asked)


class AroundOrders(Store):
    def of(self, order_ids: Sequence[str]) -> dict[str, Around]:
        """By order id; at most a page of orders at once."""
        holds, parcels = _grouped(self._holds(order_ids)), _grouped(self._parcels(order_ids))
        tasks, asked = _grouped(self._tasks(order_ids)), _grouped(self._asked(order_ids))
        lists = {row.order_id: row for row in self._lists(order_ids)}
        return {
            one: Around(
                holds=tuple(holds.get(one, ())),
                on_list=lists.get(one),
                parcels=tuple(parcels.get(one, ())),
                tasks=tuple(tasks.get(one, ())),
                asked=next(iter(asked.get(one, ())), None),
            )
            for one in order_ids
        }

    def _holds(self, ids: Sequence[str]) -> tuple[OpenHold, ...]:
        found = columns(hold, OpenHold).where(hold.c.order_id.in_(ids), hold.c.released_at.is_(None))
        return self.all(found.order_by(hold.c.placed_at, hold.c.hold_id), OpenHold)

    def _parcels(self, ids: Sequence[str]) -> tuple[ListedParcel, ...]:
        found = columns(parcel, ListedParcel).where(parcel.c.order_id.in_(ids), parcel.c.state != "void")
        return self.all(found.order_by(parcel.c.closed_at, parcel.c.parcel_id), ListedParcel)

    def _tasks(self, ids: Sequence[str]) -> tuple[OpenTask, ...]:
        t = task.c
        found = select(t.order_id, t.kind, t.reason, t.assignee.label("holder"))
        here = found.where(t.order_id.in_(ids), t.state.in_(OPEN_TASKS))
        return self.all(here.order_by(t.priority, t.opened_at, t.task_id), OpenTask)

    def _lists(self, ids: Sequence[str]) -> tuple[OnList, ...]:
        """The list of each order that was leased last."""
        p, m, s = pick_list.c, pick_list_order.c, station.c
        rows: Any = (
            select(m.order_id, p.number, p.state, s.name, m.tote)
            .join(pick_list, p.list_id == m.list_id)
            .outerjoin(station, s.station_id == p.station_id)
            .where(m.order_id.in_(ids))
            .order_by(p.created_at, p.fence)
        )
        return tuple(
            OnList(order_id=row.order_id, number=row.number, state=row.state, station=row.name or "", tote=row.tote)
            for row in self.connection.execute(rows)
        )

    def _asked(self, ids: Sequence[str]) -> tuple[Asked, ...]:
        q, k = customer_question.c, customer_link.c
        rows = (
            select(q.order_id, q.asked_at, k.made_at.label("linked_at"), k.opened_at)
            .outerjoin(customer_link, (k.order_id == q.order_id) & (k.state == "open"))
            .where(q.order_id.in_(ids), q.state == "open")
            .order_by(q.asked_at.desc(), k.opened_at.desc())
        )
        return self.all(rows, Asked)


def _grouped(rows: Iterable[V]) -> dict[str, list[V]]:
    found: dict[str, list[V]] = {}
    for row in rows:
        found.setdefault(row.order_id, []).append(row)
    return found
