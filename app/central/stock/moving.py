"""What every verb of stock does the same: look whether it may, move a level once under a key, and let orders go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.central.intake.changes import fill_waiting
from app.central.stock.values import PlaceRow, TrackRow
from app.central.storage.unit import Work
from app.domain.stock.movements import Movement


@dataclass(frozen=True, slots=True)
class NotMoved:
    """Nothing was moved; `field` names what to mend and `why` says it in words."""

    field: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Units of one SKU in one place, of one lot where the SKU has lots; `serials` one number per unit, or none."""

    sku: str
    location: str
    quantity: int
    lot: str = ""
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who does it and why; `key` makes it happen once: the same key again changes nothing."""

    who: str
    why: str
    key: str


def tracked(work: Work, units: Units) -> TrackRow | NotMoved:
    """The product of these units, if they may be handled as they are described."""
    if units.quantity < 1:
        return NotMoved("quantity", f"{units.quantity} units: at least 1")
    track = work.lots.track(units.sku)
    if track is None:
        return NotMoved("sku", f"SKU {units.sku!r} is not in the catalogue")
    if track.kit:
        return NotMoved("sku", f"{units.sku} is a kit: move its components")
    if track.tracks_lot and not units.lot:
        return NotMoved("lot", f"{units.sku} is kept by lot: give the lot")
    if units.lot and not track.tracks_lot:
        return NotMoved("lot", f"{units.sku} is not kept by lot")
    if len(units.serials) not in (0, units.quantity):
        return NotMoved("serials", f"{len(units.serials)} serial numbers for {units.quantity} units: one each")
    if len(set(units.serials)) != len(units.serials):
        return NotMoved("serials", "a serial number stands there twice")
    return track


def place_for(work: Work, code: str, *, into: bool) -> PlaceRow | NotMoved:
    """The location, if something may be put there (or, with `into` False, taken from there)."""
    place = work.lots.place(code)
    if place is None:
        return NotMoved("location", f"location {code!r} is not known")
    if into and place.state == "closed":
        return NotMoved("location", f"location {code} is closed")
    return place


def move_units(
    work: Work, kind: Movement, units: Units, by: By, *, part: str = "", quantity: int | None = None
) -> bool:
    """One movement of a level for a verb; `part` tells several movements of one verb apart."""
    return work.stock.move(
        kind,
        units.sku,
        units.location,
        units.quantity if quantity is None else quantity,
        ledger_id=work.new_id(),
        cause=by.key,
        idem=key_of(by, part),
        actor=by.who,
        lot_code=units.lot,
        reason=by.why,
    )


def arrived(work: Work) -> None:
    """More is free than before: who waits for it gets it now, before anybody else can ask."""
    fill_waiting(work)


def key_of(by: By, part: str = "") -> str:
    return f"desk:{by.key}:{part}"


def done(work: Work, by: By, part: str = "") -> bool:
    """True when this verb was done before under the same key."""
    return work.stock.moved(key_of(by, part)) is not None


def too_few(work: Work, units: Units, what: str) -> NotMoved:
    """The refusal of a movement the level does not allow, with its numbers."""
    level = work.stock.level(units.sku, units.location, units.lot)
    if level is None:
        return NotMoved("quantity", f"there is no {units.sku} at {units.location}")
    spoken = f"{level.allocated} promised, {level.reserved} reserved, {level.unavailable} not for sale"
    there = f"{level.on_hand} there, {spoken}"
    return NotMoved("quantity", f"{units.quantity} x {units.sku} at {units.location} can not be {what}: {there}")


def set_apart(work: Work, units: Units) -> int:
    """Quarantined units of the level a person may decide about; returned ones wait for their inspection."""
    level = work.stock.level(units.sku, units.location, units.lot)
    return 0 if level is None else level.quarantined - work.stock.awaiting_inspection(level)


def first_refusal(*answers: object) -> NotMoved | None:
    return next((answer for answer in answers if isinstance(answer, NotMoved)), None)


def known_serials(work: Work, units: Units, states: Sequence[str]) -> NotMoved | None:
    """A refusal when one of the numbers is not in one of these states."""
    found = work.lots.serials(units.sku, units.serials)
    for number in units.serials:
        row = found.get(number)
        if row is None:
            return NotMoved("serials", f"serial number {number} of {units.sku} is not known")
        if row.state not in states:
            return NotMoved("serials", f"serial number {number} of {units.sku} is {row.state}")
    return None
