"""How often one may ask: token buckets per key, user or address, bounded in memory; each process counts by itself."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

REMEMBERED: Final = 10_000
BURST_S: Final = 10
"""A bucket holds what comes in within this time, so that work in bursts is not slowed."""
BURST_LEAST: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Requests per minute: of one channel, client or user; of one address that proves nothing, or that signs in.

    Several processes count apart: what one client may do in all is so many times as much.
    """

    channel: int = 60_000
    client: int = 1_200
    user: int = 1_200
    stranger: int = 120
    sign_in: int = 20
    fix: int = 60


UNLESS_SET: Final = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Where a bucket stands after one more request; `wait_s` 0 when it was let through."""

    name: str
    most: int
    window_s: int
    left: int
    reset_s: int
    wait_s: int

    @property
    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers-10 writes them."""
        policy = f'"{self.name}";q={self.most};w={self.window_s}'
        return {"RateLimit-Policy": policy, "RateLimit": f'"{self.name}";r={self.left};t={self.reset_s}'}


class Buckets:
    """One bucket per name; those not asked for longest are forgotten first, which only ever lets more through."""

    def __init__(
        self,
        policy: str,
        per_minute: int,
        remembered: int = REMEMBERED,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._policy = policy
        self._per_s = per_minute / 60
        self._most = max(BURST_LEAST, round(self._per_s * BURST_S))
        self._remembered = remembered
        self._monotonic = monotonic
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> Rate:
        """Take one from a bucket."""
        now = self._monotonic()
        full = self._full(name, now)
        rate = self._rate(full - 1 if full >= 1 else full, good=full >= 1)
        self._buckets.pop(name, None)
        self._buckets[name] = (full - (full >= 1), now)
        if len(self._buckets) > self._remembered:
            self._buckets.popitem(last=False)
        return rate

    def look(self, name: str) -> Rate:
        """Where a bucket stands, without taking from it."""
        full = self._full(name, self._monotonic())
        return self._rate(full, good=full >= 1)

    def _full(self, name: str, now: float) -> float:
        full, at = self._buckets.get(name, (float(self._most), now))
        return min(float(self._most), full + (now - at) * self._per_s)

    def _rate(self, full: float, *, good: bool) -> Rate:
        return Rate(
            name=self._policy,
            most=self._most,
            window_s=max(1, round(self._most / self._per_s)),
            left=int(full),
            reset_s=math.ceil((self._most - full) / self._per_s),
            wait_s=0 if good else max(1, math.ceil((1 - full) / self._per_s)),
        )


class Doorkeepers:
    """The buckets of one process, by what is limited."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.channel = Buckets("channel", limits.channel, monotonic=monotonic)
        self.client = Buckets("client", limits.client, monotonic=monotonic)
        self.user = Buckets("user", limits.user, monotonic=monotonic)
        self.stranger = Buckets("stranger", limits.stranger, monotonic=monotonic)
        self.sign_in = Buckets("sign_in", limits.sign_in, monotonic=monotonic)
        self.fix = Buckets("fix", limits.fix, monotonic=monotonic)
