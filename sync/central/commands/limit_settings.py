"""The [limits] table of central.toml: requests per minute, by who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from sync.central.serving.rates import Limits

KEYS: Final = tuple(field.name for field in fields(Limits))
MOST: Final = 10_000_000


def read_limits(table: Mapping[str, Any]) -> Limits:
    """The limits, each as it is unless said. Raises ValueError with the key."""
    for key, value in table.items():
        if key not in KEYS:
            raise ValueError(f"limits.{key}: is not known; expected {', '.join(KEYS)}")
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST:
            raise ValueError(f"limits.{key}: expected 1 to {MOST} requests per minute")
    return Limits(**table)
