"""Any run of deliveries about a few orders, in any order and any number of times: the newest is what holds."""

import random

import pytest

from app.central.audit import audit
from tests.central.house import SITE
from tests.channels.shop_bodies import shopify_line, shopify_order
from tests.sync_central.webhooks.conftest import Shop


@pytest.mark.parametrize("seed", range(4))
def test_shuffled_and_repeated_deliveries_end_as_the_newest_says(shop: Shop, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    sent, newest = [], {}
    for number in range(3):
        for second in range(6):
            units = dice.randint(1, 4)
            cancelled = second == 5 and number == 2
            body = shopify_order(
                id=number + 1,
                name=f"#{number}",
                updated_at=f"2026-09-14T08:00:0{second}Z",
                cancelled_at="2026-09-14T08:00:05Z" if cancelled else None,
                line_items=[shopify_line(1, "TEE-M", units, "15.00")],
            )
            sent.append((body, f"d-{number}-{second}"))
            newest[number] = 0 if cancelled else units
    run = [*sent, *dice.sample(sent, 6)]
    dice.shuffle(run)
    for body, delivery in run:
        assert shop.outcome(shop.shopify("orders/updated", body, delivery)) in ("applied", "same", "passed")
    for number, units in newest.items():
        found = shop.order(f"#{number}")
        assert sum(line["allocated"] for line in found["lines"]) == units
        assert found["status"] == ("accepted" if units else "cancelled")
    assert len(shop.kept()) == len(sent)
    assert shop.wire.get("/v1/stock?sku=TEE-M").json()["allocated"] == sum(newest.values())
    assert audit(shop.centre, SITE) == ()
