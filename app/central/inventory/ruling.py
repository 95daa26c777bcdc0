"""Saying what a channel may sell: of every SKU, or of one; by a person, or from site.toml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from app.central.centre import Centre
from app.central.inventory.available import settings_of
from app.central.inventory.values import NotRuled, RuleRow
from app.central.people.actors import CENTRE, Actor
from app.central.people.deeds import Subject, record
from app.central.storage.unit import Work
from app.central.values import ChannelRow
from app.domain.stock.channels.channel_rules import OF_CHANNEL, OF_KIT, OF_SKU, BadRule, check_rule


def set_rule(
    centre: Centre, site: str, code: str, sku: str, settings: Mapping[str, Any], actor: Actor = CENTRE
) -> RuleRow | NotRuled:
    """The rule of a channel (`sku` "" for every SKU) is exactly these settings from now on (see `check_rule`)."""
    with centre.begin(site) as work:
        channel = channel_at(work, code)
        if isinstance(channel, NotRuled):
            return channel
        known = _known(work, sku)
        if isinstance(known, NotRuled):
            return known
        try:
            good = check_rule(settings, known)
            _check_places(work, good.get("locations", ()))
        except BadRule as bad:
            return NotRuled(bad.name, f"{bad.name}: {bad}")
        row = put_rule(work, channel, sku, good, actor.label)
        record(work, actor, "channel.stock_rule", Subject("channel", channel.channel_id), {"sku": sku, "rule": good})
        return row


def follow_rule(work: Work, code: str, sku: str, settings: Mapping[str, Any]) -> bool:
    """Keep a rule of site.toml, whose settings were checked; True when it changed.

    The catalogue and the places may be imported after it: what it names and nobody knows yet changes nothing.
    """
    channel = channel_at(work, code)
    if isinstance(channel, NotRuled):
        return False
    old = work.channel_rules.get(channel.channel_id, sku)
    row = put_rule(work, channel, sku, settings, "site.toml")
    if old is not None and old.rule == row.rule:
        return False
    about = {"sku": sku, "rule": dict(settings)}
    record(work, CENTRE, "channel.stock_rule", Subject("channel", channel.channel_id), about)
    return True


def drop_rule(centre: Centre, site: str, code: str, sku: str, actor: Actor = CENTRE) -> bool | NotRuled:
    """Nothing special holds for this SKU (or channel) any more; False when nothing did."""
    with centre.begin(site) as work:
        channel = channel_at(work, code)
        if isinstance(channel, NotRuled):
            return channel
        if not work.channel_rules.drop(channel.channel_id, sku):
            return False
        _publish_anew(work, sku)
        record(work, actor, "channel.stock_rule", Subject("channel", channel.channel_id), {"sku": sku, "rule": None})
        return True


def put_rule(work: Work, channel: ChannelRow, sku: str, settings: Mapping[str, Any], by: str) -> RuleRow:
    """Keep settings that were checked. What was sold against a quota counts on while the quota stays the same."""
    old = work.channel_rules.get(channel.channel_id, sku)
    same_quota = old is not None and settings_of(old).get("quota") == settings.get("quota")
    since = old.since if old is not None and same_quota else work.now
    rule = msgspec.json.encode(dict(settings)).decode()
    row = RuleRow(channel_id=channel.channel_id, sku=sku, rule=rule, since=since, changed_by=by)
    if old is None or old.rule != rule:
        work.channel_rules.put(row)
        _publish_anew(work, sku)
    return row


def channel_at(work: Work, code: str) -> ChannelRow | NotRuled:
    """The channel of this site with this code."""
    row = work.orders.channel(code=code)
    if row is None or row.site_id != work.site:
        return NotRuled("code", f"there is no channel {code!r} at {work.site}")
    return row


def _known(work: Work, sku: str) -> tuple[str, ...] | NotRuled:
    if not sku:
        return OF_CHANNEL
    track = work.lots.track(sku)
    if track is None:
        return NotRuled("sku", f"SKU {sku!r} is not in the catalogue")
    return OF_KIT if work.kits.recipes([sku]) else OF_SKU


def _check_places(work: Work, places: Any) -> None:
    for place in places:
        if not work.figures.codes((place,)):
            raise BadRule("locations", f"{place!r} is no location or zone of {work.site}")


def _publish_anew(work: Work, sku: str) -> None:
    parts = [part.sku for part in work.kits.recipes([sku]).get(sku, ())] if sku else []
    if sku and work.figures.counters([sku, *parts]):
        work.figures.touch([sku, *parts])
    else:
        work.channel_rules.want()
