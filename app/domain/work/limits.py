"""What a site says about its work: how big a cluster is, what is picked together, how long things wait. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkSettings:
    """Of one site; 0 means no such limit.

    `cluster_*` limit a list of several orders: orders (totes), units, grams and millilitres of its products. An order
    of more than `alone_units` units is picked alone. `wave_minutes` keeps orders apart whose ship-by lies in different
    spans of that many minutes; `by_service` and `by_zone` keep services and zones apart. Orders are released
    `release_hours` before their ship-by. A question to a customer that is open for `contact_days` becomes a task; a
    task is leased for `lease_minutes`; decisions are remembered for `keep_days`. `other_lot` says who at a bench
    may take another lot than the promised one.
    """

    cluster_orders: int = 8
    cluster_units: int = 0
    cluster_grams: int = 0
    cluster_millilitres: int = 0
    alone_units: int = 12
    wave_minutes: int = 0
    by_service: bool = False
    by_zone: bool = False
    release_hours: int = 0
    contact_days: int = 3
    lease_minutes: int = 30
    keep_days: int = 30
    other_lot: str = "packer"


RANGES: Final[dict[str, tuple[int, int]]] = {
    "cluster_orders": (1, 100),
    "cluster_units": (0, 100_000),
    "cluster_grams": (0, 10_000_000),
    "cluster_millilitres": (0, 100_000_000),
    "alone_units": (1, 100_000),
    "wave_minutes": (0, 10_080),
    "release_hours": (0, 8_760),
    "contact_days": (1, 365),
    "lease_minutes": (1, 1_440),
    "keep_days": (1, 3_650),
}
"""Least and most of each number."""
CHOICES: Final[dict[str, tuple[str, ...]]] = {"other_lot": ("packer", "supervisor", "nobody")}
"""What may stand there of settings that are words."""


class BadSetting(ValueError):
    """`name` is the setting; the message what is wrong with it."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name


def work_settings(found: dict[str, Any]) -> WorkSettings:
    """Settings from a table of names and values; what is missing is as usual. Raises BadSetting."""
    known = {field.name for field in fields(WorkSettings)}
    for name, value in found.items():
        if name not in known:
            raise BadSetting(name, f"is not known; expected {', '.join(sorted(known))}")
        if name in CHOICES:
            if value not in CHOICES[name]:
                raise BadSetting(name, f"expected {', '.join(CHOICES[name])}")
            continue
        if name not in RANGES:
            if not isinstance(value, bool):
                raise BadSetting(name, "expected true or false")
            continue
        least, most = RANGES[name]
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise BadSetting(name, f"expected a whole number from {least} to {most}")
    return WorkSettings(**found)
