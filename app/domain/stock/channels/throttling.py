"""When a channel gets less to sell by itself: its stock arrives late, or it sells what is not there. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

LATE: Final = timedelta(minutes=2)
"""A figure that waits longer to reach its channel makes overselling likely."""
SLOWLY: Final = timedelta(minutes=5)
"""Least time between two steps up, so that each can show what it does."""
CALM: Final = timedelta(minutes=15)
"""How long all must be well before a step down."""
STEPS: Final = ((0, 0), (1, 5), (2, 10), (4, 20), (8, 40))
"""(units, percent) kept back beside the channel's own buffer, by step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a channel does now: `step` of STEPS it is on since `since_step`; `lag` of its oldest figure not delivered.

    `oversold` units of its orders wait for stock; `oversold_before` did at the last look.
    """

    step: int
    since_step: timedelta
    lag: timedelta
    oversold: int
    oversold_before: int


@dataclass(frozen=True, slots=True)
class Step:
    """`why` says it in words, for whoever asks what happened to the buffer."""

    step: int
    why: str


def judge(pace: Pace) -> Step | None:
    """The step to go to; None when it stays where it is."""
    reasons = []
    if pace.lag > LATE:
        reasons.append(f"its newest figures wait {_words(pace.lag)} to be delivered")
    if pace.oversold > pace.oversold_before:
        reasons.append(f"it sold {pace.oversold - pace.oversold_before} units that were not there")
    if reasons:
        up = pace.step + 1
        if up >= len(STEPS) or (pace.step and pace.since_step < SLOWLY):
            return None
        return Step(up, f"{' and '.join(reasons)}: {_kept(up)}")
    if pace.step and pace.since_step >= CALM and not pace.lag > LATE / 4:
        down = pace.step - 1
        said = _kept(down) if down else "nothing more than its own buffer is kept back"
        return Step(down, f"all was well for {_words(CALM)}: {said}")
    return None


def _kept(step: int) -> str:
    units, percent = STEPS[step]
    return f"{percent} % of each SKU, at least {units}, is kept back beside its buffer"


def _words(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    return f"{seconds // 60} min" if seconds >= 60 else f"{seconds} s"
