"""Reservations: units kept for an owner (a basket, a customer who pays) until they are converted, released or expired.

Each ends once, by a conditional UPDATE of its state, and only who ended it lets its units go. One that expired while
the customer paid is gone: the order is then promised what is free like any other, or waits for stock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.central.centre import Centre
from app.central.intake.kits import recipes_of
from app.central.intake.promising import Impossible, foresee
from app.central.stock.moving import NotMoved, arrived
from app.central.stock.values import ReservationRow, ReservedRow
from app.central.storage.unit import Work
from app.central.values import AllocationRow
from app.domain.stock.movements import Movement
from app.domain.stock.promises import Promise, Shortage, Want

LONGEST: Final = timedelta(days=7)
SWEEP_MOST: Final = 200
"""Reservations expired in one transaction, so that nobody waits long behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Units of a SKU to reserve; a kit is reserved as its components."""

    sku: str
    quantity: int


class _Moved(Exception):
    """Stock went elsewhere between plan and update."""


def reserve(
    centre: Centre, site: str, owner: str, lines: Sequence[Asked], ttl: timedelta
) -> ReservationRow | NotMoved | tuple[Shortage, ...]:
    """Keep every unit asked for, or none and what is short; lines of one SKU and components are summed first."""
    if not owner.strip() or len(owner) > 120:
        return NotMoved("owner", "an owner has 1 to 120 characters")
    if not timedelta(0) < ttl <= LONGEST:
        return NotMoved("ttl", f"a reservation lasts up to {LONGEST.days} days")
    with centre.begin(site) as work:
        wants = _wants(work, lines)
        return wants if isinstance(wants, NotMoved) else _reserve(work, owner, wants, ttl)


def _wants(work: Work, lines: Sequence[Asked]) -> list[Want] | NotMoved:
    if not lines:
        return NotMoved("lines", "nothing to reserve")
    catalogue = work.goods.catalogue({line.sku for line in lines})
    recipes = recipes_of(work, catalogue)
    needed: dict[str, int] = {}
    for position, line in enumerate(lines):
        if line.quantity < 1:
            return NotMoved(f"lines.{position}.quantity", f"{line.quantity} units: at least 1")
        if line.sku not in catalogue:
            return NotMoved(f"lines.{position}.sku", f"SKU {line.sku!r} is not in the catalogue")
        parts = [(part.sku, part.quantity * line.quantity) for part in recipes.get(line.sku, ())]
        for sku, units in parts or [(line.sku, line.quantity)]:
            needed[sku] = needed.get(sku, 0) + units
    return [Want("", sku, units) for sku, units in sorted(needed.items())]


def _reserve(work: Work, owner: str, wants: list[Want], ttl: timedelta) -> ReservationRow | tuple[Shortage, ...]:
    for _ in range(3):
        found = foresee(work, wants)
        short = tuple(one for one in found if isinstance(one, Shortage))
        if short:
            return short
        try:
            return _keep(work, owner, [one for one in found if isinstance(one, Promise)], ttl)
        except _Moved:
            continue
    return tuple(Shortage(want.sku, want.quantity, 0) for want in wants)


def _keep(work: Work, owner: str, promises: list[Promise], ttl: timedelta) -> ReservationRow:
    row = ReservationRow(
        reservation_id=work.new_id(),
        site_id=work.site,
        owner=owner,
        state="active",
        order_id=None,
        made_at=work.now,
        expires_at=work.now + ttl,
    )
    lines = [ReservedRow(sku=one.sku, location=one.location, lot=one.lot, quantity=one.quantity) for one in promises]
    with work.step():
        for line in lines:
            if not _move(work, Movement.RESERVED, row.reservation_id, line, line.quantity):
                raise _Moved
        work.reservations.insert(row, lines)
    return row


def release_reservation(centre: Centre, site: str, reservation_id: str) -> bool:
    """Let the units of an active reservation go; False when it had ended."""
    with centre.begin(site) as work:
        released = end(work, reservation_id, "released")
        if released:
            arrived(work)
        return released


def reservations_due(centre: Centre, site: str) -> bool:
    """True when an active reservation's time is over."""
    with centre.read(site) as work:
        return bool(work.reservations.expired(1))


def expire_reservations(centre: Centre, site: str) -> int:
    """End reservations whose time is over, a few at a time; returns how many."""
    with centre.begin(site) as work:
        ended = sum(end(work, one, "expired") for one in work.reservations.expired(SWEEP_MOST))
        if ended:
            arrived(work)
        return ended


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
    if not _move(work, kind, reservation_id, line, units):
        raise Impossible(f"{kind} {units} x {line.sku} at {line.location}: the level says no, run an audit")


def _move(work: Work, kind: Movement, reservation_id: str, line: ReservedRow, units: int) -> bool:
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
