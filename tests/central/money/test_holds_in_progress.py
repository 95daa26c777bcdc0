"""A hold placed while an order is worked on reaches its bench through the feed, and what is not there follows later."""

from app.central.audit import audit
from app.central.intake.answers import standing
from app.central.intake.changes import retry_stock
from app.central.intake.holds import place_hold, release_hold
from app.central.money.recording import record_payment
from app.central.work.release import release_orders
from app.domain import facts
from app.domain.documents import WorkOrder
from app.domain.intake.clearance import FulfilmentPolicy
from app.domain.intake.orders import HoldReason
from app.domain.intake.payments import PaymentEvent, PaymentKind
from tests.central.house import SITE, START, Bench, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking, work_of


def order_at(bench: Bench) -> WorkOrder:
    (work,) = work_of(bench).values()
    return work.orders[0]


def test_a_chargeback_while_picking_reaches_the_bench_and_new_money_lets_it_go_on(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 1)]))
    bench = house.bench()
    claim(bench)
    assert order_at(bench).state == "open"
    back = PaymentEvent(
        kind=PaymentKind.CHARGED_BACK,
        amount_minor=1990,
        currency="EUR",
        provider="p",
        reference="dp",
        happened_at=START,
    )
    house.centre.do(record_payment, SITE, taken.order_id, back, "p")
    assert (order_at(bench).state, "charged back" in order_at(bench).reason) == ("on_hold", True)
    house.centre.do(place_hold, SITE, taken.order_id, "call the customer", "user:amina")
    assert "call the customer" in order_at(bench).reason
    house.centre.do(release_hold, SITE, taken.order_id, HoldReason.PAYMENT, "user:amina")
    assert (order_at(bench).state, order_at(bench).reason) == ("on_hold", "call the customer")
    house.centre.do(release_hold, SITE, taken.order_id, HoldReason.OPERATOR, "user:amina")
    assert (order_at(bench).state, order_at(bench).reason) == ("open", "")


def test_a_held_parcel_that_left_all_the_same_is_counted_and_a_person_is_told(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 1)]))
    bench = house.bench()
    work = claim(bench)
    told = packing(work, blocks_of(bench)[0])
    bench.tell(*picking(work), *told[:-1])
    house.centre.do(place_hold, SITE, taken.order_id, "fraud suspected.", "user:amina")
    (row,) = bench.tell(told[-1])
    assert (row.verdict, "left while it was on hold: fraud suspected." in row.reason) == ("applied_with_task", True)
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    assert found.lines[0].shipped == 1
    assert audit(house.centre, SITE) == ()


def test_what_was_not_there_ships_later_on_a_list_of_its_own(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 2}, "CAP": {"A-2": 0}})
    house.take(new_order("#1", [("TEE-M", 3), ("CAP", 1)], policy=FulfilmentPolicy.SHIP_AVAILABLE))
    bench = house.bench()
    first = claim(bench)
    assert [(line.sku, line.quantity) for line in first.orders[0].lines] == [("TEE-M", 2)]
    house.stock({"TEE-M": {"A-1": 5}, "CAP": {"A-2": 1}}, "second")
    bench.tell(*picking(first), *packing(first, blocks_of(bench)[0]))
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    assert (found.order.lifecycle, found.order.fulfilment) == ("accepted", "partially_shipped")
    house.centre.do(retry_stock, SITE)
    house.centre.do(release_orders, SITE)
    second = claim(bench)
    assert sorted((line.sku, line.quantity) for line in second.orders[0].lines) == [("CAP", 1), ("TEE-M", 1)]
    later: list[facts.Body] = [
        facts.PickStarted(list_id=second.list_id),
        *(fact for fact in picking(second) if isinstance(fact, facts.ItemPicked)),
    ]
    assert {row.verdict for row in bench.tell(*later)} == {"applied"}
    assert audit(house.centre, SITE) == ()
