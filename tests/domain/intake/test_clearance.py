"""When an order is cleared: by channel and method, by what of an authorisation lasts, by credit, and by risk."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.intake.clearance import (
    ChannelPolicy,
    Clearance,
    Credit,
    Owed,
    RiskLevel,
    RiskReport,
    check_clearance,
    check_risk,
    default_policy,
    worst,
)
from app.domain.intake.payments import PaymentEvent, PaymentKind, standing

NOW = datetime(2026, 9, 14, 6, tzinfo=UTC)
OWED = Owed(total_minor=1990, currency="EUR", method="", ship_by=NOW + timedelta(days=1))
WEB = ChannelPolicy()


def paid(*events: tuple[PaymentKind, int], days: int | None = None) -> object:
    lapses = None if days is None else NOW + timedelta(days=days)
    made = [
        PaymentEvent(
            kind=kind,
            amount_minor=amount,
            currency="EUR",
            provider="p",
            reference=str(n),
            happened_at=NOW + timedelta(minutes=n),
            expires_at=lapses if kind is PaymentKind.AUTHORISED else None,
        )
        for n, (kind, amount) in enumerate(events)
    ]
    return standing(made)


A, C = PaymentKind.AUTHORISED, PaymentKind.CAPTURED
R, B, V, E = PaymentKind.REFUNDED, PaymentKind.CHARGED_BACK, PaymentKind.VOIDED, PaymentKind.EXPIRED


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (paid((C, 1990)), None),
        (paid((A, 1990)), None),
        (paid((A, 1990), days=1), None),
        (paid((A, 990), (C, 1000)), "10.00 of 19.90 EUR"),
        (paid((A, 1990), (C, 1000)), None),
        (paid((C, 1000)), "10.00 of 19.90 EUR is covered. Wait for the money"),
        (paid(), "Payment is pending: 0.00 of 19.90 EUR"),
        (paid((A, 1990), (V, 1990)), "Payment was voided"),
        (paid((A, 1990), (E, 1990)), "Payment was expired"),
        (paid((C, 1990), (R, 1990)), "Payment was refunded"),
        (paid((C, 1990), (R, 500)), None),
        (paid((C, 1990), (B, 1990)), "19.90 EUR was charged back"),
        (paid((C, 1990), (B, 1990), (C, 1990)), None),
    ],
)
def test_money_that_covers_the_total_clears_it(found, words: str | None) -> None:  # type: ignore[no-untyped-def]
    said = check_clearance(OWED, found, WEB, NOW)
    assert said is None if words is None else words in str(said)


def test_an_authorisation_that_lapses_before_the_order_ships_does_not_count() -> None:
    soon = standing([
        PaymentEvent(kind=A, amount_minor=1990, currency="EUR", provider="p", reference="1", happened_at=NOW,
                     expires_at=NOW + timedelta(hours=23))
    ])  # fmt: skip
    assert "lapses before the order ships" in str(check_clearance(OWED, soon, WEB, NOW))
    assert check_clearance(replace(OWED, ship_by=None), soon, WEB, NOW) is None
    assert check_clearance(replace(OWED, ship_by=None), soon, WEB, NOW + timedelta(days=2)) is not None


def test_a_channel_may_want_captured_money_and_a_method_a_persons_word() -> None:
    captured = ChannelPolicy(clearance=Clearance.CAPTURED)
    assert "capture the authorisation" in str(check_clearance(OWED, paid((A, 1990)), captured, NOW))  # type: ignore[arg-type]
    cash = replace(OWED, method=" Cash ")
    assert "Mark it as paid" in str(check_clearance(cash, paid((A, 1990)), WEB, NOW))  # type: ignore[arg-type]
    assert check_clearance(cash, paid((C, 1990)), WEB, NOW) is None  # type: ignore[arg-type]
    assert default_policy("phone").rule("anything") is Clearance.MANUAL


def test_credit_clears_up_to_its_limit_and_not_for_who_owes_too_long() -> None:
    invoice = replace(OWED, method="invoice")
    found = paid()
    good = Credit(limit_minor=5000, open_minor=3010, overdue_minor=0)
    assert check_clearance(invoice, found, WEB, NOW, good) is None  # type: ignore[arg-type]
    full = replace(good, open_minor=3011)
    assert "does not reach (30.11 of 50.00 EUR used)" in str(check_clearance(invoice, found, WEB, NOW, full))  # type: ignore[arg-type]
    late = replace(good, open_minor=100, overdue_minor=100)
    assert "for too long" in str(check_clearance(invoice, found, WEB, NOW, late))  # type: ignore[arg-type]
    assert check_clearance(OWED, found, WEB, NOW, good) is not None  # type: ignore[arg-type]


def test_a_free_order_needs_no_payment() -> None:
    assert check_clearance(replace(OWED, total_minor=0), paid(), WEB, NOW) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("level", "threshold", "held"),
    [
        (RiskLevel.NONE, RiskLevel.LOW, False),
        (RiskLevel.LOW, RiskLevel.MEDIUM, False),
        (RiskLevel.MEDIUM, RiskLevel.MEDIUM, True),
        (RiskLevel.HIGH, RiskLevel.MEDIUM, True),
        (RiskLevel.HIGH, None, False),
    ],
)
def test_risk_holds_from_the_channels_level_on(level: RiskLevel, threshold: RiskLevel | None, held: bool) -> None:
    found = RiskReport(level=level, provider="Signifyd", reason="card and address differ")
    said = check_risk(found, ChannelPolicy(risk_hold=threshold))
    assert (said is not None) is held
    assert not held or "card and address differ" in str(said)


def test_the_worst_report_counts() -> None:
    reports = [RiskReport(level=level, provider=level) for level in (RiskLevel.LOW, RiskLevel.HIGH, RiskLevel.NONE)]
    assert worst(reports) == reports[1]
    assert worst([]) is None
