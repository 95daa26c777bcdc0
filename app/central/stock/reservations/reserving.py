"""Reservations: units kept for an owner (a basket, a customer who pays) until they are converted, released or expired.

Each ends once, by a conditional UPDATE of its state, and only who ended it lets its units go (see `converting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.central.centre import Centre
from app.central.intake.kits import recipes_of
from app.central.intake.promises.promising import foresee
from app.central.stock.moving import NotMoved, arrived
from app.central.stock.reservations.converting import end, move
from app.central.stock.values import ReservationRow, ReservedRow
from app.central.storage.unit import Work
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
            if not move(work, Movement.RESERVED, row.reservation_id, line, line.quantity):
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
