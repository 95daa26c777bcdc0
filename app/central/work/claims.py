"""Leasing pick lists and number blocks to the station that asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import msgspec

from app.central.intake.setting import site_row, work_settings
from app.central.storage.unit import Work
from app.central.values import ListRow, StationRow
from app.central.work.crew import STATION, candidate, offer_of
from app.central.work.documents import show_work, withdraw_work
from app.central.work.finishing import finish_if_done
from app.central.work.release import release
from app.domain.documents import SerialBlock
from app.domain.sscc import serials_per_extension
from app.domain.work.assigning import Score, best_offers

LEASE: Final = timedelta(hours=4)
LISTS_MOST: Final = 20
SEEN: Final = 60
"""Lists looked at for one request, in the order of the queue."""
NUMBERS_MOST: Final = 10_000
BLOCK: Final = "block"


def claim_work(work: Work, station: StationRow, lists: int) -> str:
    """Lease up to `lists` more pick lists, in the order of the queue; "" or, when there is nothing, why not."""
    for held in work.lists.held_by(station.station_id):
        finish_if_done(work, held.list_id)  # one whose orders were all cancelled or taken out
    wanted = max(1, min(lists, LISTS_MOST))
    found = work.lists.grantable(station.station_id, station.name, SEEN)
    if len(found) < wanted and release(work):
        found = work.lists.grantable(station.station_id, station.name, SEEN)
    by_id = {row.list_id: row for row in found}
    chosen = best_offers(candidate(work, station.name, STATION), map(offer_of, found), wanted, work.now)
    granted = [offer for offer, points in chosen if _grant(work, by_id[offer.id], station, points)]
    return "" if granted else _why_nothing(work)


def _grant(work: Work, row: ListRow, station: StationRow, points: Score) -> bool:
    if not work.lists.grant(row, station.station_id, work.now + LEASE):
        return False
    withdraw_work(work, row)
    _show(work, row.list_id)
    lapsed = row.station_id is not None and row.station_id != station.station_id
    words = f"{station.name} asked for work and this suits it best: {', '.join(points.reasons)}."
    before = " The lease of the bench before ran out." if lapsed else ""
    inputs = {"station": station.name, "rank": row.rank, "reasons": points.reasons, "fence": row.fence}
    work.decisions.keep([(work.new_id(), "list", row.list_id, "granted", inputs, words + before)])
    return True


def renew_leases(work: Work, station: StationRow) -> None:
    """Contact renews what the station holds, once half of the time is gone."""
    for row in work.lists.held_by(station.station_id):
        if row.lease_until is not None and row.lease_until - work.now < LEASE / 2:
            work.lists.change(row.list_id, lease_until=work.now + LEASE)
            _show(work, row.list_id)
    for task in work.tasks.held_at(station.station_id):
        span = timedelta(minutes=work_settings(site_row(work)).lease_minutes)
        if task.lease_until is not None and task.lease_until - work.now < span / 2:
            work.tasks.change(task, ("leased",), lease_until=work.now + span)


def lease_numbers(work: Work, station: StationRow, count: int) -> str:
    """Lease the next `count` SSCC serials of the site, never given to anybody else; "" or why not."""
    site = site_row(work)
    try:
        capacity = serials_per_extension(site.company_prefix)
    except ValueError as error:
        return f"the site has no usable GS1 company prefix ({error}): correct site.toml and import it"
    size = max(1, min(count, NUMBERS_MOST))
    first = work.benches.take_numbers(size, capacity)
    if first is None:
        return f"the GS1 company prefix {site.company_prefix} has no serials left: a new prefix is needed"
    block = SerialBlock(
        block_id=work.new_id(),
        company_prefix=site.company_prefix,
        extension=site.extension,
        first=first,
        last=first + size - 1,
    )
    work.benches.add_block(block, station.station_id, station.epoch)
    work.feed.put(BLOCK, block.block_id, msgspec.json.encode(block), station.station_id)
    return ""


def _show(work: Work, list_id: str) -> None:
    row = work.lists.get(list_id)
    assert row is not None
    show_work(work, row)


def _why_nothing(work: Work) -> str:
    if work.lists.total("ready"):
        return "nothing is ready to pick here: the lists that wait are paused, or for other benches"
    hours = work_settings(site_row(work)).release_hours
    if hours and work.orders.waiting("accepted", 1):
        return f"nothing is ready to pick: the orders that wait are released {hours} hours before their ship-by"
    held = len(work.orders.open_holds())
    if held:
        return f"nothing is ready to pick: {held} holds are open at the order desk"
    return "nothing is ready to pick: no accepted order is waiting"
