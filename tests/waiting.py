"""Waiting in tests: for a condition, with a deadline, and never for time."""

import threading
import time
from collections.abc import Callable

DEADLINE_S = 30.0
_LOOK_EVERY_S = 0.005


def wait_until(condition: Callable[[], object], timeout_s: float = DEADLINE_S, words: str = "") -> None:
    """Returns as soon as `condition()` is true. Raises AssertionError, with `words`, after `timeout_s` seconds."""
    deadline = time.monotonic() + timeout_s
    never = threading.Event()
    while not condition():
        if time.monotonic() >= deadline:
            raise AssertionError(f"waited {timeout_s} s in vain for {words or condition}")
        never.wait(_LOOK_EVERY_S)
