"""How a channel stands: its rules, what is kept back beside them and why, and how its figures reach it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from app.central.centre import Centre
from app.central.inventory.available import settings_of
from app.central.inventory.values import PaceRow, PushRow, RuleRow
from app.central.storage.unit import Work
from app.domain.stock.channels.throttling import STEPS

REFUSED_MOST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PushHealth:
    """`lag_s` seconds has the oldest of `waiting` figures waited; `refused` (sku, why) the channel would not take."""

    row: PushRow
    waiting: int
    lag_s: int
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStanding:
    """`raised` (units, percent) is kept back beside the rules; each rule with its settings."""

    code: str
    whole: tuple[RuleRow, dict[str, Any]] | None
    rules: tuple[tuple[RuleRow, dict[str, Any]], ...]
    pace: PaceRow | None
    raised: tuple[int, int]
    push: PushHealth | None


def channel_standing(centre: Centre, site: str, code: str, after: str, most: int) -> ChannelStanding | None:
    """The channel with the rules of SKUs behind `after`; None when the site has none with this code."""
    with centre.read(site) as work:
        channel = work.orders.channel(code=code)
        if channel is None or channel.site_id != site:
            return None
        whole = work.channel_rules.get(channel.channel_id, "")
        rows = work.channel_rules.of_channel(channel.channel_id, after, most)
        paces = (row for row in work.channel_rules.paces() if row.channel_id == channel.channel_id and row.why)
        pace = next(paces, None)
        return ChannelStanding(
            code=code,
            whole=None if whole is None else (whole, settings_of(whole)),
            rules=tuple((row, settings_of(row)) for row in rows),
            pace=pace,
            raised=STEPS[pace.step] if pace is not None else (0, 0),
            push=push_health(work, channel.channel_id),
        )


def push_health(work: Work, channel_id: str) -> PushHealth | None:
    """None when the channel is told nothing."""
    row = work.pushes.get(channel_id)
    if row is None:
        return None
    oldest, waiting = work.pushes.oldest(channel_id)
    lag_s = 0 if oldest is None else max(0, int((work.now - oldest).total_seconds()))
    return PushHealth(row=row, waiting=waiting, lag_s=lag_s, refused=work.pushes.refused(channel_id, REFUSED_MOST))
