"""Counting failed attempts, so that nobody can go on guessing: bounded in number, in time and in memory."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

WINDOW_S: Final = 600.0
REMEMBERED: Final = 10_000


class Attempts:
    """At most `allowed` failures per name within ten minutes; the names heard of longest ago are forgotten first."""

    def __init__(
        self, allowed: int, remembered: int = REMEMBERED, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._allowed = allowed
        self._remembered = remembered
        self._monotonic = monotonic
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_s(self, name: str) -> int:
        """Whole seconds until this name may try again; 0 when it may now."""
        failures = self._failures.get(name)
        if failures is None or len(failures) < self._allowed:
            return 0
        return max(0, math.ceil(failures[0] + WINDOW_S - self._monotonic()))

    def failed(self, name: str) -> None:
        """Count a failure; counted before the attempt is made, many attempts at once gain nothing."""
        failures = self._failures.setdefault(name, deque(maxlen=self._allowed))
        failures.append(self._monotonic())
        self._failures.move_to_end(name)
        while len(self._failures) > self._remembered:
            self._failures.popitem(last=False)

    def succeeded(self, name: str) -> None:
        """It was none after all: take the newest failure back."""
        failures = self._failures.get(name)
        if failures:
            failures.pop()


def network_of(address: str) -> str:
    """Who an address belongs to: itself, and for IPv6 its /64, of which one customer has all."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ipaddress.ip_network(f"{found}/64", strict=False))
