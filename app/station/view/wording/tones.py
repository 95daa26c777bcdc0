"""Which colour, shape and sound a verdict has: each its own, and never one of them alone."""

from __future__ import annotations

from typing import Final

from app.domain.floor.verdicts import Verdict
from app.station.view.signs import Sound, Tone

TONES: Final[dict[Verdict, Tone]] = {
    Verdict.RIGHT: Tone.RIGHT,
    Verdict.WRONG_ITEM: Tone.WRONG,
    Verdict.WRONG_TOTE: Tone.WRONG_TOTE,
    Verdict.ONE_TOO_MANY: Tone.CARE,
    Verdict.ALREADY_DONE: Tone.DONE,
    Verdict.NOT_NOW: Tone.NOT_NOW,
    Verdict.UNKNOWN_BARCODE: Tone.UNKNOWN,
}

SOUNDS: Final[dict[Verdict, Sound]] = {
    Verdict.RIGHT: Sound.RIGHT,
    Verdict.WRONG_ITEM: Sound.WRONG,
    Verdict.WRONG_TOTE: Sound.WRONG_TOTE,
    Verdict.ONE_TOO_MANY: Sound.TOO_MANY,
    Verdict.ALREADY_DONE: Sound.ALREADY_DONE,
    Verdict.NOT_NOW: Sound.NOT_NOW,
    Verdict.UNKNOWN_BARCODE: Sound.UNKNOWN,
}

COMPLETE: Final = frozenset({"carton_closed", "label_applied", "dispatched", "counted", "parcel_stopped"})
"""What ends something: three notes instead of one."""

SILENT: Final = frozenset({"asked", "opened", "back", "acknowledged", "parked"})
"""Answers to a touch that the screen itself shows."""

QUESTIONS: Final = frozenset({"which_lot", "which_lot_packed", "serial_wanted"})
"""A scan that is not counted yet: something more has to be said, and the screen asks for it."""
