"""Channels: where orders come from, each with keys of its own of which only hashes are kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from app.central.centre import Centre
from app.central.intake.setting import site_row
from app.central.people.actors import CENTRE, Actor
from app.central.people.deeds import Subject, record
from app.central.people.keys import AT_ONCE, end_keys, give_key, new_key
from app.central.people.signing_in import digest
from app.central.people.users import NotDone
from app.central.people.values import KeyRow
from app.central.storage.unit import Work
from app.central.values import ChannelRow


@dataclass(frozen=True, slots=True)
class ChannelKey:
    """The key is shown once, when it is made."""

    channel: ChannelRow
    key: str


def add_channel(
    centre: Centre, site: str, code: str, kind: str = "web", actor: Actor = CENTRE, overlap: timedelta = AT_ONCE
) -> ChannelKey:
    """Make a channel, or give an existing one a new key (the old one works on for `overlap`). Raises UnknownSite."""
    key = new_key(centre)
    with centre.begin(site) as work:
        site_row(work)
        row = work.orders.channel(code=code)
        known = row is not None
        if row is None:
            row = _insert(work, code, kind, digest(key))
        else:
            give_key(work, digest(key), overlap, channel_id=row.channel_id)
        action = "channel.key" if known else "channel.add"
        record(work, actor, action, Subject("channel", row.channel_id), {"code": code, "kind": row.kind})
        return ChannelKey(row, key)


def revoke_channel(centre: Centre, actor: Actor, code: str) -> int | NotDone:
    """End every key of a channel; its orders stay. Returns how many were ended."""
    with centre.begin("") as work:
        row = work.orders.channel(code=code)
        if row is None:
            return NotDone("code", f"there is no channel {code!r}")
        ended = end_keys(work, channel_id=row.channel_id)
        if ended:
            record(work, actor, "channel.revoke", Subject("channel", row.channel_id), {"code": code, "keys": ended})
        return ended


def channels(centre: Centre, site: str = "") -> tuple[tuple[ChannelRow, tuple[KeyRow, ...]], ...]:
    """Every channel of a site ("" all) with its good keys."""
    with centre.read() as work:
        rows = [row for row in work.orders.channels() if site in ("", row.site_id)]
        return tuple((row, work.keys.good(channel_id=row.channel_id)) for row in rows)


def ensure_channel(work: Work, code: str, kind: str, secret: bytes) -> bool:
    """Make the channel when it is missing, with a key nobody has; True when it was made."""
    if work.orders.channel(code=code) is not None:
        return False
    _insert(work, code, kind, hashlib.sha256(secret).hexdigest())
    return True


def _insert(work: Work, code: str, kind: str, key_sha256: str) -> ChannelRow:
    row = ChannelRow(channel_id=work.new_id(), site_id=work.site, code=code, kind=kind)
    work.orders.add_channel(row)
    give_key(work, key_sha256, AT_ONCE, channel_id=row.channel_id)
    return row
