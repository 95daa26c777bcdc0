"""What was published: of each SKU, and for each channel; always compacted, in the order of the site's feed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Select, bindparam, func, select, text, update

from app.central.inventory.values import ChannelLevelRow, SkuLevelRow
from app.central.storage.schema.ground import site
from app.central.storage.schema.selling.inventory import channel_level, sku_level
from app.central.storage.stores.store import Store, bounded, columns

_S, _C = sku_level.c, channel_level.c

_AT = bindparam("now", type_=_S.changed_at.type)
_PUT_SKU = text(
    "INSERT INTO sku_level (site_id, sku, on_hand, allocated, reserved, unavailable, safety, incoming, version, seq, "
    "changed_at) VALUES (:of, :sku, :on_hand, :allocated, :reserved, :unavailable, :safety, :incoming, 1, :seq, :now) "
    "ON CONFLICT (site_id, sku) DO UPDATE SET on_hand = excluded.on_hand, allocated = excluded.allocated, "
    "reserved = excluded.reserved, unavailable = excluded.unavailable, safety = excluded.safety, "
    "incoming = excluded.incoming, version = sku_level.version + 1, seq = excluded.seq, "
    "changed_at = excluded.changed_at"
).bindparams(_AT)
_PUT_CHANNEL = text(
    "INSERT INTO channel_level (channel_id, sku, site_id, available, version, seq, pushed, push_error, changed_at) "
    "VALUES (:channel, :sku, :of, :available, 1, :seq, 0, '', :now) "
    "ON CONFLICT (channel_id, sku) DO UPDATE SET available = excluded.available, "
    "version = channel_level.version + 1, seq = excluded.seq, push_error = '', changed_at = excluded.changed_at"
).bindparams(_AT)


class Published(Store):
    def skus(self, skus: Collection[str]) -> dict[str, SkuLevelRow]:
        mine = columns(sku_level, SkuLevelRow).where(_S.site_id == self.site)
        rows = (row for some in bounded(skus) for row in self.all(mine.where(_S.sku.in_(some)), SkuLevelRow))
        return {row.sku: row for row in rows}

    def available(self, skus: Collection[str], channel_id: str = "") -> dict[tuple[str, str], int]:
        """{(sku, channel id): units} of these SKUs, for one channel or all."""
        mine = select(_C.sku, _C.channel_id, _C.available).where(_C.channel_id.in_(self._channels(channel_id)))
        parts = (self.connection.execute(mine.where(_C.sku.in_(some))) for some in bounded(skus))
        return {(row[0], row[1]): int(row[2]) for part in parts for row in part}

    def _channels(self, channel_id: str) -> list[str]:
        return [channel_id] if channel_id else self.channel_ids()

    def channel_ids(self) -> list[str]:
        found = text("SELECT channel_id FROM channel WHERE site_id = :of ORDER BY channel_id")
        return list(self.connection.execute(found, {"of": self.site}).scalars())

    def write(self, skus: Mapping[str, Mapping[str, int]], changed: Iterable[tuple[str, str, int]]) -> int:
        """Publish counters of SKUs and (channel id, sku, units) as the next numbers of the feed; returns the last.

        A SKU comes behind its channels, so that its number covers theirs. The numbers come from the site's row in this
        transaction: who sees one sees every smaller one.
        """
        pairs = list(changed)
        count = len(pairs) + len(skus)
        if not count:
            return 0
        bump = update(site).where(site.c.site_id == self.site).values(feed_seq=site.c.feed_seq + count)
        last = int(self.connection.execute(bump.returning(site.c.feed_seq)).scalar_one())
        first = last - count + 1
        same: dict[str, Any] = {"of": self.site, "now": self.now}
        if pairs:
            rows = [
                {**same, "channel": channel, "sku": sku, "available": units, "seq": first + n}
                for n, (channel, sku, units) in enumerate(pairs)
            ]
            self.connection.execute(_PUT_CHANNEL, rows)
        behind = first + len(pairs)
        rows = [{**same, "sku": sku, **units, "seq": behind + n} for n, (sku, units) in enumerate(skus.items())]
        if rows:
            self.connection.execute(_PUT_SKU, rows)
        return last

    # pages of it

    def page(self, after: str, most: int, since: int = -1, sku: str = "") -> tuple[SkuLevelRow, ...]:
        """SKUs behind this one in order, changed behind number `since`; `sku` asks for one."""
        mine = columns(sku_level, SkuLevelRow).where(_S.site_id == self.site)
        return self.all(_page(mine, _S, after, most, since, sku), SkuLevelRow)

    def page_of(
        self, channel_id: str, after: str, most: int, since: int = -1, sku: str = ""
    ) -> tuple[ChannelLevelRow, ...]:
        """As `page`, of one channel."""
        mine = columns(channel_level, ChannelLevelRow).where(_C.channel_id == channel_id)
        return self.all(_page(mine, _C, after, most, since, sku), ChannelLevelRow)

    def changes(self, after: int, most: int) -> tuple[SkuLevelRow, ...]:
        """SKUs changed behind a number of the feed, in the order they changed."""
        mine = columns(sku_level, SkuLevelRow).where(_S.site_id == self.site, _S.seq > after)
        return self.all(mine.order_by(_S.seq).limit(most), SkuLevelRow)

    def changes_of(self, channel_id: str, after: int, most: int) -> tuple[ChannelLevelRow, ...]:
        """As `changes`, of one channel."""
        mine = columns(channel_level, ChannelLevelRow).where(_C.channel_id == channel_id, _C.seq > after)
        return self.all(mine.order_by(_C.seq).limit(most), ChannelLevelRow)

    def further(self, after: int, most: int, channel_id: str = "") -> bool:
        """Whether more than `most` changes stand behind a number."""
        if channel_id:
            mine = select(_C.seq).where(_C.channel_id == channel_id, _C.seq > after).order_by(_C.seq)
        else:
            mine = select(_S.seq).where(_S.site_id == self.site, _S.seq > after).order_by(_S.seq)
        return self.connection.execute(mine.offset(most).limit(1)).first() is not None


def _page(mine: Select[Any], c: Any, after: str, most: int, since: int, sku: str) -> Select[Any]:
    """What changed since is found by its numbers and sorted then: going through every SKU for it would take longer."""
    by = c.sku if since < 0 else func.coalesce(c.sku, c.sku)
    mine = mine.where(c.sku == sku) if sku else mine
    mine = mine.where(c.seq > since) if since >= 0 else mine
    return mine.where(by > after).order_by(by).limit(most)
