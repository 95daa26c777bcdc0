"""What is said twice about supply: an arrival under a key of another one, and settings of a site file."""

from dataclasses import replace

from app.central.audit import audit
from app.central.supply.buying.proposing import NotSupplied
from app.central.supply.buying.receiving import Arrival, receive_delivery
from app.central.supply.saying import say_rule
from app.central.supply.setting import see_settings, set_supply
from app.central.supply.values import PurchaseRow, RuleRow
from app.central.warehouse.imports import import_site
from tests.central.house import SITE, House, site_record
from tests.central.supply.shop import MANAGER, Shop
from tests.central.supply.test_supply_story import bought, delivery, level


def bought_for(house: House, shop: Shop, units: int) -> PurchaseRow:
    """A purchase, because so many are wanted at least."""
    rule = RuleRow(sku="TEE", supplier="MILL", min_units=units, max_units=2 * units)
    assert house.centre.do(say_rule, SITE, MANAGER, rule) == rule
    return bought(house, shop)


def test_a_key_of_another_arrival_is_refused_and_books_nothing(house: House) -> None:
    shop = Shop(house, {"TEE": {"A-1": 20}})
    first, second = (bought_for(house, shop, units) for units in (60, 300))
    given = delivery(first.number, 6, "asn-1")
    made = house.centre.do(receive_delivery, SITE, MANAGER, given)
    assert isinstance(made, Arrival)
    there = level(house)
    by_id = house.centre.do(receive_delivery, SITE, MANAGER, replace(given, purchase=first.purchase_id))
    assert isinstance(by_id, Arrival)
    assert by_id.again, "the same arrival, whatever its purchase is called"
    for other in (
        replace(given, purchase=second.number),
        replace(given, quantity=7),
        replace(given, damaged=1),
        replace(given, location="A-2"),
        replace(given, sku="CAP"),
    ):
        no = house.centre.do(receive_delivery, SITE, MANAGER, other)
        assert isinstance(no, NotSupplied), other
        assert (no.code, no.field) == ("state", "key"), other
    assert first.number in house.centre.do(receive_delivery, SITE, MANAGER, replace(given, purchase=second.number)).why  # type: ignore[union-attr]
    assert level(house) == there
    with house.centre.read(SITE) as work:
        assert work.supply.purchases.receipts(second.purchase_id) == ()
        assert len(work.supply.purchases.receipts(first.purchase_id)) == 1
    assert audit(house.centre, SITE) == ()


def test_a_site_file_changes_what_it_names_of_supply(house: House) -> None:
    house.centre.do(set_supply, SITE, MANAGER, {"window_days": 30})
    said = replace(site_record(), supply={"lead_days": 12})
    assert house.centre.do(import_site, said).changed == 1
    assert house.centre.do(import_site, said).changed == 0
    found = see_settings(house.centre, SITE)
    assert (found.lead_days, found.window_days) == (12, 30)
