"""Deliveries of web shops over HTTP: signed or refused, once or replayed, in any order, and kept whatever they say."""

import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from app.central.channels.deliveries import retry_delivery
from app.central.channels.secrets import BadSecret, add_secret, end_secrets
from app.central.people.actors import CENTRE
from sync.central import command_line
from sync.central.webhooks.shops import READERS
from tests.central.house import SITE
from tests.channels.shop_bodies import shopify_line, shopify_order, woo_line, woo_order
from tests.sync_central.commanded import WORLD, central
from tests.sync_central.webhooks.conftest import SECRET, Shop, signature
from tests.sync_central.wire import Wire

ONE = [shopify_line(1, "TEE-M", 2, "15.00")]
MORE = [shopify_line(1, "TEE-M", 5, "15.00")]
LATER, LATEST = "2026-09-14T08:00:00+02:00", "2026-09-14T09:00:00+02:00"


def test_an_order_is_taken_once_however_often_it_is_delivered(shop: Shop) -> None:
    body = shopify_order(line_items=ONE)
    first = shop.shopify("orders/create", body, "same-id")
    assert shop.outcome(first) == "applied"
    again = shop.shopify("orders/create", body, "same-id")
    assert (again.json()["id"], again.json()["replayed"]) == (first.json()["id"], True)
    assert shop.outcome(shop.shopify("orders/paid", body)) == "same"
    found = shop.order("#1001")
    assert (found["status"], [line["allocated"] for line in found["lines"]]) == ("accepted", [2])
    assert [row.outcome for row in shop.kept()] == ["same", "applied"]


def test_messages_in_the_wrong_order_are_harmless(shop: Shop) -> None:
    newest = shopify_order(line_items=MORE, updated_at=LATEST)
    assert shop.outcome(shop.shopify("orders/updated", newest)) == "applied"
    assert shop.outcome(shop.shopify("orders/create", shopify_order(line_items=ONE))) == "passed"
    assert shop.outcome(shop.shopify("orders/updated", shopify_order(line_items=ONE, updated_at=LATER))) == "passed"
    assert [line["quantity"] for line in shop.order("#1001")["lines"]] == [5]
    assert "known is 2026-09-14 07:00:00Z" in shop.kept()[0].detail


def test_cancelled_before_created_is_a_cancelled_order(shop: Shop) -> None:
    gone = shopify_order(line_items=ONE, cancelled_at=LATER, updated_at=LATER)
    assert shop.outcome(shop.shopify("orders/cancelled", gone)) == "applied"
    assert shop.outcome(shop.shopify("orders/create", shopify_order(line_items=ONE))) == "passed"
    assert shop.order("#1001")["status"] == "cancelled"


def test_edited_cancelled_and_opened_again_by_the_shop(shop: Shop) -> None:
    shop.shopify("orders/create", shopify_order(line_items=ONE))
    assert shop.outcome(shop.shopify("orders/updated", shopify_order(line_items=MORE, updated_at=LATER))) == "applied"
    assert [line["allocated"] for line in shop.order("#1001")["lines"]] == [5]
    gone = shopify_order(line_items=MORE, cancelled_at=LATEST, updated_at=LATEST)
    assert shop.outcome(shop.shopify("orders/cancelled", gone)) == "applied"
    assert shop.wire.get("/v1/stock?sku=TEE-M").json()["allocated"] == 0
    back = shopify_order(line_items=ONE, updated_at="2026-09-14T10:00:00+02:00")
    assert shop.outcome(shop.shopify("orders/updated", back)) == "applied"
    found = shop.order("#1001")
    assert (found["status"], sum(line["allocated"] for line in found["lines"])) == ("accepted", 2)


def test_two_orders_of_one_name_are_two_orders(shop: Shop) -> None:
    shop.shopify("orders/create", shopify_order(line_items=ONE))
    assert shop.outcome(shop.shopify("orders/create", shopify_order(line_items=ONE, id=7))) == "applied"
    assert shop.order("#1001 (7)")["id"] != shop.order("#1001")["id"]


