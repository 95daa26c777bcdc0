"""What channels may sell, on a real warehouse: reckoned, published once, and never more than there is."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.central.intake.changing.cancelling import cancel_order
from app.central.intake.channels import add_channel
from app.central.inventory.available import reckon
from app.central.inventory.publishing import check_due, limited, publish, publish_all, untold
from app.central.inventory.ruling import drop_rule, set_rule
from app.central.inventory.values import NotRuled
from app.central.stock.kits import Part, import_kits
from app.central.stock.moving import By, Units
from app.central.stock.receiving import receive
from app.central.warehouse.imports import import_catalogue
from app.domain.intake.orders import Payment
from tests.central.house import SITE, House, new_order, open_again, product


def tell(house: House) -> int:
    """Publish whatever moved, as the centre does between requests; returns the newest number."""
    last = 0
    while skus := untold(house.centre, SITE):
        last = house.centre.do(publish, SITE, skus)
    return last


def rule(house: House, code: str, sku: str = "", **settings: Any) -> None:
    done = house.centre.do(set_rule, SITE, code, sku, settings)
    assert not isinstance(done, NotRuled), done


def sells(house: House, sku: str) -> dict[str, int]:
    """What each channel may sell, as it is reckoned from what is there."""
    with house.centre.read(SITE) as work:
        found = reckon(work, [sku])
        return dict(zip((row.code for row in found.channels), found.by_sku()[sku], strict=True))


def told(house: House, sku: str) -> dict[str, tuple[int, int]]:
    """{channel: (units, version)} as published."""
    with house.centre.read(SITE) as work:
        codes = {row.channel_id: row.code for row in work.orders.channels()}
        rows = [row for channel_id in codes for row in work.published.page_of(channel_id, "", 100, sku=sku)]
        return {codes[row.channel_id]: (row.available, row.version) for row in rows}


def test_a_movement_is_published_once_and_a_version_never_goes_back(house: House) -> None:
    house.stock({"TEA": {"A-1": 10}, "CUP": {"A-2": 4}})
    first = tell(house)
    assert told(house, "TEA") == {"shop": (10, 1)}
    assert tell(house) == 0
    house.take(new_order("#1", [("TEA", 3)]))
    assert tell(house) > first
    assert (told(house, "TEA"), told(house, "CUP")) == ({"shop": (7, 2)}, {"shop": (4, 1)})
    with house.centre.read(SITE) as work:
        (row,) = work.published.changes(first, 9)
        assert (row.sku, row.on_hand, row.allocated, row.version) == ("TEA", 10, 3, 2)
        assert row.seq == work.feed.marks()[0]


def test_what_moves_while_it_is_published_is_told_next(house: House) -> None:
    house.stock({"TEA": {"A-1": 10}})
    with house.centre.read(SITE) as work:
        seen = work.figures.seen(["TEA"])
    house.take(new_order("#1", [("TEA", 3)]))

    def mark(centre: Any) -> None:
        with centre.begin(SITE) as work:
            work.figures.told(seen)

    house.centre.do(mark)
    assert untold(house.centre, SITE) == ("TEA",)


def test_two_processes_publish_the_same_and_nothing_twice(house: House) -> None:
    house.stock({"TEA": {"A-1": 10}})
    other = open_again(house.data)
    try:
        skus = untold(house.centre, SITE)
        numbers = [centre.do(publish, SITE, skus) for centre in (house.centre, other)]
    finally:
        other.close()
    assert numbers[1] == 0 < numbers[0]
    assert told(house, "TEA") == {"shop": (10, 1)}


def test_buffers_safety_and_places_are_kept_back_per_channel_and_per_sku(house: House) -> None:
    house.stock({"TEA": {"A-1": 10, "B-2": 7}, "CUP": {"A-1": 3}})
    house.centre.do(add_channel, SITE, "market")
    rule(house, "market", locations=["zone:A"], buffer=2)
    assert sells(house, "TEA") == {"market": 8, "shop": 17}
    rule(house, "shop", buffer="10%", safety=1)
    assert sells(house, "TEA") == {"market": 8, "shop": 14}
    rule(house, "market", "TEA", buffer=0)
    assert sells(house, "TEA")["market"] == 10
    assert sells(house, "CUP") == {"market": 1, "shop": 1}
    rule(house, "market", locations=["B-2"])
    assert (sells(house, "TEA")["market"], sells(house, "CUP")["market"]) == (7, 0)


def test_a_quota_counts_what_the_channel_sold_since_and_kits_count_too(house: House) -> None:
    house.stock({"TEA": {"A-1": 50}, "CUP": {"A-2": 50}})
    house.centre.do(import_catalogue, SITE, [product("BOX")])
    house.centre.do(import_kits, SITE, "kits.csv", [Part(line=2, kit="BOX", sku="TEA", quantity=2)])
    house.take(new_order("#0", [("TEA", 5)]))
    house.clock.move(timedelta(seconds=1))
    rule(house, "shop", "TEA", quota=10)
    assert (sells(house, "TEA")["shop"], sells(house, "BOX")["shop"]) == (10, 5)
    house.take(new_order("#1", [("TEA", 3), ("BOX", 1)]))
    assert sells(house, "TEA")["shop"] == 5
    assert limited(house.centre, SITE) == ("TEA",)
    house.take(new_order("#2", [("TEA", 9)]))
    assert sells(house, "TEA")["shop"] == 0
    rule(house, "shop", "TEA", quota=10, buffer=1)
    assert sells(house, "TEA")["shop"] == 0
    assert house.centre.do(drop_rule, SITE, "shop", "TEA") is True
    assert sells(house, "TEA")["shop"] == 31


def test_an_exclusive_quota_is_kept_from_the_others(house: House) -> None:
    house.stock({"TEA": {"A-1": 10}})
    house.centre.do(add_channel, SITE, "market")
    rule(house, "market", "TEA", quota=6, exclusive=True)
    assert sells(house, "TEA") == {"market": 6, "shop": 4}
    rule(house, "shop", "TEA", quota=6, exclusive=True)
    assert sells(house, "TEA") == {"market": 6, "shop": 4}


def test_units_may_be_sold_that_are_not_there_when_somebody_said_so(house: House) -> None:
    house.stock({"TEA": {"A-1": 2}})
    rule(house, "shop", "TEA", backorder=5)
    assert sells(house, "TEA")["shop"] == 7
    house.take(new_order("#1", [("TEA", 4)]))
    assert sells(house, "TEA")["shop"] == 3


def test_a_kit_is_as_many_as_its_scarcest_part_and_follows_it(house: House) -> None:
    house.stock({"TEA": {"A-1": 9}, "CUP": {"A-2": 3}})
    house.centre.do(import_catalogue, SITE, [product("BOX")])
    parts = [Part(line=2, kit="BOX", sku="TEA", quantity=2), Part(line=3, kit="BOX", sku="CUP", quantity=1)]
    house.centre.do(import_kits, SITE, "kits.csv", parts)
    tell(house)
    assert told(house, "BOX") == {"shop": (3, 1)}
    house.take(new_order("#1", [("TEA", 5)]))
    tell(house)
    assert told(house, "BOX") == {"shop": (2, 2)}
    rule(house, "shop", "BOX", buffer=1)
    tell(house)
    assert told(house, "BOX") == {"shop": (1, 3)}
    refused = house.centre.do(set_rule, SITE, "shop", "BOX", {"exclusive": True})
    assert isinstance(refused, NotRuled)
    assert refused.field == "exclusive"


def test_a_quota_of_a_kit_counts_the_kits_that_were_sold(house: House) -> None:
    house.stock({"TEA": {"A-1": 90}, "CUP": {"A-2": 90}})
    house.centre.do(import_catalogue, SITE, [product("BOX")])
    parts = [Part(line=2, kit="BOX", sku="TEA", quantity=2), Part(line=3, kit="BOX", sku="CUP", quantity=1)]
    house.centre.do(import_kits, SITE, "kits.csv", parts)
    house.take(new_order("#0", [("BOX", 4)]))
    house.clock.move(timedelta(seconds=1))
    rule(house, "shop", "BOX", quota=10, buffer=1)
    assert sells(house, "BOX")["shop"] == 10
    taken = house.take(new_order("#1", [("BOX", 3), ("TEA", 5)]))
    house.take(new_order("#2", [("BOX", 2)], payment=Payment.PENDING, charged_minor=0))
    assert sells(house, "BOX")["shop"] == 5, "one held for its payment counts too"
    assert limited(house.centre, SITE) == ("BOX",)
    house.centre.do(cancel_order, SITE, taken.order_id, "changed her mind")
    assert sells(house, "BOX")["shop"] == 8
    assert sells(house, "TEA")["shop"] == 82


@pytest.mark.parametrize("change", ["closed", "expired", "quarantine"])
def test_what_may_not_be_sold_is_found_by_the_look_at_everything(house: House, change: str) -> None:
    house.stock({"TEA": {"A-1": 0}})

    def track(centre: Any) -> None:
        with centre.begin(SITE) as work:
            found = work.lots.track("TEA")
            assert found is not None
            work.lots.set_track(replace(found, tracks_lot=1, tracks_expiry=1))

    house.centre.do(track)
    expiry = date(2026, 9, 14)
    units = Units(sku="TEA", location="A-1", quantity=6, lot="L1")
    house.centre.do(receive, SITE, units, By(who="amina", why="", key="r1"), expiry=expiry)
    assert publish_all(house.centre, SITE) == 1
    assert told(house, "TEA") == {"shop": (6, 1)}
    assert check_due(house.centre, SITE) is None

    def act(centre: Any) -> None:
        with centre.begin(SITE) as work:
            if change == "closed":
                work.lots.set_place_state("A-1", "closed")
            else:
                work.goods.put_location("A-1", 1, change)

    if change == "expired":
        house.clock.move(timedelta(days=1))
    else:
        house.centre.do(act)
        house.clock.move(timedelta(minutes=11))
    assert check_due(house.centre, SITE) is not None
    assert publish_all(house.centre, SITE) == 1
    assert told(house, "TEA") == {"shop": (0, 2)}


def test_a_rule_for_everything_is_followed_everywhere(house: House) -> None:
    house.stock({f"S-{n}": {"A-1": n} for n in range(5)})
    publish_all(house.centre, SITE)
    rule(house, "shop", buffer=2)
    assert check_due(house.centre, SITE) is not None
    assert publish_all(house.centre, SITE) == 4
    assert [told(house, f"S-{n}")["shop"][0] for n in range(5)] == [0, 0, 0, 1, 2]


@pytest.mark.parametrize(
    ("sku", "settings", "field"),
    [
        ("", {"buffer": -1}, "buffer"),
        ("", {"buffer": "110%"}, "buffer"),
        ("", {"buffer": True}, "buffer"),
        ("", {"quota": 3}, "quota"),
        ("", {"locations": ["Z-9"]}, "locations"),
        ("", {"locations": ["zone:Z"]}, "locations"),
        ("", {"locations": "A-1"}, "locations"),
        ("TEA", {"exclusive": True}, "quota"),
        ("TEA", {"safety": 10**9}, "safety"),
        ("TEA", {"stock": 3}, "stock"),
        ("NOPE", {"safety": 1}, "sku"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_changes(
    house: House, sku: str, settings: dict[str, Any], field: str
) -> None:
    house.stock({"TEA": {"A-1": 10}})
    refused = house.centre.do(set_rule, SITE, "shop", sku, settings)
    assert isinstance(refused, NotRuled)
    assert refused.field == field
    with house.centre.read(SITE) as work:
        assert work.channel_rules.about() == ()
