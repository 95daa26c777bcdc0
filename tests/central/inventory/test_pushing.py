"""Channels are told what they may sell by a real call to a shop on loopback, through every fault a shop has."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from app.central.intake.channels import add_channel
from app.central.inventory.publishing import publish_all
from app.central.inventory.pushing import (
    Delivery,
    Outcome,
    claim_delivery,
    pause_after,
    push_now,
    set_push,
    settle_delivery,
)
from app.central.inventory.standing import PushHealth, push_health
from app.central.inventory.values import NotRuled
from app.central.people.actors import CENTRE
from sync.channels.publishing.calling import Caller
from sync.channels.publishing.port import NotDelivered, PushSettings
from sync.channels.publishing.pusher import Pusher, deliver_next, ways
from tests.central.house import SITE, House, new_order
from tests.central.inventory.shop_server import Shop, shop_server
from tests.waiting import wait_until

OPEN = PushSettings(allow_http=True, allow_private=True)
SECRET = "whsec_" + base64.b64encode(b"a secret of the market").decode()
KINDS: dict[str, dict[str, Any]] = {
    "webhook": {"kind": "webhook", "secret": SECRET},
    "shopify": {"kind": "shopify", "secret": "shpat_0123456789", "location": "gid://shopify/Location/1"},
    "woocommerce": {"kind": "woocommerce", "secret": "cs_0123456789", "key": "ck_0123456789"},
}


@pytest.fixture
def shop() -> Iterator[Shop]:
    with shop_server() as running:
        running.items = {"TEA": "7", "CUP": "8"}
        yield running


def connect(house: House, shop: Shop, kind: str = "webhook") -> None:
    house.stock({"TEA": {"A-1": 10}, "CUP": {"A-2": 4}})
    publish_all(house.centre, SITE)
    assert house.centre.do(set_push, SITE, "shop", {"url": shop.url, **KINDS[kind]}) is True


def deliver(house: House, settings: PushSettings = OPEN) -> bool:
    return deliver_next(house.centre, ways(settings)) is not None


def health(house: House) -> PushHealth:
    with house.centre.read(SITE) as work:
        found = push_health(work, house.channel.channel_id)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_of_shop_hears_everything_once_and_then_what_changed(house: House, shop: Shop, kind: str) -> None:
    connect(house, shop, kind)
    assert deliver(house)
    assert not deliver(house)
    assert shop.stock == {"TEA": 10, "CUP": 4}
    for n in range(3):
        house.take(new_order(f"#{n}", [("TEA", 2)]))
        publish_all(house.centre, SITE)
    before = len(shop.calls)
    assert deliver(house)
    assert shop.stock == {"TEA": 4, "CUP": 4}
    assert len(shop.calls) == before + 1
    found = health(house)
    assert (found.row.delivered, found.waiting, found.lag_s, found.row.errors) == (3, 0, 0, 0)


def test_a_webhook_is_signed_as_the_standard_says(house: House, shop: Shop) -> None:
    connect(house, shop)
    deliver(house)
    (call,) = shop.calls
    said = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
    made = base64.b64encode(hmac.new(b"a secret of the market", said, hashlib.sha256).digest()).decode()
    assert call.headers["webhook-signature"] == f"v1,{made}"
    assert call.headers["webhook-timestamp"] == str(int(house.clock().timestamp()))
    assert call.json()["items"][0] == {"sku": "CUP", "available": 4, "version": 1}


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("fault", [500, 429, 401, "drop", "redirect", "junk"])
def test_after_a_fault_the_newest_figure_is_said_and_never_an_older_one(
    house: House, shop: Shop, kind: str, fault: int | str
) -> None:
    connect(house, shop, kind)
    if kind == "webhook" and fault == "junk":
        fault = 503
    shop.faults = [fault]
    shop.retry_after = "90" if fault == 429 else ""
    assert deliver(house)
    found = health(house)
    assert (found.row.errors, found.row.failures, found.waiting) == (1, 1, 2)
    assert found.row.last_error
    assert found.row.next_at - house.clock() == timedelta(seconds=90 if fault == 429 else 5)
    assert "secret" not in found.row.last_error
    assert not deliver(house)
    house.take(new_order("#1", [("TEA", 3)]))
    publish_all(house.centre, SITE)
    house.clock.move(timedelta(seconds=100))
    assert deliver(house)
    assert shop.stock == {"TEA": 7, "CUP": 4}
    assert (health(house).row.errors, health(house).waiting) == (0, 0)


@pytest.mark.parametrize("kind", ["shopify", "woocommerce"])
def test_what_a_shop_does_not_have_or_take_is_told_and_holds_nothing_up(house: House, shop: Shop, kind: str) -> None:
    connect(house, shop, kind)
    del shop.items["CUP"]
    assert deliver(house)
    assert shop.stock == {"TEA": 10}
    assert [sku for sku, _ in health(house).refused] == ["CUP"]
    shop.items["CUP"] = "8"
    shop.refuses = {"TEA"}
    house.take(new_order("#1", [("TEA", 3), ("CUP", 1)]))
    publish_all(house.centre, SITE)
    assert deliver(house)
    assert shop.stock == {"TEA": 10, "CUP": 3}
    assert [sku for sku, _ in health(house).refused] == ["TEA"]
    assert health(house).waiting == 0


def test_a_variation_is_set_below_its_product(house: House, shop: Shop) -> None:
    connect(house, shop, "woocommerce")
    shop.items["TEA"] = "70/71"
    deliver(house)
    assert shop.stock["TEA"] == 10
    assert [call.path for call in shop.calls if call.method == "PUT"][-1].endswith("/products/70/variations/71")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (PushSettings(), "https"),
        (PushSettings(allow_private=True), "https"),
        (PushSettings(allow_http=True), "127.0.0.1"),
    ],
)
def test_nothing_is_sent_in_clear_or_into_a_private_network_unless_allowed(
    house: House, shop: Shop, settings: PushSettings, words: str
) -> None:
    connect(house, shop)
    deliver(house, settings)
    assert shop.calls == []
    assert words in health(house).row.last_error


@pytest.mark.parametrize("host", ["10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "localhost"])
def test_no_private_address_is_called_by_any_name(host: str) -> None:
    caller = Caller(PushSettings(allow_http=True))
    with pytest.raises(NotDelivered):
        caller.call("GET", f"http://{host}:9/")
    caller.close()


def test_an_answer_that_drips_is_cut(shop: Shop) -> None:
    shop.faults = ["drip"]
    caller = Caller(OPEN, call_s=0.3)
    with pytest.raises(NotDelivered, match="too long"):
        caller.call("GET", shop.url)
    caller.close()


@pytest.mark.parametrize("fault", [500, "junk"])
def test_a_connection_ends_with_its_delivery_though_somebody_keeps_the_fault(shop: Shop, fault: int | str) -> None:
    shop.faults = [fault]
    caller = Caller(OPEN)
    with pytest.raises(NotDelivered) as kept:
        caller.call("GET", shop.url).json(list[int])
    assert len(shop.connected) == 1
    caller.close()
    wait_until(lambda: not shop.connected, 10, "the shop sees it end")
    assert kept.value is not None


def test_two_processes_never_tell_one_channel_at_once_and_a_lost_lease_settles_nothing(
    house: House, shop: Shop
) -> None:
    connect(house, shop)
    first = house.centre.do(claim_delivery)
    assert isinstance(first, Delivery)
    assert house.centre.do(claim_delivery) is None
    house.clock.move(timedelta(minutes=3))
    second = house.centre.do(claim_delivery)
    assert isinstance(second, Delivery)
    assert not house.centre.do(settle_delivery, first, Outcome(sent=("TEA", "CUP")))
    assert health(house).waiting == 2
    assert house.centre.do(settle_delivery, second, Outcome(sent=("TEA",)))
    assert health(house).waiting == 1


def test_a_thread_of_its_own_delivers_until_it_is_closed(house: House, shop: Shop) -> None:
    connect(house, shop)
    pusher = Pusher(house.centre, OPEN, look_every_s=0.05)
    pusher.start()
    try:
        wait_until(lambda: health(house).waiting == 0, 10, "all is delivered")
        house.take(new_order("#1", [("TEA", 1)]))
        publish_all(house.centre, SITE)
        pusher.wake()
        wait_until(lambda: shop.stock["TEA"] == 9, 10, "the order arrives")
    finally:
        pusher.close()


def test_a_slow_channel_delays_no_other(house: House, shop: Shop) -> None:
    with shop_server() as slow:
        slow.faults = ["drip"]
        connect(house, slow)
        house.centre.do(add_channel, SITE, "market")
        publish_all(house.centre, SITE)
        assert house.centre.do(set_push, SITE, "market", {"url": shop.url, **KINDS["webhook"]}) is True
        pusher = Pusher(house.centre, OPEN, look_every_s=0.05, lanes=2)
        pusher.start()
        try:
            wait_until(lambda: slow.calls and shop.stock == {"TEA": 10, "CUP": 4}, 10, "the quick one knows")
            house.take(new_order("#1", [("TEA", 1)]))
            publish_all(house.centre, SITE)
            pusher.wake()
            wait_until(lambda: shop.stock["TEA"] == 9, 10, "and goes on to be told")
            assert (len(slow.calls), health(house).waiting) == (1, 2), "while the slow one drips"
        finally:
            slow.ended.set()
            pusher.close()
    with house.centre.read(SITE) as work:
        market = work.orders.channel(code="market")
        assert market is not None
        (cup, tea) = work.published.page_of(market.channel_id, "", 9)
    assert [(row.sku, row.pushed, row.version) for row in (cup, tea)] == [("CUP", 1, 1), ("TEA", 2, 2)]


def test_a_person_has_a_channel_told_now_or_told_everything_anew(house: House, shop: Shop) -> None:
    connect(house, shop)
    shop.faults = [500]
    deliver(house)
    assert not deliver(house), "it is left alone for a while"
    channel_id = house.centre.do(push_now, SITE, "shop", CENTRE)
    assert channel_id == house.channel.channel_id
    found = deliver_next(house.centre, ways(OPEN), channel_id)
    assert found is not None
    assert (sorted(found.sent), found.fault) == (["CUP", "TEA"], "")
    assert deliver_next(house.centre, ways(OPEN), channel_id) is None
    house.centre.do(push_now, SITE, "shop", CENTRE, anew=True)
    assert deliver_next(house.centre, ways(OPEN), "another") is None
    assert deliver_next(house.centre, ways(OPEN), channel_id) is not None
    refused = house.centre.do(push_now, SITE, "nope", CENTRE)
    assert isinstance(refused, NotRuled)
    assert refused.field == "code"


def test_another_shop_hears_everything_anew_and_wrong_settings_are_named(house: House, shop: Shop) -> None:
    connect(house, shop)
    deliver(house)
    assert health(house).waiting == 0
    assert house.centre.do(set_push, SITE, "shop", {"url": shop.url + "/new", "kind": "webhook"}) is True
    assert health(house).waiting == 2
    for given, field in (
        ({"kind": "ftp", "url": shop.url}, "kind"),
        ({"kind": "webhook", "url": "ftp://x"}, "url"),
        ({"kind": "webhook", "url": "https://a:b@shop.example"}, "url"),
        ({"kind": "shopify", "url": shop.url, "secret": "12345678"}, "location"),
        ({"kind": "woocommerce", "url": shop.url, "secret": "12345678"}, "key"),
    ):
        refused = house.centre.do(set_push, SITE, "shop", given)
        assert isinstance(refused, NotRuled)
        assert refused.field == field


def test_pauses_double_up_to_ten_minutes() -> None:
    assert [pause_after(n).total_seconds() for n in (1, 2, 3, 50)] == [5, 10, 20, 600]
