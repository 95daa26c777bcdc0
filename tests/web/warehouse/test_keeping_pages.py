"""How a SKU is kept, in the browser: recipes, rules, limits, buying, lots and recalls, places, suppliers."""

import json
import re

import pytest

from app.central.centre import Centre
from app.central.people.deeds import deeds
from app.central.stock.moving import By, NotMoved, Units
from app.central.stock.receiving import Received, receive
from app.central.stock.tracking import track
from app.central.stock.values import TrackRow
from tests.central.house import SITE
from tests.web.opened import opened
from tests.web.orders.test_order_page import take_in
from tests.web.rig import Client, Page, Shop

APRON, MUG = "AP-NVY", "MG-WHT"


@pytest.fixture
def mona(shop: Shop) -> Client:
    return shop.client("mona")


def page_of(client: Client, sku: str = APRON) -> Page:
    return client.get(f"/stock/keeping?sku={sku}")


def send(client: Client, deed: str, sku: str = APRON, **form: str) -> Page:
    return client.post(f"/stock/keeping/{deed}", {"sku": sku, **form}, csrf=client.csrf())


def actions(shop: Shop) -> list[str]:
    with opened(shop) as centre:
        return [row.action for row in deeds(centre, 30, site=SITE)]


def sellable(client: Client, sku: str = APRON) -> int:
    found = re.search(r"Each channel may sell shop ([\d,]+)", client.get(f"/stock/sku?sku={sku}").words)
    assert found
    return int(found[1].replace(",", ""))


def kept_back(client: Client, sku: str = APRON) -> int:
    """Units that are free and not for the channel."""
    page = client.get(f"/stock/sku?sku={sku}").words
    free, sold = re.search(r"Free ([\d,]+)", page), re.search(r"Each channel may sell shop ([\d,]+)", page)
    assert free
    assert sold
    return int(free[1]) - int(sold[1])


def test_what_a_channel_may_sell_of_one_sku(mona: Client, shop: Shop) -> None:
    assert "as every SKU" in page_of(mona).words
    told = send(mona, "rule", channel="shop", buffer="5", quota="")
    assert "by this rule from now on" in told.words
    assert "keeps 5 back" in told.words
    assert kept_back(mona) >= 5  # a buffer that was raised by itself comes on top
    assert "at most 3 in all" in send(mona, "rule", channel="shop", quota="3").words
    assert sellable(mona) == 3
    assert "not sold there" in send(mona, "rule", channel="shop", off="1").words
    assert sellable(mona) == 0
    assert "as every SKU" in send(mona, "rule", channel="shop").words
    assert "nothing was changed" in send(mona, "rule", channel="shop").words
    assert kept_back(mona) < 5
    assert actions(shop).count("channel.stock_rule") == 4


def test_a_kit_is_made_of_its_parts_and_its_recipe_changed(mona: Client, shop: Shop) -> None:
    with opened(shop) as centre:
        empty = next(sku for sku in sorted(_skus(centre), reverse=True) if _movable(centre, sku))
    _clear(mona, shop, empty)
    made = send(mona, "recipe", empty, **{"part-0": APRON, "units-0": "2", "part-1": MUG, "units-1": "1"})
    assert (made.status, "The recipe holds" in made.words) == (200, True)
    again = send(mona, "recipe", empty, **{"part-0": APRON, "units-0": "2", "part-1": MUG, "units-1": "1"})
    assert "Nothing was different" in again.words
    changed = send(mona, "recipe", empty, **{"part-0": APRON, "units-0": "3"})
    assert MUG not in changed.words
    for form, words in (
        ({"part-0": "NOPE", "units-0": "1"}, "is not in the catalogue"),
        ({"part-0": APRON, "units-0": "x"}, "is no whole number"),
        ({"part-0": APRON, "units-0": "0"}, "is not from 1"),
        ({"part-0": APRON, "units-0": "1", "part-1": APRON, "units-1": "1"}, "twice"),
        ({}, "at least one component"),
        ({"part-0": empty, "units-0": "1"}, "a kit itself"),
    ):
        page = send(mona, "recipe", empty, **form)
        assert (page.status, words in page.words) == (422, True), form
    assert actions(shop).count("kit.recipe") == 2


def _skus(centre: Centre) -> frozenset[str]:
    with centre.read(SITE) as work:
        return frozenset(work.goods.skus())


def _movable(centre: Centre, sku: str) -> bool:
    """Nothing of it is promised, so that it can be counted to nothing."""
    with centre.read(SITE) as work:
        return not any(level.allocated for level in work.stock.levels(sku)) and sku not in (APRON, MUG)


def _clear(client: Client, shop: Shop, sku: str) -> None:
    with opened(shop) as centre, centre.read(SITE) as work:
        levels = work.stock.levels(sku)
    for level in levels:
        token = client.get(f"/stock/sku?sku={sku}").field("token")
        form = {"sku": sku, "token": token, "location": level.location, "quantity": "0"}
        assert client.post("/stock/count", form, csrf=client.csrf()).status == 200


