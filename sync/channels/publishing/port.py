"""The port of whoever can be told what they may sell, and what may go wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.central.inventory.pushing import Delivery, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class PushSettings:
    """Where deliveries may go. Only a shop on a private network of one's own needs anything but the strictest."""

    allow_http: bool = False
    allow_private: bool = False


class NotDelivered(Exception):
    """A call did not go through, for now; `again_s` is when the shop wants to be asked again (0: it did not say)."""

    def __init__(self, words: str, again_s: int = 0) -> None:
        super().__init__(words)
        self.again_s = again_s


class StockPush(Protocol):
    """Tells one kind of shop; what was said before a fault is in the outcome, so that only the rest is said again."""

    def deliver(self, delivery: Delivery, now_s: int) -> Outcome:
        """`now_s` is the time in seconds since 1970."""
        ...
