"""Channels in the browser: how they stand, a key shown once, deliveries that failed and are read again, settings."""

import base64
import hashlib
import hmac
import json
import re

import pytest

from app.central.people.deeds import deeds
from tests.central.house import SITE
from tests.waiting import wait_until
from tests.web.browser import Browser
from tests.web.opened import opened
from tests.web.rig import Client, Page, Shop

SECRET = "hush-hush-hush"


@pytest.fixture
def mona(shop: Shop) -> Client:
    return shop.client("mona")


def send(client: Client, deed: str, channel: str = "shop", **form: str) -> Page:
    return client.post(f"/channels/{channel}/{deed}", form, csrf=client.csrf())


def deliver(shop: Shop, body: bytes, secret: str = SECRET) -> int:
    """As Shopify does."""
    signed = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    headers = {
        "X-Shopify-Hmac-SHA256": signed, "X-Shopify-Webhook-Id": "d-1", "X-Shopify-Topic": "orders/create",
        "Content-Type": "application/json",
    }  # fmt: skip
    return shop.client().ask("POST", "/v1/webhooks/shopify/shop", body, headers).status


def test_every_channel_with_its_health(rosa: Client) -> None:
    words = rosa.get("/channels").words
    assert re.search(r"shop web 08:02 120", words)
    page = rosa.get("/channels/shop")
    for said in ("Orders today 120", "Failed deliveries 0", "never used", "Cleared when authorised", "Locations all"):
        assert said in page.words, said
    assert rosa.get("/channels/nobody").status == 404


def test_a_new_channel_has_a_key_that_is_shown_once_and_works(mona: Client, shop: Shop) -> None:
    made = mona.post("/channels", code="amazon-de", kind="marketplace", csrf=mona.csrf())
    assert "shown this once" in made.words
    key = re.search(r"pb_[0-9a-f]{48}", made.text)
    assert key
    headers = {"Authorization": f"Bearer {key[0]}"}
    assert shop.client().ask("GET", "/v1/orders", headers=headers).status == 200
    assert key[0] not in mona.get("/channels/amazon-de").text
    assert "pb_" not in mona.get("/channels").text
    again = mona.post("/channels", code="amazon-de", kind="web", csrf=mona.csrf())
    assert again.status == 422
    assert "there is a channel 'amazon-de' already" in again.words
    for code in ("", "Ümlaut", "a b", "x" * 50):
        wrong = mona.post("/channels", code=code, kind="web", csrf=mona.csrf())
        assert wrong.status == 422
        assert wrong.field("code") == code
    assert "Its keys are ended" in send(mona, "revoke", "amazon-de").words
    assert "no key" in mona.get("/channels").words or "It has no key." in mona.get("/channels/amazon-de").words
    wait_until(lambda: shop.client().ask("GET", "/v1/orders", headers=headers).status == 401)


def test_a_delivery_that_failed_is_seen_and_read_again(mona: Client, shop: Shop) -> None:
    assert "The secret is kept." in send(mona, "secret", secret=SECRET).words
    assert send(mona, "secret", secret="short").status == 422
    assert deliver(shop, b'{"id": 1}') == 200
    page = mona.get("/channels/shop")
    assert "unreadable orders/create" in page.words
    assert "Failed deliveries 1" in page.words
    assert "1 failed" in mona.get("/channels").words
    retried = send(mona, "retry", delivery=page.field("delivery"))
    assert "it still can not be taken" in retried.words
    assert "tried 2 times" in retried.words
    assert "needs nothing any more" in send(mona, "retry", delivery="nobody").words
    assert SECRET not in page.text
    assert "No delivery of it is believed" in send(mona, "end-secrets").words
    assert deliver(shop, b'{"id": 2}') == 401


def test_policy_and_rules_are_set_and_a_wrong_one_is_named(mona: Client) -> None:
    policy = {"clearance": "captured", "risk_hold": "never", "fulfilment": "ship_available", "method-cash": "manual"}
    page = send(mona, "policy", **policy, credit_currency="eur", credit_limit="500.00", credit_days="14")
    for said in ("The policy holds", "Cleared when captured", "Risk held from never", "500.00", "14 days"):
        assert said in page.words, said
    wrong = send(mona, "policy", **policy, credit_currency="EUR", credit_limit="lots", credit_days="14")
    assert wrong.status == 422
    assert "credit_limit" not in wrong.words
    assert 'aria-describedby="h-credit_limit"' in wrong.text
    assert "'lots' is not an amount" in wrong.words
    assert wrong.field("credit_limit") == "lots"
    assert "Before it is there not sold" in wrong.words
    oversold = send(mona, "policy", **policy, oversell="yes")
    assert "Before it is there may be sold, up to the backorder limits" in oversold.words
    assert "Nothing was changed: say yes or no." in send(mona, "policy", **policy, oversell="perhaps").words
    before = mona.get("/stock?q=AP-NVY").words
    ruled = send(mona, "rule", locations="", buffer="50%", safety="2")
    assert "Kept back 50%" in ruled.words
    assert mona.get("/stock?q=AP-NVY").words != before
    assert send(mona, "rule", buffer="much").status == 422
    assert send(mona, "rule", locations="NOWHERE-1").status == 422


def test_where_it_hears_its_stock(mona: Client) -> None:
    wrong = send(mona, "push", kind="webhook", url="ftp://x", secret="s" * 20)
    assert wrong.status == 422
    assert wrong.field("url") == "ftp://x"
    assert 'aria-describedby="h-url"' in wrong.text
    told = send(mona, "push", kind="webhook", url="https://shop.invalid/stock", secret="s" * 24)
    assert "It hears what it may sell" in told.words
    assert "shop.invalid" in told.words
    assert "s" * 24 not in told.text
    assert "It hears nothing any more." in send(mona, "push", kind="").words


def test_each_deed_leaves_its_row_without_the_secret(mona: Client, shop: Shop) -> None:
    send(mona, "secret", secret=SECRET)
    send(mona, "key", overlap="day")
    with opened(shop) as centre:
        rows = [row for row in deeds(centre, 20, site=SITE) if row.action.startswith("channel.")]
    assert [row.action for row in rows if row.actor_name == "mona"][:2] == ["channel.key", "channel.secret"]
    assert SECRET not in json.dumps([row.details for row in rows])


@pytest.mark.parametrize("login", ["rosa", "tom", "ada"])
def test_only_a_manager_changes_channels(shop: Shop, login: str) -> None:
    client = shop.client(login)
    page = client.get("/channels/shop")
    assert page.status == 200
    assert "New key" not in page.words
    for deed in ("key", "revoke", "secret", "policy", "rule", "push"):
        assert send(client, deed).status == 403, deed
    assert client.post("/channels", code="mine", kind="web", csrf=client.csrf()).status == 403


def test_on_a_small_screen_nothing_is_cut_off(browser: Browser) -> None:
    browser.sign_in("mona")
    for width in (390, 320):
        browser.size(width, 844)
        for path in ("/channels", "/channels/shop", "/stock/proposals", "/stock/purchases"):
            browser.open(path)
            assert browser.script("return document.documentElement.scrollWidth") == width, path