def test_what_is_not_signed_is_refused_and_leaves_no_trace(shop: Shop) -> None:
    body = shopify_order()
    assert shop.shopify("orders/create", body, secret="wrong-secret").status == 401
    unsigned = shop.wire.ask("POST", "/v1/webhooks/shopify/shop", b"{}", {"X-Shopify-Topic": "orders/create"})
    assert (unsigned.status, unsigned.problem().code) == (401, "signature")
    assert shop.wire.ask("POST", "/v1/webhooks/shopify/nobody", b"{}", {}).status == 401
    assert shop.shopify("orders/create", b"{}", **{"X-Shopify-Hmac-Sha256": "=" * 5000}).status in (401, 431)
    assert shop.kept() == ()
    other = shop.wire.ask("POST", "/v1/webhooks/woocommerce/shop", b"{}", {"X-Shopify-Hmac-Sha256": signature(b"{}")})
    assert other.status == 401


def test_one_changed_byte_breaks_the_signature(shop: Shop) -> None:
    good = signature(b'{"id": 1}')
    sent = shop.shopify("orders/create", b'{"id": 2}', **{"X-Shopify-Hmac-Sha256": good})
    assert sent.status == 401


def test_a_secret_is_replaced_with_an_overlap_and_never_told(shop: Shop) -> None:
    assert shop.centre.do(add_secret, CENTRE, "shop", "hush-hush-2", timedelta(hours=1)) == 2
    for secret in (SECRET, "hush-hush-2"):
        assert shop.shopify("orders/create", shopify_order(test=True), secret=secret).status == 200
    assert isinstance(shop.centre.do(add_secret, CENTRE, "shop", "hush-hush-2"), BadSecret)
    assert isinstance(shop.centre.do(add_secret, CENTRE, "shop", "short"), BadSecret)
    assert isinstance(shop.centre.do(add_secret, CENTRE, "nobody", "hush-hush-3"), BadSecret)
    with shop.centre.read(SITE) as work:
        channel = work.orders.channel(code="shop")
        assert channel is not None
        assert SECRET not in repr(work.secrets.good(channel.channel_id))
    assert shop.centre.do(end_secrets, CENTRE, "shop") == 1
    assert shop.shopify("orders/create", shopify_order(test=True), secret="hush-hush-2").status in (200, 401)


def test_what_can_not_be_read_is_kept_shown_and_run_again(shop: Shop) -> None:
    answers = [
        shop.shopify("orders/create", b"\xff\xfe not json"),
        shop.shopify("orders/create", shopify_order(currency="EURO")),
        shop.woo("order.created", b"[]"),
    ]
    assert [shop.outcome(one) for one in answers] == ["unreadable"] * 3
    assert {row.detail.split(":")[0] for row in shop.kept()} >= {"currency"}
    stuck = answers[1].json()["id"]
    done = shop.centre.do(retry_delivery, SITE, stuck, READERS)
    assert done is not None
    assert done.outcome == "unreadable"
    assert shop.centre.do(retry_delivery, SITE, "nothing", READERS) is None
    assert next(row.tries for row in shop.kept() if row.delivery_id == stuck) == 2


def test_an_unknown_sku_is_held_with_a_question(shop: Shop) -> None:
    body = shopify_order(line_items=[shopify_line(1, "NEW-SKU", 1, "15.00"), shopify_line(2, None, 1, "15.00")])
    assert shop.outcome(shop.shopify("orders/create", body)) == "applied"
    found = shop.order("#1001")
    assert found["status"] == "on_hold"
    assert {hold["field"] for hold in found["holds"]} >= {"lines.0.sku", "lines.1.sku"}


