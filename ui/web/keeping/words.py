"""Rules of what a channel may sell, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def rule_words(settings: Mapping[str, Any]) -> str:
    """Like "keeps 5 back, at most 20 in all"; "" when nothing special holds."""
    if is_off(settings):
        return "not sold there"
    told = []
    if settings.get("buffer"):
        told.append(f"keeps {settings['buffer']} back")
    if settings.get("safety"):
        told.append(f"safety stock {settings['safety']}")
    if settings.get("quota") is not None:
        alone = ", kept from every other channel" if settings.get("exclusive") else ""
        told.append(f"at most {settings['quota']} in all{alone}")
    if settings.get("backorder"):
        told.append(f"{settings['backorder']} may be sold before they are there")
    if settings.get("locations"):
        told.append(f"from {', '.join(settings['locations'])}")
    return ", ".join(told)


def is_off(settings: Mapping[str, Any]) -> bool:
    return settings.get("quota") == 0 or settings.get("buffer") == "100%"
