"""Why things are as they are: every automatic decision about a task, a list or an order, in words and with inputs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from app.central.centre import Centre
from app.central.desk.clock import clock
from app.central.intake.setting import site_row, work_settings, zone
from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.central.work.crew import crew, offer_of_task
from app.central.work.values import DecisionRow, TaskSeen
from app.domain.work.assigning import best_worker
from app.domain.work.waves import is_due


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One decision: when, by which rule, of what (plain values), and in words."""

    decided_at: datetime
    rule: str
    words: str
    inputs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Why:
    """`now` says how it stands at this moment and why; `reasons` what was decided so far, oldest first."""

    name: str
    now: tuple[str, ...]
    reasons: tuple[Reason, ...]


def why_task(centre: Centre, site: str, name: str) -> Why | None:
    """Why a task or a pick list (by id or number) was made, stands where it stands, and went where it went."""
    with centre.read(site) as work:
        seen = work.worklist.named(name)
        if seen is None:
            return None
        reasons = _reasons(work.decisions.about("list" if seen.is_list else "task", seen.id))
        if not seen.is_list:
            reasons = (_made(work, seen), *reasons)
        return Why(seen.number or seen.id, (_stands(work, seen), *_waits(work, seen)), reasons)


def why_order(centre: Centre, site: str, order_id: str) -> Why | None:
    """Why an order is, or is not, in a pick list, and why that list is as it is."""
    with centre.read(site) as work:
        order = work.orders.order(order_id)
        if order is None or order.site_id != site:
            return None
        listed = work.lists.get(order.list_id) if order.list_id else work.lists.newest_of(order_id)
        reasons = _reasons(work.decisions.about("list", listed.list_id)) if listed is not None else ()
        if order.list_id and listed is not None:
            seen = work.worklist.named(listed.list_id)
            stands = (_stands(work, seen), *_waits(work, seen)) if seen is not None else ()
            return Why(order.number, (f"Order {order.number} is in {listed.number}.", *stands), reasons)
        return Why(order.number, _unreleased(work, order), reasons)


def _unreleased(work: Work, order: OrderRow) -> tuple[str, ...]:
    if order.lifecycle not in ("submitted", "accepted"):
        return (f"The order is {order.lifecycle}: there is nothing to pick.",)
    held = [hold for hold in work.orders.holds(order.order_id) if hold.released_at is None]
    words = [f"On hold since {_at(work, hold.placed_at)} ({hold.reason}): {hold.detail}" for hold in held]
    settings = work_settings(site_row(work))
    if order.lifecycle == "accepted" and not is_due(order.ship_by, settings, work.now):
        words.append(f"Its wave is not due: released {settings.release_hours} hours before {_at(work, order.ship_by)}.")
    lacking = [
        f"{line.quantity - line.cancelled - line.allocated - line.shipped} x {line.sku}"
        for line in work.orders.lines(order.order_id)
        if line.quantity - line.cancelled > line.allocated + line.shipped
    ]
    if lacking:
        words.append(f"Not promised yet: {', '.join(lacking)}.")
    return tuple(words) or ("It is ready: the next look at the queue puts it into a pick list.",)


def _at(work: Work, moment: datetime | None) -> str:
    """As the clocks of the site show it."""
    return clock(moment, zone(site_row(work)), work.now) if moment else "its time"


def _made(work: Work, seen: TaskSeen) -> Reason:
    row = work.tasks.get(seen.id)
    assert row is not None
    inputs = {"cause": row.cause, "source": row.source, "order_id": row.order_id, "parcel_id": row.parcel_id}
    by = "by itself" if row.created_by in ("", "centre") else f"by {row.created_by}"
    words = f"Made {by} because of {row.cause.replace('_', ' ')}: {row.reason}"
    return Reason(decided_at=row.opened_at, rule="made", words=words, inputs=inputs)


def _stands(work: Work, seen: TaskSeen) -> str:
    if seen.state == "queued":
        ahead = work.worklist.ahead(seen)
        since = f"priority {seen.priority}" + (f", due {_at(work, seen.due_at)}" if seen.due_at else "")
        return f"{ahead} of its kind stand before it: {since}, since {_at(work, seen.created_at)}."
    if seen.state == "leased":
        until = f" until {_at(work, seen.lease_until)}" if seen.lease_until else ""
        return f"{seen.holder} has it{until}."
    return f"It is {seen.state}{': ' if seen.outcome else ''}{seen.outcome}."


def _waits(work: Work, seen: TaskSeen) -> tuple[str, ...]:
    """Who a waiting task is for, and why nobody is found when nobody is."""
    pinned = (f"Only {seen.pinned_to} may have it.",) if seen.pinned_to else ()
    if seen.state != "queued" or seen.is_list:
        return pinned
    if seen.holder:
        return (*pinned, f"It is meant for {seen.holder}; whoever may do it can take it.")
    row = work.tasks.get(seen.id)
    assert row is not None
    found = best_worker(offer_of_task(row), crew(work), work.now)
    return (
        *pinned,
        f"Nobody has it yet: {found}." if isinstance(found, str) else f"{found[0].worker_id} gets it next.",
    )


def _reasons(rows: tuple[DecisionRow, ...]) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            decided_at=row.decided_at,
            rule=row.rule,
            words=row.words,
            inputs=msgspec.json.decode(row.inputs, type=dict[str, Any]),
        )
        for row in rows
    )
