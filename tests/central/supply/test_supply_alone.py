"""What supply does by itself: processes at once do no harm, lots near their end are told, scanned goods are known."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from app.central.stock.correcting import scrap
from app.central.stock.moving import By, Units
from app.central.stock.receiving import receive
from app.central.stock.tracking import track
from app.central.stock.values import TrackRow
from app.central.supply.buying.proposing import NotSupplied, approve_proposals
from app.central.supply.buying.receiving import Arrival, Delivery, receive_delivery
from app.central.supply.looking import look
from app.central.supply.setting import set_supply
from app.central.warehouse.imports import import_packaging
from app.central.warehouse.records import Package
from app.domain.stock.supply.supply_settings import SupplySettings
from tests.central.house import SITE, House, open_again
from tests.central.supply.shop import MANAGER, Shop


def test_processes_that_look_at_once_propose_and_tell_once(house: House) -> None:
    stock = {f"SKU-{n:03d}": {f"A-{n}": 1} for n in range(1, 8)}
    shop = Shop(house, stock, min_units=5, max_units=10)
    centres = [house.centre, *(open_again(house.data, f"p{n}", house.clock) for n in range(2))]

    def looks(number: int) -> None:
        for _ in range(6):
            centres[number].do(look, SITE)

    try:
        with ThreadPoolExecutor(len(centres)) as pool:
            list(pool.map(looks, range(len(centres))))
    finally:
        for centre in centres[1:]:
            centre.close()
    assert [row.sku for row in shop.proposals()] == sorted(stock)
    assert shop.alerts() == [("low_stock", sku) for sku in sorted(stock)]


def test_a_lot_near_its_end_is_told_once_until_it_is_gone(house: House) -> None:
    shop = Shop(house, {"TEE": {"A-1": 0}})
    row = TrackRow(sku="TEE", kit=0, tracks_lot=1, tracks_serial=0, tracks_expiry=1, min_days=0, whole_cases=0)
    assert house.centre.do(track, SITE, row) is None
    units = Units(sku="TEE", location="A-1", quantity=3, lot="L1")
    house.centre.do(receive, SITE, units, By(who="dora", why="", key="1"), "each", date(2026, 10, 20))
    shop.look()
    assert shop.alerts() == []
    house.clock.move(timedelta(days=25))
    shop.look()
    shop.look()
    assert shop.alerts() == [("expiry_near", "TEE L1")]
    assert house.centre.do(scrap, SITE, units, By(who="dora", why="stale", key="2")) is None
    shop.look()
    assert (shop.alerts(), shop.alerts("recovered")) == ([], [("expiry_near", "TEE L1")])


def test_a_scanned_case_is_known_with_its_units_lot_and_expiry(house: House) -> None:
    shop = Shop(house, {"TEE": {"A-1": 0}}, min_units=10, max_units=20)
    case = Package(line=2, sku="TEE", level="case", gtin="00000000000017", units=6)
    house.centre.do(import_packaging, SITE, "packaging.csv", [case])
    row = TrackRow(sku="TEE", kit=0, tracks_lot=1, tracks_serial=0, tracks_expiry=1, min_days=0, whole_cases=0)
    assert house.centre.do(track, SITE, row) is None
    shop.look()
    (proposal,) = shop.proposals()
    strange = house.centre.do(approve_proposals, SITE, MANAGER, [proposal.proposal_id], {"other": 5})
    assert isinstance(strange, NotSupplied)
    made = house.centre.do(approve_proposals, SITE, MANAGER, [proposal.proposal_id])
    assert isinstance(made, tuple)
    scanned = "]C101000000000000171727013110L7"
    given = Delivery(purchase=made[0].number, location="A-1", quantity=2, key="asn", scanned=scanned)
    came = house.centre.do(receive_delivery, SITE, MANAGER, given)
    assert isinstance(came, Arrival), came
    assert (came.receipt.sku, came.receipt.units, came.receipt.lot, came.left) == ("TEE", 12, "L7", 8)
    with house.centre.read(SITE) as work:
        lot = work.lots.get("TEE", "L7")
    assert lot is not None
    assert lot.expiry == date(2027, 1, 31)


def test_settings_are_checked_and_what_is_not_named_stays(house: House) -> None:
    for name, value in (("window_days", 3), ("nonsense", 1), ("slack_percent", True)):
        refused = house.centre.do(set_supply, SITE, MANAGER, {name: value})
        assert isinstance(refused, NotSupplied)
        assert refused.field == name
    assert house.centre.do(set_supply, SITE, MANAGER, {"window_days": 30}) == SupplySettings(window_days=30)
    changed = house.centre.do(set_supply, SITE, MANAGER, {"lead_days": 3})
    assert changed == SupplySettings(window_days=30, lead_days=3)
