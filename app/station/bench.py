"""Where the bench stands: the one value that makes a restart show the same order and the same step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.floor.verdicts import Outcome

KEY = "bench"


class Step(StrEnum):
    SIGN_IN = "sign_in"
    QUEUE = "queue"
    PICK = "pick"
    PACK = "pack"
    LABEL = "label"
    DONE = "done"
    DISPATCH = "dispatch"
    DEVICES = "devices"
    TASK = "task"


SIDE_STEPS = frozenset({Step.DISPATCH, Step.DEVICES})
"""Steps one looks into and leaves again with BACK; the work stays as it was."""


class Ask(StrEnum):
    """A question that must be answered before the work goes on; its answers are numbered."""

    SHORT_PICK = "short_pick"
    SHORT_PACK = "short_pack"
    REPRINT = "reprint"
    PROBLEM = "problem"
    TASK_MISSING = "task_missing"
    HAND_BACK = "hand_back"
    INSPECT = "inspect"
    GONE = "gone"
    LOT = "lot"
    PACK_LOT = "pack_lot"
    OTHER_LOT = "other_lot"
    LOT_BADGE = "lot_badge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """`list_id`, `session_id`, `parcel_id` and `task_id` name the work in progress ("" for none).

    `refusal` waits for an acknowledgement; `said` is the latest outcome; `back_to` is the step a side step returns to;
    `event` counts what was handled, so that the screen can tell a repeat from news.
    """

    step: Step = Step.SIGN_IN
    packer_id: str = ""
    list_id: str = ""
    session_id: str = ""
    parcel_id: str = ""
    task_id: str = ""
    ask: Ask | None = None
    refusal: Outcome | None = None
    said: Outcome | None = None
    back_to: Step = Step.SIGN_IN
    event: int = 0
