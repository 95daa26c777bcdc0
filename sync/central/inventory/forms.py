"""The JSON of what channels may sell."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from app.central.inventory.reading import Item, Page
from app.central.inventory.standing import ChannelStanding, PushHealth
from sync.central.serving.paging import bad_cursor
from sync.central.serving.showing import shown

_PLAIN = r"^[^\x00-\x1f\x7f]*$"
Units = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
Text = Annotated[str, StringConstraints(max_length=200, pattern=_PLAIN)]


class InventoryLevels(msgspec.Struct, frozen=True, kw_only=True):
    """Units over all places of a site; `incoming` is ordered and not here yet."""

    on_hand: int
    allocated: int
    reserved: int
    unavailable: int
    safety: int
    incoming: int


class InventoryItem(msgspec.Struct, frozen=True, kw_only=True):
    """`available` units to sell by channel; a channel sees its own and no `levels`. `version` only ever grows."""

    sku: str
    version: int
    seq: int
    changed_at: datetime
    available: dict[str, int]
    levels: InventoryLevels | None


class InventoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """By SKU. Follow /v1/inventory/changes behind the `seq` of the first page; `next` is "" on the last page."""

    items: list[InventoryItem]
    next: str
    seq: int
    server_epoch: str


class InventoryReset(msgspec.Struct, frozen=True, kw_only=True):
    """The number is not one to go on from: read the whole again, and go on behind `seq`."""

    why: str
    seq: int


class RuleForm(BaseModel):
    """The whole rule: what is left out is as usual. `buffer` is units or a share like "10%"."""

    model_config = ConfigDict(extra="forbid")
    locations: Annotated[list[Text], Field(max_length=200)] | None = None
    buffer: Units | Annotated[str, StringConstraints(max_length=5, pattern=r"^\d{1,3} ?%$")] | None = None
    safety: Units | None = None
    quota: Units | None = None
    exclusive: StrictBool | None = None
    backorder: Units | None = None

    def settings(self) -> dict[str, Any]:
        return {name: value for name, value in self.model_dump().items() if value is not None}


class PushForm(BaseModel):
    """Where the channel hears its stock. `secret` is kept and never shown; left out, the one before stays.

    Shopify needs `location` (gid://shopify/Location/...), WooCommerce `key` (its consumer key; the secret is its own).
    """

    model_config = ConfigDict(extra="forbid")
    kind: Literal["shopify", "woocommerce", "webhook"]
    url: Annotated[str, StringConstraints(min_length=8, max_length=500, pattern=r"^https?://[^\x00-\x20\x7f]+$")]
    secret: Annotated[str, StringConstraints(min_length=8, max_length=500, pattern=r"^[\x21-\x7e]*$")] | None = None
    location: Text = ""
    key: Text = ""
    active: StrictBool = True


class RuleSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said of one SKU ("" every SKU), since when a quota counts, and who said it."""

    sku: str
    rule: dict[str, Any]
    since: datetime
    changed_by: str


class RaisedSeen(msgspec.Struct, frozen=True, kw_only=True):
    """How much more the centre keeps back by itself: `step` 0 nothing, to 4; `why` in words."""

    step: int
    units: int
    percent: int
    why: str
    since: datetime


class RefusedSeen(msgspec.Struct, frozen=True, kw_only=True):
    sku: str
    why: str


class PushSeen(msgspec.Struct, frozen=True, kw_only=True):
    """How figures reach the channel; `lag_s` is how long the oldest has waited, `errors` since the last success."""

    kind: str
    url: str
    active: bool
    last_success_at: datetime | None
    last_error: str
    delivered: int
    failures: int
    errors: int
    waiting: int
    lag_s: int
    refused: list[RefusedSeen]


class ChannelStock(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for a channel; `rules` of single SKUs page by page."""

    channel: str
    rule: RuleSeen | None
    raised: RaisedSeen | None
    push: PushSeen | None
    rules: list[RuleSeen]
    next: str


def item_form(item: Item) -> InventoryItem:
    levels = None if item.levels is None else shown(InventoryLevels, item.levels)
    return shown(InventoryItem, item, available=dict(item.available), levels=levels)


def page_form(page: Page, most: int) -> InventoryPage:
    """`page` has one row more than asked for, if there is one."""
    items = [item_form(item) for item in page.items[:most]]
    following = sku_cursor(items[-1].sku) if len(page.items) > most else ""
    return InventoryPage(items=items, next=following, seq=page.seq, server_epoch=page.server_epoch)


def standing_form(found: ChannelStanding, most: int) -> ChannelStock:
    rules = [RuleSeen(sku=row.sku, rule=rule, since=row.since, changed_by=row.changed_by) for row, rule in found.rules]
    whole, pace = found.whole, found.pace
    following = sku_cursor(rules[most - 1].sku) if len(rules) > most else ""
    return ChannelStock(
        channel=found.code,
        rule=None
        if whole is None
        else RuleSeen(sku="", rule=whole[1], since=whole[0].since, changed_by=whole[0].changed_by),
        raised=None
        if pace is None
        else RaisedSeen(step=pace.step, units=found.raised[0], percent=found.raised[1], why=pace.why, since=pace.since),
        push=None if found.push is None else push_form(found.push),
        rules=rules[:most],
        next=following,
    )


def push_form(push: PushHealth) -> PushSeen:
    row = push.row
    same = ("kind", "url", "last_success_at", "last_error", "delivered", "failures", "errors")
    return PushSeen(
        active=bool(row.active),
        waiting=push.waiting,
        lag_s=push.lag_s,
        refused=[RefusedSeen(sku=sku, why=why) for sku, why in push.refused],
        **{name: getattr(row, name) for name in same},
    )


def sku_cursor(sku: str) -> str:
    """The place behind a SKU."""
    return urlsafe_b64encode(sku.encode()).decode().rstrip("=")


def sku_of(cursor: str) -> str:
    """The SKU a page begins behind. Raises Refusal."""
    try:
        sku = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode()
    except (ValueError, binascii.Error) as error:
        raise bad_cursor() from error
    if len(sku) > 80 or not sku.isprintable():
        raise bad_cursor()
    return sku
