"""A site with many orders keeps no other waiting: each is released by itself, and they take turns at the writer."""

from __future__ import annotations

import asyncio
from pathlib import Path

from app.central.intake.channels import add_channel
from app.central.intake.orders import take_order
from app.central.warehouse.counts import import_stock
from app.central.warehouse.imports import import_catalogue, import_locations, import_site
from app.central.warehouse.records import Count, Place
from sync.central.serving.desk import Desk
from sync.central.serving.releasing import SWEEP_AT_LEAST_S, Releasing
from sync.central.serving.wake import Waker
from tests.central.house import SITE, new_order, open_house, product, site_record
from tests.sync_central.rows import rows_of

OTHER, MANY = "BR2", 400


def test_one_order_of_a_small_site_is_not_behind_hundreds_of_a_large_one(tmp_path: Path, database: str) -> None:
    house = open_house(tmp_path, database)
    house.stock({"TEE-M": {"A-1": 2 * MANY}})
    centre = house.centre
    centre.do(import_site, site_record(OTHER))
    centre.do(import_catalogue, OTHER, [product("CAP")])
    centre.do(import_locations, OTHER, [Place(line=1, code="B-1", walk=1, kind="pick")])
    centre.do(import_stock, OTHER, "counts.csv", "other", [Count(line=2, location="B-1", sku="CAP", quantity=5)])
    small = centre.do(add_channel, OTHER, "small").channel
    taken = [centre.submit(take_order, house.channel, new_order(f"#{n}", [("TEE-M", 1)])) for n in range(MANY)]
    for one in taken:
        one.result()
    centre.do(take_order, small, new_order("#small", [("CAP", 1)]))
    desk = Desk(centre, Waker())
    try:
        desk.sites_to_sweep.update({SITE, OTHER})
        asyncio.run(released(desk))
    finally:
        desk.close()
        centre.close()
    lists = rows_of(centre.database, "SELECT site_id FROM pick_list ORDER BY list_id")
    sites = [str(row[0]) for row in lists]
    assert sites.count(SITE) > 4
    assert sites.index(OTHER) < len(sites) - 4, "it came before the large site was done"


async def released(desk: Desk) -> None:
    releasing = Releasing(desk)
    releasing.look()
    assert desk.sites_to_sweep == set()
    await releasing.finished()
    await releasing.end()


def test_a_release_that_fails_is_tried_again_in_a_while_and_not_at_once(tmp_path: Path, database: str) -> None:
    house = open_house(tmp_path, database)
    house.centre.close()
    at = [100.0]
    desk = Desk(house.centre, Waker(), lambda: at[0])
    try:
        asyncio.run(failing(desk, at))
    finally:
        desk.close()


async def failing(desk: Desk, at: list[float]) -> None:
    releasing = Releasing(desk)
    desk.sites_to_sweep.add(SITE)
    releasing.look()
    await releasing.finished()
    assert desk.sites_to_sweep == {SITE}, "it is still to be done"
    at[0] += SWEEP_AT_LEAST_S - 1
    releasing.look()
    assert desk.sites_to_sweep == {SITE}, "not yet"
    at[0] += 1
    releasing.look()
    assert desk.sites_to_sweep == set(), "now"
    await releasing.end()
