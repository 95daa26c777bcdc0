"""Lots at the bench: whether a lot may be taken today, and which one is meant. Pure: the day is handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.domain.documents import KnownLot
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.floor.walk import InHand, PickRun, Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class LotBook:
    """What the bench knows of the lots of one product on the day of the scan (the site's own day)."""

    today: date
    lots: tuple[KnownLot, ...] = ()

    def known(self, lot: str) -> KnownLot | None:
        return next((one for one in self.lots if one.lot == lot), None)

    def unfit(self, lot: str, expiry: date | None = None) -> str:
        """Why units of this lot may not be taken, "" when they may; `expiry` is what the package itself says."""
        known = self.known(lot)
        said = ""
        if known is None:
            said = "lot_unknown"
        elif known.recalled:
            said = "lot_recalled"
        elif any(last is not None and last < self.today for last in (known.ship_until or known.expiry, expiry)):
            said = "lot_expired"
        elif expiry is not None and known.expiry is not None and expiry != known.expiry:
            said = "expiry_differs"
        return said

    def last_day(self, lot: str) -> date | None:
        """The last good day of a lot, None when it has none or nobody knows it."""
        known = self.known(lot)
        return known.expiry if known else None


@dataclass(frozen=True, slots=True)
class LotUnits:
    """Units of one lot that came in a tote for one order line, and how many of them are packed or known missing."""

    lot: str
    wanted: int
    packed: int = 0
    short: int = 0

    @property
    def left(self) -> int:
        return self.wanted - self.packed - self.short


def in_order(lots: Iterable[KnownLot]) -> tuple[KnownLot, ...]:
    """First expired, first out; what never expires comes last."""
    return tuple(sorted(lots, key=lambda lot: (lot.expiry or date.max, lot.lot)))


NO_LOTS: Final = LotBook(today=date.min)


@dataclass(frozen=True, slots=True)
class Meant:
    """A scan whose lot is settled: the stop it serves (of another promised lot, maybe) and what is in the hand."""

    run: PickRun
    stop: Stop
    hand: InHand


def meant(
    run: PickRun, stop: Stop, hand: InHand, expiry: date | None, book: LotBook
) -> Meant | tuple[PickRun, Outcome]:
    """Which lot a scan at a stop stands for; else the walk and the outcome: a question or a refusal.

    A lot that another stop of this walk wants from the same place serves that stop. Any other lot than the promised
    one is refused and offered: somebody may say that it is taken instead.
    """
    if not stop.lot:
        return Meant(run, stop, replace(hand, lot=""))
    lot = hand.lot or (stop.lot if stop.sure else "")
    if not lot:
        asked = replace(run, unsure=hand, offered=None)
        return asked, _about(Verdict.RIGHT, stop, hand, said="which_lot")
    held, known = replace(hand, lot=lot), book if book.lots else replace(book, lots=stop.lots)
    unfit = known.unfit(lot, expiry)
    if unfit:
        verdict = Verdict.UNKNOWN_BARCODE if unfit == "lot_unknown" else Verdict.WRONG_ITEM
        return replace(run, offered=None), _about(verdict, stop, held, said=unfit)
    serves = _serving(run, stop, held)
    if serves is None:
        other = _about(Verdict.WRONG_ITEM, stop, held, said="other_lot")
        return replace(run, offered=held if hand.quantity <= stop.room else None), other
    sure = replace(serves, location_done=True, sure=len(serves.lots) < 2)
    return Meant(run.with_first(sure) if serves is not stop else run.with_stop(sure), sure, held)


def _serving(run: PickRun, stop: Stop, hand: InHand) -> Stop | None:
    """The stop at this place that was promised this lot and still wants some."""
    if hand.lot == stop.lot:
        return stop
    return next((one for one in run.stops if same_goods(one, stop) and one.lot == hand.lot and one.left), None)


def same_goods(one: Stop, other: Stop) -> bool:
    """The same product at the same place, whatever the lot."""
    return (one.location, one.sku) == (other.location, other.sku)


def stay(run: PickRun, stop: Stop) -> PickRun:
    """The walk after a stop was served: for another lot of the same shelf nobody scans the place again."""
    following = run.stop
    if following is None or not following.lot or not stop.location_done or not same_goods(following, stop):
        return run
    return run.with_stop(replace(following, location_done=True))


def too_big(stop: Stop, hand: InHand, room: int) -> Outcome:
    return Outcome(
        verdict=Verdict.ONE_TOO_MANY, said="case_too_big", scanned=hand.barcode, scanned_sku=stop.sku,
        expected_sku=stop.sku, expected=str(room), quantity=hand.quantity, belongs=stop.location,
    )  # fmt: skip


def _about(verdict: Verdict, stop: Stop, hand: InHand, *, said: str) -> Outcome:
    return Outcome(
        verdict=verdict, said=said, scanned=hand.barcode, scanned_sku=stop.sku, expected_sku=stop.sku,
        belongs=stop.location, quantity=hand.quantity, lot=hand.lot, expected_lot=stop.lot,
    )  # fmt: skip


def lots_of(run: PickRun, order_id: str) -> dict[str, tuple[LotUnits, ...]]:
    """Units in the tote of an order by line and lot; lines whose lots nobody named are left out."""
    sums: dict[str, dict[str, int]] = {}
    for put in run.puts:
        if put.order_id == order_id and put.lot:
            line = sums.setdefault(put.line_id, {})
            line[put.lot] = line.get(put.lot, 0) + put.quantity
    return {line: tuple(LotUnits(lot, units) for lot, units in lots.items()) for line, lots in sums.items()}
