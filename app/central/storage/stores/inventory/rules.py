"""What channels may sell as somebody said, how much more is kept back by itself, and what is to be published anew."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, insert, select, update

from app.central.inventory.values import PaceRow, PublicationRow, RuleRow
from app.central.storage.schema.selling.inventory import channel_pace, channel_rule, publication
from app.central.storage.stores.store import Store, bounded, columns

_R, _P, _S = channel_rule.c, channel_pace.c, publication.c


class Rules(Store):
    def about(self, skus: Collection[str] | None = None) -> tuple[RuleRow, ...]:
        """The rules for every SKU and those of these SKUs (None: of all), in one look."""
        mine = columns(channel_rule, RuleRow).where(_R.site_id == self.site).order_by(_R.sku)
        parts = [mine] if skus is None else [mine.where(_R.sku.in_(some)) for some in bounded({"", *skus})]
        return tuple(row for part in parts for row in self.all(part, RuleRow))

    def get(self, channel_id: str, sku: str) -> RuleRow | None:
        mine = columns(channel_rule, RuleRow).where(_R.channel_id == channel_id, _R.sku == sku)
        return self.one(mine, RuleRow)

    def of_channel(self, channel_id: str, after: str, most: int) -> tuple[RuleRow, ...]:
        """The rules of a channel about SKUs behind this one, in order."""
        mine = columns(channel_rule, RuleRow).where(_R.channel_id == channel_id, _R.sku > after)
        return self.all(mine.order_by(_R.sku).limit(most), RuleRow)

    def put(self, row: RuleRow) -> None:
        same = {"channel_id": row.channel_id, "sku": row.sku, "site_id": self.site}
        self.upsert(channel_rule, same, {"rule": row.rule, "since": row.since, "changed_by": row.changed_by})

    def drop(self, channel_id: str, sku: str) -> bool:
        mine = delete(channel_rule).where(_R.channel_id == channel_id, _R.sku == sku)
        return bool(self.connection.execute(mine).rowcount)

    # how much more is kept back

    def paces(self) -> tuple[PaceRow, ...]:
        return self.all(columns(channel_pace, PaceRow).where(_P.site_id == self.site), PaceRow)

    def put_pace(self, row: PaceRow) -> None:
        same = {"channel_id": row.channel_id, "site_id": self.site}
        self.upsert(channel_pace, same, {name: getattr(row, name) for name in ("step", "why", "since", "oversold")})

    # what is to be published anew

    def publication(self) -> PublicationRow:
        mine = columns(publication, PublicationRow).where(_S.site_id == self.site)
        return self.one(mine, PublicationRow) or PublicationRow(wanted=0, done=0, day=None, checked_at=None)

    def want(self) -> None:
        """Everything is to be looked at and published anew where it differs."""
        mine = update(publication).where(_S.site_id == self.site).values(wanted=_S.wanted + 1)
        if not self.connection.execute(mine).rowcount:
            self.connection.execute(insert(publication).values(site_id=self.site, wanted=1, done=0))

    def checked(self, done: int, day: date) -> None:
        """Everything was looked at, as wanted up to `done`."""
        known = self.connection.execute(select(_S.wanted).where(_S.site_id == self.site)).first()
        if known is None:
            self.connection.execute(insert(publication).values(site_id=self.site, wanted=0, done=0))
        mine = update(publication).where(_S.site_id == self.site, _S.done <= done)
        self.connection.execute(mine.values(done=done, day=day, checked_at=self.now))
