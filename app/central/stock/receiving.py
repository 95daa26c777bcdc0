"""Goods that arrive: in units or packages, of a lot, with serial numbers, and who waits for them gets them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.central.centre import Centre
from app.central.stock.moving import By, NotMoved, Units, arrived, done, first_refusal, move_units, place_for, tracked
from app.central.stock.values import TrackRow
from app.central.storage.unit import Work
from app.central.warehouse.showing import show_lots
from app.domain.stock.movements import Movement
from app.domain.stock.packaging import BrokenCase, check_whole, units_of


@dataclass(frozen=True, slots=True)
class Received:
    """`units` are on hand now; `again` when this was received before under the same key, and nothing moved."""

    units: int
    again: bool = False


def receive(
    centre: Centre, site: str, units: Units, by: By, level: str = "each", expiry: date | None = None
) -> Received | NotMoved:
    """Receive `units.quantity` packages of a level ("each", "inner", "case", "pallet") into a location."""
    with centre.begin(site) as work:
        return receive_units(work, units, by, level, expiry)


def receive_units(
    work: Work, units: Units, by: By, level: str = "each", expiry: date | None = None, *, apart: bool = False
) -> Received | NotMoved:
    """Receive inside somebody's transaction: a receipt of an order, a scan at a door.

    What is received `apart` is in quarantine before anybody who waits could be given it.
    """
    sized = in_units(work, units, level)
    if isinstance(sized, NotMoved):
        return sized
    track, place = tracked(work, sized), place_for(work, sized.location, into=True)
    refused = first_refusal(track, place)
    if refused is not None:
        return refused
    assert isinstance(track, TrackRow)
    if done(work, by):
        return Received(sized.quantity, again=True)
    strange = _lot(work, sized, track, expiry) or _serials(work, sized, track)
    if strange is not None:
        return strange
    work.stock.open_level(sized.sku, sized.location, sized.lot)
    assert move_units(work, Movement.RECEIVED, sized, by), sized
    if sized.lot:
        show_lots(work, sized.sku)
    if apart:
        assert move_units(work, Movement.QUARANTINED, sized, by, part="apart"), sized
    else:
        arrived(work)
    return Received(sized.quantity)


def in_units(work: Work, units: Units, level: str) -> Units | NotMoved:
    """The same as units of one, refused where cases are broken or the product has no such package."""
    track = work.lots.track(units.sku)
    barcodes = work.goods.barcodes(units.sku)
    try:
        count = units_of(units.quantity, level, barcodes)
        if track is not None and track.whole_cases:
            check_whole(count, barcodes)
    except BrokenCase as error:
        return NotMoved("quantity", f"{units.sku}: {error}")
    return replace(units, quantity=count)


def _lot(work: Work, units: Units, track: TrackRow, expiry: date | None) -> NotMoved | None:
    if track.tracks_expiry and expiry is None and work.lots.get(units.sku, units.lot) is None:
        return NotMoved("expiry", f"{units.sku} expires: give the last good day of lot {units.lot}")
    if not units.lot:
        return None
    lot = work.lots.open(track, units.lot, expiry)
    if expiry is not None and lot.expiry != expiry:
        return NotMoved("expiry", f"lot {units.lot} of {units.sku} expires on {lot.expiry}, not {expiry}")
    return None


def _serials(work: Work, units: Units, track: TrackRow) -> NotMoved | None:
    if track.tracks_serial and not units.serials:
        return NotMoved("serials", f"{units.sku} is kept by serial number: scan each unit")
    known = work.lots.serials(units.sku, units.serials)
    if known:
        return NotMoved("serials", f"serial number {min(known)} of {units.sku} was captured before")
    if units.serials:
        work.lots.add_serials(units.sku, units.serials, units.lot)
    return None
