"""The record of deeds: who did what to what, written in the transaction of the deed, and read back page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from app.central.centre import Centre
from app.central.people.actors import Actor
from app.central.people.values import AuditRow
from app.central.storage.unit import Work

R = TypeVar("R")
Details = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a deed is done to, like Subject("order", "0192...")."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One deed to be: `action` is named by its verb, like order.cancel; `details` are what a reader wants to know."""

    actor: Actor
    action: str
    subject: Subject
    details: Details = field(default_factory=dict)


def record(work: Work, actor: Actor, action: str, subject: Subject, details: Details | None = None) -> None:
    """Write one row of the record inside somebody's transaction."""
    work.deeds.append(
        AuditRow(
            audit_id=work.new_id(),
            site_id=work.site or None,
            done_at=work.now,
            actor_kind=actor.kind,
            actor_id=actor.id[:80],
            actor_name=actor.name,
            action=action,
            subject_kind=subject.kind,
            subject_id=subject.id[:120],
            details=msgspec.json.encode(dict(details or {})).decode(),
            request_id=actor.request_id[:60],
        )
    )


def act(
    centre: Centre,
    site: str,
    deed: Deed,
    verb: Callable[[Centre], R],
    told: Callable[[R], Details | None] | None = None,
) -> R:
    """Run a verb at a site and record it, in one transaction: both are stored, or neither.

    `told` adds to the details what came out, or answers None when nothing was done and there is nothing to record.
    A verb of its own: call it as `centre.do(act, ...)` or `desk.write(act, ...)`.
    """
    with centre.begin(site) as work:
        result = verb(centre)
        more = told(result) if told is not None else {}
        if more is not None:
            record(work, deed.actor, deed.action, deed.subject, {**deed.details, **more})
        return result


def deeds(
    centre: Centre,
    most: int,
    before: tuple[datetime, str] | None = None,
    site: str = "",
    same: Mapping[str, str] = MappingProxyType({}),
    since: datetime | None = None,
) -> tuple[AuditRow, ...]:
    """Rows of a site ("" all), newest first, behind (time, id) of the last row seen and not before `since`.

    `same`: actor_id, actor_name, action, subject_kind, subject_id and the value each has to have.
    """
    with centre.read() as work:
        return work.deeds.page(most, before, (site,) if site else None, since, **same)
