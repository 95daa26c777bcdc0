"""Payment events add up the same in any order and however often they come; reports become events that explain them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.intake.orders import Payment
from app.domain.intake.payments import NOTHING, PaymentEvent, PaymentKind, PaymentStatus, Source, standing, status
from app.domain.intake.reports import Reported, explain

START = datetime(2026, 9, 14, 6, tzinfo=UTC)


def event(kind: PaymentKind, amount: int, reference: str = "", minutes: int = 0, **more: object) -> PaymentEvent:
    made = {
        "kind": kind,
        "amount_minor": amount,
        "currency": "EUR",
        "provider": "stripe",
        "reference": reference or f"{kind}-{minutes}",
        "happened_at": START + timedelta(minutes=minutes),
    }
    return PaymentEvent(**{**made, **more})  # type: ignore[arg-type]


EVENTS = st.lists(
    st.builds(
        event,
        st.sampled_from(PaymentKind),
        st.integers(1, 500),
        st.integers(1, 40).map(str),
        st.integers(0, 30),
        source=st.sampled_from(Source),
        provider=st.sampled_from(("stripe", "paypal")),
        expires_at=st.none() | st.integers(0, 90).map(lambda days: START + timedelta(days=days)),
    ),
    max_size=12,
)


@given(EVENTS, st.randoms(use_true_random=False), st.integers(0, 1000))
def test_any_order_and_any_repetition_of_the_same_events_gives_the_same_standing(events, random, total) -> None:  # type: ignore[no-untyped-def]
    mixed = [*events, *random.sample(events, len(events) // 2)]
    random.shuffle(mixed)
    assert standing(mixed) == standing(events)
    assert status(standing(mixed), total) is status(standing(events), total)


@given(EVENTS)
def test_nothing_is_given_back_that_was_not_taken(events: list[PaymentEvent]) -> None:
    found = standing(events)
    assert 0 <= found.refunded_minor + found.charged_back_minor <= found.charged_minor
    assert 0 <= found.beyond_minor <= found.excess_minor
    assert found.voided_minor + found.expired_minor <= found.authorised_minor
    assert found.refunded_minor + found.charged_back_minor + found.voided_minor + found.expired_minor <= (
        found.charged_minor + found.authorised_minor
    )
    assert found.kept_minor >= 0
    assert 0 <= found.open_minor <= found.authorised_minor
    assert all(part.amount_minor > 0 for part in found.open)


@pytest.mark.parametrize(
    ("events", "total", "roll_up"),
    [
        ([], 0, "none"),
        ([], 100, "pending"),
        ([(PaymentKind.AUTHORISED, 60)], 100, "partially_authorized"),
        ([(PaymentKind.AUTHORISED, 100)], 100, "authorized"),
        ([(PaymentKind.AUTHORISED, 100), (PaymentKind.CAPTURED, 40)], 100, "partially_charged"),
        ([(PaymentKind.AUTHORISED, 100), (PaymentKind.CAPTURED, 100)], 100, "charged"),
        ([(PaymentKind.CAPTURED, 130)], 100, "overcharged"),
        ([(PaymentKind.CAPTURED, 100), (PaymentKind.REFUNDED, 30)], 100, "partially_refunded"),
        ([(PaymentKind.CAPTURED, 100), (PaymentKind.REFUNDED, 100)], 100, "refunded"),
        ([(PaymentKind.AUTHORISED, 100), (PaymentKind.VOIDED, 100)], 100, "voided"),
        ([(PaymentKind.AUTHORISED, 100), (PaymentKind.EXPIRED, 100)], 100, "expired"),
        ([(PaymentKind.CAPTURED, 100), (PaymentKind.CHARGED_BACK, 100)], 100, "charged_back"),
    ],
)
def test_the_roll_up_says_where_the_money_stands(
    events: list[tuple[PaymentKind, int]], total: int, roll_up: str
) -> None:
    made = [event(kind, amount, minutes=n) for n, (kind, amount) in enumerate(events)]
    assert status(standing(made), total) is PaymentStatus(roll_up)


def test_a_capture_uses_the_oldest_authorisation_and_the_newer_one_stays_open() -> None:
    soon, late = START + timedelta(days=2), START + timedelta(days=7)
    found = standing(
        [
            event(PaymentKind.CAPTURED, 60, minutes=3),
            event(PaymentKind.AUTHORISED, 60, minutes=1, expires_at=soon),
            event(PaymentKind.AUTHORISED, 40, minutes=2, expires_at=late),
        ]
    )
    assert (found.open_minor, found.expires_at) == (40, late)
    assert found.good_minor(late) == 40
    assert found.good_minor(late + timedelta(seconds=1)) == 0


def test_what_a_channel_and_its_provider_both_say_counts_once_and_the_desk_on_top() -> None:
    report = event(PaymentKind.CAPTURED, 100, "r", provider="report shop", source=Source.REPORT)
    found = standing([report, event(PaymentKind.CAPTURED, 100, "pi_1")])
    assert found.charged_minor == 100
    cash = event(PaymentKind.CAPTURED, 20, "till", provider="desk", source=Source.DESK)
    assert standing([report, event(PaymentKind.CAPTURED, 100, "pi_1"), cash]).charged_minor == 120


def said(payment: Payment, charged: int = 0, authorised: int = 0, refunded: int = 0, minutes: int = 0) -> Reported:
    return Reported(
        provider="report shop",
        reference="#1",
        currency="EUR",
        total_minor=100,
        payment=payment,
        authorised_minor=authorised,
        charged_minor=charged,
        refunded_minor=refunded,
        at=START + timedelta(minutes=minutes),
    )


REPORTS = st.builds(
    said, st.sampled_from(Payment), st.integers(0, 150), st.integers(0, 150), st.integers(0, 100), st.integers(0, 5)
)


@given(st.lists(REPORTS, max_size=5))
def test_the_same_report_twice_adds_nothing(reports: list[Reported]) -> None:
    told: list[PaymentEvent] = []
    for report in reports:
        told += explain(report, told)
        assert explain(report, told) == ()
    assert len({(one.provider, one.reference) for one in told}) == len(told)


def walk(*reports: Reported) -> tuple[PaymentStatus, int, int]:
    told: list[PaymentEvent] = []
    for report in reports:
        told += explain(report, told)
    found = standing(told)
    return status(found, 100), found.kept_minor, found.open_minor


def test_reports_become_the_events_that_explain_them() -> None:
    assert walk(said(Payment.PENDING)) == (PaymentStatus.PENDING, 0, 0)
    assert walk(said(Payment.AUTHORIZED, authorised=100)) == (PaymentStatus.AUTHORIZED, 0, 100)
    assert walk(said(Payment.AUTHORIZED, authorised=100), said(Payment.PAID, charged=100, minutes=1)) == (
        PaymentStatus.CHARGED, 100, 0,
    )  # fmt: skip
    assert walk(said(Payment.PAID, charged=100), said(Payment.REFUNDED, charged=100, minutes=1))[:2] == (
        PaymentStatus.REFUNDED, 0,
    )  # fmt: skip
    part = said(Payment.PARTIALLY_REFUNDED, charged=100, refunded=30, minutes=1)
    assert walk(said(Payment.PAID, charged=100), part) == (PaymentStatus.PARTIALLY_REFUNDED, 70, 0)
    assert walk(said(Payment.VOIDED))[0] is PaymentStatus.VOIDED
    assert walk(said(Payment.AUTHORIZED, authorised=100), said(Payment.EXPIRED, minutes=1))[0] is PaymentStatus.EXPIRED


def test_a_late_report_takes_no_money_back_and_gives_none() -> None:
    paid = said(Payment.PAID, charged=100, minutes=5)
    for late in (said(Payment.PENDING), said(Payment.AUTHORIZED, authorised=100), said(Payment.VOIDED, minutes=1)):
        assert walk(paid, late) == (PaymentStatus.CHARGED, 100, 0)


def test_nothing_known_is_nothing() -> None:
    assert standing([]) == NOTHING


def test_a_gift_card_leaves_the_authorisation_of_the_card_as_it_is() -> None:
    gift = event(PaymentKind.CAPTURED, 500, "gift", provider="gift cards")
    found = standing([event(PaymentKind.AUTHORISED, 1490, "card"), gift])
    assert (found.kept_minor, found.open_minor) == (500, 1490)
