"""Telling channels what they may sell: what is to be delivered, to whom, and what came of it.

One process delivers to a channel at a time, under a lease; only the newest figure of a SKU is ever sent, and what a
channel has is only ever moved forward. A delivery of which nobody knows whether it arrived is simply sent again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from app.central.centre import Centre
from app.central.inventory.ruling import channel_at
from app.central.inventory.values import NotRuled, RemoteItem
from app.central.people.actors import CENTRE, Actor
from app.central.people.deeds import Subject, record

BATCH: Final = 100
LEASE: Final = timedelta(seconds=120)
"""Far longer than a delivery may last, so that nobody else delivers while one is under way."""
FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(minutes=10)
NEEDED: Final = {"shopify": ("location",), "woocommerce": ("key",), "webhook": ()}


@dataclass(frozen=True, slots=True)
class Figure:
    """`available` units of a SKU, as of `version`."""

    sku: str
    available: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What one channel is to be told now; `remotes` is what the shop calls those SKUs it was asked about before."""

    delivery_id: str
    site_id: str
    channel_id: str
    channel: str
    kind: str
    url: str
    settings: Mapping[str, str]
    secret: str = field(repr=False)
    figures: tuple[Figure, ...]
    remotes: Mapping[str, RemoteItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a delivery: SKUs the channel has now, those it will not take with why, and what it calls them.

    `fault` says what went wrong with the rest ("" nothing); `again_s` is when the channel wants to be asked again.
    """

    sent: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, RemoteItem] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    fault: str = ""
    again_s: int = 0


def set_push(centre: Centre, site: str, code: str, given: Mapping[str, Any], actor: Actor = CENTRE) -> bool | NotRuled:
    """Where a channel hears its figures: kind, url, secret, settings, active; another shop hears everything anew."""
    with centre.begin(site) as work:
        channel = channel_at(work, code)
        if isinstance(channel, NotRuled):
            return channel
        old = work.pushes.get(channel.channel_id)
        wrong = _wrong(given, has_secret=old is not None and old.kind == given["kind"])
        if wrong is not None:
            return wrong
        secret = given.get("secret") or (old.secret if old is not None else "")
        settings = msgspec.json.encode({name: given[name] for name in NEEDED[given["kind"]]}).decode()
        place = (given["kind"], given["url"], settings)
        values = {"kind": place[0], "url": place[1], "settings": place[2], "secret": secret, "next_at": work.now}
        work.pushes.put(channel.channel_id, **values, active=int(given.get("active", True)), errors=0, last_error="")
        if old is None or (old.kind, old.url, old.settings) != place:
            work.pushes.start_over(channel.channel_id)
        told = {"kind": given["kind"], "url": given["url"], "active": bool(given.get("active", True))}
        record(work, actor, "channel.stock_push", Subject("channel", channel.channel_id), told)
        return True


def drop_push(centre: Centre, site: str, code: str, actor: Actor = CENTRE) -> bool | NotRuled:
    """The channel is told nothing any more; False when it was not."""
    with centre.begin(site) as work:
        channel = channel_at(work, code)
        if isinstance(channel, NotRuled):
            return channel
        if not work.pushes.drop(channel.channel_id):
            return False
        record(work, actor, "channel.stock_push", Subject("channel", channel.channel_id), {"kind": None})
        return True


def push_now(centre: Centre, site: str, code: str, actor: Actor, *, anew: bool = False) -> str | NotRuled:
    """A person says that a channel is to be told at once, whatever failed before (`anew`: everything); its id."""
    with centre.begin(site) as work:
        channel = channel_at(work, code)
        if isinstance(channel, NotRuled):
            return channel
        if work.pushes.get(channel.channel_id) is None:
            return NotRuled("code", f"{code} is told nothing: say where it hears its figures first")
        work.pushes.put(channel.channel_id, next_at=work.now)
        if anew:
            work.pushes.start_over(channel.channel_id)
        record(work, actor, "channel.push_now", Subject("channel", channel.channel_id), {"anew": anew})
        return channel.channel_id


def claim_delivery(centre: Centre, channel_id: str = "") -> Delivery | None:
    """What is to be told to the channel that waits longest and nobody tells now, of every site, under a lease.

    Only to this one, when its id is given.
    """
    with centre.begin("") as work:
        for row in work.pushes.due():
            lease = work.new_id()
            if channel_id not in ("", row.channel_id) or not work.pushes.claim(row, lease, work.now + LEASE):
                continue
            channel = work.orders.channel(channel_id=row.channel_id)
            assert channel is not None, row.channel_id
            figures = tuple(
                Figure(one.sku, one.available, one.version) for one in work.pushes.unpushed(row.channel_id, BATCH)
            )
            return Delivery(
                delivery_id=lease,
                site_id=row.site_id,
                channel_id=row.channel_id,
                channel=channel.code,
                kind=row.kind,
                url=row.url,
                settings=msgspec.json.decode(row.settings, type=dict[str, str]),
                secret=row.secret,
                figures=figures,
                remotes=work.pushes.remotes(row.channel_id, [one.sku for one in figures]),
            )
        return None


def settle_delivery(centre: Centre, delivery: Delivery, outcome: Outcome) -> bool:
    """Keep what came of a delivery; False when its lease was over, and nothing is believed of it."""
    with centre.begin(delivery.site_id) as work:
        row = work.pushes.get(delivery.channel_id)
        if row is None or row.lease != delivery.delivery_id:
            return False
        versions = {figure.sku: figure.version for figure in delivery.figures}
        sent = {sku: versions[sku] for sku in outcome.sent}
        refused = {sku: (versions[sku], why[:300]) for sku, why in outcome.refused.items()}
        work.pushes.settle(delivery.channel_id, sent, refused)
        work.pushes.put_remotes(delivery.channel_id, outcome.found)
        work.pushes.drop_remotes(delivery.channel_id, outcome.gone)
        values: dict[str, Any] = {"last_try_at": work.now, "delivered": row.delivered + len(sent)}
        if outcome.fault:
            pause = max(pause_after(row.errors + 1), timedelta(seconds=outcome.again_s))
            values |= {"errors": row.errors + 1, "failures": row.failures + 1, "last_error": outcome.fault[:300]}
            values |= {"next_at": work.now + pause}
        else:
            values |= {"errors": 0, "last_error": "", "last_success_at": work.now, "next_at": work.now}
        return work.pushes.end(delivery.channel_id, delivery.delivery_id, **values)


def pause_after(errors: int) -> timedelta:
    """How long to leave a channel alone after so many failures in a row: twice as long each time."""
    doubled: timedelta = FIRST_PAUSE * (1 << min(errors - 1, 20))
    return min(doubled, LONGEST_PAUSE)


def _wrong(given: Mapping[str, Any], *, has_secret: bool) -> NotRuled | None:
    kind = given.get("kind")
    if kind not in NEEDED:
        return NotRuled("kind", f"kind: {kind!r} is none of {', '.join(NEEDED)}")
    try:
        parts = urlsplit(given.get("url", ""))
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and not parts.fragment
    except ValueError:
        good = False
    if not good or parts.username is not None or parts.password is not None:
        return NotRuled("url", "url: expected an address like https://shop.example, without a name or password in it")
    for name in NEEDED[kind]:
        if not given.get(name):
            return NotRuled(name, f"{name}: is missing: {kind} needs it")
    if not given.get("secret") and not has_secret:
        return NotRuled("secret", "secret: is missing")
    return None
