"""Packing one order into a carton, unit by unit. Pure: no clock, no database, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.documents import Carton
from app.domain.facts import CartonClosed, Fact, ItemPacked, ItemShortPicked, PackedLine, UnitRemoved
from app.domain.floor.picking import ItemScan
from app.domain.floor.verdicts import Outcome, Verdict


class SessionState(StrEnum):
    OPEN = "open"
    SUSPENDED = "suspended"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """`wanted` units came in the tote for this line; `ordered` is what the customer asked for."""

    line_id: str
    sku: str
    ordered: int
    wanted: int
    packed: int = 0
    short: int = 0

    @property
    def left(self) -> int:
        return self.wanted - self.packed - self.short


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSession:
    """One order at the bench. `carton` is the code chosen (or suggested, while `chosen` is False)."""

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


def scan_item(session: PackSession, scan: ItemScan, elsewhere: str = "") -> Packed:
    """Every scan has exactly one outcome. `elsewhere` is the tote at this bench that needs the product ("" if none)."""
    sku = scan.product.sku
    lines = [line for line in session.lines if line.sku == sku]
    if session.state is not SessionState.OPEN:
        return session, Outcome(verdict=Verdict.NOT_NOW, said="session_closed", scanned=scan.text, scanned_sku=sku), ()
    if sum(line.left for line in lines) < scan.units:
        return session, _refuse(session, scan, lines, elsewhere), ()
    moved, rest, facts = session, scan.units, []
    for line in lines:  # the first with room; a case may fill several lines of its product
        units = min(rest, line.left)
        if not units:
            continue
        rest -= units
        packs = (*moved.packs, (line.line_id, units))
        packed = _with_line(moved, replace(line, packed=line.packed + units))
        moved = replace(packed, current=line.line_id, packs=packs)
        facts.append(
            ItemPacked(
                session_id=session.session_id, order_id=session.order_id, line_id=line.line_id, sku=sku,
                quantity=units, barcode=scan.text,
            )
        )  # fmt: skip
    outcome = Outcome(
        verdict=Verdict.RIGHT, said="packed", scanned=scan.text, scanned_sku=sku, quantity=scan.units,
        expected_sku=moved.hero.sku if moved.hero else "",
    )  # fmt: skip
    return moved, outcome, tuple(facts)


def undo(session: PackSession) -> Packed:
    """Take one unit out again: the last one that went in."""
    if not session.packs or session.state is not SessionState.OPEN:
        return session, Outcome(verdict=Verdict.NOT_NOW, said="nothing_to_undo"), ()
    line_id, units = session.packs[-1]
    line = next(line for line in session.lines if line.line_id == line_id)
    rest = ((line_id, units - 1),) if units > 1 else ()
    moved = replace(
        _with_line(session, replace(line, packed=line.packed - 1)), current=line_id, packs=(*session.packs[:-1], *rest)
    )
    fact = UnitRemoved(
        session_id=session.session_id, order_id=session.order_id, line_id=line_id, sku=line.sku, quantity=1
    )
    return moved, Outcome(verdict=Verdict.RIGHT, said="unit_removed", scanned_sku=line.sku, quantity=1), (fact,)


def short(session: PackSession, reason: str) -> Packed:
    """The rest of the line shown is not in the tote: it is short, with a reason."""
    line = session.hero
    if line is None or session.state is not SessionState.OPEN:
        return session, Outcome(verdict=Verdict.NOT_NOW, said="nothing_missing"), ()
    fact = ItemShortPicked(
        list_id=session.list_id, order_id=session.order_id, line_id=line.line_id, sku=line.sku, quantity=line.left,
        reason=reason,
    )  # fmt: skip
    moved = _with_line(session, replace(line, short=line.short + line.left))
    return moved, Outcome(verdict=Verdict.RIGHT, said="shorted", scanned_sku=line.sku, quantity=line.left), (fact,)


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
    contents = tuple(
        PackedLine(line_id=line.line_id, sku=line.sku, quantity=line.packed) for line in session.lines if line.packed
    )
    fact = CartonClosed(
        session_id=session.session_id, parcel_id=parcel_id, order_id=session.order_id, carton=session.carton,
        contents=contents, last=True,
    )  # fmt: skip
    moved = replace(session, state=SessionState.COMPLETE)
    return moved, Outcome(verdict=Verdict.RIGHT, said="carton_closed", expected=session.carton), (fact,)


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
