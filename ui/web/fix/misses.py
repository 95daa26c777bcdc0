"""Counting links that lead nowhere, by where they come from, so that nobody can go on guessing."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

WINDOW_S: Final = 600.0
ALLOWED: Final = 30
REMEMBERED: Final = 10_000


class Misses:
    """At most `allowed` misses per network within ten minutes; whoever was heard of longest ago is forgotten first."""

    def __init__(self, allowed: int = ALLOWED, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._allowed = allowed
        self._monotonic = monotonic
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def too_many(self, address: str) -> bool:
        seen = self._seen.get(network_of(address))
        full = seen is not None and len(seen) == self._allowed
        return full and seen is not None and self._monotonic() - seen[0] < WINDOW_S

    def missed(self, address: str) -> None:
        name = network_of(address)
        self._seen.setdefault(name, deque(maxlen=self._allowed)).append(self._monotonic())
        self._seen.move_to_end(name)
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)


def network_of(address: str) -> str:
    """Who an address belongs to: itself, and for IPv6 its /64, of which one customer has all."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ipaddress.ip_network(f"{found}/64", strict=False))
