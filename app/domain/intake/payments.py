"""What was paid for an order: payment events, the standing they add up to in any order of arrival, and its roll-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class PaymentKind(StrEnum):
    """What happened to money, as it is told by whoever moved it."""

    AUTHORISED = "authorised"
    CAPTURED = "captured"
    VOIDED = "voided"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    CHARGED_BACK = "charged_back"


class Source(StrEnum):
    """Who says so: the provider itself, a channel that reports a total, or a person at the desk."""

    PROVIDER = "provider"
    REPORT = "report"
    DESK = "desk"


class PaymentStatus(StrEnum):
    """The roll-up of an order's payment: derived, never set by hand."""

    NONE = "none"
    PENDING = "pending"
    PARTIALLY_AUTHORIZED = "partially_authorized"
    AUTHORIZED = "authorized"
    PARTIALLY_CHARGED = "partially_charged"
    CHARGED = "charged"
    OVERCHARGED = "overcharged"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    VOIDED = "voided"
    EXPIRED = "expired"
    CHARGED_BACK = "charged_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEvent:
    """One movement of money; `amount_minor` > 0 in minor units, times aware UTC.

    `reference` is the provider's own id of it, unique there: the same one again is the same event.
    `expires_at` is when an authorisation lapses (None: not known).
    """

    kind: PaymentKind
    amount_minor: int
    currency: str
    provider: str
    reference: str
    happened_at: datetime
    expires_at: datetime | None = None
    source: Source = Source.PROVIDER


@dataclass(frozen=True, slots=True)
class OpenAuthorisation:
    """The part of an authorisation that was neither captured nor given back."""

    amount_minor: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentStanding:
    """What the events of one order add up to, in minor units; `ended` is the kind that last took something back.

    0 <= refunded + charged back <= charged, and voided + expired <= authorised: what goes beyond is in `excess_minor`.
    `beyond_minor` of that is money: paid or charged back though nobody knows that it was ever charged.
    """

    authorised_minor: int = 0
    charged_minor: int = 0
    voided_minor: int = 0
    expired_minor: int = 0
    refunded_minor: int = 0
    charged_back_minor: int = 0
    excess_minor: int = 0
    beyond_minor: int = 0
    open: tuple[OpenAuthorisation, ...] = ()
    ended: PaymentKind | None = None

    @property
    def kept_minor(self) -> int:
        """Charged and still ours."""
        return self.charged_minor - self.refunded_minor - self.charged_back_minor

    @property
    def open_minor(self) -> int:
        """Authorised and neither captured, voided nor expired."""
        return sum(part.amount_minor for part in self.open)

    def good_minor(self, until: datetime) -> int:
        """What of the open authorisations does not lapse before `until`."""
        return sum(part.amount_minor for part in self.open if part.expires_at is None or part.expires_at >= until)

    @property
    def expires_at(self) -> datetime | None:
        """When the first open authorisation lapses; None when none does."""
        return min((part.expires_at for part in self.open if part.expires_at is not None), default=None)


NOTHING: Final = PaymentStanding()
_TAKES_BACK: Final = frozenset(
    {PaymentKind.VOIDED, PaymentKind.EXPIRED, PaymentKind.REFUNDED, PaymentKind.CHARGED_BACK}
)


def standing(events: Iterable[PaymentEvent]) -> PaymentStanding:
    """Add the events of one order up: the same whatever the order they came in, and however often each came.

    What a channel reports is a floor under what its provider says of the same money, so that both together never count
    it twice; what the desk took comes on top.
    """
    known = _by_time(events)
    sums = {kind: _total(known, kind) for kind in PaymentKind}
    authorised, charged = sums[PaymentKind.AUTHORISED], sums[PaymentKind.CAPTURED]
    voided = min(sums[PaymentKind.VOIDED], authorised)
    expired = min(sums[PaymentKind.EXPIRED], authorised - voided)
    refunded = min(sums[PaymentKind.REFUNDED], charged)
    charged_back = min(sums[PaymentKind.CHARGED_BACK], charged - refunded)
    taken = voided + expired + refunded + charged_back
    ends = [event.kind for event in known if event.kind in _TAKES_BACK]
    return PaymentStanding(
        authorised_minor=authorised,
        charged_minor=charged,
        voided_minor=voided,
        expired_minor=expired,
        refunded_minor=refunded,
        charged_back_minor=charged_back,
        excess_minor=sum(sums[kind] for kind in _TAKES_BACK) - taken,
        beyond_minor=sums[PaymentKind.REFUNDED] + sums[PaymentKind.CHARGED_BACK] - refunded - charged_back,
        open=_open(known, authorised - _used(known) - voided - expired),
        ended=ends[-1] if ends else None,
    )


