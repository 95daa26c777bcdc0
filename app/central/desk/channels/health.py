"""The health of channels: last order, last delivery, what is stuck, keys, and how stock figures reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.central.centre import Centre
from app.central.channels.deliveries import STUCK
from app.central.channels.values import DeliveryRow
from app.central.intake.setting import site_row, zone
from app.central.inventory.standing import PushHealth, push_health
from app.central.inventory.values import PaceRow
from app.central.money.clearing import policy_of
from app.central.people.values import KeyRow
from app.central.storage.unit import Work
from app.central.values import ChannelRow
from app.domain.intake.clearance import ChannelPolicy

QUIET: Final = timedelta(days=2)
"""A web shop that sent nothing for so long is looked at."""
LAG_S: Final = 300
DELIVERIES_SHOWN: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`state` is (tone, words) of the worst there is; `today` counts orders; `secrets` those good to sign with."""

    channel: ChannelRow
    state: tuple[str, str]
    last_order: datetime | None
    today: int
    last_delivery: DeliveryRow | None
    stuck: int
    keys: tuple[KeyRow, ...]
    secrets: int
    pace: PaceRow | None
    push: PushHealth | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPage:
    """One channel with its policy and its newest deliveries."""

    health: Health
    policy: ChannelPolicy
    deliveries: tuple[DeliveryRow, ...]


def all_health(centre: Centre, site: str) -> tuple[Health, ...]:
    """Every channel of the site, by code."""
    with centre.read(site) as work:
        rows = sorted((row for row in work.orders.channels() if row.site_id == site), key=lambda row: row.code)
        return tuple(_health(work, row) for row in rows)


def channel_page(centre: Centre, site: str, code: str) -> ChannelPage | None:
    """None when the site has no channel with this code."""
    with centre.read(site) as work:
        row = work.orders.channel(code=code)
        if row is None or row.site_id != site:
            return None
        newest = work.desk.channels.deliveries(row.channel_id, DELIVERIES_SHOWN)
        return ChannelPage(health=_health(work, row), policy=policy_of(row), deliveries=newest)


def _health(work: Work, row: ChannelRow) -> Health:
    midnight = work.now.astimezone(zone(site_row(work))).replace(hour=0, minute=0, second=0, microsecond=0)
    last, today = work.desk.channels.orders(row.channel_id, midnight)
    newest = work.desk.channels.deliveries(row.channel_id, 1)
    stuck = work.desk.channels.stuck(row.channel_id, STUCK)
    pace = next((one for one in work.channel_rules.paces() if one.channel_id == row.channel_id), None)
    keys, push = work.keys.good(channel_id=row.channel_id), push_health(work, row.channel_id)
    raised = pace is not None and pace.step > 0
    return Health(
        channel=row,
        state=_troubled(stuck, push) or _watched(work.now, row, last, bool(keys), raised),
        last_order=last,
        today=today,
        last_delivery=newest[0] if newest else None,
        stuck=stuck,
        keys=keys,
        secrets=len(work.secrets.good(row.channel_id)),
        pace=pace,
        push=push,
    )


def _troubled(stuck: int, push: PushHealth | None) -> tuple[str, str] | None:
    """What somebody has to see to now."""
    if stuck:
        return "wrong", f"{stuck} failed"
    if push is not None and push.row.errors:
        return "wrong", "stock not heard"
    if push is not None and push.lag_s > LAG_S:
        return "care", f"stock {push.lag_s // 60} min behind"
    return None


def _watched(now: datetime, row: ChannelRow, last: datetime | None, keyed: bool, raised: bool) -> tuple[str, str]:
    if not keyed and row.kind == "web":
        return "stop", "no key"
    if raised:
        return "care", "buffer raised"
    if row.kind == "web" and (last is None or now - last > QUIET):
        return "care", "quiet"
    return "right", "well"
