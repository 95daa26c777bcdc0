"""Who follows the stream, however it is cut, ends with exactly what was published, and never goes back."""

from __future__ import annotations

import random

import pytest

from app.central.inventory.publishing import publish, publish_all, untold
from app.central.inventory.reading import Page, Reset, inventory, inventory_changes
from tests.central.house import SITE, House, new_order


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("whole", [True, False])
def test_random_commits_and_cuts_deliver_the_final_state(house: House, seed: int, whole: bool) -> None:
    chance = random.Random(seed)  # noqa: S311  the same walk every time
    house.stock({f"S-{n}": {"A-1": 40} for n in range(6)})
    publish_all(house.centre, SITE)
    channel = "" if whole else house.channel.channel_id
    begun = inventory(house.centre, SITE, channel, "", 100)
    state = {item.sku: (item.version, dict(item.available)) for item in begun.items}
    heard, first = begun.seq, True
    for step in range(40):
        if chance.random() < 0.6:
            skus = chance.sample(range(6), 2)
            house.take(new_order(f"#{step}", [(f"S-{n}", chance.randint(1, 3)) for n in skus]))
        if chance.random() < 0.5:
            house.centre.do(publish, SITE, untold(house.centre, SITE)[: chance.randint(1, 6)])
        if chance.random() < 0.5:
            page = inventory_changes(house.centre, SITE, channel, heard, chance.randint(1, 4), first)
            assert isinstance(page, Page)
            kept = page.items if chance.random() < 0.7 else page.items[: len(page.items) // 2]
            first = kept != page.items
            for item in kept:
                assert item.seq > heard
                assert item.version > state[item.sku][0]
                state[item.sku], heard = (item.version, dict(item.available)), item.seq
    publish_all(house.centre, SITE)
    rest = inventory_changes(house.centre, SITE, channel, heard, 100, True)
    assert isinstance(rest, Page)
    state |= {item.sku: (item.version, dict(item.available)) for item in rest.items}
    final = inventory(house.centre, SITE, channel, "", 100)
    assert state == {item.sku: (item.version, dict(item.available)) for item in final.items}


def test_a_number_nobody_gave_and_an_older_lineage_start_over(house: House) -> None:
    for after, epoch in ((10**9, ""), (0, "another")):
        found = inventory_changes(house.centre, SITE, "", after, 10, True, epoch)
        assert isinstance(found, Reset)
        assert found.why
