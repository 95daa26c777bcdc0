"""Payments as they come: counted once, holds placed and released by themselves, people's words on record."""

from datetime import timedelta

import pytest

from app.central.audit import audit
from app.central.intake.answers import standing
from app.central.intake.changing.cancelling import cancel_order
from app.central.money.policies import set_channel_policy
from app.central.money.recording import (
    Credited,
    NotRecorded,
    Recorded,
    grant_credit,
    judge_lapsing,
    mark_paid,
    record_payment,
)
from app.central.values import HoldRow, OrderRow
from app.domain.intake.clearance import ChannelPolicy
from app.domain.intake.orders import Payment
from app.domain.intake.payments import PaymentEvent, PaymentKind
from tests.central.house import SITE, START, House, new_order


def unpaid(reference: str = "#1", **more: object) -> object:
    return new_order(reference, [("TEE-M", 1)], **{"payment": Payment.PENDING, "charged_minor": 0, **more})


def event(kind: PaymentKind, amount: int, reference: str, **more: object) -> PaymentEvent:
    made = {"currency": "EUR", "provider": "stripe", "happened_at": START + timedelta(minutes=1), **more}
    return PaymentEvent(kind=kind, amount_minor=amount, reference=reference, **made)  # type: ignore[arg-type]


def seen(house: House, reference: str = "#1") -> tuple[OrderRow, list[HoldRow]]:
    found = standing(house.centre, house.channel, reference)
    assert found is not None
    return found.order, [hold for hold in found.holds if hold.released_at is None]


def test_a_payment_that_arrives_lets_the_order_go_on_and_again_changes_nothing(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(unpaid())  # type: ignore[arg-type]
    paid = event(PaymentKind.CAPTURED, 1990, "pi_1")
    first = house.centre.do(record_payment, SITE, taken.order_id, paid, "stripe")
    assert first == Recorded(taken.order_id, "charged", replayed=False)
    order, holds = seen(house)
    assert (order.lifecycle, order.charged_minor, holds) == ("accepted", 1990, [])
    assert house.centre.do(record_payment, SITE, taken.order_id, paid, "stripe") == Recorded(
        taken.order_id, "charged", replayed=True
    )
    assert seen(house)[0].charged_minor == 1990
    assert audit(house.centre, SITE) == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"currency": "USD"}, "currency"),
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
        ({"reference": ""}, "reference"),
        ({"provider": "x" * 61}, "provider"),
    ],
)
def test_an_event_that_can_not_be_is_refused_by_its_field(house: House, changes: dict[str, object], field: str) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(unpaid())  # type: ignore[arg-type]
    values = {"amount": 1990, "reference": "pi_1", **changes}
    wrong = event(PaymentKind.CAPTURED, **values)  # type: ignore[arg-type]
    refused = house.centre.do(record_payment, SITE, taken.order_id, wrong, "stripe")
    assert isinstance(refused, NotRecorded)
    assert refused.field == field
    assert seen(house)[0].charged_minor == 0


def test_a_reference_stands_for_one_event_of_one_order_only(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    one, other = house.take(unpaid()), house.take(unpaid("#2"))  # type: ignore[arg-type]
    paid = event(PaymentKind.CAPTURED, 1990, "pi_1")
    house.centre.do(record_payment, SITE, one.order_id, paid, "stripe")
    refused = house.centre.do(record_payment, SITE, other.order_id, paid, "stripe")
    assert isinstance(refused, NotRecorded)
    more = house.centre.do(record_payment, SITE, one.order_id, event(PaymentKind.CAPTURED, 5, "pi_1"), "stripe")
    assert isinstance(more, NotRecorded)
    assert house.centre.do(record_payment, SITE, "nobody", paid, "x") == NotRecorded(
        "order", "there is no order 'nobody'"
    )


def test_a_chargeback_stops_an_accepted_order_and_new_money_lets_it_go_on(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 1)]))
    assert taken.lifecycle == "accepted"
    back = event(PaymentKind.CHARGED_BACK, 1990, "dp_1")
    house.centre.do(record_payment, SITE, taken.order_id, back, "stripe")
    order, holds = seen(house)
    assert (order.payment, [hold.reason for hold in holds]) == ("charged_back", ["payment"])
    assert "19.90 EUR was charged back" in holds[0].detail
    won = event(PaymentKind.CAPTURED, 2 * 1990, "won_1", happened_at=START + timedelta(minutes=5))
    house.centre.do(record_payment, SITE, taken.order_id, won, "stripe")
    order, holds = seen(house)
    assert (order.lifecycle, order.payment, holds) == ("accepted", "charged", [])


