"""A scan at the bench: armed at every step, and exactly one outcome each."""

from __future__ import annotations

from app.domain.barcodes import Badge, Barcode, CommandCode, Foreign, Gtin, Place, Sscc, Tote, Unknown, parse
from app.domain.facts import ScanRefused
from app.domain.verdicts import Outcome, Verdict
from app.station.bench import Step
from app.station.desk import Turn
from app.station.ports import Scanned
from app.station.press import press
from app.station.verbs import dispatching, labelling_up, packing_up, signing, walking


def scan(turn: Turn, scanned: Scanned) -> Outcome:
    """Route one read by what it is and by where the bench stands."""
    turn.move(event=turn.bench.event + 1)
    code = parse(scanned.raw, scanned.aim)
    if isinstance(code, CommandCode):
        return press(turn, code.name)
    if turn.bench.refusal is not None:
        return _while_refused(turn, turn.bench.refusal, code)
    if isinstance(code, Badge):
        return signing.sign_in(turn, code.badge_id)
    if turn.bench.step is Step.SIGN_IN:
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="sign_in_first", scanned=code.text))
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


def _on_the_walk(turn: Turn, code: Tote | Place | Gtin | Unknown) -> Outcome:
    if isinstance(code, Tote):
        return walking.tote_scanned(turn, code.tote_id)
    if isinstance(code, Place):
        return walking.place_scanned(turn, code.code)
    return walking.item_scanned(turn, code)


def _tote(turn: Turn, step: Step, code: Tote) -> Outcome:
    """At the queue a picked tote opens its order; a free tote begins the next walk and is its first tote."""
    picked = any(tote == code.tote_id for tote, _, _ in packing_up.waiting_totes(turn))
    if step is Step.QUEUE and not picked:
        begun = walking.start_picking(turn)
        return begun if begun.refused else walking.tote_scanned(turn, code.tote_id)
    return packing_up.tote_scanned(turn, code.tote_id)


def _sscc(turn: Turn, step: Step, code: Sscc) -> Outcome:
    if step is Step.LABEL:
        return labelling_up.label_scanned(turn, code.sscc)
    parcel = labelling_up.current(turn)
    if step is Step.DONE and parcel is not None and parcel.sscc == code.sscc:
        return turn.answer(Outcome(verdict=Verdict.ALREADY_DONE, said="label_applied_already", scanned=code.text))
    return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="parcel_not_now", scanned=code.text))


def _while_refused(turn: Turn, refusal: Outcome, code: Barcode) -> Outcome:
    """Nothing but OK puts a refusal away: a scan now is swallowed, counted, and never lands on the next order."""
    shown = "a badge" if isinstance(code, Badge) else code.text
    outcome = Outcome(verdict=Verdict.NOT_NOW, said="acknowledge_first", scanned=shown)
    turn.record(
        ScanRefused(verdict=outcome.verdict, step=turn.bench.step, scanned=shown, expected=f"OK after {refusal.said}")
    )
    turn.move(said=outcome)
    return outcome
