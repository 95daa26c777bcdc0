"""A channel's policy as a person writes it: names and values, every wrong one named. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final, TypeVar

from app.domain.intake.clearance import ChannelPolicy, Clearance, FulfilmentPolicy, RiskLevel
from app.domain.money import BadAmount, exponent, parse_amount

E = TypeVar("E", bound=StrEnum)
NEVER: Final = "never"
"""How `risk_hold` is written for a channel of which no order is held for its risk."""


class BadPolicy(ValueError):
    """`name` is the setting, like `methods.cash`; the message what is wrong with it."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name


def changed_policy(policy: ChannelPolicy, settings: Mapping[str, Any]) -> ChannelPolicy:
    """The policy with these settings changed, all others as they were. Raises BadPolicy.

    `clearance` authorised | captured | manual; `methods` a table of payment method and clearance; `risk_hold` low |
    medium | high | never; `fulfilment` ship_together | ship_available | all_or_cancel; `credit_currency` a currency,
    `credit_limit` an amount in it like "500.00", `credit_days` a whole number; `oversell` true or false.
    """
    for name, value in settings.items():
        reader = _READERS.get(name)
        if reader is None:
            raise BadPolicy(name, f"is not known; expected {', '.join(_READERS)}")
        if name != "credit_limit":
            policy = reader(policy, value)
    if "credit_limit" in settings:
        policy = _limit(policy, settings["credit_limit"])
    if policy.credit_limit_minor and not policy.credit_currency:
        raise BadPolicy("credit_currency", "is missing: the credit limit needs its currency")
    return policy


def _clearance(policy: ChannelPolicy, value: Any) -> ChannelPolicy:
    return replace(policy, clearance=_one_of(Clearance, "clearance", value))


def _methods(policy: ChannelPolicy, value: Any) -> ChannelPolicy:
    if not isinstance(value, Mapping):
        raise BadPolicy("methods", 'expected a table like { cash = "manual" }')
    given = {
        _name(method).strip().casefold(): _one_of(Clearance, f"methods.{method}", rule)
        for method, rule in value.items()
    }
    return replace(policy, methods={**policy.methods, **given})


def _name(method: Any) -> str:
    if not isinstance(method, str) or not 0 < len(method.strip()) <= 40:
        raise BadPolicy("methods", f"{method!r} is not the name of a payment method (1 to 40 characters)")
    return method


def _risk(policy: ChannelPolicy, value: Any) -> ChannelPolicy:
    if value == NEVER:
        return replace(policy, risk_hold=None)
    if value not in ("low", "medium", "high"):
        raise BadPolicy("risk_hold", f"{value!r} is none of low, medium, high, {NEVER}")
    return replace(policy, risk_hold=RiskLevel(value))


def _fulfilment(policy: ChannelPolicy, value: Any) -> ChannelPolicy:
    return replace(policy, fulfilment=_one_of(FulfilmentPolicy, "fulfilment", value))


def _currency(policy: ChannelPolicy, value: Any) -> ChannelPolicy:
    try:
        exponent(value if isinstance(value, str) else "")
    except BadAmount as error:
        raise BadPolicy("credit_currency", str(error)) from error
    return replace(policy, credit_currency=value)


def _limit(policy: ChannelPolicy, value: Any) -> ChannelPolicy:
    if not policy.credit_currency:
        raise BadPolicy("credit_currency", "is missing: the credit limit needs its currency")
    try:
        amount = parse_amount(str(value), policy.credit_currency)
    except BadAmount as error:
        raise BadPolicy("credit_limit", str(error)) from error
    if amount.minor < 0:
        raise BadPolicy("credit_limit", "is below zero")
    return replace(policy, credit_limit_minor=amount.minor)


def _days(policy: ChannelPolicy, value: Any) -> ChannelPolicy:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 365:
        raise BadPolicy("credit_days", "expected a whole number from 0 to 365")
    return replace(policy, credit_days=value)


def _oversell(policy: ChannelPolicy, value: Any) -> ChannelPolicy:
    if not isinstance(value, bool):
        raise BadPolicy("oversell", "expected true or false")
    return replace(policy, oversell=value)


def _one_of(kind: type[E], name: str, value: Any) -> E:
    try:
        return kind(value)
    except ValueError as error:
        raise BadPolicy(name, f"{value!r} is none of {', '.join(kind)}") from error


_READERS: Final[dict[str, Callable[[ChannelPolicy, Any], ChannelPolicy]]] = {
    "clearance": _clearance,
    "methods": _methods,
    "risk_hold": _risk,
    "fulfilment": _fulfilment,
    "credit_currency": _currency,
    "credit_limit": _limit,
    "credit_days": _days,
    "oversell": _oversell,
}
