"""What happened to one order, from every table that knows: a fixed number of bounded statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select

from app.central.desk.values import StoryRow
from app.central.storage.schema.benches import inbox, station
from app.central.storage.schema.details import customer_link, customer_question
from app.central.storage.schema.money import payment_event
from app.central.storage.schema.orders import hold
from app.central.storage.schema.people import audit_row
from app.central.storage.schema.stock import stock_ledger
from app.central.storage.schema.tasks import decision, task
from app.central.storage.schema.work import parcel, pick_list, pick_list_order
from app.central.storage.stores.store import Store

MOST: Final = 300
"""Rows taken of each source."""
_TOLD: Final = ("allocated", "released", "put_back", "put_aside", "restocked", "returned")
_FACTS: Final = (
    "ToteAssigned", "ItemPicked", "ItemShortPicked", "UnitPutBack", "PackSessionOpened", "ItemPacked", "UnitRemoved",
    "ScanRefused", "CartonClosed", "LabelPurchased", "LabelPrinted", "LabelReprinted", "LabelApplied",
    "ParcelDispatched", "ProblemReported",
)  # fmt: skip


class Stories(Store):
    def of(self, order_id: str) -> tuple[StoryRow, ...]:
        """Everything but its arrival, unsorted."""
        parts = (self._money, self._holds, self._stock, self._lists, self._facts, self._tasks, self._questions)
        return tuple(row for part in (*parts, self._deeds, self._decisions) for row in part(order_id))

    def parcels(self, order_id: str) -> tuple[Any, ...]:
        """(sscc, courier, service, carton, state, label, closed_at, dispatched_at, station) of its parcels."""
        p, s = parcel.c, station.c
        rows = select(
            p.sscc,
            p.courier,
            p.service,
            p.carton,
            p.state,
            p.label,
            p.closed_at,
            p.dispatched_at,
            s.name.label("station"),
        ).outerjoin(station, s.station_id == p.station_id)
        return tuple(self.connection.execute(rows.where(p.order_id == order_id).order_by(p.closed_at, p.parcel_id)))

    def _rows(self, statement: Any) -> Iterator[Any]:
        yield from self.connection.execute(statement.limit(MOST))

    def _money(self, order_id: str) -> Iterator[StoryRow]:
        c = payment_event.c
        rows = select(c.kind, c.amount_minor, c.currency, c.recorded_by, c.happened_at).where(c.order_id == order_id)
        for row in self._rows(rows.order_by(c.happened_at, c.event_id)):
            yield _row(row.happened_at, "money", row.kind, row.amount_minor, row.recorded_by, row.currency)

    def _holds(self, order_id: str) -> Iterator[StoryRow]:
        c = hold.c
        for row in self._rows(select(hold).where(c.order_id == order_id).order_by(c.placed_at, c.hold_id)):
            yield _row(row.placed_at, "held", row.reason, 0, row.placed_by, row.detail)
            if row.released_at is not None:
                yield _row(row.released_at, "let go", row.reason, 0, row.released_by)

    def _stock(self, order_id: str) -> Iterator[StoryRow]:
        c = stock_ledger.c
        sums = select(c.kind, c.moved_at, c.actor, func.sum(c.quantity).label("units"))
        here = sums.where(c.cause == order_id, c.kind.in_(_TOLD)).group_by(c.kind, c.moved_at, c.actor)
        for row in self._rows(here.order_by(c.moved_at)):
            yield _row(row.moved_at, "stock", row.kind, int(row.units), row.actor)

    def _lists(self, order_id: str) -> Iterator[StoryRow]:
        p, m = pick_list.c, pick_list_order.c
        rows = select(p.number, p.created_at, p.why).join(pick_list_order, m.list_id == p.list_id)
        for row in self._rows(rows.where(m.order_id == order_id).order_by(p.created_at)):
            yield _row(row.created_at, "list", row.number, 0, "", row.why)

    def _facts(self, order_id: str) -> Iterator[StoryRow]:
        """Scans of one kind at one bench, one after the other, are told as one."""
        c = inbox.c
        rows = select(c.kind, c.received_at, station.c.name).join(station, station.c.station_id == c.station_id)
        here = rows.where(c.order_id == order_id, c.kind.in_(_FACTS), c.verdict != "quarantined")
        told: StoryRow | None = None
        for row in self._rows(here.order_by(c.received_at, c.epoch, c.seq)):
            if told is not None and (told.kind, told.who) == (row.kind, row.name):
                told = _row(row.received_at, "fact", row.kind, told.units + 1, row.name)
                continue
            if told is not None:
                yield told
            told = _row(row.received_at, "fact", row.kind, 1, row.name)
        if told is not None:
            yield told

    def _tasks(self, order_id: str) -> Iterator[StoryRow]:
        c = task.c
        for row in self._rows(select(task).where(c.order_id == order_id).order_by(c.opened_at, c.task_id)):
            yield _row(row.opened_at, "task", row.kind, 0, "", row.reason)
            if row.closed_at is not None:
                yield _row(row.closed_at, "task over", row.kind, 0, row.closed_by, row.state)

    def _questions(self, order_id: str) -> Iterator[StoryRow]:
        q, k = customer_question.c, customer_link.c
        for row in self._rows(select(customer_question).where(q.order_id == order_id).order_by(q.asked_at)):
            yield _row(row.asked_at, "asked", row.field, 0, "", row.problem)
            if row.answered_at is not None:
                yield _row(row.answered_at, "answered", row.field, 0, row.answered_by, row.state)
        for row in self._rows(select(k.opened_at).where(k.order_id == order_id, k.opened_at.is_not(None))):
            yield _row(row.opened_at, "link opened", "", 0, "")

    def _deeds(self, order_id: str) -> Iterator[StoryRow]:
        c = audit_row.c
        rows = select(c.action, c.done_at, c.actor_name, c.details).where(c.subject_kind == "order")
        for row in self._rows(rows.where(c.subject_id == order_id).order_by(c.done_at)):
            yield _row(row.done_at, "deed", row.action, 0, row.actor_name, row.details)

    def _decisions(self, order_id: str) -> Iterator[StoryRow]:
        c = decision.c
        rows = select(c.rule, c.decided_at, c.words).where(c.site_id == self.site, c.about == "order")
        for row in self._rows(rows.where(c.about_id == order_id).order_by(c.decided_at)):
            yield _row(row.decided_at, "decided", row.rule, 0, "", row.words)


def _row(at: datetime, source: str, kind: str, units: int, who: str, detail: str = "") -> StoryRow:
    return StoryRow(at=at, source=source, kind=kind, units=units, who=who, detail=detail)
