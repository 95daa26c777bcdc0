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
    house.stock({"TEA": {"A-1": 5}})
    house.take(new_order("#1", [("TEA", 9)]))
    assert house.centre.do(judge_channels, SITE) == ("shop",)
    assert house.centre.do(judge_channels, SITE) == ()
    with house.centre.read(SITE) as work:
        (pace,) = work.channel_rules.paces()
    assert "it sold 9 units that were not there" in pace.why
