"""What a channel reports of a payment as one picture, turned into the events that explain it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.intake.orders import Payment
from app.domain.intake.payments import NOTHING, PaymentEvent, PaymentKind, PaymentStanding, Source, standing

_ENDS: Final = {Payment.VOIDED: PaymentKind.VOIDED, Payment.EXPIRED: PaymentKind.EXPIRED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A channel's picture of one order's payment at a moment; amounts in minor units.

    `provider` names the channel, `reference` the order there. `authorised_minor` is what is open now, `charged_minor`
    everything ever charged, `refunded_minor` what of it was given back.
    """

    provider: str
    reference: str
    currency: str
    total_minor: int
    payment: Payment
    authorised_minor: int
    charged_minor: int
    refunded_minor: int
    at: datetime
    authorised_until: datetime | None = None


def explain(said: Reported, told: Iterable[PaymentEvent] = ()) -> tuple[PaymentEvent, ...]:
    """The events that explain a report beyond the events `told` before; () when it says nothing new.

    References name the sum reached, so the same report makes the same events. A report older than the last one, or one
    that knows of less money than we do, is late and not a refund: only its own words take money back.
    """
    before = tuple(told)
    mine = [event for event in before if event.source is Source.REPORT and event.provider == said.provider]
    if any(event.happened_at > said.at for event in mine):
        return ()
    known = standing(before) if before else NOTHING
    sums = {kind: sum(event.amount_minor for event in mine if event.kind is kind) for kind in PaymentKind}
    gaps = _gaps(said, known)
    return tuple(_event(said, kind, sums[kind] + gaps[kind], gaps[kind]) for kind in PaymentKind if gaps[kind] > 0)


def _gaps(said: Reported, known: PaymentStanding) -> dict[PaymentKind, int]:
    """How much of each kind has to happen to get from what is known to what is said."""
    gaps = dict.fromkeys(PaymentKind, 0)
    charged = said.charged_minor
    if said.payment is Payment.REFUNDED and not max(charged, known.charged_minor):
        charged = max(said.refunded_minor, said.total_minor)
    gaps[PaymentKind.CAPTURED] = max(0, charged - known.charged_minor)
    reached = max(charged, known.charged_minor)
    given_back = reached if said.payment is Payment.REFUNDED else min(said.refunded_minor, reached)
    gaps[PaymentKind.REFUNDED] = max(0, given_back - known.refunded_minor - known.charged_back_minor)
    ended = _ENDS.get(said.payment)
    if ended is None:
        if said.authorised_minor and said.authorised_minor + charged > known.open_minor + known.charged_minor:
            used = reached + known.voided_minor + known.expired_minor
            gaps[PaymentKind.AUTHORISED] = max(0, used + said.authorised_minor - known.authorised_minor)
        return gaps
    if not known.authorised_minor and not reached:
        gaps[PaymentKind.AUTHORISED] = said.authorised_minor or said.total_minor
    gaps[ended] = max(0, known.open_minor - gaps[PaymentKind.CAPTURED]) + gaps[PaymentKind.AUTHORISED]
    return gaps


def _event(said: Reported, kind: PaymentKind, reached: int, amount: int) -> PaymentEvent:
    return PaymentEvent(
        kind=kind,
        amount_minor=amount,
        currency=said.currency,
        provider=said.provider,
        reference=f"{said.reference}:{kind}:{reached}",
        happened_at=said.at,
        expires_at=said.authorised_until if kind is PaymentKind.AUTHORISED else None,
        source=Source.REPORT,
    )
