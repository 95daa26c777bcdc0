"""What happened to one order, from every table that knows: a fixed number of bounded statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import func, select

from app.central.desk.values import StoryRow
from app.central.storage.schema.floor.benches import inbox, station
from app.central.storage.schema.floor.tasks import decision, task
from app.central.storage.schema.floor.work import parcel, parcel_line, parcel_trace, pick_list, pick_list_order
from app.central.storage.schema.people import audit_row
from app.central.storage.schema.selling.details import customer_link, customer_question, message
from app.central.storage.schema.selling.money import payment_event
from app.central.storage.schema.selling.orders import hold, order_line
from app.central.storage.schema.warehouse.goods import packer
from app.central.storage.schema.warehouse.stock import stock_ledger
from app.central.storage.stores.store import Store

MOST: Final = 300
"""Rows taken of each source."""
_TOLD: Final = ("allocated", "released", "put_back", "put_aside", "restocked", "returned")
_FACTS: Final = (
    "ToteAssigned", "ItemPicked", "ItemShortPicked", "UnitPutBack", "PackSessionOpened", "ItemPacked", "UnitRemoved",
    "ScanRefused", "CartonClosed", "LabelPurchased", "LabelPrinted", "LabelReprinted", "LabelApplied",
    "ParcelDispatched", "ProblemReported",
)  # fmt: skip


class _Closed(msgspec.Struct):
    parcel_id: str = ""


class _Said(msgspec.Struct):
    """What is read of a command of a bench: who it was, and of which parcel it tells."""

    actor: str | None = None
    body: _Closed | None = None


class Stories(Store):
    def of(self, order_id: str) -> tuple[StoryRow, ...]:
        """Everything but its arrival, unsorted."""
        parts = (
            self._money,
            self._holds,
            self._stock,
            self._lists,
            self._facts,
            self._tasks,
            self._questions,
            self._letters,
        )
        return tuple(row for part in (*parts, self._deeds, self._decisions) for row in part(order_id))

    def parcels(self, order_id: str) -> tuple[Any, ...]:
        """(parcel_id, sscc, courier, service, carton, state, label, closed_at, dispatched_at, station) of each."""
        p, s = parcel.c, station.c
        rows = select(
            p.parcel_id,
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

    def packed_by(self, order_id: str) -> dict[str, str]:
        """The name of the packer who closed each parcel of an order, by parcel; "" of somebody unknown."""
        c = inbox.c
        rows = select(c.envelope).where(c.order_id == order_id, c.kind == "CartonClosed", c.verdict != "quarantined")
        said = [_said(row.envelope) for row in self._rows(rows.order_by(c.received_at))]
        names = self._names()
        return {one.body.parcel_id: names.get(one.actor or "", one.actor or "") for one in said if one.body}

    def contents(self, order_id: str) -> dict[str, tuple[Any, ...]]:
        """(name, sku, quantity, traced) of what is in each parcel; `traced` its lots and serial numbers in words."""
        n, k, p, t = parcel_line.c, order_line.c, parcel.c, parcel_trace.c
        mine = select(p.parcel_id).where(p.order_id == order_id)
        traced: dict[tuple[str, str], list[str]] = {}
        kept = select(t.parcel_id, t.line_id, t.lot, t.serial).where(t.parcel_id.in_(mine))
        for row in self._rows(kept.order_by(t.lot, t.serial)):
            words = [*([f"lot {row.lot}"] if row.lot else []), *([f"no. {row.serial}"] if row.serial else [])]
            traced.setdefault((row.parcel_id, row.line_id), []).append(" ".join(words))
        rows = select(n.parcel_id, n.line_id, n.sku, n.quantity, k.name).outerjoin(order_line, k.line_id == n.line_id)
        found: dict[str, tuple[Any, ...]] = {}
        for row in self._rows(rows.where(n.parcel_id.in_(mine)).order_by(k.position, n.sku)):
            known = ", ".join(dict.fromkeys(filter(None, traced.get((row.parcel_id, row.line_id), []))))
            item = (row.name or row.sku, row.sku, int(row.quantity), known)
            found[row.parcel_id] = (*found.get(row.parcel_id, ()), item)
        return found

    def _names(self) -> dict[str, str]:
        c = packer.c
        rows = select(c.packer_id, c.name).where(c.site_id == self.site)
        return {row.packer_id: row.name or row.packer_id for row in self.connection.execute(rows)}

    def _rows(self, statement: Any) -> Iterator[Any]:
        yield from self.connection.execute(statement.limit(MOST))

    def _money(self, order_id: str) -> Iterator[StoryRow]:
        c = payment_event.c
        said = (c.kind, c.amount_minor, c.currency, c.recorded_by, c.happened_at, c.provider, c.reference)
        for row in self._rows(select(*said).where(c.order_id == order_id).order_by(c.happened_at, c.event_id)):
            about = f"{row.currency} {row.provider} {row.reference}"
            yield _row(row.happened_at, "money", row.kind, row.amount_minor, row.recorded_by, about)

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
        """Scans of one kind by one person at one bench, one after the other, are told as one."""
        c = inbox.c
        rows = select(c.kind, c.received_at, station.c.name, c.envelope)
        rows = rows.join(station, station.c.station_id == c.station_id)
        here = rows.where(c.order_id == order_id, c.kind.in_(_FACTS), c.verdict != "quarantined")
        names = self._names()
        told: StoryRow | None = None
        for row in self._rows(here.order_by(c.received_at, c.epoch, c.seq)):
            actor = _said(row.envelope).actor or ""
            who = f"{names.get(actor, actor)} at {row.name}" if actor else row.name
            if told is not None and (told.kind, told.who) == (row.kind, who):
                told = _row(row.received_at, "fact", row.kind, told.units + 1, who)
                continue
            if told is not None:
                yield told
            told = _row(row.received_at, "fact", row.kind, 1, who)
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

    def _letters(self, order_id: str) -> Iterator[StoryRow]:
        """Letters that left, and those that could not."""
        c = message.c
        rows = select(c.kind, c.state, c.sent_at, c.next_at, c.to_address, c.last_error).where(c.order_id == order_id)
        for row in self._rows(rows.where(c.state.in_(("sent", "failed"))).order_by(c.made_at)):
            at, said = row.sent_at or row.next_at, row.last_error if row.state == "failed" else ""
            yield _row(at, "letter", row.state, 0, row.to_address, said)

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


def _said(envelope: bytes) -> _Said:
    """Nobody, of a command whose bytes say nothing we know: what it told stands in the books anyhow."""
    try:
        return msgspec.json.decode(envelope, type=_Said)
    except msgspec.DecodeError:
        return _Said()


def _row(at: datetime, source: str, kind: str, units: int, who: str, detail: str = "") -> StoryRow:
    return StoryRow(at=at, source=source, kind=kind, units=units, who=who, detail=detail)
