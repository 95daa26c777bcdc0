"""The JSON the office reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from app.central.people.values import AuditRow, KeyRow
from app.central.values import ChannelRow
from sync.central.serving.refusals.codes import CODES


class DeedSeen(msgspec.Struct, frozen=True, kw_only=True):
    """`site` "" is every site; `details` an object that depends on the action."""

    id: str
    at: datetime
    site: str
    actor_kind: str
    actor_id: str
    actor_name: str
    action: str
    subject_kind: str
    subject_id: str
    details: msgspec.Raw
    request_id: str


class DeedPage(msgspec.Struct, frozen=True, kw_only=True):
    """Newest first; `next` is the cursor of the following page, "" on the last."""

    deeds: list[DeedSeen]
    next: str


class ChannelSeen(msgspec.Struct, frozen=True, kw_only=True):
    """`keys` counts those that work: none means revoked; `heard_at` is exact to some minutes."""

    id: str
    code: str
    kind: str
    site: str
    keys: int
    heard_at: datetime | None


class ChannelList(msgspec.Struct, frozen=True, kw_only=True):
    channels: list[ChannelSeen]


class ProblemCode(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    statuses: list[int]
    help: str


class ProblemCodes(msgspec.Struct, frozen=True, kw_only=True):
    codes: list[ProblemCode]


def deed_seen(row: AuditRow) -> DeedSeen:
    same = ("actor_kind", "actor_id", "actor_name", "action", "subject_kind", "subject_id", "request_id")
    return DeedSeen(
        id=row.audit_id,
        at=row.done_at,
        site=row.site_id or "",
        details=msgspec.Raw(row.details.encode()),
        **{name: getattr(row, name) for name in same},
    )


def channel_seen(row: ChannelRow, keys: Iterable[KeyRow]) -> ChannelSeen:
    good = tuple(keys)
    heard = max((key.used_at for key in good if key.used_at is not None), default=None)
    return ChannelSeen(
        id=row.channel_id, code=row.code, kind=row.kind, site=row.site_id, keys=len(good), heard_at=heard
    )


def problem_codes() -> ProblemCodes:
    return ProblemCodes(
        codes=[ProblemCode(code=name, statuses=list(code.statuses), help=code.help) for name, code in CODES.items()]
    )
