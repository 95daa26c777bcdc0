"""A packer says which lot is in the hand, or that another lot than the promised one is taken. Pure."""

from __future__ import annotations

from dataclasses import replace

from app.domain.floor.picking import Picked, place_lot, take
from app.domain.floor.tracing import LotBook
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.floor.walk import PickRun


def choices(run: PickRun) -> tuple[str, ...]:
    """The lots to choose from at this stop, first to expire first; the promised one is always among them."""
    stop = run.stop
    if stop is None or not stop.lot:
        return ()
    here = tuple(lot.lot for lot in stop.lots)
    return here if stop.lot in here else (stop.lot, *here)


def named(run: PickRun, lot: str, book: LotBook) -> Picked:
    """What was scanned is of this lot: as if its barcode had said so."""
    stop, hand = run.stop, run.unsure
    if stop is None or hand is None:
        return run, Outcome(verdict=Verdict.NOT_NOW, said="no_question"), ()
    return place_lot(replace(run, unsure=None), stop, replace(hand, lot=lot), None, book)


def forgotten(run: PickRun) -> PickRun:
    """Nobody says which lot it is: the unit goes back, nothing was counted."""
    return replace(run, unsure=None, offered=None)


def instead(run: PickRun, reason: str) -> Picked:
    """Take what was offered. The centre moves its promise to that lot, or tells a supervisor that it can not."""
    stop, hand = run.stop, run.offered
    if stop is None or hand is None or not stop.lot:
        return run, Outcome(verdict=Verdict.NOT_NOW, said="no_question"), ()
    return take(run, stop, replace(hand, instead_of=stop.lot, reason=reason))
