"""An order that names a reservation: what is kept becomes its promises when it goes on, and is its own till then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.central.intake.promises.covering import Covered, cover, look, wanted
from app.central.stock.reservations.converting import convert, end
from app.central.storage.unit import Work
from app.central.values import AllocationRow, LineRow, OrderRow
from app.domain.intake.clearance import FulfilmentPolicy


class _Undone(Exception):
    """Ends a step that is taken back."""


def usable(work: Work, channel_id: str, reservation_id: str) -> str:
    """The reservation an order may use: its channel's own, still active and no other order's; else ""."""
    row = work.reservations.get(reservation_id) if reservation_id else None
    if row is None or row.state != "active" or row.order_id is not None or row.expires_at <= work.now:
        return ""
    return reservation_id if row.owner.startswith(owner_of(channel_id, "")) else ""


def owner_of(channel_id: str, owner: str) -> str:
    """How the owner of a channel's reservation is stored: no channel can name another's."""
    return f"{channel_id}/{owner}"


def cover_kept(
    work: Work, order: OrderRow, lines: Sequence[LineRow], policy: FulfilmentPolicy, reservation_id: str
) -> Covered:
    """As `cover`, with what a reservation keeps first and what is free for the rest.

    When both together are not enough the reservation ends, and the policy decides as for any order, over everything
    that is free then: a kit is never promised in parts only because some of its components were reserved.
    """
    try:
        with work.step():
            kept = convert(work, reservation_id, order.order_id, wanted(lines))
            if kept is not None:
                found = cover(work, order, _less(lines, kept), policy)
                if found.short:
                    raise _Undone
                return Covered((*kept, *found.promised), (), found.goes)
    except _Undone:
        end(work, reservation_id, "released")
    return cover(work, order, lines, policy)


def keep_for(
    work: Work, order: OrderRow, lines: Sequence[LineRow], policy: FulfilmentPolicy, reservation_id: str
) -> Covered:
    """As `look`, for an order something else holds: its reservation stays its own until it goes on or time is over.

    A reservation that is not enough even with what is free ends now: the order waits for stock in its turn.
    """
    covered = Covered()
    try:
        with work.step():
            end(work, reservation_id, "released")
            covered = look(work, order, lines, policy)
            raise _Undone
    except _Undone:
        if covered.goes and work.reservations.bind(reservation_id, order.order_id):
            return covered
    end(work, reservation_id, "released")
    return look(work, order, lines, policy)


def let_go(work: Work, order_id: str) -> None:
    """An order that ends needs nothing to be kept for it."""
    reservation_id = work.reservations.bound_to(order_id)
    if reservation_id:
        end(work, reservation_id, "released")


def _less(lines: Sequence[LineRow], kept: Sequence[AllocationRow]) -> list[LineRow]:
    got: dict[str, int] = {}
    for row in kept:
        got[row.line_id] = got.get(row.line_id, 0) + row.quantity
    return [replace(line, allocated=line.allocated + got.get(line.line_id, 0)) for line in lines]