def status(found: PaymentStanding, total_minor: int) -> PaymentStatus:
    """The roll-up a person and a channel read."""
    if found.charged_minor:
        return _charged(found, total_minor)
    if found.open_minor:
        whole = found.open_minor >= total_minor
        return PaymentStatus.AUTHORIZED if whole else PaymentStatus.PARTIALLY_AUTHORIZED
    if found.ended is PaymentKind.EXPIRED:
        return PaymentStatus.EXPIRED
    if found.ended is not None:
        return PaymentStatus.VOIDED
    return PaymentStatus.PENDING if total_minor else PaymentStatus.NONE


def _charged(found: PaymentStanding, total_minor: int) -> PaymentStatus:
    if found.charged_back_minor and found.kept_minor < total_minor:
        return PaymentStatus.CHARGED_BACK
    if found.kept_minor > total_minor:
        return PaymentStatus.OVERCHARGED
    if found.refunded_minor and found.kept_minor == 0:
        return PaymentStatus.REFUNDED
    if found.refunded_minor:
        return PaymentStatus.PARTIALLY_REFUNDED
    return PaymentStatus.CHARGED if found.kept_minor >= total_minor else PaymentStatus.PARTIALLY_CHARGED


def _by_time(events: Iterable[PaymentEvent]) -> list[PaymentEvent]:
    """Each event once, oldest first: the time it happened counts, not when it was heard of."""
    once: dict[tuple[str, str], PaymentEvent] = {}
    for event in sorted(events, key=_order):
        once.setdefault((event.provider, event.reference), event)
    return list(once.values())


def _order(event: PaymentEvent) -> tuple[datetime, int, str, str, int, str]:
    place = tuple(PaymentKind).index(event.kind)
    lapses = event.expires_at.isoformat() if event.expires_at else ""
    return event.happened_at, place, event.provider, event.reference, event.amount_minor, lapses


def _total(events: Iterable[PaymentEvent], kind: PaymentKind) -> int:
    sums = dict.fromkeys(Source, 0)
    for event in events:
        if event.kind is kind:
            sums[event.source] += event.amount_minor
    return max(sums[Source.PROVIDER], sums[Source.REPORT]) + sums[Source.DESK]


def _used(events: Iterable[PaymentEvent]) -> int:
    """What of the authorisations was captured: what a provider takes without having asked first uses up none."""
    asked: dict[tuple[Source, str], list[int]] = {}
    for event in events:
        sums = asked.setdefault((event.source, event.provider), [0, 0])
        if event.kind in (PaymentKind.AUTHORISED, PaymentKind.CAPTURED):
            sums[event.kind is PaymentKind.CAPTURED] += event.amount_minor
    through = dict.fromkeys(Source, 0)
    for (source, _), (authorised, captured) in asked.items():
        through[source] += min(authorised, captured)
    return max(through[Source.PROVIDER], through[Source.REPORT]) + through[Source.DESK]


def _open(events: Sequence[PaymentEvent], left: int) -> tuple[OpenAuthorisation, ...]:
    """What is left of the authorisations: captured and given back is first what was authorised first.

    What a channel reported stands for money the provider has told of already, so that is named last.
    """
    given = [event for event in reversed(events) if event.kind is PaymentKind.AUTHORISED]
    found: list[OpenAuthorisation] = []
    for event in sorted(given, key=lambda one: one.source is Source.REPORT):
        part = max(0, min(left, event.amount_minor))
        if part:
            found.append(OpenAuthorisation(part, event.expires_at))
            left -= part
    return tuple(found)
