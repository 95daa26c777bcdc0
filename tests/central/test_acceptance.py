"""Orders are accepted with their stock promised, or held with a reason a person can act on."""

import threading
from dataclasses import replace
from datetime import timedelta

from app.central.audit import audit
from app.central.intake.answers import standing
from app.central.intake.changes import retry_stock
from app.central.intake.changing.cancelling import cancel_order
from app.central.intake.holds import place_hold, release_hold
from app.central.intake.orders import Taken, take_order
from app.domain.intake.orders import HoldReason, Payment
from tests.central.house import ADDRESS, SITE, START, House, new_order
from tests.central.stock.stock_rows import check, rows_of


def reasons(taken: Taken) -> list[tuple[str, str]]:
    return [(hold.reason.value, hold.field) for hold in taken.holds]


def test_an_order_in_stock_and_paid_is_accepted_and_its_stock_promised(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 2)]))
    assert (taken.outcome, taken.lifecycle, taken.holds) == ("new", "accepted", ())
    with house.centre.read(SITE) as work:
        (level,) = work.stock.levels("TEE-M")
    assert (level.on_hand, level.allocated) == (5, 2)


def test_the_same_sku_on_two_lines_is_summed_before_stock_is_checked(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 3}})
    taken = house.take(new_order("#1", [("TEE-M", 2), ("TEE-M", 2)]))
    assert reasons(taken) == [("stock", "lines")]
    assert "4 wanted, 3 free" in taken.holds[0].detail
    assert audit(house.centre, SITE) == ()


def test_all_or_nothing_a_short_sku_promises_nothing_of_the_others(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 9}, "CAP": {"A-2": 0}})
    house.take(new_order("#1", [("TEE-M", 2), ("CAP", 1)]))
    with house.centre.read(SITE) as work:
        assert [level.allocated for level in work.stock.levels()] == [0, 0]


def test_several_things_wrong_are_several_holds_each_with_its_field(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 1}})
    broken = replace(ADDRESS, postcode="", street="")
    order = new_order("#1", [("TEE-M", 2)], recipient=broken, payment=Payment.PENDING, charged_minor=0)
    assert sorted(reasons(house.take(order))) == [
        ("address", "recipient.postcode"),
        ("address", "recipient.street"),
        ("payment", "payment"),
        ("stock", "lines"),
    ]


def test_an_unknown_sku_and_an_express_po_box_are_details(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    assert reasons(house.take(new_order("#1", [("NOPE", 1)]))) == [("details", "lines.0.sku")]
    boxed = replace(ADDRESS, street="Postfach 12 34")
    assert reasons(house.take(new_order("#2", [("TEE-M", 1)], recipient=boxed, service="express"))) == [
        ("address", "recipient.street")
    ]
    assert house.take(new_order("#3", [("TEE-M", 1)], recipient=boxed)).holds == ()


def test_a_released_hold_reopens_no_other_and_the_last_one_accepts(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    order = new_order(
        "#1", [("TEE-M", 2)], recipient=replace(ADDRESS, city=""), payment=Payment.PENDING, charged_minor=0
    )
    taken = house.take(order)
    assert house.centre.do(release_hold, SITE, taken.order_id, HoldReason.PAYMENT, "desk")
    found = standing(house.centre, house.channel, taken.order_id)
    assert found is not None
    assert [hold.reason for hold in found.holds if hold.released_at is None] == ["address"]
    house.centre.do(release_hold, SITE, taken.order_id, HoldReason.ADDRESS, "desk")
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    assert found.status == "accepted"
    assert [line.allocated for line in found.lines] == [2]
    assert not house.centre.do(release_hold, SITE, taken.order_id, HoldReason.ADDRESS, "desk")


def test_the_same_order_again_changes_nothing_and_a_paid_one_goes_on(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    unpaid = new_order("#1", [("TEE-M", 2)], payment=Payment.PENDING, charged_minor=0)
    house.take(unpaid)
    assert house.take(unpaid).outcome == "same"
    paid = house.take(new_order("#1", [("TEE-M", 2)]))
    assert (paid.outcome, paid.lifecycle, paid.holds) == ("changed", "accepted", ())
    more = house.take(new_order("#1", [("TEE-M", 3)]))
    assert (more.outcome, more.lifecycle) == ("changed", "accepted")
    assert audit(house.centre, SITE) == ()


def test_arrived_stock_goes_to_the_most_urgent_waiting_order_first(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 0}})
    calm = house.take(new_order("#1", [("TEE-M", 1)]))
    urgent = house.take(new_order("#2", [("TEE-M", 1)], service="express"))
    assert reasons(calm) == reasons(urgent) == [("stock", "lines")]
    house.stock({"TEE-M": {"A-1": 1}}, "second")
    assert house.centre.do(retry_stock, SITE) == 1
    found = {ref: standing(house.centre, house.channel, ref) for ref in ("#1", "#2")}
    assert [one.status for one in found.values() if one] == ["on_hold", "accepted"]


def test_a_cancelled_order_gives_its_stock_back(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 2)]))
    house.centre.do(cancel_order, SITE, taken.order_id, "changed their mind")
    with house.centre.read(SITE) as work:
        (level,) = work.stock.levels()
    assert (level.on_hand, level.allocated) == (5, 0)
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    assert found.status == "cancelled"
    assert audit(house.centre, SITE) == ()


def test_an_order_that_comes_cancelled_wants_nothing_until_the_shop_opens_it_again(house: House) -> None:
    """As when the message of its cancelling was faster than the one of its making."""
    house.stock({"TEE-M": {"A-1": 5}})
    order = new_order("#1", [("TEE-M", 2)])
    assert house.take(replace(order, cancelled_at=START, updated_at=START)).lifecycle == "cancelled"
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    assert [(line.quantity, line.cancelled) for line in found.lines] == [(2, 2)]
    check(rows_of(house.centre, SITE))
    assert house.take(replace(order, updated_at=START + timedelta(minutes=1))).lifecycle == "accepted"
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    assert [(line.quantity, line.cancelled, line.allocated) for line in found.lines] == [(2, 0, 2)]
    check(rows_of(house.centre, SITE))


def test_an_operators_hold_shows_on_the_order(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 2)]))
    house.centre.do(place_hold, SITE, taken.order_id, "call the customer first", "desk")
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    assert (found.status, found.order.fulfilment) == ("on_hold", "on_hold")


def test_three_hundred_attempts_on_fifty_units_sell_exactly_fifty(house: House) -> None:
    house.stock({"HOT": {"A-1": 30, "A-2": 20}})
    taken: list[Taken] = []

    def buy(first: int) -> None:
        mine = range(first, 300, 16)
        futures = [house.centre.submit(take_order, house.channel, new_order(f"#{n}", [("HOT", 1)])) for n in mine]
        taken.extend(future.result() for future in futures)

    buyers = [threading.Thread(target=buy, args=(first,)) for first in range(16)]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    assert len(taken) == 300
    assert sum(one.lifecycle == "accepted" for one in taken) == 50
    assert audit(house.centre, SITE) == ()
