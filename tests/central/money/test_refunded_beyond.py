"""More went back than was ever charged: the provider's word stands, and a person is asked about it once."""

from app.central.money.recording import Recorded, mark_paid, record_payment
from app.central.work.tasks.doing import done
from app.central.work.values import TaskRow
from app.domain.intake.orders import Payment
from app.domain.intake.payments import PaymentEvent, PaymentKind
from tests.central.house import SITE, START, House, new_order

CAUSE = "refunded_beyond"


def tell(house: House, order_id: str, kind: PaymentKind, minor: int, reference: str) -> None:
    told = PaymentEvent(
        kind=kind, amount_minor=minor, currency="EUR", provider="p", reference=reference, happened_at=START
    )
    assert isinstance(house.centre.do(record_payment, SITE, order_id, told, "p"), Recorded)


def asked(house: House) -> list[str]:
    with house.centre.read(SITE) as work:
        return [task.reason for task in work.tasks.open_of(cause=CAUSE)]


def taken(house: House) -> str:
    house.stock({"TEE-M": {"A-1": 5}})
    return house.take(new_order("#1", [("TEE-M", 1)])).order_id


def test_a_person_is_asked_once_and_again_only_when_still_more_goes_back(house: House) -> None:
    order_id = taken(house)
    tell(house, order_id, PaymentKind.REFUNDED, 1990, "r1")
    assert asked(house) == []
    tell(house, order_id, PaymentKind.REFUNDED, 510, "r2")
    words = "Of order #1 5.10 EUR more went back than was ever charged: ask the provider. "
    assert asked(house) == [words + "Record what was charged, or get it back."]
    tell(house, order_id, PaymentKind.REFUNDED, 510, "r2")
    assert len(asked(house)) == 1
    with house.centre.read(SITE) as work:
        (task,) = work.tasks.open_of(cause=CAUSE)
        order = work.orders.order(order_id)
    assert (task.kind, task.role, task.order_id) == ("check", "clerk", order_id)
    assert order is not None
    assert (order.payment, order.charged_minor, order.refunded_minor) == ("refunded", 1990, 1990)
    assert isinstance(house.centre.do(done, SITE, task.task_id, "mona"), TaskRow)
    tell(house, order_id, PaymentKind.VOIDED, 100, "v1")
    assert asked(house) == [], "it was settled"
    tell(house, order_id, PaymentKind.CHARGED_BACK, 1990, "b1")
    (again,) = asked(house)
    assert "25.00 EUR more" in again


def test_it_ends_by_itself_when_what_was_charged_is_recorded_after_all(house: House) -> None:
    order_id = taken(house)
    tell(house, order_id, PaymentKind.REFUNDED, 2500, "r1")
    assert len(asked(house)) == 1
    tell(house, order_id, PaymentKind.CAPTURED, 2290, "c2")
    (left,) = asked(house)
    assert "2.10 EUR more" in left, "the sum as it stands"
    assert isinstance(house.centre.do(mark_paid, SITE, order_id, 210, "got back", "mona"), Recorded)
    assert asked(house) == []


def test_a_refund_that_is_heard_of_before_its_capture_is_no_question_for_long(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    order_id = house.take(new_order("#1", [("TEE-M", 1)], payment=Payment.PENDING, charged_minor=0)).order_id
    tell(house, order_id, PaymentKind.REFUNDED, 500, "r1")
    assert len(asked(house)) == 1
    tell(house, order_id, PaymentKind.CAPTURED, 1990, "c1")
    assert asked(house) == []
