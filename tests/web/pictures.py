"""Takes the pictures of the order desk that README shows: `python -m tests.web.pictures [FOLDER]`, from the root.

The demo warehouse after a morning's work, with two suppliers, and two benches of which one lacks paper.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from selenium.webdriver import Keys

from app.central.bench.presence import Standing, heard_of
from app.central.centre import Centre
from app.central.supply.looking import look_now
from app.central.supply.setting import RuleLine, SupplierLine, import_rules, import_suppliers
from app.central.supply.values import RuleRow, SupplierRow
from tests.central.house import SITE
from tests.web.browser import Browser, open_browser
from tests.web.opened import opened_at
from tests.web.rig import copied, served, set_up_warehouse

PICTURES: Final = Path(__file__).parents[2] / "resources" / "pictures"
SIZE: Final = (1440, 900)
SUPPLIERS: Final = {"weavers": "Weavers & Sons", "knitters": "Knitters"}
BOUGHT: Final = (
    ("AP-NVY", "weavers", 60, 100), ("AP-OAT", "weavers", 40, 80), ("BB-SEA-74", "weavers", 20, 60),
    ("BN-GRY", "knitters", 50, 90), ("BN-MUS", "knitters", 30, 70),
)  # fmt: skip
DEVICES: Final = ("scanner", "label printer", "receipt printer", "scale")
BENCHES: Final = {"ST-4": "Amina O.", "ST-5": "Jürgen B."}
LENA: Final = {
    "name": "Lena Brandt", "street": "Weststraße 7", "postcode": "50667", "city": "Köln", "phone": "+49 171 5550101",
    "email": "lena@example.com",
}  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    folder = Path(arguments[0]) if arguments else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        template, data, profile = (Path(room) / name for name in ("template", "data", "browser"))
        template.mkdir()
        profile.mkdir()
        key = set_up_warehouse(template)
        shop_data = copied(template, data)
        with opened_at(shop_data) as centre:
            furnish(centre)
        with served(shop_data, key) as shop, open_browser(profile) as browser:
            browser.fresh(shop.url)
            browser.size(*SIZE)
            browser.sign_in("mona")
            for name, show in SHOWN.items():
                show(browser)
                browser.picture(folder / name)


def furnish(centre: Centre) -> None:
    """What a morning at the benches does not bring: suppliers, what to buy, and benches that say how they are."""
    lines = [
        SupplierLine(line, SupplierRow(code=code, name=name)) for line, (code, name) in enumerate(SUPPLIERS.items(), 2)
    ]
    assert not centre.do(import_suppliers, SITE, "suppliers.csv", lines).bad
    rules = [
        RuleLine(line, RuleRow(sku=sku, supplier=of, pack=6, min_units=least, max_units=most))
        for line, (sku, of, least, most) in enumerate(BOUGHT, 2)
    ]
    assert not centre.do(import_rules, SITE, "supply.csv", rules).bad
    look_now(centre, SITE)
    with centre.read(SITE) as work:
        stations = {station.name: station for station in work.benches.stations()}
    for name, waiting, oldest_s, lacks in (("ST-4", 0, 0, ""), ("ST-5", 38, 740, "label printer")):
        told = Standing(version="0.3.0", waiting=waiting, oldest_s=oldest_s, devices=_devices(lacks))
        centre.do(heard_of, stations[name], told)

    def seat(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            people = {packer.name: packer.packer_id for packer in work.goods.packers()}
            for name, who in BENCHES.items():
                work.benches.change(stations[name].station_id, packer_id=people[who])

    centre.do(seat)


def _devices(lacks: str) -> str:
    states = {True: ("failed", "paper out"), False: ("ready", "")}
    said = [(kind, *states[kind == lacks]) for kind in DEVICES]
    return json.dumps([{"name": kind, "kind": kind, "state": state, "why": why} for kind, state, why in said])


def _orders(browser: Browser) -> None:
    browser.open("/orders?view=open")
    browser.one("tbody tr a").click()
    browser.wait_for(".order-head", "Open")


def _phone_order(browser: Browser) -> None:
    browser.open("/orders/new")
    for name, value in LENA.items():
        browser.type(f"input[name={name}]", value)
    browser.keys(Keys.F2, "AP-NVY", Keys.ENTER)
    browser.wait_for("table", "AP-NVY")
    browser.keys(Keys.F2, "moss tee")
    browser.wait_for("body", "FT-MOS-M")
    browser.script("scrollTo(0, 0)")


def _page(path: str) -> Callable[[Browser], None]:
    return lambda browser: browser.open(path)


SHOWN: Final[dict[str, Callable[[Browser], None]]] = {
    "desk_orders.png": _orders,
    "desk_floor.png": _page("/floor"),
    "desk_stock.png": _page("/stock?view=low"),
    "desk_proposals.png": _page("/stock/proposals"),
    "desk_phone_order.png": _phone_order,
}


if __name__ == "__main__":
    main(sys.argv[1:])
