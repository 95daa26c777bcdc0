"""A scan at the bench: armed at every step, and exactly one outcome each."""

from __future__ import annotations

from app.domain.barcodes import Badge, Barcode, CommandCode, Foreign, Gtin, Place, Sscc, Tote, Unknown, parse
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.parcels import LabelState
from app.station import lane
from app.station.bench import Ask, Step
from app.station.desk import Turn
from app.station.ports import Scanned
from app.station.press import press, swallow
from app.station.verbs import asking, lots, reading, signing, tasking
from app.station.verbs.packing import dispatching, labelling_up, packing_up
from app.station.verbs.picking import walking


def scan(turn: Turn, scanned: Scanned) -> Outcome:
    """Route one read by what it is and by where the bench stands."""
    turn.move(event=turn.bench.event + 1)
    code = parse(scanned.raw, scanned.aim)
    if isinstance(code, CommandCode):
        return press(turn, code.name)
    if turn.bench.refusal is not None:
        return swallow(turn, turn.bench.refusal, _shown(code))
    if isinstance(code, Badge) and turn.bench.ask is Ask.LOT_BADGE:
        return lots.approved(turn, code.badge_id)
    if isinstance(code, Badge):
        return signing.sign_in(turn, code.badge_id)
    if turn.bench.step is Step.SIGN_IN:
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="sign_in_first", scanned=code.text))
    if turn.bench.ask in (Ask.LOT, Ask.PACK_LOT) and isinstance(code, Gtin | Unknown):
        return _says_lot(turn, turn.bench.ask, code)
    if turn.bench.ask is not None:
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="answer_first", scanned=code.text))
    if isinstance(code, Foreign):
        return turn.answer(
            Outcome(verdict=Verdict.UNKNOWN_BARCODE, said="foreign_code", scanned=code.text, expected=code.kind)
        )
    return _at_step(turn, code)


def _at_step(turn: Turn, code: Tote | Place | Sscc | Gtin | Unknown) -> Outcome:
    step = turn.bench.step
    if step is Step.DISPATCH:
        if isinstance(code, Sscc):
            return dispatching.dispatch(turn, code.sscc)
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="parcels_only", scanned=code.text))
    if step is Step.TASK:
        return tasking.scanned(turn, code)
    if isinstance(code, Sscc):
        return _sscc(turn, step, code)
    if step is Step.PICK:
        return _on_the_walk(turn, code)
    if step is Step.LABEL:
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="label_first", scanned=code.text))
    if isinstance(code, Tote):
        return _tote(turn, step, code)
    if isinstance(code, Place):
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="not_walking", scanned=code.text))
    return packing_up.item_scanned(turn, code)


def _says_lot(turn: Turn, question: Ask, code: Gtin | Unknown) -> Outcome:
    """While a lot is asked for: the code of the lot alone answers, a product's code begins again with that unit."""
    lot = lots.lot_in(turn, code, question) if isinstance(code, Unknown) else ""
    if lot:
        return asking.answered(turn, lots.choices(turn, question).index(lot) + 1)
    lots.forget(turn)
    turn.move(ask=None)
    return _at_step(turn, code)


def _on_the_walk(turn: Turn, code: Tote | Place | Gtin | Unknown) -> Outcome:
    if isinstance(code, Tote):
        return walking.tote_scanned(turn, code.tote_id)
    if isinstance(code, Place):
        return walking.place_scanned(turn, code.code)
    return walking.item_scanned(turn, code)


def _tote(turn: Turn, step: Step, code: Tote) -> Outcome:
    """A picked tote opens its order; between jobs a free tote begins the next walk and is its first tote."""
    found = reading.run_with_tote(turn, code.tote_id)
    if step is Step.PACK or (found is not None and found[0].stop is None):
        return packing_up.tote_scanned(turn, code.tote_id)
    if found is not None:
        return walking.start_picking(turn)
    site = turn.site
    if site is None or code.tote_id not in site.totes:
        return turn.answer(Outcome(verdict=Verdict.UNKNOWN_BARCODE, said="unknown_tote", scanned=code.tote_id))
    begun = walking.start_picking(turn)
    return begun if begun.refused else walking.tote_scanned(turn, code.tote_id)


def _sscc(turn: Turn, step: Step, code: Sscc) -> Outcome:
    if step is Step.LABEL:
        return labelling_up.label_scanned(turn, code.sscc)
    parcel = lane.parcel_with(turn.work, code.sscc)
    if parcel is not None and parcel.label is LabelState.APPLIED:
        return turn.answer(Outcome(verdict=Verdict.ALREADY_DONE, said="label_applied_already", scanned=code.text))
    if parcel is not None and _between_jobs(turn):
        turn.move(step=Step.LABEL, parcel_id=parcel.parcel_id, session_id="")
        return labelling_up.label_scanned(turn, code.sscc)
    return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="parcel_not_now", scanned=code.text))


def _between_jobs(turn: Turn) -> bool:
    bench = turn.bench
    return bench.step in (Step.QUEUE, Step.DONE) or (bench.step is Step.PACK and not bench.session_id)


def _shown(code: Barcode) -> str:
    """What a refusal may repeat: never a badge, it is as good as a key."""
    return "a badge" if isinstance(code, Badge) else code.text
