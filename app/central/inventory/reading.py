"""What was published, read back: a page of it, or what changed behind a number of the feed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.central.bench.enrolment import server_epoch
from app.central.centre import Centre
from app.central.inventory.values import ChannelLevelRow, SkuLevelRow
from app.central.storage.unit import Work

BEHIND_MOST: Final = 50_000
"""Who is further behind reads the whole again: that is cheaper for both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A SKU as it was published; `available` by channel code, `levels` only for who may see more than a channel."""

    sku: str
    version: int
    seq: int
    changed_at: datetime
    available: Mapping[str, int]
    levels: SkuLevelRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`seq`: every change up to this number of the feed is in what was read; ask for what comes behind it."""

    items: tuple[Item, ...]
    seq: int
    server_epoch: str


@dataclass(frozen=True, slots=True)
class Reset:
    """The number is not one to go on from: read the whole again, then go on behind `seq`."""

    seq: int
    why: str


def channel_id_of(centre: Centre, site: str, code: str) -> str | None:
    """The id of a channel of this site; None when it has none with this code."""
    with centre.read(site) as work:
        row = work.orders.channel(code=code)
        return None if row is None or row.site_id != site else row.channel_id


def inventory(
    centre: Centre, site: str, channel_id: str, after: str, most: int, since: int = -1, sku: str = ""
) -> Page:
    """SKUs behind `after` in order, changed behind number `since`; of one channel, or ("") with all figures."""
    epoch = server_epoch(centre)
    with centre.read(site) as work:
        seq = work.feed.marks()[0]
        if channel_id:
            items = _of_channel(work, work.published.page_of(channel_id, after, most, since, sku))
        else:
            items = _of_all(work, work.published.page(after, most, since, sku))
        return Page(items=items, seq=seq, server_epoch=epoch)


def inventory_changes(
    centre: Centre, site: str, channel_id: str, after: int, most: int, first: bool, epoch: str = ""
) -> Page | Reset:
    """What changed behind a number, oldest first, each SKU once as it is now.

    `first` also looks whether the number can be gone on from; `epoch` is the server's that gave it ("" not said).
    """
    now = server_epoch(centre) if first else ""
    with centre.read(site) as work:
        seq = work.feed.marks()[0]
        if first and epoch not in ("", now):
            return Reset(seq, "the centre was restored from a backup since")
        if after > seq:
            return Reset(seq, "this centre has never given that number")
        if first and work.published.further(after, BEHIND_MOST, channel_id):
            return Reset(seq, f"more than {BEHIND_MOST} changes came since")
        if channel_id:
            items = _of_channel(work, work.published.changes_of(channel_id, after, most))
        else:
            items = _of_all(work, work.published.changes(after, most))
        return Page(items=items, seq=seq, server_epoch=now)


def _of_channel(work: Work, rows: Iterable[ChannelLevelRow]) -> tuple[Item, ...]:
    codes = {row.channel_id: row.code for row in work.orders.channels()}
    return tuple(
        Item(
            sku=row.sku,
            version=row.version,
            seq=row.seq,
            changed_at=row.changed_at,
            available={codes[row.channel_id]: row.available},
        )
        for row in rows
    )


def _of_all(work: Work, rows: tuple[SkuLevelRow, ...]) -> tuple[Item, ...]:
    codes = {row.channel_id: row.code for row in work.orders.channels()}
    found: dict[str, dict[str, int]] = {row.sku: {} for row in rows}
    for (sku, channel_id), units in work.published.available(found).items():
        found[sku][codes[channel_id]] = units
    return tuple(
        Item(
            sku=row.sku,
            version=row.version,
            seq=row.seq,
            changed_at=row.changed_at,
            available=dict(sorted(found[row.sku].items())),
            levels=row,
        )
        for row in rows
    )
