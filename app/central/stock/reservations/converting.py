"""How a reservation ends: its units go to an order, or are free again; an order may also keep one until it goes on.

One that expired while the customer paid is gone: the order is then promised what is free like any other, or waits for
stock. One that an order names and can not use (see `cover_kept`) ends too, and its units count as free for that order.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.central.intake.promises.promising import Impossible
from app.central.stock.values import ReservedRow
from app.central.storage.unit import Work
from app.central.values import AllocationRow
from app.domain.stock.movements import Movement
from app.domain.stock.promises import Want


def end(work: Work, reservation_id: str, state: str) -> bool:
    """End an active reservation inside somebody's transaction; False when it had ended."""
    if not work.reservations.close(reservation_id, state):
        return False
    for line in work.reservations.lines(reservation_id):
        _must(work, Movement.UNRESERVED, reservation_id, line, line.quantity)
    return True


def convert(work: Work, reservation_id: str, order_id: str, wants: Sequence[Want]) -> tuple[AllocationRow, ...] | None:
    """Turn what a reservation keeps into promises for the lines of an order, in the order's transaction.

    Units the order does not want are free again; what it wants beyond them is not promised here. None when the
    reservation is not active any more (or its time is over, which ends it now).
    """
    row = work.reservations.get(reservation_id)
    if row is None:
        return None
    if row.expires_at <= work.now:
        end(work, reservation_id, "expired")
        return None
    if not work.reservations.close(reservation_id, "converted", order_id):
        return None
    missing = {(want.line_id, want.sku): want.quantity for want in wants}
    made: list[AllocationRow] = []
    for line in work.reservations.lines(reservation_id):
        made += _convert(work, (reservation_id, order_id), line, missing)
    return tuple(made)


def _convert(
    work: Work, ids: tuple[str, str], line: ReservedRow, missing: dict[tuple[str, str], int]
) -> list[AllocationRow]:
    reservation_id, order_id = ids
    made, left = [], line.quantity
    for (line_id, sku), units in list(missing.items()):
        took = min(units, left) if sku == line.sku else 0
        if took:
            missing[line_id, sku] -= took
            left -= took
            made.append(_allocation(work, order_id, line_id, line, took))
    if left < line.quantity:
        _must(work, Movement.CONVERTED, reservation_id, line, line.quantity - left)
    if left:
        _must(work, Movement.UNRESERVED, reservation_id, line, left)
    return made


def _allocation(work: Work, order_id: str, line_id: str, line: ReservedRow, units: int) -> AllocationRow:
    return AllocationRow(
        allocation_id=work.new_id(),
        order_id=order_id,
        line_id=line_id,
        sku=line.sku,
        location=line.location,
        quantity=units,
        picked=0,
        consumed=0,
        released=0,
        lot=line.lot,
    )


def _must(work: Work, kind: Movement, reservation_id: str, line: ReservedRow, units: int) -> None:
    if not move(work, kind, reservation_id, line, units):
        raise Impossible(f"{kind} {units} x {line.sku} at {line.location}: the level says no, run an audit")


def move(work: Work, kind: Movement, reservation_id: str, line: ReservedRow, units: int) -> bool:
    """One ledger movement of what a reservation keeps; False when the level does not allow it."""
    return work.stock.move(
        kind,
        line.sku,
        line.location,
        units,
        ledger_id=work.new_id(),
        cause=reservation_id,
        idem=f"{reservation_id}:{line.location}:{line.lot}:{line.sku}:{kind}",
        lot_code=line.lot,
    )
