"""Keys of channels and of other programs, of which only hashes are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, update

from app.central.people.values import ClientRow, KeyRow
from app.central.storage.schema.people import access_key, api_client
from app.central.storage.stores.store import Store, columns

_K, _C = access_key.c, api_client.c
_KEY = columns(access_key, KeyRow).where(_K.key_sha256 == bindparam("sha256"))


class Keys(Store):
    def key(self, key_sha256: str) -> KeyRow | None:
        """The key with this hash while it is good."""
        found = self.one(_KEY, KeyRow, sha256=key_sha256)
        return found if found is not None and (found.ends_at is None or found.ends_at > self.now) else None

    def good(self, **owner: str) -> tuple[KeyRow, ...]:
        """Keys of this `channel_id` or `client_id` that still work, newest first."""
        ((name, value),) = owner.items()
        live = or_(_K.ends_at.is_(None), _K.ends_at > self.now)
        found = columns(access_key, KeyRow).where(_K[name] == value, live)
        return self.all(found.order_by(_K.created_at.desc(), _K.key_id.desc()), KeyRow)

    def add(self, row: KeyRow) -> None:
        self.connection.execute(insert(access_key), _dict(row))

    def end(self, key_id: str, at: datetime) -> None:
        self.connection.execute(update(access_key).where(_K.key_id == key_id).values(ends_at=at))

    def used(self, key_id: str) -> None:
        self.connection.execute(update(access_key).where(_K.key_id == key_id).values(used_at=self.now))

    def client(self, **by: str) -> ClientRow | None:
        """The client with this `client_id` or `name`."""
        ((name, value),) = by.items()
        return self.one(columns(api_client, ClientRow).where(_C[name] == value), ClientRow)

    def clients(self) -> tuple[ClientRow, ...]:
        return self.all(columns(api_client, ClientRow).order_by(_C.name), ClientRow)

    def add_client(self, row: ClientRow) -> None:
        self.connection.execute(insert(api_client), _dict(row))


def _dict(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
