"""How figures reach the channels: who delivers now, what is still to be delivered, and how it went."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, func, insert, or_, select, update

from app.central.inventory.values import ChannelLevelRow, PushRow, RemoteItem
from app.central.storage.schema.selling.inventory import channel_level, remote_item, stock_push
from app.central.storage.stores.store import Store, bounded, columns

_P, _C, _R = stock_push.c, channel_level.c, remote_item.c
_WAITS = and_(_C.channel_id == _P.channel_id, _C.version != _C.pushed)
_SETTLED = (
    update(channel_level)
    .where(_C.channel_id == bindparam("of"), _C.sku == bindparam("one"))
    .where(_C.pushed < bindparam("sent"), _C.version >= bindparam("sent"))
    .values(pushed=bindparam("sent"), push_error=bindparam("said"))
)


class Pushes(Store):
    def get(self, channel_id: str) -> PushRow | None:
        return self.one(columns(stock_push, PushRow).where(_P.channel_id == channel_id), PushRow)

    def every(self) -> tuple[PushRow, ...]:
        mine = columns(stock_push, PushRow)
        mine = mine.where(_P.site_id == self.site) if self.site else mine
        return self.all(mine.order_by(_P.channel_id), PushRow)

    def put(self, channel_id: str, **values: Any) -> None:
        """Make or change where a channel hears its figures."""
        mine = update(stock_push).where(_P.channel_id == channel_id).values(**values)
        if not self.connection.execute(mine).rowcount:
            first = {"active": 1, "last_error": "", "lease": "", "delivered": 0, "failures": 0, "errors": 0}
            made = {**first, "next_at": self.now, **values, "channel_id": channel_id, "site_id": self.site}
            self.connection.execute(insert(stock_push).values(**made))

    def drop(self, channel_id: str) -> bool:
        self.connection.execute(delete(remote_item).where(_R.channel_id == channel_id))
        return bool(self.connection.execute(delete(stock_push).where(_P.channel_id == channel_id)).rowcount)

    def start_over(self, channel_id: str) -> None:
        """The channel has none of its figures any more: it is another shop, or it lost them."""
        self.connection.execute(delete(remote_item).where(_R.channel_id == channel_id))
        mine = update(channel_level).where(_C.channel_id == channel_id, _C.pushed != 0)
        self.connection.execute(mine.values(pushed=0, push_error=""))

    # delivering

    def due(self) -> tuple[PushRow, ...]:
        """Of every site: those with something to deliver that nobody delivers now, the longest waiting first."""
        free = or_(_P.lease == "", _P.lease_until <= self.now)
        mine = columns(stock_push, PushRow).where(_P.active == 1, _P.next_at <= self.now, free)
        mine = mine.where(exists(select(_C.sku).where(_WAITS)))
        return self.all(mine.order_by(_P.next_at, _P.channel_id), PushRow)

    def claim(self, row: PushRow, lease: str, until: datetime) -> bool:
        """Only one delivers at a time; False when somebody else does."""
        mine = update(stock_push).where(_P.channel_id == row.channel_id, _P.lease == row.lease, _P.active == 1)
        mine = mine.where(or_(_P.lease == "", _P.lease_until <= self.now))
        return bool(self.connection.execute(mine.values(lease=lease, lease_until=until)).rowcount)

    def unpushed(self, channel_id: str, most: int) -> tuple[ChannelLevelRow, ...]:
        """The newest figures the channel does not have, those that changed first before."""
        mine = columns(channel_level, ChannelLevelRow).where(_C.channel_id == channel_id, _C.version != _C.pushed)
        return self.all(mine.order_by(_C.seq).limit(most), ChannelLevelRow)

    def settle(self, channel_id: str, sent: Mapping[str, int], refused: Mapping[str, tuple[int, str]]) -> None:
        """The channel has these versions, and will not take those; never a step back."""
        rows = [{"of": channel_id, "one": sku, "sent": version, "said": ""} for sku, version in sent.items()]
        rows += [{"of": channel_id, "one": sku, "sent": v, "said": why} for sku, (v, why) in refused.items()]
        if rows:
            self.connection.execute(_SETTLED, rows)

    def end(self, channel_id: str, lease: str, **values: Any) -> bool:
        """Give the lease back with what came of it; False when it was not ours any more."""
        mine = update(stock_push).where(_P.channel_id == channel_id, _P.lease == lease)
        return bool(self.connection.execute(mine.values(lease="", lease_until=None, **values)).rowcount)

    # how it stands

    def oldest(self, channel_id: str) -> tuple[datetime | None, int]:
        """(when the oldest figure not delivered changed, how many are not delivered)."""
        mine = select(func.min(_C.changed_at), func.count()).where(_C.channel_id == channel_id, _C.version != _C.pushed)
        row = self.connection.execute(mine).one()
        return row[0], int(row[1])

    def refused(self, channel_id: str, most: int) -> tuple[tuple[str, str], ...]:
        """(sku, why) of figures the channel would not take."""
        mine = select(_C.sku, _C.push_error).where(_C.channel_id == channel_id, _C.push_error != "")
        return tuple((row[0], row[1]) for row in self.connection.execute(mine.order_by(_C.sku).limit(most)))

    # what the shop calls them

    def remotes(self, channel_id: str, skus: Collection[str]) -> dict[str, RemoteItem]:
        mine = select(_R.sku, _R.remote, _R.parent).where(_R.channel_id == channel_id)
        parts = (self.connection.execute(mine.where(_R.sku.in_(some))) for some in bounded(skus))
        return {row[0]: RemoteItem(row[1], row[2]) for part in parts for row in part}

    def put_remotes(self, channel_id: str, found: Mapping[str, RemoteItem]) -> None:
        self.drop_remotes(channel_id, found)
        rows = [
            {"channel_id": channel_id, "site_id": self.site, "sku": sku, "remote": item.remote, "parent": item.parent,
             "found_at": self.now}
            for sku, item in found.items()
        ]  # fmt: skip
        if rows:
            self.connection.execute(insert(remote_item), rows)

    def drop_remotes(self, channel_id: str, skus: Collection[str]) -> None:
        """Ask the shop again what it calls these."""
        for some in bounded(skus):
            self.connection.execute(delete(remote_item).where(_R.channel_id == channel_id, _R.sku.in_(some)))
