"""Promises made ahead of stock: who may be given them, and how they are covered when stock arrives.

A level says how much more may be promised of it than is there (`backorder_limit`), a channel whether its orders may be
promised that (`oversell`). Such a promise is an allocation like any other, counted by the same conditional UPDATE; its
order is released once everything promised to it is there. Stock that arrives at the same level covers it as it is; from
any other place the promise moves, before anybody else is promised the units.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from app.central.intake.promises.promising import move, promise
from app.central.storage.stores.stock.ahead import Waits
from app.central.storage.unit import Work
from app.central.values import AllocationRow, ChannelRow
from app.domain.intake.clearance import FulfilmentPolicy
from app.domain.stock.movements import Movement
from app.domain.stock.promises import Want


class _Policy(msgspec.Struct):
    oversell: bool = False


def oversells(work: Work, channel_id: str) -> bool:
    """Whether orders of a channel may be promised what is not there yet; no kind of channel may unless it is told."""
    row = work.orders.channel(channel_id=channel_id)
    return row is not None and _allowed(row)


def overselling(work: Work) -> frozenset[str]:
    """The ids of all channels of the site that do."""
    return allowed(row for row in work.orders.channels() if row.site_id == work.site)


def allowed(channels: Iterable[ChannelRow]) -> frozenset[str]:
    """The ids of those of these channels that do."""
    return frozenset(row.channel_id for row in channels if _allowed(row))


def _allowed(row: ChannelRow) -> bool:
    return msgspec.json.decode(row.policy, type=_Policy).oversell


def not_there(work: Work) -> frozenset[str]:
    """Orders that are promised something which is not there: they are not picked yet."""
    return frozenset(one.claim.order_id for one in work.ahead.waits())


def cover_promises(work: Work) -> int:
    """Move promises that wait for stock to where there is some, each in its turn; returns how many units moved.

    Of an order that ships what is available and has a part of it, the rest waits for stock like any backorder.
    """
    waits = work.ahead.waits()
    if not waits:
        return 0
    free = dict[str, int]()
    for level in work.stock.free({one.sku for one in waits}):
        free[level.sku] = free.get(level.sku, 0) + level.free
    moved = 0
    for one in waits:
        units = min(one.units, free.get(one.sku, 0))
        if units:
            free[one.sku] -= units
            moved += _move(work, one, units)
    _let_parts_go(work)
    return moved


class _Gone(Exception):
    """Stock went elsewhere between plan and update."""


def _move(work: Work, one: Waits, units: int) -> int:
    """The promise leaves the level it waits at for levels that have the units."""
    row = _row(work, one)
    try:
        with work.step():
            _release(work, row, units)
            made = promise(work, row.order_id, [Want(row.line_id, row.sku, units)])
            rows = [new for new in made if isinstance(new, AllocationRow)]
            if not rows:
                raise _Gone
            work.orders.allocate(rows)
    except _Gone:
        return 0
    return units


def _let_parts_go(work: Work) -> None:
    """Orders that ship what is available do not wait for what is not: it is backordered, the rest goes."""
    waits = work.ahead.waits()
    for order_id in _partly_there(work, waits):
        for one in waits:
            if one.claim.order_id == order_id:
                row = _row(work, one)
                _release(work, row, one.units)
                work.orders.add(row.line_id, allocated=-one.units)


def _partly_there(work: Work, waits: Collection[Waits]) -> list[str]:
    missing: dict[str, int] = {}
    for one in waits:
        missing[one.claim.order_id] = missing.get(one.claim.order_id, 0) + one.units
    found = []
    for order_id, units in missing.items():
        order = work.orders.order(order_id)
        promised = sum(row.open for row in work.orders.allocations(order_id))
        if order is not None and order.policy == FulfilmentPolicy.SHIP_AVAILABLE and promised > units:
            found.append(order_id)
    return found


def _release(work: Work, row: AllocationRow, units: int) -> None:
    """`released` grows with it, so that the ledger's key is another one next time."""
    move(work, Movement.RELEASED, row, units, f"ahead {row.released}")
    work.orders.change_allocation(row, released=units)


def _row(work: Work, one: Waits) -> AllocationRow:
    rows = work.orders.allocations(one.claim.order_id)
    return next(row for row in rows if row.allocation_id == one.claim.allocation_id)