def test_woocommerce_from_ping_to_trash_and_back(shop: Shop) -> None:
    ping = shop.wire.ask(
        "POST", "/v1/webhooks/woocommerce/shop", b"webhook_id=7", {"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert (ping.status, ping.json()["outcome"]) == (200, "ping")
    body = woo_order(line_items=[woo_line(315, "TEE-M", 2, "30.00", "25.00")])
    assert shop.outcome(shop.woo("order.created", body)) == "applied"
    assert shop.order("727")["status"] == "accepted"
    assert shop.outcome(shop.woo("order.deleted", {"id": 727})) == "applied"
    assert shop.order("727")["status"] == "cancelled"
    late = woo_order(line_items=body["line_items"], date_modified_gmt="2026-09-14T06:30:00")
    assert shop.outcome(shop.woo("order.updated", late)) == "passed"
    assert shop.outcome(shop.woo("order.restored", body)) == "applied"
    found = shop.order("727")
    assert (found["status"], sum(line["allocated"] for line in found["lines"])) == ("accepted", 2)


def test_two_woocommerce_orders_of_one_second_share_a_delivery_id_and_are_both_taken(shop: Shop) -> None:
    for number in (801, 802):
        body = woo_order(id=number, number=str(number), line_items=[woo_line(1, "TEE-M", 1, "15.00", "15.00")])
        assert shop.outcome(shop.woo("order.created", body, "one-second")) == "applied"
    assert {shop.order("801")["status"], shop.order("802")["status"]} == {"accepted"}


def test_an_order_the_shop_shipped_itself_is_passed_or_held(shop: Shop) -> None:
    assert shop.outcome(shop.woo("order.updated", woo_order(status="completed"))) == "passed"
    assert shop.wire.get_order("727").status == 404
    shop.shopify("orders/create", shopify_order(line_items=ONE))
    shipped = shopify_order(line_items=ONE, fulfillment_status="fulfilled", updated_at=LATER)
    assert shop.outcome(shop.shopify("orders/fulfilled", shipped)) == "applied"
    assert [hold["reason"] for hold in shop.order("#1001")["holds"]] == ["operator"]


def test_every_line_removed_cancels(shop: Shop) -> None:
    shop.shopify("orders/create", shopify_order(line_items=ONE))
    none = shopify_order(line_items=[shopify_line(1, "TEE-M", 2, "15.00", current_quantity=0)], updated_at=LATER)
    assert shop.outcome(shop.shopify("orders/updated", none)) == "applied"
    assert shop.order("#1001")["status"] == "cancelled"


def test_too_large_and_guessed_too_often(shop: Shop) -> None:
    statuses = {shop.shopify("orders/create", b"{}", secret="guess-guess").status for _ in range(70)}
    assert statuses == {401, 429}
    announced = {"Content-Length": str(2 * 1024 * 1024), "X-Shopify-Topic": "orders/create"}
    assert shop.wire.ask("POST", "/v1/webhooks/shopify/shop", b"", announced).status == 413


@pytest.mark.parametrize("payload", [b"null", b"{}", b'{"id":1}', b"[" * 5000, b'{"id":"\\u0000","name":"\\ud800"}'])
def test_odd_bodies_that_are_signed_are_kept(shop: Shop, payload: bytes) -> None:
    assert shop.outcome(shop.shopify("orders/create", payload)) == "unreadable"
    assert shop.outcome(shop.woo("order.created", payload)) == "unreadable"
    assert len(shop.kept()) == 2


def test_the_same_delivery_eight_times_at_once_is_taken_once(shop: Shop) -> None:
    payload = json.dumps(shopify_order(line_items=ONE)).encode()
    replayed: list[bool] = []

    def send() -> None:
        wire = Wire(shop.wire.where, shop.wire.key, shop.wire.data)
        mine = Shop(wire, shop.centre)
        replayed.append(mine.shopify("orders/create", payload, "at-once").json()["replayed"])
        wire.close()

    senders = [threading.Thread(target=send) for _ in range(8)]
    for thread in senders:
        thread.start()
    for thread in senders:
        thread.join()
    assert sorted(replayed) == [False] + [True] * 7
    assert len(shop.kept()) == 1
    assert shop.wire.get("/v1/stock?sku=TEE-M").json()["allocated"] == 2


def test_a_supervisor_tells_secrets_and_sees_to_deliveries(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    data = shop.wire.data
    assert central(data, "webhook", "secret", "shop", world=typing("hush-hush-2")) == 0
    assert central(data, "webhook", "secret", "shop", world=typing("hush-hush-2")) == 2
    assert "hush" not in "".join(capsys.readouterr())
    stuck = shop.shopify("orders/create", shopify_order(currency="EURO"), secret="hush-hush-2").json()["id"]
    shop.shopify("orders/create", shopify_order(test=True))
    assert central(data, "deliveries", "list", "--stuck") == 0
    shown = capsys.readouterr().out
    assert shown.splitlines()[0].startswith(stuck)
    assert "unreadable: currency: 'EURO'" in shown
    assert shown.endswith("1 deliveries\n")
    assert central(data, "deliveries", "retry", stuck) == 1
    assert central(data, "deliveries", "retry", "nothing") == 2
    assert central(data, "change", "follow", "#1001") == 2
    assert central(data, "webhook", "end", "shop") == 0


def typing(secret: str) -> command_line.World:
    """A world whose person types this when asked for a secret."""
    return replace(WORLD, ask_secret=lambda prompt: secret)
