"""When an order may go on as far as money and risk are concerned: rules per channel and payment method. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.domain.intake.payments import PaymentKind, PaymentStanding, PaymentStatus, status
from app.domain.money import Money


class Clearance(StrEnum):
    """What clears a payment: an authorisation is enough, only money that was captured, or a person's word."""

    AUTHORISED = "authorised"
    CAPTURED = "captured"
    MANUAL = "manual"


class FulfilmentPolicy(StrEnum):
    """What happens to an order of which not everything is in stock."""

    SHIP_TOGETHER = "ship_together"
    SHIP_AVAILABLE = "ship_available"
    ALL_OR_CANCEL = "all_or_cancel"


class RiskLevel(StrEnum):
    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


RISKS: Final = tuple(RiskLevel)
"""From harmless to worst."""
BY_HAND: Final = ("cash", "phone", "invoice")
"""Methods that clear only by a person's word or on credit, wherever the channel says nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskReport:
    """What a fraud service, or a person, thinks of an order; `assessed_at` None is now."""

    level: RiskLevel
    provider: str
    reason: str = ""
    assessed_at: datetime | None = None


NO_RISK: Final = RiskReport(level=RiskLevel.NONE, provider="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPolicy:
    """How a channel's orders are accepted; `methods` names payment methods that clear differently.

    `risk_hold` is the level from which an order is held (None: never). A customer without terms of their own buys on
    the channel's credit: up to `credit_limit_minor` of `credit_currency` ("" for none), paid within `credit_days`.
    With `oversell` its orders may be promised what is not there yet, as far as the backorder limits of levels go.
    """

    clearance: Clearance = Clearance.AUTHORISED
    methods: dict[str, Clearance] = field(default_factory=lambda: dict.fromkeys(BY_HAND, Clearance.MANUAL))
    risk_hold: RiskLevel | None = RiskLevel.MEDIUM
    fulfilment: FulfilmentPolicy = FulfilmentPolicy.SHIP_TOGETHER
    credit_currency: str = ""
    credit_limit_minor: int = 0
    credit_days: int = 30
    oversell: bool = False

    def rule(self, method: str) -> Clearance:
        """What clears an order paid by this method ("" when nobody said which)."""
        return self.methods.get(method.strip().casefold(), self.clearance)


DEFAULTS: Final[dict[str, ChannelPolicy]] = {
    "phone": ChannelPolicy(clearance=Clearance.MANUAL),
    "counter": ChannelPolicy(clearance=Clearance.MANUAL, risk_hold=None),
    "pos": ChannelPolicy(clearance=Clearance.MANUAL, risk_hold=None),
    "marketplace": ChannelPolicy(risk_hold=RiskLevel.HIGH),
}
"""Policies of the kinds of channel that differ from a web shop's."""
CHANNEL_KINDS: Final = ("web", "marketplace", "phone", "counter", "pos")


def default_policy(kind: str) -> ChannelPolicy:
    return DEFAULTS.get(kind, ChannelPolicy())


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What has to be covered; `ship_by` is the promised ship date, `granted_minor` what goes back of it or did."""

    total_minor: int
    currency: str
    method: str
    ship_by: datetime | None
    granted_minor: int = 0

    def after_refunds(self, refunded_minor: int) -> int:
        """What has to be covered once every refund is paid: one that was granted is not counted again when it is."""
        return max(0, self.total_minor - max(refunded_minor, self.granted_minor))


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A customer's terms and how far they are used: `open_minor` unpaid so far, `overdue_minor` of it too long."""

    limit_minor: int
    open_minor: int
    overdue_minor: int


def check_clearance(
    owed: Owed, found: PaymentStanding, policy: ChannelPolicy, now: datetime, credit: Credit | None = None
) -> str | None:
    """None when the payment is cleared, else why not and what to do, in words.

    Cleared: what is kept, and what of the authorisations is good until the promised ship date, covers the total less
    what was refunded, or granted and not paid back yet. Money that was given back whole or charged back does not
    cover anything.
    """
    if owed.total_minor == 0:
        return None
    if found.charged_back_minor and found.kept_minor < owed.after_refunds(found.refunded_minor):
        return f"{_of(owed, found.charged_back_minor)} was charged back: stop, and settle it with the customer."
    if found.refunded_minor and found.kept_minor == 0 and not found.open_minor:
        return "Payment was refunded: ask the customer to pay again, or cancel the order."
    if found.charged_minor == 0 and found.open_minor == 0 and found.ended in (PaymentKind.VOIDED, PaymentKind.EXPIRED):
        if owed.method and policy.rule(owed.method) is Clearance.MANUAL and _on_credit(owed, found, credit):
            return None
        return f"Payment was {found.ended}: ask the customer to pay again, or cancel the order."
    rule = policy.rule(owed.method)
    wanted = owed.after_refunds(found.refunded_minor)
    until = now if owed.ship_by is None else max(now, owed.ship_by)
    good = found.good_minor(until) if rule is Clearance.AUTHORISED else 0
    if found.kept_minor + good >= wanted:
        return None
    if rule is Clearance.MANUAL and _on_credit(owed, found, credit):
        return None
    return _words(owed, found, rule, found.kept_minor + good, credit)


def _on_credit(owed: Owed, found: PaymentStanding, credit: Credit | None) -> bool:
    missing = owed.after_refunds(found.refunded_minor) - found.kept_minor
    return credit is not None and not credit.overdue_minor and credit.open_minor + missing <= credit.limit_minor


def _words(owed: Owed, found: PaymentStanding, rule: Clearance, covered: int, credit: Credit | None) -> str:
    roll_up: PaymentStatus = status(found, owed.total_minor)
    text = (
        f"Payment is {roll_up.replace('_', ' ')}: {_plain(owed, covered)} of {_of(owed, owed.total_minor)} is covered."
    )
    if rule is Clearance.CAPTURED and found.open_minor:
        return f"{text} Here only captured money counts: capture the authorisation, or mark it as paid."
    if rule is Clearance.AUTHORISED and found.open_minor and found.expires_at is not None:
        return f"{text} The authorisation lapses before the order ships: capture it, or ask for a new one."
    if credit is not None and credit.overdue_minor:
        return f"{text} The customer owes {_of(owed, credit.overdue_minor)} for too long: ask for it first."
    if credit is not None:
        used = f"{_plain(owed, credit.open_minor)} of {_of(owed, credit.limit_minor)}"
        return f"{text} The customer's credit does not reach ({used} used): mark it as paid, or raise the limit."
    if rule is Clearance.MANUAL:
        return f"{text} Mark it as paid when the money is there."
    return f"{text} Wait for the money, or mark it as paid."


def _plain(owed: Owed, minor: int) -> str:
    return Money(minor, owed.currency).text()


def _of(owed: Owed, minor: int) -> str:
    return f"{_plain(owed, minor)} {owed.currency}"


def worst(reports: Iterable[RiskReport]) -> RiskReport | None:
    """The report with the highest level; None when there is none."""
    return max(reports, key=lambda report: RISKS.index(report.level), default=None)


def check_risk(found: RiskReport | None, policy: ChannelPolicy) -> str | None:
    """None when the risk is taken, else what to look into, in words."""
    if found is None or policy.risk_hold is None or found.level is RiskLevel.NONE:
        return None
    if RISKS.index(found.level) < RISKS.index(policy.risk_hold):
        return None
    why = f" ({found.reason})" if found.reason else ""
    advice = "look into it, then accept or reject the order"
    return f"{found.provider or 'The channel'} says {found.level} risk{why}: {advice}."
