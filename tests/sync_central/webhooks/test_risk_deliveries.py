"""What a shop thinks of an order's risk: it may come before the order, again, late and swapped."""

from itertools import permutations

import pytest

from tests.channels.shop_bodies import shopify_line, shopify_order
from tests.sync_central.webhooks.conftest import Shop

TOPIC = "orders/risk_assessment_changed"
ONE = [shopify_line(1, "TEE-M", 2, "15.00")]


def risk(level: str | None, at: str = "2026-09-14T08:00:00+02:00", provider: str | None = None) -> dict[str, object]:
    return {
        "provider_id": None, "provider_title": provider, "risk_level": level, "created_at": at, "order_id": 450789469,
        "admin_graphql_api_order_id": "gid://shopify/Order/450789469",
    }  # fmt: skip


def held(shop: Shop) -> list[str]:
    return [hold["reason"] for hold in shop.order("#1001")["holds"]]


EARLY = ("orders/create", shopify_order(line_items=ONE))
LOW, HIGH = (TOPIC, risk("low")), (TOPIC, risk("high", "2026-09-14T08:00:01+02:00"))


@pytest.mark.parametrize("sent", list(permutations([EARLY, LOW, HIGH])))
def test_in_whatever_order_they_come_the_newest_word_counts(shop: Shop, sent: list[tuple[str, object]]) -> None:
    for topic, body in sent:
        assert shop.outcome(shop.shopify(topic, body)) in ("applied", "same")
    assert held(shop) == ["risk"]
    assert shop.outcome(shop.shopify(TOPIC, risk("none", "2026-09-14T09:00:00+02:00"))) == "applied"
    assert held(shop) == []
    assert shop.order("#1001")["status"] == "accepted"


def test_each_provider_has_a_word_of_its_own(shop: Shop) -> None:
    shop.shopify(*EARLY)
    for provider, level, holds in (("Guard", "high", ["risk"]), (None, "none", ["risk"]), ("Guard", "low", [])):
        at = "2026-09-14T08:30:00+02:00" if level == "low" else "2026-09-14T08:00:00+02:00"
        assert shop.outcome(shop.shopify(TOPIC, risk(level, at, provider))) == "applied"
        assert held(shop) == holds


def test_a_word_nobody_can_read_is_kept_and_one_that_says_nothing_yet_is_passed(shop: Shop) -> None:
    shop.shopify(*EARLY)
    assert shop.outcome(shop.shopify(TOPIC, risk("pending"))) == "passed"
    for level, field in ((None, "risk_level"), ("awful", "risk_level")):
        assert shop.outcome(shop.shopify(TOPIC, risk(level))) == "unreadable"
        assert shop.kept()[0].detail.startswith(field)
    assert held(shop) == []
