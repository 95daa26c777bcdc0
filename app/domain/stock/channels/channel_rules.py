"""What a person says a channel may sell: names and values, every wrong one named. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from app.domain.stock.availability import ChannelRule

UNITS_MOST: Final = 1_000_000
_PERCENT: Final = re.compile(r"(\d{1,3}) ?%")
_PLACE: Final = re.compile(r"(zone:)?[^\s:\x00-\x1f\x7f][^:\x00-\x1f\x7f]{0,39}")

OF_CHANNEL: Final = ("locations", "buffer", "safety")
OF_SKU: Final = ("buffer", "safety", "quota", "exclusive", "backorder")
OF_KIT: Final = ("buffer", "safety", "quota")


class BadRule(ValueError):
    """`name` is the setting; the message what is wrong with it."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name


def check_rule(settings: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    """The settings as they are kept, in the order of `known`. Raises BadRule.

    `locations` a list of codes or zones like "zone:A"; `buffer` units or "10%"; `safety`, `quota`, `backorder` units;
    `exclusive` true needs a quota.
    """
    for name in settings:
        if name not in known:
            raise BadRule(name, f"is not known here; expected {', '.join(known)}")
    for name, value in settings.items():
        _READERS[name](ChannelRule(), name, value)
    if settings.get("exclusive") and settings.get("quota") is None:
        raise BadRule("quota", "is missing: what is exclusive needs its number of units")
    return {name: settings[name] for name in known if name in settings}


def ruled(rule: ChannelRule, settings: Mapping[str, Any]) -> ChannelRule:
    """The rule with these settings, which were checked, in place of what it had."""
    for name, value in settings.items():
        rule = _READERS[name](rule, name, value)
    return rule


def _locations(rule: ChannelRule, name: str, value: Any) -> ChannelRule:
    if not isinstance(value, list) or len(value) > 200:
        raise BadRule(name, 'expected a list of up to 200 locations and zones like ["A-1", "zone:B"]')
    for place in value:
        if not isinstance(place, str) or not _PLACE.fullmatch(place):
            raise BadRule(name, f"{place!r} is neither a location nor a zone like zone:A")
    return replace(rule, locations=tuple(value))


def _buffer(rule: ChannelRule, name: str, value: Any) -> ChannelRule:
    if isinstance(value, str):
        found = _PERCENT.fullmatch(value)
        if not found or int(found[1]) > 100:
            raise BadRule(name, f"{value[:20]!r} is neither a number of units nor a share like 10%")
        return replace(rule, buffer_units=0, buffer_percent=int(found[1]))
    return replace(rule, buffer_units=_units(name, value), buffer_percent=0)


def _safety(rule: ChannelRule, name: str, value: Any) -> ChannelRule:
    return replace(rule, safety=_units(name, value))


def _quota(rule: ChannelRule, name: str, value: Any) -> ChannelRule:
    return replace(rule, quota=None if value is None else _units(name, value))


def _exclusive(rule: ChannelRule, name: str, value: Any) -> ChannelRule:
    if not isinstance(value, bool):
        raise BadRule(name, "expected true or false")
    return replace(rule, exclusive=value)


def _backorder(rule: ChannelRule, name: str, value: Any) -> ChannelRule:
    return replace(rule, backorder=_units(name, value))


def _units(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= UNITS_MOST:
        raise BadRule(name, f"expected a whole number of units from 0 to {UNITS_MOST}")
    return value


_READERS: Final[dict[str, Callable[[ChannelRule, str, Any], ChannelRule]]] = {
    "locations": _locations,
    "buffer": _buffer,
    "safety": _safety,
    "quota": _quota,
    "exclusive": _exclusive,
    "backorder": _backorder,
}
