"""Risk is judged and decided; an order goes together, as far as it can, or not at all; each hold is its own."""

from app.central.audit import audit
from app.central.intake.answers import standing
from app.central.intake.changes import retry_stock
from app.central.intake.holds import NotHeld, place_hold, release_hold, release_one
from app.central.money.recording import record_payment
from app.central.money.risking import Assessed, NotDecided, accept_risk, assess_risk, reject_risk
from app.central.work.release import release_orders
from app.domain.intake.clearance import FulfilmentPolicy, RiskLevel, RiskReport
from app.domain.intake.orders import HoldReason, Payment
from app.domain.intake.payments import PaymentEvent, PaymentKind
from tests.central.house import SITE, START, House, new_order

HIGH = RiskReport(level=RiskLevel.HIGH, provider="Signifyd", reason="card and address differ")
AVAILABLE = FulfilmentPolicy.SHIP_AVAILABLE


def lines(house: House, reference: str = "#1") -> list[tuple[str, int, int, int]]:
    found = standing(house.centre, house.channel, reference)
    assert found is not None
    with house.centre.read(SITE) as work:
        rows = work.orders.lines(found.order.order_id)
    return [(line.sku, line.allocated, line.backordered, line.cancelled) for line in rows]


def open_reasons(house: House, reference: str = "#1") -> list[str]:
    found = standing(house.centre, house.channel, reference)
    assert found is not None
    return [hold.reason for hold in found.holds if hold.released_at is None]


def test_a_high_risk_holds_and_a_person_accepts_it_once(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 1)], risks=(HIGH,)))
    assert [hold.reason for hold in taken.holds] == [HoldReason.RISK]
    assert house.centre.do(accept_risk, SITE, taken.order_id, "user:amina") is None
    assert isinstance(house.centre.do(accept_risk, SITE, taken.order_id, "user:amina"), NotDecided)
    assert (open_reasons(house), lines(house)) == ([], [("TEE-M", 1, 0, 0)])


def test_risk_found_later_stops_the_order_and_rejecting_cancels_it(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 1)]))
    assert house.centre.do(assess_risk, SITE, taken.order_id, HIGH) == Assessed(RiskLevel.HIGH, replayed=False)
    assert open_reasons(house) == ["risk"]
    calm = RiskReport(level=RiskLevel.LOW, provider="Signifyd")
    assert house.centre.do(assess_risk, SITE, taken.order_id, calm) == Assessed(RiskLevel.LOW, replayed=False)
    assert open_reasons(house) == []
    house.centre.do(assess_risk, SITE, taken.order_id, HIGH)
    assert isinstance(house.centre.do(reject_risk, SITE, taken.order_id, "user:amina"), str)
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    assert found.status == "cancelled"
    assert audit(house.centre, SITE) == ()


def test_risk_that_changed_in_an_order_sent_again_counts_and_a_decision_stays(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 1)]))
    assert house.take(new_order("#1", [("TEE-M", 1)], risks=(HIGH,))).outcome == "changed"
    assert open_reasons(house) == ["risk"]
    assert house.centre.do(accept_risk, SITE, taken.order_id, "user:amina") is None
    house.take(new_order("#1", [("TEE-M", 2)], risks=(HIGH,)))
    assert open_reasons(house) == [], "the same word again is no news: a person took this risk"
    worse = RiskReport(level=RiskLevel.HIGH, provider="Signifyd", reason="another card")
    house.take(new_order("#1", [("TEE-M", 2)], risks=(worse,)))
    assert open_reasons(house) == ["risk"]


def test_what_is_there_goes_and_the_rest_follows_on_its_own_list(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 2}, "CAP": {"A-2": 0}})
    taken = house.take(new_order("#1", [("TEE-M", 3), ("CAP", 1)], policy=AVAILABLE))
    assert (taken.lifecycle, taken.holds) == ("accepted", ())
    assert lines(house) == [("TEE-M", 2, 1, 0), ("CAP", 0, 1, 0)]
    assert house.centre.do(release_orders, SITE) == 1
    house.stock({"TEE-M": {"A-1": 5}, "CAP": {"A-2": 1}}, "second")
    house.centre.do(retry_stock, SITE)
    assert lines(house) == [("TEE-M", 2, 1, 0), ("CAP", 0, 1, 0)], "a list has it: the rest waits until it is over"
    assert audit(house.centre, SITE) == ()


def test_the_backordered_rest_is_promised_when_stock_comes(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 2}})
    house.take(new_order("#1", [("TEE-M", 3)], policy=AVAILABLE))
    assert lines(house) == [("TEE-M", 2, 1, 0)]
    house.stock({"TEE-M": {"A-1": 3}}, "second")
    house.centre.do(retry_stock, SITE)
    assert (lines(house), open_reasons(house)) == ([("TEE-M", 3, 0, 0)], [])
    assert audit(house.centre, SITE) == ()