def test_an_authorisation_that_lapses_before_shipping_holds_the_order_by_itself(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    order = unpaid(payment=Payment.AUTHORIZED, authorised_minor=1990, authorised_until=START + timedelta(days=4))
    assert house.take(order).lifecycle == "accepted"  # type: ignore[arg-type]
    assert house.centre.do(judge_lapsing, SITE) == 0
    house.clock.move(timedelta(days=4, minutes=1))
    assert house.centre.do(judge_lapsing, SITE) == 1
    row, holds = seen(house)
    assert [hold.reason for hold in holds] == ["payment"]
    house.centre.do(record_payment, SITE, row.order_id, event(PaymentKind.CAPTURED, 1990, "c"), "stripe")
    assert seen(house)[1] == []


def test_the_same_snapshot_twice_adds_nothing_and_a_newer_one_explains_itself(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    waiting = unpaid(payment=Payment.AUTHORIZED, authorised_minor=1990)
    house.take(waiting)  # type: ignore[arg-type]
    house.take(waiting)  # type: ignore[arg-type]
    house.clock.move(timedelta(minutes=1))
    assert house.take(new_order("#1", [("TEE-M", 1)])).outcome == "changed"
    house.clock.move(timedelta(minutes=1))
    house.take(new_order("#1", [("TEE-M", 1)], payment=Payment.REFUNDED))
    with house.centre.read(SITE) as work:
        row = work.orders.by_ref(house.channel.channel_id, "#1")
        assert row is not None
        kinds = [str(one.kind) for one in work.payments.of_order(row.order_id)]
    assert kinds == ["authorised", "captured", "refunded"]
    assert (row.payment, row.refunded_minor) == ("refunded", 1990)
    assert [hold.reason for hold in seen(house)[1]] == ["payment"]


def test_a_person_marks_an_order_paid_once_by_its_receipt(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(unpaid(method="cash"))  # type: ignore[arg-type]
    assert "Mark it as paid" in taken.holds[0].detail
    assert isinstance(house.centre.do(mark_paid, SITE, taken.order_id, None, " ", "user:amina"), NotRecorded)
    for replayed in (False, True):
        done = house.centre.do(mark_paid, SITE, taken.order_id, None, "till 17", "user:amina")
        assert done == Recorded(taken.order_id, "charged", replayed=replayed)
    order, holds = seen(house)
    assert (order.lifecycle, order.charged_minor, holds) == ("accepted", 1990, [])


def test_credit_counts_every_open_order_of_the_customer_up_to_the_limit(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 9}})
    assert house.centre.do(grant_credit, SITE, "K-1", "EUR", 4000, 30, "user:amina") == Credited()
    assert house.centre.do(grant_credit, SITE, "K-1", "EUR", 4000, 30, "user:bob") == Credited(replayed=True)
    orders = [unpaid(f"#{n}", method="invoice", customer="K-1") for n in range(1, 4)]
    taken = [house.take(order) for order in orders]  # type: ignore[arg-type]
    assert [one.lifecycle for one in taken] == ["accepted", "accepted", "submitted"]
    assert "credit does not reach" in taken[2].holds[0].detail
    house.centre.do(grant_credit, SITE, "K-1", "EUR", 9000, 30, "user:amina")
    assert seen(house, "#3")[0].lifecycle == "accepted"
    house.clock.move(timedelta(days=31))
    late = house.take(unpaid("#4", method="invoice", customer="K-1"))  # type: ignore[arg-type]
    assert "for too long" in late.holds[0].detail
    assert house.take(unpaid("#5", method="invoice", customer="stranger")).holds  # type: ignore[arg-type]


def test_a_channels_policy_is_set_by_field_and_judges_what_it_held(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    set_to = house.centre.do(set_channel_policy, SITE, "shop", {"clearance": "captured"})
    assert isinstance(set_to, ChannelPolicy)
    with house.centre.read(SITE) as work:
        channel = work.orders.channel(code="shop")
    assert channel is not None
    house.channel = channel
    held = house.take(unpaid(payment=Payment.AUTHORIZED, authorised_minor=1990))  # type: ignore[arg-type]
    assert "capture the authorisation" in held.holds[0].detail
    wrong = house.centre.do(set_channel_policy, SITE, "shop", {"methods": {"cash": "never"}})
    assert isinstance(wrong, NotRecorded)
    assert wrong.field == "methods.cash"
    house.centre.do(set_channel_policy, SITE, "shop", {"clearance": "authorised"})
    assert seen(house)[0].lifecycle == "accepted"


def test_money_for_a_cancelled_order_is_a_task_for_a_person(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(unpaid())  # type: ignore[arg-type]
    house.centre.do(cancel_order, SITE, taken.order_id, "changed their mind")
    house.centre.do(record_payment, SITE, taken.order_id, event(PaymentKind.CAPTURED, 1990, "late"), "stripe")
    with house.centre.read(SITE) as work:
        causes = [cause for cause, order_id, _ in work.tasks.open_tasks() if order_id == taken.order_id]
    assert "refund_due" in causes
