"""Packing one order into a carton, unit by unit. Pure: no clock, no database, no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.documents import Carton
from app.domain.facts import CartonClosed, Fact, ItemPacked, ItemShortPicked, PackedLine, UnitRemoved
from app.domain.floor.pack_tracing import NOTHING, Known, PackLine, counted, traced
from app.domain.floor.picking import ItemScan
from app.domain.floor.verdicts import Outcome, Verdict


class SessionState(StrEnum):
    OPEN = "open"
    SUSPENDED = "suspended"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Traced:
    """Units packed for a line at once: their lot ("" when nobody knows) and the serial number of each, or ()."""

    line_id: str
    lot: str
    quantity: int
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnumbered:
    """Scanned, and its lot or serial number is still to come."""

    sku: str
    barcode: str
    units: int
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSession:
    """One order at the bench. `carton` is the code chosen (or suggested, while `chosen` is False).

    `traced` tells of each of `packs` which lot and numbers it was; the lot or number of what is `asked` is to come.
    """

    session_id: str
    list_id: str
    order_id: str
    fence: int
    tote: str
    lines: tuple[PackLine, ...]
    state: SessionState = SessionState.OPEN
    carton: str = ""
    chosen: bool = False
    current: str = ""
    packs: tuple[tuple[str, int], ...] = ()
    traced: tuple[Traced, ...] = ()
    asked: Unnumbered | None = None

    @property
    def serials(self) -> frozenset[tuple[str, str]]:
        """(SKU, serial number) of every unit in the box."""
        skus = {line.line_id: line.sku for line in self.lines}
        return frozenset((skus[one.line_id], number) for one in self.traced for number in one.serials)

    @property
    def left(self) -> int:
        return sum(line.left for line in self.lines)

    @property
    def packed(self) -> int:
        return sum(line.packed for line in self.lines)

    @property
    def hero(self) -> PackLine | None:
        """The line to show big: the one being filled, else the first with room."""
        ahead = [line for line in self.lines if line.left]
        return next((line for line in ahead if line.line_id == self.current), ahead[0] if ahead else None)


Packed = tuple[PackSession, Outcome, tuple[Fact, ...]]


def scan_item(session: PackSession, scan: ItemScan, elsewhere: str = "", known: Known = NOTHING) -> Packed:
    """Every scan has exactly one outcome. `elsewhere` is the tote at this bench that needs the product ("" if none).

    `known` is what the bench knows of the product's lots, and who has the serial number that was scanned.
    """
    sku = scan.product.sku
    lines = [line for line in session.lines if line.sku == sku]
    if session.state is not SessionState.OPEN:
        return session, Outcome(verdict=Verdict.NOT_NOW, said="session_closed", scanned=scan.text, scanned_sku=sku), ()
    if sum(line.left for line in lines) < scan.units:
        return session, _refuse(session, scan, lines, elsewhere), ()
    found = traced(lines, session.serials, scan, known)
    if isinstance(found, Outcome):
        still = (
            session.asked if scan.serial and scan.product.by_serial else None
        )  # a wrong number leaves the question open
        made = Unnumbered(sku=sku, barcode=scan.text, units=scan.units, lot=found.lot)
        return replace(session, asked=still if found.refused else made), found, ()
    moved, facts = _into(replace(session, asked=None), lines, scan, found)
    outcome = Outcome(
        verdict=Verdict.RIGHT, said="packed", scanned=scan.text, scanned_sku=sku, quantity=scan.units,
        expected_sku=moved.hero.sku if moved.hero else "", lot=found,
    )  # fmt: skip
    return moved, outcome, facts


def _into(
    session: PackSession, lines: Sequence[PackLine], scan: ItemScan, lot: str
) -> tuple[PackSession, tuple[Fact, ...]]:
    """Into the first line with room; a case may fill several lines of its product."""
    moved, rest, facts = session, scan.units, []
    for line in lines:
        units = min(rest, line.left_of(lot) if line.lots else line.left)
        if not units:
            continue
        rest -= units
        serials = (scan.serial,) if scan.serial and line.by_serial else ()
        packed = replace(line, packed=line.packed + units, lots=counted(line.lots, lot, packed=units))
        moved = replace(
            _with_line(moved, packed), current=line.line_id, packs=(*moved.packs, (line.line_id, units)),
            traced=(*moved.traced, Traced(line.line_id, lot, units, serials)),
        )  # fmt: skip
        facts.append(
            ItemPacked(
                session_id=session.session_id, order_id=session.order_id, line_id=line.line_id, sku=line.sku,
                quantity=units, barcode=scan.text, serials=serials, lot=lot,
            )
        )  # fmt: skip
    return moved, tuple(facts)


def undo(session: PackSession) -> Packed:
    """Take one unit out again: the last one that went in; or forget the one whose number is still to come."""
    if session.asked is not None and session.state is SessionState.OPEN:
        outcome = Outcome(verdict=Verdict.RIGHT, said="hand_emptied", scanned_sku=session.asked.sku)
        return replace(session, asked=None), outcome, ()
    if not session.packs or session.state is not SessionState.OPEN:
        return session, Outcome(verdict=Verdict.NOT_NOW, said="nothing_to_undo"), ()
    line_id, units = session.packs[-1]
    line = next(line for line in session.lines if line.line_id == line_id)
    last = session.traced[-1] if session.traced else Traced(line_id, "", units)
    rest = ((line_id, units - 1),) if units > 1 else ()
    less = (replace(last, quantity=units - 1, serials=last.serials[:-1]),) if units > 1 else ()
    back = replace(line, packed=line.packed - 1, lots=counted(line.lots, last.lot, packed=-1))
    moved = replace(
        _with_line(session, back), current=line_id, packs=(*session.packs[:-1], *rest),
        traced=(*session.traced[:-1], *less),
    )  # fmt: skip
    fact = UnitRemoved(
        session_id=session.session_id, order_id=session.order_id, line_id=line_id, sku=line.sku, quantity=1,
        serials=last.serials[-1:], lot=last.lot,
    )  # fmt: skip
    return moved, Outcome(verdict=Verdict.RIGHT, said="unit_removed", scanned_sku=line.sku, quantity=1), (fact,)


def short(session: PackSession, reason: str) -> Packed:
    """The rest of the line shown is not in the tote: it is short, with a reason."""
    line = session.hero
    if line is None or session.state is not SessionState.OPEN:
        return session, Outcome(verdict=Verdict.NOT_NOW, said="nothing_missing"), ()
    missing = [(one.lot, one.left) for one in line.lots if one.left] or [("", line.left)]
    facts = tuple(
        ItemShortPicked(
            list_id=session.list_id, order_id=session.order_id, line_id=line.line_id, sku=line.sku, quantity=units,
            reason=reason, lot=lot,
        )
        for lot, units in missing
    )  # fmt: skip
    lots = tuple(replace(one, short=one.short + one.left) for one in line.lots)
    moved = _with_line(replace(session, asked=None), replace(line, short=line.short + line.left, lots=lots))
    return moved, Outcome(verdict=Verdict.RIGHT, said="shorted", scanned_sku=line.sku, quantity=line.left), facts


def choose_carton(session: PackSession, carton: Carton) -> Packed:
    if session.state is not SessionState.OPEN:
        return session, Outcome(verdict=Verdict.NOT_NOW, said="session_closed"), ()
    moved = replace(session, carton=carton.code, chosen=True)
    return moved, Outcome(verdict=Verdict.RIGHT, said="carton_chosen", expected=carton.name), ()


def close_carton(session: PackSession, parcel_id: str) -> Packed:
    """Close the carton once every unit is verified or short; refused while any is missing or nothing is inside."""
    if session.state is not SessionState.OPEN:
        return session, Outcome(verdict=Verdict.NOT_NOW, said="session_closed"), ()
    if session.left:
        return session, Outcome(verdict=Verdict.NOT_NOW, said="units_missing", quantity=session.left), ()
    if not session.packed:
        return session, Outcome(verdict=Verdict.NOT_NOW, said="carton_empty"), ()
    contents = tuple(part for line in session.lines for part in _inside(session, line))
    fact = CartonClosed(
        session_id=session.session_id, parcel_id=parcel_id, order_id=session.order_id, carton=session.carton,
        contents=contents, last=True,
    )  # fmt: skip
    moved = replace(session, state=SessionState.COMPLETE)
    return moved, Outcome(verdict=Verdict.RIGHT, said="carton_closed", expected=session.carton), (fact,)


def _inside(session: PackSession, line: PackLine) -> tuple[PackedLine, ...]:
    """What the carton holds of a line, lot by lot."""
    mine = [one for one in session.traced if one.line_id == line.line_id]
    unknown = Traced(line.line_id, "", line.packed - sum(one.quantity for one in mine))
    sums: dict[str, list[Traced]] = {}
    for one in (*mine, unknown):
        if one.quantity:
            sums.setdefault(one.lot, []).append(one)
    return tuple(
        PackedLine(
            line_id=line.line_id, sku=line.sku, quantity=sum(one.quantity for one in parts), lot=lot,
            serials=tuple(number for one in parts for number in one.serials),
        )
        for lot, parts in sums.items()
    )  # fmt: skip


def suggest_carton(cartons: tuple[Carton, ...], grams: int) -> str:
    """The carton that bears the goods with the least tare; the strongest when none does ("" when there are none)."""
    if not cartons:
        return ""
    able = [carton for carton in cartons if carton.max_grams >= grams]
    best = min(able, key=lambda c: (c.max_grams, c.tare_grams)) if able else max(cartons, key=lambda c: c.max_grams)
    return best.code


def _with_line(session: PackSession, changed: PackLine) -> PackSession:
    lines = tuple(changed if line.line_id == changed.line_id else line for line in session.lines)
    return replace(session, lines=lines)


def _refuse(session: PackSession, scan: ItemScan, lines: list[PackLine], elsewhere: str) -> Outcome:
    """Not on this order, or on it and already full, or a case too big for what is missing."""
    hero = session.hero
    left = sum(line.left for line in lines)
    if not lines:
        verdict, said = Verdict.WRONG_ITEM, "wrong_item"
    elif left:
        verdict, said = Verdict.ONE_TOO_MANY, "case_too_big"
    else:
        verdict, said = Verdict.ONE_TOO_MANY, "all_packed"
    expected = scan.product.sku if left else (hero.sku if hero else "")
    return Outcome(
        verdict=verdict, said=said, scanned=scan.text, scanned_sku=scan.product.sku, expected_sku=expected,
        expected=str(left), belongs=elsewhere or scan.product.home, quantity=scan.units,
    )  # fmt: skip
