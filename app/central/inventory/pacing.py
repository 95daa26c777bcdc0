"""Channels that lag or sell what is not there get less to sell, by themselves, and a person is told once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from app.central.centre import Centre
from app.central.inventory.standing import push_health
from app.central.inventory.values import PaceRow
from app.central.people.actors import CENTRE
from app.central.people.deeds import Subject, record
from app.central.storage.unit import Work
from app.central.supply.alerting import Cause, keep_up
from app.central.values import ChannelRow
from app.domain.stock.channels.throttling import Pace, judge

CAUSE = "channel_pace"
THROTTLED = "channel_throttled"
BY_ITSELF = "centre"


def judge_channels(centre: Centre, site: str) -> tuple[str, ...]:
    """Look at every channel of a site once; returns the codes of those whose buffer changed."""
    with centre.begin(site) as work:
        oversold = work.figures.oversold()
        paces = {row.channel_id: row for row in work.channel_rules.paces()}
        channels = [row for row in work.orders.channels() if row.site_id == site]
        changed = tuple(
            channel.code
            for channel in channels
            if _judge(work, channel, paces.get(channel.channel_id), oversold.get(channel.channel_id, 0))
        )
        _alert(work, channels)
        return changed


def _alert(work: Work, channels: Collection[ChannelRow]) -> None:
    """Raised once when a channel begins to get less to sell, recovered once when it gets all of it again."""
    codes = {row.channel_id: row.code for row in channels}
    wrong = {
        codes[row.channel_id]: Cause(
            words=f"Channel {codes[row.channel_id]} gets less to sell: {row.why}.",
            inputs={"channel": codes[row.channel_id], "step": row.step, "why": row.why},
        )
        for row in work.channel_rules.paces()
        if row.step and row.channel_id in codes
    }
    keep_up(work, THROTTLED, wrong)


def _judge(work: Work, channel: ChannelRow, before: PaceRow | None, oversold: int) -> bool:
    """The first look is where it begins: what its orders lacked before was sold off figures that were not ours."""
    push = push_health(work, channel.channel_id)
    lag = timedelta(seconds=push.lag_s if push is not None and push.row.active else 0)
    if before is None:
        before = PaceRow(channel_id=channel.channel_id, step=0, why="", since=work.now, oversold=0)
    pace = Pace(
        step=before.step,
        since_step=work.now - before.since,
        lag=lag,
        oversold=oversold,
        oversold_before=before.oversold,
    )
    step = judge(pace)
    if step is None:
        work.channel_rules.put_pace(replace(before, oversold=oversold))
        return False
    row = PaceRow(channel_id=before.channel_id, step=step.step, why=step.why, since=work.now, oversold=0)
    work.channel_rules.put_pace(row)
    work.channel_rules.want()
    _tell(work, channel, before.step, row)
    return True


def _tell(work: Work, channel: ChannelRow, before: int, row: PaceRow) -> None:
    """A record of what was done and why; a task when it begins, closed when it is over."""
    about = {"code": channel.code, "step": row.step, "before": before, "why": row.why}
    record(work, CENTRE, "channel.pace", Subject("channel", channel.channel_id), about)
    if row.step > before == 0:
        words = f"Channel {channel.code} gets less to sell: {row.why}. See how its stock reaches it."
        work.tasks.open(work.new_id(), CAUSE, words, source=channel.channel_id, once=True, created_by=BY_ITSELF)
    elif row.step == 0:
        for task in work.tasks.open_of(cause=CAUSE, source=channel.channel_id):
            work.tasks.close(task.task_id, f"Channel {channel.code}: {row.why}", BY_ITSELF)
