"""What a site says about its supply: how demand is looked at, what is usual of suppliers, when to warn. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplySettings:
    """Demand is that of the last `window_days`. `lead_days`, `review_days` and `service_permille` count where neither
    a product nor its supplier says otherwise. What was low has recovered once it is `slack_percent` above its line. A
    lot is near its end `expiry_days` before the last day it may leave. Everything is looked at each `look_minutes`.
    """

    window_days: int = 60
    lead_days: int = 7
    review_days: int = 7
    service_permille: int = 950
    slack_percent: int = 10
    expiry_days: int = 14
    look_minutes: int = 15


RANGES: Final[dict[str, tuple[int, int]]] = {
    "window_days": (7, 400),
    "lead_days": (0, 400),
    "review_days": (0, 400),
    "service_permille": (500, 999),
    "slack_percent": (0, 100),
    "expiry_days": (0, 400),
    "look_minutes": (1, 1_440),
}
"""Least and most of each number."""


def wrong_setting(found: dict[str, Any]) -> tuple[str, str] | None:
    """The first name that is not known or out of its range, with what is wrong with it."""
    for name, value in found.items():
        if name not in RANGES:
            return name, f"is not known; expected {', '.join(RANGES)}"
        least, most = RANGES[name]
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            return name, f"expected a whole number from {least} to {most}"
    return None
