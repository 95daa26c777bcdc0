"""site.toml says what channels may sell: followed as a person's word is, and every wrong key is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.central.inventory.available import reckon
from app.central.warehouse.imports import import_site
from sync.channels.site_toml import read_site
from tests.central.house import SITE, House, site_record

TOML = """
[site]
code = "DO1"
name = "Demo"
zone = "Europe/Berlin"
[site.sender]
name = "Demo"
street = "Kai 1"
postcode = "28195"
city = "Bremen"
country = "DE"
[sscc]
company_prefix = "9501101"
extension = 3
[[service]]
code = "standard"
name = "Standard"
courier = "house"
cut_off = "16:30"
priority = 5
[channel.shop]
kind = "web"
"""


def test_the_rules_of_site_toml_are_followed_once(house: House) -> None:
    said = TOML + '[channel.shop.stock]\nbuffer = "10%"\n[channel.shop.stock.sku."TEA"]\nquota = 20\n'
    record, bad = read_site("site.toml", said.encode())
    assert bad == ()
    assert record is not None
    assert record.stock_rules == (("shop", "", {"buffer": "10%"}), ("shop", "TEA", {"quota": 20}))
    house.stock({"TEA": {"A-1": 100}, "CUP": {"A-1": 50}})
    mine = replace(site_record(), stock_rules=record.stock_rules)
    assert house.centre.do(import_site, mine).changed == 1
    assert house.centre.do(import_site, mine).changed == 0
    with house.centre.read(SITE) as work:
        found = reckon(work, ["TEA", "CUP"]).by_sku()
    assert found == {"TEA": (20,), "CUP": (45,)}


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("[channel.shop.stock]\nbuffer = -1", "channel.stock.buffer"),
        ("[channel.shop.stock]\nquota = 3", "channel.stock.quota"),
        ("[channel.shop.stock.sku.TEA]\nexclusive = true", "channel.stock.quota"),
        ("[channel.shop.stock]\nsku = 3", "channel.stock"),
    ],
)
@pytest.mark.parametrize("database", [""])
def test_a_wrong_rule_of_site_toml_is_named(house: House, table: str, key: str) -> None:
    record, bad = read_site("site.toml", (TOML + table).encode())
    assert record is None
    assert [row.column for row in bad] == [key]
