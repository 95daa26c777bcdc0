"""A shop with two lots of one product and numbered units of another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.central.audit import audit
from app.central.stock.moving import Units
from app.central.stock.tracking import track
from app.central.stock.values import TrackRow
from app.central.warehouse.imports import import_catalogue
from tests.central.house import SITE, House, product
from tests.central.stock.lots.lot_goods import EARLY, LATE, put
from tests.central.stock.stock_rows import check, rows_of


@pytest.fixture
def shop(house: House) -> Iterator[House]:
    """Two lots of SYRUP in one place (3 early, 5 late), 3 PHONEs of known numbers, some PINs; the books add up at
    the end of every test."""
    house.stock({"PIN": {"A-1": 9}, "SHELF": {"B-2": 1}})
    house.centre.do(import_catalogue, SITE, [product("SYRUP"), product("PHONE")])
    flags = {"kit": 0, "min_days": 0, "whole_cases": 0}
    syrup = TrackRow(sku="SYRUP", tracks_lot=1, tracks_serial=0, tracks_expiry=1, **flags)
    phone = TrackRow(sku="PHONE", tracks_lot=0, tracks_serial=1, tracks_expiry=0, **flags)
    assert (house.centre.do(track, SITE, syrup), house.centre.do(track, SITE, phone)) == (None, None)
    put(house, Units(sku="SYRUP", location="A-1", quantity=5, lot="LATE"), LATE)
    put(house, Units(sku="SYRUP", location="A-1", quantity=3, lot="EARLY"), EARLY)
    put(house, Units(sku="PHONE", location="A-1", quantity=3, serials=("P1", "P2", "P3")))
    yield house
    check(rows_of(house.centre, SITE))
    assert audit(house.centre, SITE) == ()
