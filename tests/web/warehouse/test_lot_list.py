"""The list of lots: what lies here, the first to expire first, found by SKU or code; nothing breaks it."""

from datetime import date
from urllib.parse import quote

import pytest

from app.central.centre import Centre
from app.central.desk.stock.lots import LOTS_MOST, lot_list
from app.central.stock.moving import By, NotMoved, Units
from app.central.stock.receiving import Received, receive
from app.central.stock.tracking import recall, track
from app.central.stock.values import TrackRow
from tests.central.house import SITE
from tests.web.opened import opened
from tests.web.rig import Client, Shop
from tests.web.warehouse.test_keeping_pages import _clear, _movable, _skus

WHO = "user:rosa"


def keep_by_lot(shop: Shop, rosa: Client, *lots: tuple[str, int, date | None]) -> str:
    """A SKU that is kept by lot from now on, with units of these lots; its code."""
    with opened(shop) as centre:
        sku = next(one for one in sorted(_skus(centre), reverse=True) if _movable(centre, one))
    _clear(rosa, shop, sku)
    with opened(shop) as centre:
        expires = int(any(day for _, _, day in lots))
        row = TrackRow(sku=sku, kit=0, tracks_lot=1, tracks_serial=0, tracks_expiry=expires, min_days=10, whole_cases=0)
        assert not isinstance(centre.do(track, SITE, row), NotMoved)
        for at, (lot, units, day) in enumerate(lots):
            received(centre, sku, lot, units, day, f"lot-{at}")
    return sku


def received(centre: Centre, sku: str, lot: str, units: int, day: date | None, key: str) -> None:
    here = Units(sku=sku, location="E-12-2", quantity=units, lot=lot)
    assert isinstance(centre.do(receive, SITE, here, By(who=WHO, why="", key=key), "each", day), Received)


def test_the_first_to_expire_stands_first_with_what_it_is(shop: Shop, rosa: Client) -> None:
    empty = rosa.get("/stock/lots")
    assert (empty.status, "No lot lies here" in empty.words) == (200, True)
    assert "/stock/lots" in rosa.get("/stock").links
    later, soon, never = date(2027, 3, 1), date(2026, 9, 20), date(2028, 1, 1)
    sku = keep_by_lot(shop, rosa, ("L-78", 11, later), ("L-77", 9, soon), ("l_79%", 4, never))
    with opened(shop) as centre:
        assert not isinstance(centre.do(recall, SITE, sku, "L-78", good=False), NotMoved)
    page = rosa.get("/stock/lots")
    places = [page.words.find(lot) for lot in ("L-77", "L-78", "l_79%")]
    assert places == sorted(places)
    assert -1 not in places
    for words in ("20 Sep 2026 10 Sep 2026 9 units 0", "may not leave", "recalled", "good"):
        assert words in page.words
    assert f"/stock/lots?sku={sku}&lot=L-77" in page.links
    assert rosa.get(f"/stock/lots?sku={sku}&lot=L-77").status == 200
    for typed, found in (("l-77", 1), ("L-7", 2), (sku.lower(), 3), ("%", 0), ("_", 0), ("l_7", 1), ("x" * 200, 0)):
        links = rosa.get(f"/stock/lots?q={typed.replace('%', '%25')}").links
        assert len([link for link in links if "&lot=" in link]) == found, typed


def test_what_was_used_up_is_no_more_on_the_list_and_a_long_one_is_cut(shop: Shop, rosa: Client) -> None:
    sku = keep_by_lot(shop, rosa, *((f"B-{n:03}", 1, None) for n in range(LOTS_MOST + 1)))
    with opened(shop) as centre:
        found = lot_list(centre, SITE, "")
        assert (len(found.rows), found.more, found.rows[0].lot) == (LOTS_MOST, True, "B-000")
    assert "There are more: search for a SKU or a lot." in rosa.get("/stock/lots").words
    token = rosa.get(f"/stock/sku?sku={sku}").field("token")
    form = {"sku": sku, "token": token, "location": "E-12-2", "lot": "B-000", "quantity": "0"}
    assert rosa.post("/stock/count", form, csrf=rosa.csrf()).status == 200
    with opened(shop) as centre:
        found = lot_list(centre, SITE, "")
        assert (len(found.rows), found.more, found.rows[0].lot) == (LOTS_MOST, False, "B-001")


@pytest.mark.parametrize("typed", ["\x00", "\ud83d\ude00", "'; DROP TABLE lot; --", "<b>", "%", "نور"])
def test_anything_may_be_searched_for(rosa: Client, typed: str) -> None:

    page = rosa.get(f"/stock/lots?q={quote(typed.encode('utf-8', 'surrogatepass'))}")
    assert (page.status, "Nothing found" in page.words) == (200, True)
    assert "<b>" not in page.text
