"""Goods that arrive on a purchase: some of them or all, too many, damaged, scanned or typed; each arrival once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import msgspec

from app.central.centre import Centre
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.stock.moving import By, NotMoved, Units
from app.central.stock.receiving import in_units, receive_units
from app.central.storage.unit import Work
from app.central.supply.buying.proposing import UNITS_MOST, NotSupplied
from app.central.supply.buying.purchasing import settle
from app.central.supply.looking import look_at
from app.central.supply.values import PurchaseLineRow, PurchaseRow, ReceiptRow
from app.domain.barcodes import Gtin, parse

KEY_LONGEST: Final = 100
PACKAGES_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One SKU of one arrival: `quantity` packages of `level` in all, `damaged` units of them.

    `scanned` is a barcode as the scanner reads it instead of `sku`; its packaging level, lot and expiry count where
    nothing else is said. `key` makes it happen once.
    """

    purchase: str
    location: str
    quantity: int
    key: str
    sku: str = ""
    scanned: str = ""
    level: str = "each"
    damaged: int = 0
    lot: str = ""
    expiry: date | None = None
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What was received, how much of the line is still to come, and the state of the purchase now; `again` when it
    was received before under the same key, and nothing moved."""

    receipt: ReceiptRow
    left: int
    state: str
    again: bool = False


def receive_delivery(centre: Centre, site: str, actor: Actor, given: Delivery) -> Arrival | NotSupplied:
    """Take goods in: sound units for sale and to who waits for them, damaged ones into quarantine.

    More than was ordered is taken too, for it is there, and somebody is told. All of it happens, or nothing.
    """
    wrong = _wrong(given)
    if wrong is not None:
        return wrong
    with centre.begin(site) as work:
        row = work.supply.purchases.get(given.purchase)
        if row is None:
            return NotSupplied("unknown", "purchase", f"there is no purchase {given.purchase!r}")
        before = work.supply.purchases.receipt(given.key)
        if before is not None:
            return _again(work, row, before, given)
        if row.state == "cancelled":
            return NotSupplied("state", "purchase", f"purchase {row.number} was cancelled: {row.note}")
        named = _named(work, given)
        if isinstance(named, NotSupplied):
            return named
        try:
            with work.step():
                return _take_in(work, actor, row, named, _digest(row, given))
        except _Refused as refused:
            return refused.answer


class _Refused(Exception):
    def __init__(self, answer: NotSupplied) -> None:
        super().__init__(answer.why)
        self.answer = answer


def _take_in(work: Work, actor: Actor, row: PurchaseRow, given: Delivery, asked: str) -> Arrival:
    units = Units(sku=given.sku, location=given.location, quantity=given.quantity, lot=given.lot, serials=given.serials)
    sized = in_units(work, units, given.level)
    if isinstance(sized, NotMoved):
        raise _Refused(NotSupplied("field", sized.field, sized.why))
    if sized.quantity > UNITS_MOST:
        raise _Refused(NotSupplied("field", "quantity", f"{sized.quantity} units at once: at most {UNITS_MOST}"))
    if given.damaged > sized.quantity:
        raise _Refused(NotSupplied("field", "damaged", f"{given.damaged} of {sized.quantity} units are damaged"))
    line = work.supply.purchases.arrived(row.purchase_id, given.sku, sized.quantity, given.damaged)
    if line is None:
        raise _Refused(NotSupplied("field", "sku", f"{given.sku} was not ordered with {row.number}"))
    over = min(sized.quantity, max(0, line.received - line.ordered))
    made = replace(_receipt(work, actor, row, given, sized.quantity, over), body_sha256=asked)
    work.supply.purchases.add_receipt(made)
    _move(work, sized, made, given)
    settle(work, row, work.supply.purchases.lines(row.purchase_id))
    if over:
        _tell_over(work, row, line, over)
    details = {"number": row.number, "sku": made.sku, "units": made.units, "damaged": made.damaged, "over": over}
    record(work, actor, "receipt.enter", Subject("purchase", row.purchase_id), details)
    look_at(work, (made.sku,))
    return _arrival(work, made, line)


def _move(work: Work, sized: Units, made: ReceiptRow, given: Delivery) -> None:
    """Damaged units first, so that nobody is given them; serial numbers are those of the sound ones, then the rest."""
    sound = sized.quantity - given.damaged
    parts = (("damaged", given.damaged, sized.serials[sound:]), ("sound", sound, sized.serials[:sound]))
    for name, quantity, serials in parts:
        if quantity:
            by = By(who=made.received_by, why=f"purchase {name}", key=f"{made.receipt_id}:{name}")
            part = replace(sized, quantity=quantity, serials=serials)
            moved = receive_units(work, part, by, expiry=given.expiry, apart=name == "damaged")
            if isinstance(moved, NotMoved):
                raise _Refused(NotSupplied("field", moved.field, moved.why))


def _digest(row: PurchaseRow, given: Delivery) -> str:
    """Of what was asked, whichever name the purchase was given."""
    return hashlib.sha256(msgspec.json.encode(replace(given, purchase=row.purchase_id))).hexdigest()


def _receipt(work: Work, actor: Actor, row: PurchaseRow, given: Delivery, units: int, over: int) -> ReceiptRow:
    return ReceiptRow(
        receipt_id=work.new_id(),
        purchase_id=row.purchase_id,
        sku=given.sku,
        location=given.location,
        lot=given.lot,
        units=units,
        damaged=given.damaged,
        over=over,
        received_at=work.now,
        received_by=actor.label,
        receipt_key=given.key,
    )


def _tell_over(work: Work, row: PurchaseRow, line: PurchaseLineRow, over: int) -> None:
    text = f"{row.supplier} sent {over} x {line.sku} more than were ordered with {row.number}: keep or return them."
    work.tasks.open(work.new_id(), "over_delivered", text, source=f"{row.purchase_id} {line.sku}", once=True)


def _named(work: Work, given: Delivery) -> Delivery | NotSupplied:
    """The delivery with what its barcode says."""
    if not given.scanned:
        return given
    read = parse(given.scanned.encode("utf-8", "replace"), this_year=work.now.year)
    code = read.gtin if isinstance(read, Gtin) else given.scanned
    found = work.supply.buying.barcode(code)
    if found is None:
        return NotSupplied("field", "scanned", f"no product has the barcode {given.scanned[:60]!r}")
    sku, units = found
    if given.sku and given.sku != sku:
        return NotSupplied("field", "scanned", f"this is {sku}, not {given.sku}")
    named = replace(given, sku=sku)
    if given.level == "each":
        named = replace(named, quantity=given.quantity * units)
    if isinstance(read, Gtin) and not read.warnings:
        named = replace(named, lot=given.lot or read.lot or "", expiry=given.expiry or read.expiry)
    return named


def _wrong(given: Delivery) -> NotSupplied | None:
    if not 1 <= given.quantity <= PACKAGES_MOST:
        return NotSupplied("field", "quantity", f"{given.quantity}: 1 to {PACKAGES_MOST}")
    if given.expiry is not None and not 2000 <= given.expiry.year < 2200:
        return NotSupplied("field", "expiry", f"{given.expiry}: a year from 2000 to 2199")
    if given.damaged < 0:
        return NotSupplied("field", "damaged", f"{given.damaged}: 0 or more")
    if not (given.sku or given.scanned):
        return NotSupplied("field", "sku", "name the SKU, or scan its barcode")
    if not 0 < len(given.key) <= KEY_LONGEST:
        return NotSupplied("field", "key", f"1 to {KEY_LONGEST} characters, another one for each arrival")
    return None


def _again(work: Work, row: PurchaseRow, made: ReceiptRow, given: Delivery) -> Arrival | NotSupplied:
    """The arrival this key stands for; a key of another one is a mistake, and what is given now is not booked."""
    if made.purchase_id != row.purchase_id:
        known = work.supply.purchases.get(made.purchase_id)
        number = known.number if known is not None else made.purchase_id
        return NotSupplied("state", "key", f"key {given.key!r} was used for an arrival of {number}: give another one")
    if made.body_sha256 not in ("", _digest(row, given)):
        what = f"{made.units} x {made.sku} at {made.location}"
        return NotSupplied("state", "key", f"key {given.key!r} was used for another arrival ({what}): give another one")
    lines = work.supply.purchases.lines(made.purchase_id)
    line = next(line for line in lines if line.sku == made.sku)
    return replace(_arrival(work, made, line), again=True)


def _arrival(work: Work, made: ReceiptRow, line: PurchaseLineRow) -> Arrival:
    row = work.supply.purchases.get(made.purchase_id)
    assert row is not None, made
    return Arrival(receipt=made, left=line.left, state=row.state)
