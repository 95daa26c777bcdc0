"""How a channel's orders are accepted: set from site.toml or by a person, and what is held is judged anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from app.central.centre import Centre
from app.central.intake.holds import follow
from app.central.money.clearing import policy_of, settle
from app.central.money.recording import NotRecorded
from app.central.money.risking import judge_risk
from app.central.people.actors import CENTRE, Actor
from app.central.people.deeds import Subject, record
from app.central.storage.unit import Work
from app.domain.intake.channel_settings import BadPolicy, changed_policy
from app.domain.intake.clearance import ChannelPolicy


def set_channel_policy(
    centre: Centre, site: str, code: str, settings: Mapping[str, Any], actor: Actor = CENTRE
) -> ChannelPolicy | NotRecorded:
    """Change some settings of a channel (see `changed_policy`); returns the whole policy, or which field is wrong."""
    with centre.begin(site) as work:
        row = work.orders.channel(code=code)
        if row is None or row.site_id != site:
            return NotRecorded("code", f"there is no channel {code!r} at {site}")
        try:
            policy = changed_policy(policy_of(row), settings)
        except BadPolicy as bad:
            return NotRecorded(bad.name, f"{bad.name}: {bad}")
        if set_policy(work, code, policy):
            about = {name: str(value) for name, value in settings.items()}
            record(work, actor, "channel.policy", Subject("channel", row.channel_id), about)
        return policy


def set_policy(work: Work, code: str, policy: ChannelPolicy) -> bool:
    """Store a channel's policy and judge anew what it holds; False when it was so already."""
    row, text = work.orders.channel(code=code), msgspec.json.encode(policy, order="sorted").decode()
    if row is None or not work.orders.change_channel(row.channel_id, text):
        return False
    if policy.oversell != policy_of(row).oversell:
        work.channel_rules.want()
    for order_id, reason in work.payments.held_of(row.channel_id):
        if reason == "payment":
            settle(work, order_id)
        else:
            judge_risk(work, order_id)
        follow(work, order_id)
    return True
