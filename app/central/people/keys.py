"""Keys of programs: shown once, stored as hashes, good until they are ended; an owner may change over in peace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.central.centre import Centre
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.people.permissions import CHANNEL, CLIENT_ROLES
from app.central.people.signing_in import digest
from app.central.people.users import NotDone
from app.central.people.values import ClientRow, KeyRow
from app.central.storage.unit import Work
from app.central.values import ChannelRow

PREFIX: Final = "pb_"
KEY_BYTES: Final = 24
AT_ONCE: Final = timedelta()
USED_EVERY: Final = timedelta(minutes=5)
"""A key's last use is written no more often than this."""


@dataclass(frozen=True, slots=True)
class ClientKey:
    """The key is shown once, when it is made."""

    client: ClientRow
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyOwner:
    """Whose key it is; `channel` is there when it is a channel's."""

    actor: Actor
    key: KeyRow
    channel: ChannelRow | None = None


def new_key(centre: Centre) -> str:
    """A key like "pb_" and 48 hex digits (192 bits)."""
    return PREFIX + centre.random_bytes(KEY_BYTES).hex()


def give_key(work: Work, key_sha256: str, overlap: timedelta, **owner: str) -> None:
    """A further key for a `channel_id` or `client_id`; the newest before it goes on for `overlap`, others end now."""
    for place, old in enumerate(work.keys.good(**owner)):
        ends = work.now + (AT_ONCE if place else overlap)
        work.keys.end(old.key_id, min(ends, old.ends_at) if old.ends_at is not None else ends)
    work.keys.add(
        KeyRow(
            key_id=work.new_id(),
            site_id=work.site or None,
            key_sha256=key_sha256,
            channel_id=owner.get("channel_id"),
            client_id=owner.get("client_id"),
            created_at=work.now,
            used_at=None,
            ends_at=None,
        )
    )


def end_keys(work: Work, **owner: str) -> int:
    """End every key of a `channel_id` or `client_id`; returns how many."""
    good = work.keys.good(**owner)
    for key in good:
        work.keys.end(key.key_id, work.now)
    return len(good)


def add_client(
    centre: Centre, actor: Actor, site: str, name: str, role: str, overlap: timedelta = AT_ONCE
) -> ClientKey | NotDone:
    """Make a client of the API ("" site: every site), or give an existing one a further key."""
    if role not in CLIENT_ROLES:
        return NotDone("role", f"no role {role!r}; one of {', '.join(CLIENT_ROLES)}")
    if not 1 <= len(name) <= 80 or not name.isprintable():
        return NotDone("name", "1 to 80 printable characters")
    key = new_key(centre)
    with centre.begin(site) as work:
        if site and site not in work.sites():
            return NotDone("site", f"there is no site {site!r}")
        row = work.keys.client(name=name)
        known = row is not None
        if row is None:
            row = ClientRow(client_id=work.new_id(), site_id=site or None, name=name, role=role, created_at=work.now)
            work.keys.add_client(row)
        elif (row.role, row.site_id or "") != (role, site):
            return NotDone("name", f"client {name!r} exists as {row.role} at {row.site_id or 'every site'}")
        give_key(work, digest(key), overlap, client_id=row.client_id)
        details = {"name": name, "role": role, "site": site}
        record(work, actor, "client.key" if known else "client.add", Subject("client", row.client_id), details)
        return ClientKey(row, key)


def revoke_client(centre: Centre, actor: Actor, name: str) -> int | NotDone:
    """End every key of a client; returns how many."""
    with centre.begin("") as work:
        row = work.keys.client(name=name)
        if row is None:
            return NotDone("name", f"there is no client {name!r}")
        ended = end_keys(work, client_id=row.client_id)
        if ended:
            record(work, actor, "client.revoke", Subject("client", row.client_id), {"keys": ended})
        return ended


def clients(centre: Centre) -> tuple[tuple[ClientRow, tuple[KeyRow, ...]], ...]:
    """Every client with its good keys."""
    with centre.read() as work:
        return tuple((row, work.keys.good(client_id=row.client_id)) for row in work.keys.clients())


def owner_of_key(centre: Centre, key_sha256: str) -> KeyOwner | None:
    """Whose good key has this hash, and what they may do; None when it is nobody's. Runs on a reading thread."""
    with centre.read() as work:
        key = work.keys.key(key_sha256)
        owner = None if key is None else _owner(work, key)
        now = work.now
    if key is not None and (key.used_at is None or now - key.used_at >= USED_EVERY):
        centre.do(_used, key.key_id)
    return owner


def _owner(work: Work, key: KeyRow) -> KeyOwner | None:
    if key.channel_id is not None:
        channel = work.orders.channel(channel_id=key.channel_id)
        assert channel is not None, key.channel_id
        return KeyOwner(actor=as_actor(channel), key=key, channel=channel)
    client = work.keys.client(client_id=key.client_id or "")
    assert client is not None, key.client_id
    may = CLIENT_ROLES[client.role]
    actor = Actor(kind="client", id=client.client_id, name=client.name, site=client.site_id or "", permissions=may)
    return KeyOwner(actor=actor, key=key)


def as_actor(channel: ChannelRow) -> Actor:
    """A channel at work: it sees and changes its own orders only."""
    return Actor(
        kind="channel",
        id=channel.channel_id,
        name=channel.code,
        site=channel.site_id,
        permissions=CHANNEL,
        channel_id=channel.channel_id,
    )


def _used(centre: Centre, key_id: str) -> None:
    with centre.begin("") as work:
        work.keys.used(key_id)
