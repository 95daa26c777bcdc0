"""Orders of channels that may oversell are promised units before they are there: counted, covered first, never more."""

from concurrent.futures import ThreadPoolExecutor

from app.central.centre import Centre
from app.central.intake.changing.cancelling import cancel_order
from app.central.intake.channels import add_channel
from app.central.intake.orders import take_order
from app.central.intake.promises.overselling import not_there
from app.central.inventory.publishing import publish, untold
from app.central.values import ChannelRow
from app.domain.intake.clearance import FulfilmentPolicy
from tests.central.house import SITE, House, open_again
from tests.central.inventory.test_publishing import sells
from tests.central.stock.promised.ahead import allow, arrive, books, line, order, oversell, release, state
from tests.central.stock.tees import counters, level


def test_only_a_channel_that_may_is_promised_what_is_not_there(house: House) -> None:
    house.stock({"TEE": {"A-1": 2}})
    assert allow(house, 3) is None
    other = house.centre.do(add_channel, SITE, "market").channel
    oversell(house)
    assert sells(house, "TEE") == {"market": 2, "shop": 5}
    held = house.centre.do(take_order, other, order("#m", 3))
    assert [hold.reason for hold in held.holds] == ["stock"]
    taken = house.take(order("#1", 4))
    assert (taken.holds, counters(house)) == ((), (2, 4, 0, 0))
    assert sells(house, "TEE") == {"market": 0, "shop": 1}
    assert [hold.reason for hold in house.take(order("#2", 2)).holds] == ["stock"]
    assert release(house) == 0, "nobody is sent for what is not there"
    refused = allow(house, 1)
    assert refused is not None
    assert refused.field == "backorder_limit"
    books(house)


def test_what_arrives_covers_promises_first_and_only_then_who_waits(house: House) -> None:
    house.stock({"TEE": {"A-1": 0, "B-2": 0}})
    assert allow(house, 3) is None
    oversell(house)
    first = house.take(order("#1", 3)).order_id
    oversell(house, allowed=False)
    later = house.take(order("#2", 1, priority=1)).order_id
    assert (state(house, first), state(house, later)) == (("accepted", False), ("submitted", False))
    arrive(house, 2, "B-2")
    assert (counters(house), counters(house, "B-2")) == ((0, 1, 0, 0), (2, 2, 0, 0)), "the promise moved to the units"
    assert release(house) == 0, "an order goes out together"
    arrive(house, 1, "B-2")
    assert (counters(house), counters(house, "B-2")) == ((0, 0, 0, 0), (3, 3, 0, 0))
    assert release(house) == 1
    assert (state(house, first), state(house, later)) == (("accepted", True), ("submitted", False))
    arrive(house, 1, "A-1")
    release(house)
    assert state(house, later) == ("accepted", True)
    books(house)


def test_at_the_level_itself_what_arrives_covers_the_first_in_turn(house: House) -> None:
    house.stock({"TEE": {"A-1": 0}})
    assert allow(house, 9) is None
    oversell(house)
    late = house.take(order("#1", 2, priority=5)).order_id
    soon = house.take(order("#2", 2, priority=1)).order_id
    arrive(house, 3)
    with house.centre.read(SITE) as work:
        assert not_there(work) == {late}
    assert release(house) == 1
    assert (state(house, soon)[1], state(house, late)[1]) == (True, False)
    arrive(house, 1, key="last")
    assert release(house) == 1
    books(house)


def test_an_order_that_ships_what_is_there_does_not_wait_for_the_rest(house: House) -> None:
    house.stock({"TEE": {"A-1": 1}})
    assert allow(house, 5) is None
    oversell(house)
    taken = house.take(order("#1", 3, policy=FulfilmentPolicy.SHIP_AVAILABLE))
    assert (taken.holds, level(house).allocated) == ((), 3)
    assert release(house) == 1
    assert (line(house, taken.order_id).allocated, line(house, taken.order_id).backordered) == (1, 2)
    assert release(house) == 0
    books(house)


def test_a_higher_limit_or_a_cancelled_order_lets_the_next_go_ahead(house: House) -> None:
    house.stock({"TEE": {"A-1": 0}})
    assert allow(house, 2) is None
    oversell(house)
    first = house.take(order("#1", 2)).order_id
    second = house.take(order("#2", 2)).order_id
    third = house.take(order("#3", 2)).order_id
    assert [state(house, one)[0] for one in (first, second, third)] == ["accepted", "submitted", "submitted"]
    house.centre.do(cancel_order, SITE, first, "changed her mind")
    release(house)
    assert [state(house, one)[0] for one in (second, third)] == ["accepted", "submitted"]
    assert allow(house, 4) is None
    assert state(house, third)[0] == "accepted"
    assert counters(house) == (0, 4, 0, 0)
    books(house)


def test_what_may_be_sold_ahead_is_published_and_follows_the_policy(house: House) -> None:
    house.stock({"TEE": {"A-1": 1}})
    oversell(house)

    def told() -> int:
        while skus := untold(house.centre, SITE):
            house.centre.do(publish, SITE, skus)
        with house.centre.read(SITE) as work:
            ((row,),) = [work.published.page_of(house.channel.channel_id, "", 9, sku="TEE")]
        return row.available

    assert told() == 1
    assert allow(house, 4) is None
    assert told() == 5
    house.take(order("#1", 3))
    assert told() == 2
    oversell(house, allowed=False)
    assert sells(house, "TEE") == {"shop": 0}


def test_several_centres_at_once_promise_exactly_what_may_be(house: House) -> None:
    house.stock({"TEE": {"A-1": 5, "A-2": 3}})
    assert allow(house, 7) is None
    oversell(house)
    others = [open_again(house.data, f"other-{n}") for n in range(3)]

    def take_some(centre: Centre, channel: ChannelRow, mine: int) -> int:
        taken = [centre.do(take_order, channel, order(f"#{mine}-{n}", 1)) for n in range(8)]
        return sum(not one.holds for one in taken)

    try:
        with ThreadPoolExecutor(4) as threads:
            tries = [
                threads.submit(take_some, centre, house.channel, n) for n, centre in enumerate((house.centre, *others))
            ]
            assert sum(one.result() for one in tries) == 15
    finally:
        for other in others:
            other.close()
    assert (counters(house), counters(house, "A-2")) == ((5, 12, 0, 0), (3, 3, 0, 0))
    assert sells(house, "TEE") == {"shop": 0}
    books(house)
