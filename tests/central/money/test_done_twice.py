"""What is done a second time: a form sent twice, an event replayed. Each verb says what is true, and does nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from app.central.centre import Centre
from app.central.intake.changing.cancelling import AlreadyCancelled, cancel_order
from app.central.intake.holds import NotHeld, place_hold, release_hold, release_one
from app.central.money.granting import Granted, grant_refund
from app.central.money.recording import NotRecorded, Recorded, mark_paid, record_payment
from app.central.money.risking import Assessed, NotDecided, accept_risk, assess_risk, reject_risk
from app.central.people.actors import CENTRE
from app.central.people.deeds import Deed, Subject, act, deeds
from app.domain.intake.clearance import RiskLevel, RiskReport
from app.domain.intake.orders import HoldReason, Payment
from app.domain.intake.payments import PaymentEvent, PaymentKind
from tests.central.house import SITE, START, House, new_order

WHO = "user:mona"
HIGH = RiskReport(level=RiskLevel.HIGH, provider="Signifyd", reason="two cards")
PAID = PaymentEvent(
    kind=PaymentKind.CAPTURED, amount_minor=1990, currency="EUR", provider="p", reference="c1", happened_at=START
)
Verb = Callable[[Centre, str, str], Any]
TWICE: dict[str, tuple[Verb, Callable[[Any], bool]]] = {
    "cancel": (
        lambda centre, site, order: cancel_order(centre, site, order, "x"),
        lambda done: done == AlreadyCancelled("order #1 was cancelled already"),
    ),
    "record": (
        lambda centre, site, order: record_payment(centre, site, order, PAID, WHO),
        lambda done: isinstance(done, Recorded) and done.replayed,
    ),
    "mark paid": (
        lambda centre, site, order: mark_paid(centre, site, order, None, "till 9", WHO),
        lambda done: isinstance(done, Recorded) and done.replayed,
    ),
    "grant": (
        lambda centre, site, order: grant_refund(centre, site, order, 100, "x", "case-1", WHO),
        lambda done: isinstance(done, Granted) and done.replayed,
    ),
    "assess": (
        lambda centre, site, order: assess_risk(centre, site, order, HIGH),
        lambda done: done == Assessed(RiskLevel.HIGH, replayed=True),
    ),
    "reject": (
        lambda centre, site, order: reject_risk(centre, site, order, WHO),
        lambda done: isinstance(done, NotDecided),
    ),
    "accept": (
        lambda centre, site, order: accept_risk(centre, site, order, WHO),
        lambda done: isinstance(done, NotDecided),
    ),
    "hold": (
        lambda centre, site, order: place_hold(centre, site, order, "ring first", WHO),
        lambda done: done == NotHeld("it is held for that already"),
    ),
    "release": (
        lambda centre, site, order: release_hold(centre, site, order, HoldReason.PAYMENT, WHO),
        lambda done: done is False,
    ),
}


def take(house: House, verb: str) -> str:
    """An unpaid order; a risky one where it is about its risk."""
    house.stock({"TEE-M": {"A-1": 5}})
    risks = (HIGH,) if verb in ("reject", "accept") else ()
    order = new_order("#1", [("TEE-M", 1)], payment=Payment.PENDING, charged_minor=0, risks=risks)
    return house.take(order).order_id


def stood(house: House, order_id: str) -> tuple[object, ...]:
    """The order with all that hangs on it: what a verb done twice must leave alone."""
    with house.centre.read(SITE) as work:
        return (
            work.orders.order(order_id),
            work.orders.holds(order_id),
            work.orders.lines(order_id),
            work.payments.of_order(order_id),
            work.payments.grants(order_id),
            work.payments.risks(order_id),
            work.tasks.open_tasks(),
            deeds(house.centre, 100),
        )


@pytest.mark.parametrize("name", TWICE)
def test_what_is_done_twice_is_done_once_and_said_so(house: House, name: str) -> None:
    verb, known = TWICE[name]
    order_id = take(house, name)
    deed = Deed(actor=CENTRE, action=f"test.{name}", subject=Subject("order", order_id))

    def told(done: Any) -> dict[str, object] | None:
        return None if known(done) else {}

    def again() -> Any:
        return house.centre.do(act, SITE, deed, lambda centre: verb(centre, SITE, order_id), told)

    first = again()
    assert not known(first)
    before = stood(house, order_id)
    assert len([row for row in deeds(house.centre, 100) if row.action == deed.action]) == 1
    second = again()
    assert known(second), second
    assert stood(house, order_id) == before


def test_one_hold_released_twice_names_who_was_first(house: House) -> None:
    order_id = take(house, "")
    with house.centre.read(SITE) as work:
        (hold,) = work.orders.holds(order_id)
    assert house.centre.do(release_one, SITE, hold.hold_id, WHO) == hold
    before = stood(house, order_id)
    assert house.centre.do(release_one, SITE, hold.hold_id, "user:tom") == NotHeld("user:mona released it already")
    assert stood(house, order_id) == before


def test_a_payment_by_hand_beyond_what_is_due_is_said_and_not_guessed(house: House) -> None:
    order_id = take(house, "")
    assert isinstance(house.centre.do(mark_paid, SITE, order_id, None, "till 9", WHO), Recorded)
    again = house.centre.do(mark_paid, SITE, order_id, None, "till 10", WHO)
    assert again == NotRecorded("amount", "nothing is due: it is paid already")
    assert isinstance(house.centre.do(mark_paid, SITE, order_id, 1000, "till 9", WHO), NotRecorded), "another amount"
    house.centre.do(cancel_order, SITE, order_id, "x")
    over = house.centre.do(mark_paid, SITE, order_id, None, "till 11", WHO)
    assert over == NotRecorded("amount", "nothing is due")


@pytest.mark.parametrize(
    ("changes", "field"), [({"amount_minor": 1}, "reference"), ({"kind": PaymentKind.REFUNDED}, "reference")]
)
def test_a_replay_with_other_content_is_refused(house: House, changes: dict[str, Any], field: str) -> None:
    order_id = take(house, "")
    house.centre.do(record_payment, SITE, order_id, PAID, WHO)
    before = stood(house, order_id)
    said = {name: getattr(PAID, name) for name in PaymentEvent.__dataclass_fields__}
    refused = house.centre.do(record_payment, SITE, order_id, PaymentEvent(**{**said, **changes}), WHO)
    assert isinstance(refused, NotRecorded)
    assert (refused.field, stood(house, order_id)) == (field, before)
