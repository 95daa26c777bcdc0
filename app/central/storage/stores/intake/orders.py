"""Orders with their lines, holds, payments and allocations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, insert, select, update

from app.central.storage.schema.ground import channel, idempotency_key
from app.central.storage.schema.selling.desk import order_term
from app.central.storage.schema.selling.orders import (
    allocation,
    fulfilment_order,
    hold,
    order_line,
    sales_order,
)
from app.central.storage.stores.desk.orders.terms import add_terms, contact_terms, terms_of
from app.central.storage.stores.store import Store, bounded, columns
from app.central.storage.writing.later import beside, insert_later, settled
from app.central.values import AllocationRow, ChannelRow, HoldRow, LineRow, OrderRow
from app.domain.intake.search_terms import LONGEST, fold

_O, _H = sales_order.c, hold.c
_ORDER = columns(sales_order, OrderRow).where(_O.order_id == bindparam("id"))
_BY_REF = beside(select(_O.order_id).where(_O.channel_id == bindparam("channel"), _O.external_ref == bindparam("ref")))
_BY_SHOP_ID = beside(
    columns(sales_order, OrderRow)
    .where(_O.channel_id == bindparam("channel"), _O.shop_id == bindparam("shop"))
    .order_by(_O.order_id)
    .limit(1)
)
_LINES = columns(order_line, LineRow).where(order_line.c.order_id == bindparam("id")).order_by(order_line.c.position)
_HOLDS = columns(hold, HoldRow).where(_H.order_id == bindparam("id")).order_by(_H.placed_at, _H.hold_id)
_ALLOCATIONS = (
    columns(allocation, AllocationRow)
    .where(allocation.c.order_id == bindparam("id"))
    .order_by(allocation.c.location, allocation.c.allocation_id)
)
_INSERT_LINE, _INSERT_HOLD = insert(order_line), insert(hold)
_ANSWER = beside(
    select(idempotency_key.c.body_sha256, idempotency_key.c.status, idempotency_key.c.answer).where(
        idempotency_key.c.channel_id == bindparam("channel"), idempotency_key.c.key == bindparam("key")
    )
)
_COUNTS = ("cancelled", "allocated", "picked", "packed", "shipped", "short")
_WAITING = order_line.c.backordered + bindparam("d_backordered")
_LEFT = _WAITING - bindparam("d_cancelled") - bindparam("d_allocated") - bindparam("d_shipped")
_ADD = (
    update(order_line)
    .where(order_line.c.line_id == bindparam("id"))
    .values({name: order_line.c[name] + bindparam(f"d_{name}") for name in _COUNTS})
    .values(backordered=case((_LEFT > 0, _LEFT), else_=0))
)
"""Units that lose their promise wait for stock again; units promised, shipped or cancelled wait no more."""


class Orders(Store):
    def insert(
        self, row: OrderRow, lines: Iterable[LineRow], fulfilment_id: str, email: str = "", phone: str = ""
    ) -> None:
        """The order is found by the words in its row, its SKUs and how its customer is reached."""
        insert_later(self.connection, sales_order, [_dict(row)])
        made = [{**_dict(line), "site_id": self.site} for line in lines]
        insert_later(self.connection, order_line, made)
        values = {"fulfilment_id": fulfilment_id, "order_id": row.order_id, "site_id": self.site}
        insert_later(self.connection, fulfilment_order, [{**values, "state": "scheduled", "ship_by": row.ship_by}])
        terms = terms_of(row.number, row.external_ref, row.recipient, (line["sku"] for line in made))
        found_by = sorted({*terms, *contact_terms(email, phone)})
        rows = [{"site_id": self.site, "term": term, "order_id": row.order_id} for term in found_by]
        insert_later(self.connection, order_term, rows)

    def order(self, order_id: str) -> OrderRow | None:
        return self.one(_ORDER, OrderRow, id=order_id)

    def by_ref(self, channel_id: str, external_ref: str) -> OrderRow | None:
        """Two looks when there is one: nearly always there is none, and forty columns of nothing take their time."""
        settled(self.connection, sales_order, channel_id=(channel_id,), external_ref=(external_ref,))
        found = self.connection.execute(_BY_REF, {"channel": channel_id, "ref": external_ref}).scalar_one_or_none()
        return None if found is None else self.order(found)

    def numbered(self, number: str) -> tuple[OrderRow, ...]:
        """Orders of the site with this number: channels may use the same."""
        t = order_term.c
        named = select(t.order_id).where(t.site_id == self.site, t.term == fold(number)[:LONGEST])
        found = columns(sales_order, OrderRow).where(_O.order_id.in_(named), _O.number == number)
        return self.all(found, OrderRow)

    def by_shop_id(self, channel_id: str, shop_id: str) -> OrderRow | None:
        """The order the shop knows by this inner id."""
        settled(self.connection, sales_order, channel_id=(channel_id,), shop_id=(shop_id,))
        return self.one(_BY_SHOP_ID, OrderRow, channel=channel_id, shop=shop_id)

    def lines(self, order_id: str) -> tuple[LineRow, ...]:
        return self.all(_LINES, LineRow, id=order_id)

    def change(self, order_id: str, **values: Any) -> None:
        self.connection.execute(update(sales_order).where(_O.order_id == order_id).values(**values))
        if "recipient" in values:
            add_terms(self.connection, order_id, values["recipient"])

    def change_fulfilment(self, order_id: str, state: str) -> None:
        c = fulfilment_order.c
        self.connection.execute(update(fulfilment_order).where(c.order_id == order_id).values(state=state))

    def add(self, line_id: str, **deltas: int) -> None:
        """Move counters of one line by deltas, e.g. picked=1; a CHECK refuses what can not be."""
        values = {f"d_{name}": deltas.get(name, 0) for name in (*_COUNTS, "backordered")}
        self.connection.execute(_ADD, {"id": line_id, **values})

    def change_line(self, line_id: str, **values: Any) -> None:
        """Set columns of one line that are no counters, e.g. its price."""
        self.connection.execute(update(order_line).where(order_line.c.line_id == line_id).values(**values))

    def add_line(self, row: LineRow) -> None:
        self.connection.execute(_INSERT_LINE, {**_dict(row), "site_id": self.site})

    def waiting(self, lifecycle: str, most: int) -> tuple[OrderRow, ...]:
        """Orders of one lifecycle that no pick list has, most urgent first."""
        found = columns(sales_order, OrderRow).where(
            _O.site_id == self.site, _O.lifecycle == lifecycle, _O.list_id.is_(None), _O.fulfilment != "shipped"
        )
        due = (_O.priority, _O.ship_by.is_(None), _O.ship_by, _O.placed_at, _O.order_id)
        return self.all(found.order_by(*due).limit(most), OrderRow)

    def of_ids(self, order_ids: Collection[str]) -> tuple[OrderRow, ...]:
        """Those of these orders that still wait for a pick list."""
        found = columns(sales_order, OrderRow).where(_O.lifecycle == "accepted", _O.list_id.is_(None))
        parts = (self.all(found.where(_O.order_id.in_(some)), OrderRow) for some in bounded(order_ids))
        return tuple(row for part in parts for row in part)

    def put_in_list(self, order_ids: Collection[str], list_id: str) -> bool:
        """Give orders to a pick list, if every one of them still waits for one (else undo the step)."""
        free = (_O.order_id.in_(sorted(order_ids)), _O.lifecycle == "accepted", _O.list_id.is_(None))
        status = case((_O.fulfilment == "partially_shipped", "partially_shipped"), else_="in_progress")
        mine = update(sales_order).where(*free).values(list_id=list_id, fulfilment=status)
        return bool(self.connection.execute(mine).rowcount == len(order_ids))

    def begin_fulfilment(self, order_ids: Collection[str]) -> None:
        """What these orders want is open for picking."""
        c = fulfilment_order.c
        for some in bounded(order_ids):
            self.connection.execute(update(fulfilment_order).where(c.order_id.in_(some)).values(state="open"))

    def short_of_stock(self) -> tuple[OrderRow, ...]:
        """Orders with an open stock hold or with units that are to follow later, most urgent first."""
        held = select(_H.order_id).where(_H.site_id == self.site, _H.reason == "stock", _H.released_at.is_(None))
        later = select(order_line.c.order_id).where(order_line.c.site_id == self.site, order_line.c.backordered > 0)
        waits = _O.order_id.in_(held.union(later))
        found = columns(sales_order, OrderRow).where(waits, _O.lifecycle.in_(("submitted", "accepted")))
        return self.all(found.order_by(_O.priority, _O.ship_by, _O.placed_at, _O.order_id), OrderRow)

    def due_between(self, after: datetime, until: datetime) -> tuple[OrderRow, ...]:
        """Orders in no list whose ship-by lies behind `after` and not behind `until`."""
        found = columns(sales_order, OrderRow).where(_O.site_id == self.site, _O.list_id.is_(None))
        live = found.where(_O.lifecycle.in_(("submitted", "accepted")), _O.ship_by > after, _O.ship_by <= until)
        return self.all(live.order_by(_O.order_id), OrderRow)

    # holds

    def holds(self, order_id: str) -> tuple[HoldRow, ...]:
        """Every hold the order ever had, oldest first; the open ones have no `released_at`."""
        return self.all(_HOLDS, HoldRow, id=order_id)

    def hold(self, hold_id: str) -> HoldRow | None:
        return self.one(columns(hold, HoldRow).where(_H.hold_id == hold_id, _H.site_id == self.site), HoldRow)

    def place_hold(self, row: HoldRow) -> None:
        self.connection.execute(_INSERT_HOLD, {**_dict(row), "site_id": self.site})

    def release_holds(self, order_id: str, reason: str, who: str) -> int:
        """Release the open holds with this reason, leaving all others; returns how many."""
        mine = update(hold).where(_H.order_id == order_id, _H.reason == reason, _H.released_at.is_(None))
        return int(self.connection.execute(mine.values(released_by=who, released_at=self.now)).rowcount)

    def end_judged_holds(self, order_id: str, who: str) -> None:
        """Nothing stops an order that is over; what a person placed by hand stays."""
        mine = update(hold).where(_H.order_id == order_id, _H.reason != "operator", _H.released_at.is_(None))
        self.connection.execute(mine.values(released_by=who, released_at=self.now))

    def end_hold(self, hold_id: str, who: str) -> None:
        """Release this one hold."""
        mine = update(hold).where(_H.hold_id == hold_id, _H.released_at.is_(None))
        self.connection.execute(mine.values(released_by=who, released_at=self.now))

    def release_hold(self, hold_id: str, who: str) -> bool:
        """Release one hold, leaving all others; False when it was released already."""
        mine = update(hold).where(_H.hold_id == hold_id, _H.released_at.is_(None))
        return bool(self.connection.execute(mine.values(released_by=who, released_at=self.now)).rowcount)

    def open_holds(self) -> tuple[HoldRow, ...]:
        live = select(_O.order_id).where(_O.site_id == self.site, _O.lifecycle.in_(("submitted", "accepted")))
        found = columns(hold, HoldRow).where(_H.site_id == self.site, _H.released_at.is_(None))
        return self.all(found.where(_H.order_id.in_(live)).order_by(_H.placed_at, _H.hold_id), HoldRow)

    # allocations

    def allocations(self, order_id: str) -> tuple[AllocationRow, ...]:
        return self.all(_ALLOCATIONS, AllocationRow, id=order_id)

    def open_allocations(self, order_ids: Collection[str]) -> tuple[AllocationRow, ...]:
        """Allocations of these orders that still promise something."""
        c = allocation.c
        found = columns(allocation, AllocationRow).where(c.quantity > c.consumed + c.released)
        rows = (self.all(found.where(c.order_id.in_(some)), AllocationRow) for some in bounded(order_ids))
        return tuple(row for part in rows for row in part)

    def blocked(self, order_ids: Collection[str]) -> frozenset[str]:
        """Those of these orders that an open hold other than stock keeps from being picked."""
        found = select(_H.order_id).where(_H.released_at.is_(None), _H.reason != "stock")
        parts = (self.connection.execute(found.where(_H.order_id.in_(some))).scalars() for some in bounded(order_ids))
        return frozenset(order_id for part in parts for order_id in part)

    def allocate(self, rows: Collection[AllocationRow]) -> None:
        insert_later(self.connection, allocation, [{**_dict(row), "site_id": self.site} for row in rows])

    def change_allocation(self, row: AllocationRow, **deltas: int) -> None:
        c = allocation.c
        mine = update(allocation).where(c.allocation_id == row.allocation_id)
        self.connection.execute(mine.values({name: c[name] + delta for name, delta in deltas.items()}))

    # answers

    def answer(self, channel_id: str, key: str) -> tuple[str, int, bytes] | None:
        """(sha256 of the body, status, answer) given to this Idempotency-Key before."""
        settled(self.connection, idempotency_key, channel_id=(channel_id,), key=(key,))
        row = self.connection.execute(_ANSWER, {"channel": channel_id, "key": key}).first()
        return None if row is None else (row.body_sha256, row.status, bytes(row.answer))

    def keep_answer(self, channel_id: str, key: str, body_sha256: str, status: int, answer: bytes) -> None:
        given = {"body_sha256": body_sha256, "status": status, "answer": answer, "created_at": self.now}
        row = {"channel_id": channel_id, "key": key, "site_id": self.site, **given}
        insert_later(self.connection, idempotency_key, [row])

    # channels

    def channel(self, **by: str) -> ChannelRow | None:
        """The channel with this `code` or `channel_id`."""
        ((name, value),) = by.items()
        return self.one(columns(channel, ChannelRow).where(channel.c[name] == value), ChannelRow)

    def channels(self) -> tuple[ChannelRow, ...]:
        return self.all(columns(channel, ChannelRow).order_by(channel.c.code), ChannelRow)

    def add_channel(self, row: ChannelRow) -> None:
        self.connection.execute(insert(channel), _dict(row))

    def change_channel(self, channel_id: str, policy: str) -> bool:
        """Set how a channel's orders are accepted; False when it was so already."""
        mine = update(channel).where(channel.c.channel_id == channel_id, channel.c.policy != policy)
        return bool(self.connection.execute(mine.values(policy=policy)).rowcount)

    def totals(self) -> dict[tuple[str, str], int]:
        """Number of orders per (lifecycle, fulfilment)."""
        sums = select(_O.lifecycle, _O.fulfilment, func.count()).where(_O.site_id == self.site)
        rows = self.connection.execute(sums.group_by(_O.lifecycle, _O.fulfilment))
        return {(row[0], row[1]): int(row[2]) for row in rows}

    def progress(self) -> tuple[int, int, int]:
        """Orders of which every unit that is not cancelled is picked, packed, shipped."""
        c = order_line.c
        wanted = c.quantity - c.cancelled
        names = ("picked", "packed", "shipped")
        parts = [func.min(case((c[name] >= wanted, 1), else_=0)).label(name) for name in names]
        each = select(*parts).where(c.site_id == self.site).group_by(c.order_id).having(func.sum(wanted) > 0).subquery()
        row = self.connection.execute(select(*(func.coalesce(func.sum(each.c[part.name]), 0) for part in parts))).one()
        return int(row[0]), int(row[1]), int(row[2])


def _dict(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
