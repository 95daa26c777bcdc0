"""Refunds that were granted: counted at once and once, paid back as a task, never more than the order."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.central.intake.changing.cancelling import cancel_order
from app.central.money.granting import Granted, grant_refund
from app.central.money.recording import NotRecorded, record_payment
from app.domain.intake.clearance import ChannelPolicy, Owed, check_clearance
from app.domain.intake.orders import Payment
from app.domain.intake.payments import PaymentEvent, PaymentKind, standing
from tests.central.house import SITE, START, House, new_order


def event(kind: PaymentKind, minor: int, reference: str) -> PaymentEvent:
    return PaymentEvent(
        kind=kind, amount_minor=minor, currency="EUR", provider="p", reference=reference, happened_at=START
    )


def grant(house: House, order_id: str, minor: int, reference: str = "case-1") -> Granted | NotRecorded:
    return house.centre.do(grant_refund, SITE, order_id, minor, "a button is missing", reference, "user:mona")


def causes(house: House) -> list[str]:
    with house.centre.read(SITE) as work:
        return [cause for cause, _, _ in work.tasks.open_tasks()]


def open_holds(house: House, order_id: str) -> list[str]:
    with house.centre.read(SITE) as work:
        return [hold.reason for hold in work.orders.holds(order_id) if hold.released_at is None]


def test_an_authorisation_that_covers_the_rest_clears_the_order(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    part = new_order("#1", [("TEE-M", 1)], payment=Payment.AUTHORIZED, charged_minor=0, authorised_minor=1490)
    taken = house.take(part)
    assert open_holds(house, taken.order_id) == ["payment"]
    assert isinstance(grant(house, taken.order_id, 500), Granted)
    assert (open_holds(house, taken.order_id), causes(house)) == ([], []), "nothing was charged: nothing goes back"


def test_what_was_charged_is_paid_back_as_a_task_that_ends_by_itself(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 1)]))
    first = grant(house, taken.order_id, 500)
    assert isinstance(first, Granted)
    assert grant(house, taken.order_id, 500) == Granted(first.grant, replayed=True)
    assert causes(house) == ["refund_granted"]
    house.centre.do(record_payment, SITE, taken.order_id, event(PaymentKind.REFUNDED, 300, "r1"), "p")
    assert causes(house) == ["refund_granted"]
    house.centre.do(record_payment, SITE, taken.order_id, event(PaymentKind.REFUNDED, 200, "r2"), "p")
    assert (causes(house), open_holds(house, taken.order_id)) == ([], [])


def test_refunds_stay_within_the_order_and_name_what_is_wrong(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 1)]))
    grant(house, taken.order_id, 1500)
    for minor, reference, field in ((491, "case-2", "amount"), (0, "case-2", "amount"), (1, "case-1", "reference")):
        refused = grant(house, taken.order_id, minor, reference)
        assert isinstance(refused, NotRecorded)
        assert refused.field == field
    assert isinstance(grant(house, taken.order_id, 490, "case-2"), Granted)
    assert isinstance(grant(house, "nobody", 1), NotRecorded)


@given(total=st.integers(1, 10_000), charged=st.integers(0, 10_000), data=st.data())
def test_a_refund_counts_the_same_before_and_after_it_is_paid(total: int, charged: int, data: st.DataObject) -> None:
    granted = data.draw(st.integers(1, total))
    paid = [event(PaymentKind.CAPTURED, charged, "c")] if charged else []
    back = min(granted, charged)
    after = [*paid, event(PaymentKind.REFUNDED, back, "r")] if back and back < charged else paid
    owed = Owed(total_minor=total, currency="EUR", method="", ship_by=START + timedelta(days=1), granted_minor=granted)
    cleared = [check_clearance(owed, standing(events), ChannelPolicy(), START) is None for events in (paid, after)]
    assert cleared[0] == (charged >= total - granted)
    if cleared[1]:
        assert cleared[0], "paying back never clears an order that was not"


def test_all_of_a_cancelled_order_goes_back_as_one_task_that_names_it_and_ends_by_itself(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 1)]))
    assert isinstance(grant(house, taken.order_id, 500), Granted)
    left = house.centre.do(cancel_order, SITE, taken.order_id, "the customer rang")
    assert left == "Order #1 is cancelled: pay 19.90 EUR back, and tell the customer."
    assert causes(house) == ["refund_due"], "what was granted is part of it"
    house.centre.do(record_payment, SITE, taken.order_id, event(PaymentKind.REFUNDED, 1000, "r1"), "p")
    assert causes(house) == ["refund_due"]
    house.centre.do(record_payment, SITE, taken.order_id, event(PaymentKind.REFUNDED, 990, "r2"), "p")
    assert causes(house) == []


def test_what_is_only_authorised_for_a_cancelled_order_is_to_be_voided(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(
        new_order("#1", [("TEE-M", 1)], payment=Payment.AUTHORIZED, charged_minor=0, authorised_minor=1990)
    )
    left = house.centre.do(cancel_order, SITE, taken.order_id, "the customer rang")
    assert left == "Order #1 is cancelled: void the 19.90 EUR that are authorised, and tell the customer."
    assert causes(house) == ["refund_due"]
