"""The secrets shops sign with: several at once while one is replaced, readable to check with, never shown again.

They are kept as they are. A signature can only be checked with the secret itself, and a key to encrypt it with would
lie on the same disk; whoever may read the database reads the orders a secret protects anyway. What guards both is the
database's own access, and that no page, log, answer or export of ours carries a secret.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from app.central.centre import Centre
from app.central.channels.values import SecretRow
from app.central.intake.setting import services, site_row
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.storage.unit import Work
from app.central.values import ChannelRow
from app.domain.intake.orders import ServiceLevel

SHORTEST = 8
OVERLAP = timedelta(hours=24)
"""How long the old secret is good after a new one was told: a shop may sign with it for an hour and more."""


@dataclass(frozen=True, slots=True)
class Listening:
    """A channel that may send deliveries, what they may be signed with, and its site's services."""

    channel: ChannelRow
    secrets: tuple[SecretRow, ...]
    services: tuple[ServiceLevel, ...]


@dataclass(frozen=True, slots=True)
class BadSecret:
    """Nothing was kept; `why` says so in words, without the secret."""

    why: str


def add_secret(centre: Centre, actor: Actor, code: str, secret: str, overlap: timedelta = OVERLAP) -> int | BadSecret:
    """Tell a channel's new secret; older ones are good for `overlap` more. Returns how many are good now."""
    text = secret.strip()
    if not SHORTEST <= len(text) <= 500 or not text.isprintable():
        return BadSecret(f"a secret has {SHORTEST} to 500 characters that can be seen")
    with centre.begin(_site(centre, code)) as work:
        channel = work.orders.channel(code=code)
        if channel is None:
            return BadSecret(f"there is no channel {code!r}")
        if any(
            hmac.compare_digest(row.secret.encode(), text.encode()) for row in work.secrets.good(channel.channel_id)
        ):
            return BadSecret("the channel has this secret already")
        work.secrets.end(channel.channel_id, work.now + overlap)
        row = SecretRow(
            secret_id=work.new_id(), channel_id=channel.channel_id, secret=text, added_at=work.now, ended_at=None
        )
        work.secrets.add(row)
        record(work, actor, "channel.secret", Subject("channel", channel.channel_id), {"code": code})
        return len(work.secrets.good(channel.channel_id))


def end_secrets(centre: Centre, actor: Actor, code: str) -> int | BadSecret:
    """From now on no delivery of the channel is believed; returns how many secrets were ended."""
    with centre.begin(_site(centre, code)) as work:
        channel = work.orders.channel(code=code)
        if channel is None:
            return BadSecret(f"there is no channel {code!r}")
        ended = work.secrets.end(channel.channel_id, work.now)
        record(work, actor, "channel.secrets_end", Subject("channel", channel.channel_id), {"code": code})
        return ended


def listening(centre: Centre, code: str) -> Listening | None:
    """What checking and reading a delivery of this channel needs; None when there is no such channel."""
    with centre.read() as work:
        channel = work.orders.channel(code=code)
    if channel is None:
        return None
    with centre.read(channel.site_id) as work:
        return Listening(channel, work.secrets.good(channel.channel_id), services_of(work))


def services_of(work: Work) -> tuple[ServiceLevel, ...]:
    return services(site_row(work))


def signed_by(secrets: tuple[SecretRow, ...], signature: str, payload: bytes) -> bool:
    """Whether base64(HMAC-SHA256) of these very bytes was made with one of the secrets. Takes the same time for any."""
    try:
        given = base64.b64decode(signature.encode("ascii", "replace"), validate=True)
    except (binascii.Error, ValueError):
        given = b""
    good = False
    for row in secrets:
        made = hmac.new(row.secret.encode(), payload, hashlib.sha256).digest()
        good |= hmac.compare_digest(made, given)
    return good


def _site(centre: Centre, code: str) -> str:
    with centre.read() as work:
        channel = work.orders.channel(code=code)
    return channel.site_id if channel else ""
