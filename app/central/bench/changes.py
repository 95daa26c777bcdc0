"""The feed as one station may see it: a page behind a cursor, or why that cursor can not be continued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.central.centre import Centre
from app.central.storage.unit import Work
from app.central.values import FeedRow, StationRow

PAGE_MOST = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """`cursor` is what to ask for next; `more` that there is more right now."""

    server_epoch: str
    cursor: int
    more: bool
    rows: tuple[FeedRow, ...]


@dataclass(frozen=True, slots=True)
class StaleCursor:
    """Start over from cursor 0: another history, a cursor from the future, or one older than the oldest tombstone."""

    why: str


def changes(centre: Centre, station: StationRow, cursor: int, server_epoch: str, limit: int) -> Page | StaleCursor:
    """Changes behind `cursor` for this station; cursor 0 begins a snapshot. Read in one consistent view."""
    with centre.read(station.site_id) as work:
        epoch = work.benches.server_epoch()
        high, floor = work.feed.marks()
        if server_epoch and server_epoch != epoch:
            return StaleCursor("the centre has another history than this cursor")
        if cursor > high:
            return StaleCursor("the cursor is ahead of the centre")
        if 0 < cursor < floor:
            return StaleCursor("the cursor is older than the oldest deletion still known")
        most = max(1, min(limit, PAGE_MOST))
        rows = _rows(work, station.station_id, cursor, most, floor)
        more = len(rows) >= most
        return Page(epoch, rows[-1].seq if more else high, more, rows)


def _rows(work: Work, station_id: str, cursor: int, most: int, floor: int) -> tuple[FeedRow, ...]:
    """The first page of a snapshot reaches past the floor, so that its cursor can be continued."""
    rows = work.feed.page(cursor, station_id, most)
    while cursor == 0 and len(rows) % most == 0 and rows and rows[-1].seq < floor:
        following = work.feed.page(rows[-1].seq, station_id, most)
        if not following:
            break
        rows += following
    return rows


def purge_tombstones(centre: Centre, site: str, days: int = 90, most: int = PAGE_MOST) -> int:
    """Forget `most` deletions older than `days`; stations that were away longer start over. Returns how many."""
    with centre.begin(site) as work:
        return work.feed.purge(work.now - timedelta(days=days), most)