def test_safety_stock_buying_and_what_is_recorded(mona: Client, shop: Shop) -> None:
    assert "The limits hold" in send(mona, "limits", location="e-12-2", safety="4").words
    assert "Safety 4" in mona.get(f"/stock/sku?sku={APRON}").words
    for form, field in (
        ({"location": "NOWHERE", "safety": "1"}, "is not known"),
        ({"location": "E-12-2", "safety": "-1"}, "is not from 0"),
        ({"location": "", "safety": "1"}, "must not be empty"),
    ):
        assert field in send(mona, "limits", **form).words, form
    added = mona.post("/stock/suppliers", csrf=mona.csrf(), code="weaver", name="Weaver & Söhne", lead_days="12")
    assert "Weaver & Söhne" in added.words
    unwritable = mona.post("/stock/suppliers", csrf=mona.csrf(), code="weaver", name="Weaver", email="weaver@mill")
    assert (unwritable.status, "an e-mail address like" in unwritable.words) == (422, True)
    bought = send(mona, "buying", supplier="weaver", pack="6", moq="12", min_units="10", max_units="40")
    assert "It is bought like this" in bought.words
    assert "weaver" in mona.get("/stock/suppliers").words
    assert "is less than the minimum" in send(mona, "buying", min_units="9", max_units="3").words
    assert "is not known" in send(mona, "buying", supplier="nobody").words
    assert "in stock" in send(mona, "track", tracks_lot="1").words
    assert "only lots expire" in send(mona, "track", tracks_expiry="1").words
    assert "This is recorded" in send(mona, "track", tracks_serial="1", min_days="3").words
    told = mona.post("/stock/suppliers/settings", csrf=mona.csrf(), window_days="30")
    assert told.status == 422
    kept = {"window_days": "30", "lead_days": "7", "review_days": "7", "service_permille": "950"}
    more = {"slack_percent": "10", "expiry_days": "14", "look_minutes": "15"}
    assert "hold from the next look" in mona.post("/stock/suppliers/settings", {**kept, **more}, csrf=mona.csrf()).words
    assert set(actions(shop)) >= {"stock.limits", "supply.supplier", "supply.rule", "stock.track", "settings.supply"}


def test_a_recalled_lot_names_who_got_it(shop: Shop, rosa: Client) -> None:
    with opened(shop) as centre:
        sku = next(one for one in sorted(_skus(centre), reverse=True) if _movable(centre, one))
    _clear(rosa, shop, sku)
    with opened(shop) as centre:
        row = TrackRow(sku=sku, kit=0, tracks_lot=1, tracks_serial=0, tracks_expiry=0, min_days=0, whole_cases=0)
        assert not isinstance(centre.do(track, SITE, row), NotMoved)
        units = Units(sku=sku, location="E-12-2", quantity=9, lot="L-77")
        assert isinstance(
            centre.do(receive, SITE, units, By(who="user:rosa", why="", key="t-1"), "each", None), Received
        )
    order = take_in(shop, "#7050", lines=[{"sku": sku, "quantity": 2, "price": "7.50"}])
    page = rosa.get(f"/stock/lots?sku={sku}&lot=L-77")
    assert "9 units" in page.words
    assert order in page.links
    missed = rosa.post("/stock/lots/recall", {"sku": sku, "lot": "L-77", "why": ""}, csrf=rosa.csrf())
    assert (missed.status, "must not be empty" in missed.words) == (422, True)
    told = rosa.post("/stock/lots/recall", {"sku": sku, "lot": "L-77", "why": "glaze cracks"}, csrf=rosa.csrf())
    assert "The lot is recalled" in told.words
    assert sellable(rosa, sku) == 0
    assert "Let it go" in told.words
    told = rosa.post("/stock/lots/good", {"sku": sku, "lot": "L-77", "why": "maker says so"}, csrf=rosa.csrf())
    assert "The lot is good again" in told.words
    assert "Nobody knows it" in rosa.get(f"/stock/lots?sku={sku}&serial=S-1").words
    with opened(shop) as centre:
        said = [json.loads(one.details) for one in deeds(centre, 9, site=SITE) if one.action == "lot.recall"]
    assert said == [{"lot": "L-77", "why": "glaze cracks"}]


def test_a_place_is_blocked_closed_and_opened(mona: Client, shop: Shop) -> None:
    page = mona.get("/stock/places?q=e-12")
    assert "E-12-2" in page.words
    before = sellable(mona)
    form = {"location": "e-12-2", "state": "blocked", "why": "shelf is bent"}
    assert "It is blocked" in mona.post("/stock/places/state", form, csrf=mona.csrf()).words
    assert "E-12-2" in mona.get("/stock/places?state=blocked").words
    blocked = sellable(mona)
    assert blocked < before
    assert "It is open" in mona.post("/stock/places/state", {**form, "state": "open"}, csrf=mona.csrf()).words
    assert sellable(mona) > blocked
    for wrong, words in (
        ({"why": ""}, "must not be empty"),
        ({"state": "gone"}, "one of"),
        ({"location": "X"}, "known"),
    ):
        told = mona.post("/stock/places/state", {**form, **wrong}, csrf=mona.csrf())
        assert (told.status, words in told.words) == (422, True), wrong
    assert mona.get("/stock/places?state=nonsense").status == 400


@pytest.mark.parametrize("login", ["tom", "ada", "rosa"])
def test_only_a_manager_sets_rules(shop: Shop, login: str) -> None:
    client = shop.client(login)
    assert page_of(client).status == 200
    assert "A manager may change" in page_of(client).words
    for deed in ("rule", "recipe", "limits", "buying", "track"):
        assert send(client, deed, channel="shop").status == 403
    for path in ("/stock/suppliers", "/stock/places"):
        assert client.get(path).status == 200
        assert client.post(path if "sup" in path else f"{path}/state", csrf=client.csrf()).status == 403