def test_with_nothing_there_it_waits_on_a_stock_hold(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 0}})
    taken = house.take(new_order("#1", [("TEE-M", 3)], policy=AVAILABLE))
    assert [hold.reason for hold in taken.holds] == [HoldReason.STOCK]
    house.stock({"TEE-M": {"A-1": 1}}, "second")
    house.centre.do(retry_stock, SITE)
    assert (lines(house), open_reasons(house)) == ([("TEE-M", 1, 2, 0)], [])


def test_all_or_cancel_takes_nothing_when_it_is_short_and_somebody_tells_the_customer(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 2}, "CAP": {"A-2": 0}})
    order = new_order("#1", [("TEE-M", 1), ("CAP", 1)], policy=FulfilmentPolicy.ALL_OR_CANCEL)
    taken = house.take(order)
    assert (taken.lifecycle, taken.holds) == ("cancelled", ())
    assert lines(house) == [("TEE-M", 0, 0, 1), ("CAP", 0, 0, 1)]
    with house.centre.read(SITE) as work:
        assert [cause for cause, _, _ in work.tasks.open_tasks()] == ["cancelled_short"]
        assert [level.allocated for level in work.stock.levels()] == [0, 0]
    assert house.take(order).outcome == "same"
    assert audit(house.centre, SITE) == ()


def test_all_or_cancel_is_cancelled_when_the_money_comes_after_the_stock_is_gone(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 1}})
    order = new_order(
        "#1", [("TEE-M", 1)], policy=FulfilmentPolicy.ALL_OR_CANCEL, payment=Payment.PENDING, charged_minor=0
    )
    taken = house.take(order)
    assert taken.lifecycle == "submitted"
    house.take(new_order("#2", [("TEE-M", 1)]))
    paid = PaymentEvent(
        kind=PaymentKind.CAPTURED, amount_minor=1990, currency="EUR", provider="p", reference="1", happened_at=START
    )
    house.centre.do(record_payment, SITE, taken.order_id, paid, "p")
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    assert found.status == "cancelled"
    with house.centre.read(SITE) as work:
        (words,) = [text for cause, _, text in work.tasks.open_tasks() if cause == "cancelled_short"]
    assert "19.90 EUR" in words


def test_one_hold_of_several_is_released_by_its_id_and_reopens_no_other(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 1)], payment=Payment.PENDING, charged_minor=0, risks=(HIGH,)))
    first = house.centre.do(place_hold, SITE, taken.order_id, "call first", "user:amina")
    second = house.centre.do(place_hold, SITE, taken.order_id, "gift wrap", "user:jonas")
    assert isinstance(first, str)
    assert isinstance(second, str)
    released = house.centre.do(release_one, SITE, first, "user:amina")
    assert not isinstance(released, NotHeld)
    assert isinstance(house.centre.do(release_one, SITE, first, "user:amina"), NotHeld)
    assert isinstance(house.centre.do(release_one, SITE, "nothing", "user:amina"), NotHeld)
    assert sorted(open_reasons(house)) == ["operator", "payment", "risk"]
    assert house.centre.do(release_hold, SITE, taken.order_id, HoldReason.PAYMENT, "user:amina")
    house.centre.do(assess_risk, SITE, taken.order_id, RiskReport(level=RiskLevel.NONE, provider="Signifyd"))
    assert open_reasons(house) == ["operator"], "the payment hold a person released stays released"
    house.centre.do(release_one, SITE, second, "user:jonas")
    assert (open_reasons(house), lines(house)) == ([], [("TEE-M", 1, 0, 0)])


def test_all_or_cancel_holds_for_an_edit_too_and_gives_everything_back(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 3}, "CAP": {"A-2": 5}})
    policy = FulfilmentPolicy.ALL_OR_CANCEL
    house.take(new_order("#1", [("TEE-M", 2), ("CAP", 1)], policy=policy))
    assert house.take(new_order("#1", [("TEE-M", 3), ("CAP", 1)], policy=policy)).lifecycle == "accepted"
    beyond = house.take(new_order("#1", [("TEE-M", 4), ("CAP", 1)], policy=policy))
    assert (beyond.lifecycle, beyond.holds) == ("cancelled", ())
    with house.centre.read(SITE) as work:
        assert [cause for cause, _, _ in work.tasks.open_tasks()] == ["cancelled_short"]
        assert [level.allocated for level in work.stock.levels()] == [0, 0]
    assert audit(house.centre, SITE) == ()
