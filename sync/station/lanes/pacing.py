"""How long to wait after a failure: 1 s doubling to 60 s with full jitter, never less than the centre asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

FIRST_S: Final = 1.0
LONGEST_S: Final = 60.0
LEAST_S: Final = 0.05
"""Jitter may draw zero; a failing exchange must still not spin."""


class Backoff:
    """`jitter(low, high)` draws uniformly (random.Random.uniform)."""

    def __init__(self, jitter: Callable[[float, float], float]) -> None:
        self._jitter = jitter
        self._failures = 0

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self, retry_after_s: float | None = None) -> float:
        """Seconds to wait before the next attempt."""
        ceiling = min(LONGEST_S, FIRST_S * 2.0 ** min(self._failures, 10))
        self._failures += 1
        delay = max(LEAST_S, self._jitter(0.0, ceiling))
        if retry_after_s is not None:
            delay = max(delay, retry_after_s + self._jitter(0.0, FIRST_S))
        return delay

    def patient(self) -> float:
        """Seconds to wait when a person has to act first: about the longest."""
        self._failures += 1
        return self._jitter(LONGEST_S / 2, LONGEST_S)
