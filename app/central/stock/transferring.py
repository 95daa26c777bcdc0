"""Units that move from one location to another: in one step, or in flight between the scans of its two ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from app.central.centre import Centre
from app.central.stock.moving import (
    By,
    NotMoved,
    Units,
    arrived,
    done,
    first_refusal,
    key_of,
    move_units,
    place_for,
    too_few,
    tracked,
)
from app.central.stock.values import TransferRow
from app.central.storage.unit import Work
from app.domain.stock.movements import Movement

TRANSIT: Final = "TRANSIT"
"""Where units in flight stand: a location of kind transit, of which nothing is ever promised."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A transfer under way; `arrive` it by its id."""

    transfer_id: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """`arrived` of `quantity` units are there."""

    arrived: int
    quantity: int


def transfer(centre: Centre, site: str, units: Units, target: str, by: By) -> NotMoved | None:
    """Move free units to another location at once."""
    with centre.begin(site) as work:
        refused = _may(work, units, target)
        if refused is not None or done(work, by, "in"):
            return refused
        return carry(work, units, target, by)


def send(centre: Centre, site: str, units: Units, target: str, by: By) -> Sent | NotMoved:
    """Take free units out of a location; they are in flight until they arrive at `target`."""
    with centre.begin(site) as work:
        refused = _may(work, units, target)
        if refused is not None:
            return refused
        before = work.stock.moved(key_of(by, "in"))
        if before is not None:
            return Sent(before.reason)
        transfer_id = work.new_id()
        work.goods.put_location(TRANSIT, 0, "transit")
        refused = carry(work, units, TRANSIT, replace(by, why=transfer_id))
        if refused is not None:
            return refused
        row = TransferRow(
            transfer_id=transfer_id,
            sku=units.sku,
            lot=units.lot,
            source=units.location,
            target=target,
            quantity=units.quantity,
            arrived=0,
            sent_at=work.now,
        )
        work.transfers.insert(row, by.who)
        return Sent(transfer_id)


def arrive(centre: Centre, site: str, transfer_id: str, quantity: int, by: By) -> Arrived | NotMoved:
    """Put units of a transfer into its target; fewer than were sent stay in flight until the rest arrives."""
    with centre.begin(site) as work:
        row = work.transfers.get(transfer_id)
        if row is None:
            return NotMoved("transfer", f"transfer {transfer_id!r} is not known")
        units = Units(sku=row.sku, location=TRANSIT, quantity=quantity, lot=row.lot)
        if done(work, by, "in"):
            return Arrived(row.arrived, row.quantity)
        refused = first_refusal(tracked(work, units), place_for(work, row.target, into=True))
        if refused is not None:
            return refused
        there = work.transfers.arrive(transfer_id, quantity)
        if there is None:
            left = row.quantity - row.arrived
            return NotMoved("quantity", f"{quantity} x {row.sku} arrived, but only {left} are on their way")
        refused = carry(work, units, row.target, by)
        assert refused is None, refused
        return Arrived(there, row.quantity)


def _may(work: Work, units: Units, target: str) -> NotMoved | None:
    if target == units.location:
        return NotMoved("target", f"{target} is where they are")
    source, there = place_for(work, units.location, into=False), place_for(work, target, into=True)
    return first_refusal(tracked(work, units), source, there)


def carry(work: Work, units: Units, target: str, by: By) -> NotMoved | None:
    """Both ends in somebody's transaction: out of one level, into the other."""
    if not move_units(work, Movement.TRANSFERRED, units, by, part="out", quantity=-units.quantity):
        return too_few(work, units, "moved")
    work.stock.open_level(units.sku, target, units.lot)
    assert move_units(work, Movement.TRANSFERRED, replace(units, location=target), by, part="in"), units
    arrived(work)
    return None
