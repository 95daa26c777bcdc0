"""Sign a packer in and out by badge."""

from __future__ import annotations

import hashlib

from app.domain.facts import SignedIn, SignedOut
from app.domain.floor.verdicts import Outcome, Verdict
from app.station.bench import SIDE_STEPS, Step
from app.station.desk import Turn


def sign_in(turn: Turn, badge_id: str) -> Outcome:
    """A known badge signs its packer in; work in progress stays where it is and changes hands."""
    packer = turn.work.packer_by_badge(hashlib.sha256(badge_id.encode()).hexdigest())
    if packer is None:
        return turn.answer(Outcome(verdict=Verdict.UNKNOWN_BARCODE, said="unknown_badge", scanned="badge"))
    if packer.packer_id == turn.bench.packer_id:
        return turn.answer(Outcome(verdict=Verdict.ALREADY_DONE, said="signed_in_already", scanned=packer.name))
    step = turn.bench.back_to if turn.bench.step is Step.SIGN_IN else turn.bench.step
    turn.move(packer_id=packer.packer_id, step=Step.QUEUE if step is Step.SIGN_IN else step)
    turn.record(SignedIn(packer_id=packer.packer_id))
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="signed_in", expected=packer.name))


def sign_out(turn: Turn) -> Outcome:
    """Lock the bench; the step is kept and comes back with the next badge."""
    turn.record(SignedOut(packer_id=turn.bench.packer_id))
    step = turn.bench.back_to if turn.bench.step in SIDE_STEPS else turn.bench.step
    turn.move(step=Step.SIGN_IN, back_to=step, packer_id="", ask=None)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="signed_out"))
