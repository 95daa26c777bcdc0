"""A channel that hears its stock too late, or sells what is not there, gets less to sell, and more when all is well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.central.inventory.pacing import judge_channels
from app.central.inventory.publishing import publish_all
from app.central.supply.seeing import list_alerts
from tests.central.house import SITE, House, new_order
from tests.central.inventory.shop_server import Shop, shop_server
from tests.central.inventory.test_pushing import connect, deliver


@pytest.fixture
def shop() -> Iterator[Shop]:
    with shop_server() as running:
        running.items = {"TEA": "7", "CUP": "8"}
        yield running


def test_a_channel_that_lags_gets_less_to_sell_and_more_again_when_all_is_well(house: House, shop: Shop) -> None:
    connect(house, shop)
    assert house.centre.do(judge_channels, SITE) == ()
    house.clock.move(timedelta(minutes=6))
    assert house.centre.do(judge_channels, SITE) == ("shop",)
    assert house.centre.do(judge_channels, SITE) == ()
    publish_all(house.centre, SITE)
    deliver(house)
    assert shop.stock == {"TEA": 9, "CUP": 3}
    with house.centre.read(SITE) as work:
        (pace,) = work.channel_rules.paces()
        (task,) = work.tasks.open_of(cause="channel_pace")
    (alert,) = list_alerts(house.centre, SITE, 9, "raised")
    assert (alert.kind, alert.subject, pace.why in alert.words) == ("channel_throttled", "shop", True)
    house.centre.do(judge_channels, SITE)
    assert list_alerts(house.centre, SITE, 9) == (alert,), "raised once"
    assert "wait 6 min to be delivered: 5 % of each SKU" in pace.why
    assert pace.why in task.reason
    house.clock.move(timedelta(minutes=16))
    assert house.centre.do(judge_channels, SITE) == ("shop",)
    publish_all(house.centre, SITE)
    deliver(house)
    assert shop.stock == {"TEA": 10, "CUP": 4}
    with house.centre.read(SITE) as work:
        assert work.tasks.open_of(cause="channel_pace") == ()
    house.centre.do(judge_channels, SITE)
    (over,) = list_alerts(house.centre, SITE, 9, "")
    assert (over.alert_id, over.state, over.recovered_at) == (alert.alert_id, "recovered", house.clock())


def test_a_channel_that_sells_what_is_not_there_gets_less_to_sell(house: House) -> None:
    house.stock({"TEA": {"A-1": 5}, "CUP": {"A-2": 50}})
    assert house.centre.do(judge_channels, SITE) == ()
    house.take(new_order("#1", [("TEA", 9), ("CUP", 30)]))
    assert house.centre.do(judge_channels, SITE) == ("shop",)
    assert house.centre.do(judge_channels, SITE) == ()
    assert "it sold 4 units that were not there" in why(house), "what waits although it is there was not oversold"


def test_orders_that_were_there_before_the_channel_was_told_anything_accuse_nobody(house: House) -> None:
    house.stock({"TEA": {"A-1": 5}})
    house.take(new_order("#1", [("TEA", 9)]))
    house.clock.move(timedelta(seconds=30))
    assert house.centre.do(judge_channels, SITE) == ()
    assert (why(house), list_alerts(house.centre, SITE, 9)) == ("", ())
    house.clock.move(timedelta(minutes=1))
    house.take(new_order("#2", [("TEA", 7)], placed_at=house.clock() - timedelta(days=2)))
    assert house.centre.do(judge_channels, SITE) == (), "nor does an export of old orders"
    house.take(new_order("#3", [("TEA", 8)], placed_at=house.clock()))
    assert house.centre.do(judge_channels, SITE) == ("shop",)
    assert "it sold 3 units that were not there" in why(house)


def test_each_step_is_judged_by_what_was_sold_since(house: House) -> None:
    house.stock({"TEA": {"A-1": 5}})
    house.centre.do(judge_channels, SITE)
    house.take(new_order("#1", [("TEA", 9)]))
    house.clock.move(timedelta(seconds=30))
    assert house.centre.do(judge_channels, SITE) == ("shop",)
    house.clock.move(timedelta(minutes=6))
    assert house.centre.do(judge_channels, SITE) == ()
    house.take(new_order("#2", [("TEA", 7)], placed_at=house.clock()))
    assert house.centre.do(judge_channels, SITE) == ("shop",)
    assert "it sold 2 units that were not there: 10 % of each SKU" in why(house)


def why(house: House) -> str:
    with house.centre.read(SITE) as work:
        (pace,) = work.channel_rules.paces()
    return pace.why
