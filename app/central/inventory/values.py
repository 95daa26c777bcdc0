"""Rows of what channels may sell as frozen values: what storage hands to the verbs of inventory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """`sku` "" is every SKU of the channel; `rule` the settings given, as JSON; a quota counts from `since`."""

    channel_id: str
    sku: str
    rule: str
    since: datetime
    changed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuLevelRow:
    """What was published of a SKU; `seq` the number of its newest change in the site's feed."""

    sku: str
    on_hand: int
    allocated: int
    reserved: int
    unavailable: int
    safety: int
    incoming: int
    version: int
    seq: int
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLevelRow:
    """What a channel may sell of a SKU; `pushed` is the newest version the channel itself has."""

    channel_id: str
    sku: str
    available: int
    version: int
    seq: int
    pushed: int
    push_error: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PushRow:
    """Where a channel hears its figures; `settings` depend on the kind, as JSON; `errors` since the last success."""

    channel_id: str
    site_id: str
    kind: str
    url: str
    settings: str
    secret: str = field(repr=False)
    active: int
    last_success_at: datetime | None
    last_try_at: datetime | None
    last_error: str
    delivered: int
    failures: int
    errors: int
    next_at: datetime
    lease: str
    lease_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceRow:
    """How much a channel's buffer is raised (a step of throttling.STEPS) since when, and why."""

    channel_id: str
    step: int
    why: str
    since: datetime
    oversold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRow:
    """`done` is up to where `wanted` was followed; all was checked on `day`, at `checked_at`."""

    wanted: int
    done: int
    day: date | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class RemoteItem:
    """How a shop calls a SKU; `parent` is the product it is a variation of, "" for none."""

    remote: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class NotRuled:
    """Nothing was changed; `field` is what is wrong and `why` says it in words."""

    field: str
    why: str
