"""What the tests of lots at a bench say and ask: units of a lot put away, its counters, its stops, its picks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.central.bench.changes import Page, changes
from app.central.stock.moving import By, Units
from app.central.stock.receiving import Received, receive
from app.central.values import LevelRow
from app.domain import facts
from app.domain.documents import WorkList, WorkStop
from sync.protocol import Entity, decode
from tests.central.house import SITE, Bench, House
from tests.central.packing_day import blocks_of, packing

EARLY, LATE = date(2027, 1, 1), date(2027, 6, 1)
BY = By(who="dora", why="arrived", key="r")


def put(house: House, units: Units, expiry: date | None = None) -> None:
    by = replace(BY, key=f"{units.sku} {units.lot} {units.quantity}")
    assert isinstance(house.centre.do(receive, SITE, units, by, "each", expiry), Received)


def level(house: House, lot: str) -> tuple[int, int, int]:
    """(on hand, allocated, unavailable)"""
    with house.centre.read(SITE) as work:
        found = work.stock.level("SYRUP", "A-1", lot)
    assert isinstance(found, LevelRow)
    return found.on_hand, found.allocated, found.unavailable


def silent(house: House) -> None:
    """No bench was heard of for a while."""
    house.clock.move(timedelta(minutes=5))


def documents(bench: Bench, entity: Entity, kind: type[Any]) -> dict[str, Any]:
    page = changes(bench.house.centre, bench.station, 0, "", 1000)
    assert isinstance(page, Page)
    rows = [row for row in page.rows if row.entity == entity and not row.deleted]
    return {row.id: decode(row.doc, kind) for row in rows}


def of_sku(work: WorkList, sku: str) -> list[WorkStop]:
    return [stop for stop in work.stops if stop.sku == sku]


def pick(work: WorkList, stop: WorkStop, quantity: int, lot: str, **more: str) -> facts.ItemPicked:
    need = stop.needs[0]
    return facts.ItemPicked(
        list_id=work.list_id, stop_no=stop.stop_no, order_id=need.order_id, line_id=need.line_id, sku=stop.sku,
        quantity=quantity, tote="T-1", location=stop.location, barcode="", lot=lot, **more,
    )  # fmt: skip


def dispatch(bench: Bench, work: WorkList, *contents: facts.PackedLine) -> list[str]:
    """Pack and send the only order as if it held this; the verdicts."""
    told = packing(work, blocks_of(bench)[0])
    assert isinstance(told[0], facts.PackSessionOpened)
    packed = [
        facts.ItemPacked(
            session_id=told[0].session_id, order_id=work.orders[0].order_id, line_id=line.line_id,
            sku=line.sku, quantity=line.quantity, barcode="", serials=line.serials, lot=line.lot,
        )
        for line in contents
    ]  # fmt: skip
    rest = [one for one in told[1:] if not isinstance(one, facts.ItemPacked)]
    assert isinstance(rest[0], facts.CartonClosed)
    rows = bench.tell(told[0], *packed, replace(rest[0], contents=contents), *rest[1:])
    return [row.verdict for row in rows]
