"""Secrets and deliveries of the shops, and changes of orders that wait for a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update

from app.central.channels.values import ChangeRow, DeliveryRow, SecretRow
from app.central.storage.schema.selling.channels import channel_secret, delivery, order_change
from app.central.storage.stores.store import Store, columns
from app.central.storage.writing.later import beside, insert_later, settled

_S, _D, _C = channel_secret.c, delivery.c, order_change.c
_GOOD = columns(channel_secret, SecretRow).where(
    _S.channel_id == bindparam("channel"), or_(_S.ended_at.is_(None), _S.ended_at > bindparam("at"))
)
_KNOWN = beside(
    columns(delivery, DeliveryRow).where(
        _D.channel_id == bindparam("channel"),
        _D.shop_delivery == bindparam("named"),
        _D.body_sha256 == bindparam("sha256"),
    )
)


class Secrets(Store):
    def add(self, row: SecretRow) -> None:
        self.connection.execute(insert(channel_secret), {**_dict(row), "site_id": self.site})

    def good(self, channel_id: str) -> tuple[SecretRow, ...]:
        """The secrets a delivery may be signed with now."""
        return self.all(_GOOD.order_by(_S.added_at), SecretRow, channel=channel_id, at=self.now)

    def end(self, channel_id: str, at: datetime) -> int:
        """Let every secret that has no end yet end at this moment; returns how many."""
        mine = update(channel_secret).where(_S.channel_id == channel_id, _S.ended_at.is_(None))
        return int(self.connection.execute(mine.values(ended_at=at)).rowcount)


class Deliveries(Store):
    def known(self, channel_id: str, shop_delivery: str, body_sha256: str) -> DeliveryRow | None:
        same = {"channel_id": (channel_id,), "shop_delivery": (shop_delivery,), "body_sha256": (body_sha256,)}
        settled(self.connection, delivery, **same)
        return self.one(_KNOWN, DeliveryRow, channel=channel_id, named=shop_delivery, sha256=body_sha256)

    def insert(self, row: DeliveryRow, payload: bytes) -> None:
        insert_later(self.connection, delivery, [{**_dict(row), "payload": payload}])

    def get(self, delivery_id: str) -> tuple[DeliveryRow, bytes] | None:
        """A delivery of the site with its payload as it came."""
        mine = (_D.site_id == self.site, _D.delivery_id == delivery_id)
        row = self.one(columns(delivery, DeliveryRow).where(*mine), DeliveryRow)
        if row is None:
            return None
        return row, bytes(self.connection.execute(select(_D.payload).where(*mine)).scalar_one())

    def change(self, delivery_id: str, **values: Any) -> None:
        self.connection.execute(update(delivery).where(_D.delivery_id == delivery_id).values(**values))

    def newest(self, most: int, outcomes: Collection[str] = ()) -> tuple[DeliveryRow, ...]:
        """Deliveries of the site, newest first; `outcomes` () for all."""
        found = columns(delivery, DeliveryRow).where(_D.site_id == self.site)
        if outcomes:
            found = found.where(_D.outcome.in_(list(outcomes)))
        return self.all(found.order_by(_D.received_at.desc(), _D.delivery_id.desc()).limit(most), DeliveryRow)


class Changes(Store):
    def insert(self, row: ChangeRow) -> None:
        self.connection.execute(insert(order_change), {**_dict(row), "site_id": self.site})

    def waiting(self, order_id: str) -> ChangeRow | None:
        """The newest change of the order that nobody decided about."""
        found = columns(order_change, ChangeRow).where(_C.order_id == order_id, _C.state == "waiting")
        return self.one(found.order_by(_C.asked_at.desc(), _C.change_id.desc()).limit(1), ChangeRow)

    def of_order(self, order_id: str) -> tuple[ChangeRow, ...]:
        found = columns(order_change, ChangeRow).where(_C.order_id == order_id)
        return self.all(found.order_by(_C.asked_at, _C.change_id), ChangeRow)

    def decide(self, order_id: str, state: str, who: str) -> int:
        """Decide about every waiting change of the order; returns how many."""
        mine = update(order_change).where(_C.order_id == order_id, _C.state == "waiting")
        return int(self.connection.execute(mine.values(state=state, decided_by=who, decided_at=self.now)).rowcount)


def _dict(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
