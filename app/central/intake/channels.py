"""Channels: where orders come from, each with a key of its own of which only the hash is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from app.central.centre import Centre
from app.central.intake.setting import site_row
from app.central.storage.unit import Work
from app.central.values import ChannelRow


@dataclass(frozen=True, slots=True)
class ChannelKey:
    """The key is shown once, when it is made."""

    channel: ChannelRow
    key: str


def add_channel(centre: Centre, site: str, code: str, kind: str = "web") -> ChannelKey:
    """Make a channel, or give an existing one a new key (the old one stops working). Raises UnknownSite."""
    key = "pb_" + centre.random_bytes(24).hex()
    with centre.begin(site) as work:
        site_row(work)
        row = work.orders.channel(code=code)
        if row is None:
            row = _insert(work, code, kind, digest(key))
        else:
            work.orders.change_channel_key(row.channel_id, digest(key))
        return ChannelKey(row, key)


def ensure_channel(work: Work, code: str, kind: str, secret: bytes) -> bool:
    """Make the channel when it is missing, with a key nobody has; True when it was made."""
    if work.orders.channel(code=code) is not None:
        return False
    _insert(work, code, kind, hashlib.sha256(secret).hexdigest())
    return True


def digest(key: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def _insert(work: Work, code: str, kind: str, key_sha256: str) -> ChannelRow:
    row = ChannelRow(channel_id=work.new_id(), site_id=work.site, code=code, kind=kind)
    work.orders.add_channel(row, key_sha256)
    return row
