"""What work does by itself between requests: opens and closes tasks, hands over lapsed ones, gives them to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.central.centre import Centre
from app.central.intake.setting import site_row, work_settings
from app.central.stock.recalling import plan_held_anew
from app.central.storage.stores.work.watched import Seen
from app.central.storage.unit import Work
from app.central.work.crew import crew, offer_of_task
from app.central.work.tasks.showing import show_open
from app.central.work.values import TaskRow
from app.domain.work.assigning import Candidate, best_worker
from app.domain.work.limits import WorkSettings

LOOKED_AT = 200
"""Waiting tasks looked at each time, the most urgent first."""

BY_ITSELF = "centre"
_WORDS = {
    "held_at_bench": "Order {number} is on hold while a bench has it: put its tote aside. {words}",
    "unanswered": "Nobody answered the question about order {number}: call the customer. {words}",
    "label_unknown": "Nobody knows whether the label {words} of order {number} came out: look, scan it or print again.",
    "stop_shipment": "Order {number} was cancelled: take its parcel {words} out and destroy the label.",
}


def tend(centre: Centre, site: str) -> None:
    """One look at a site; quick, for it runs on the thread that writes."""
    with centre.begin(site) as work:
        settings = work_settings(site_row(work))
        plan_held_anew(work)
        watch(work, settings)
        hand_over(work)
        give(work)


def show_tasks(centre: Centre, site: str) -> None:
    """Show the benches every open task of the floor."""
    with centre.begin(site) as work:
        show_open(work)


def watch(work: Work, settings: WorkSettings) -> None:
    """Open tasks for what wants one, once for each thing; close those whose reason is gone."""
    before = work.now - timedelta(days=settings.contact_days)
    _keep_up(work, "held_at_bench", work.watched.held_at_bench())
    _keep_up(work, "unanswered", work.watched.unanswered(before))
    _keep_up(work, "label_unknown", work.watched.unknown_labels())
    _keep_up(work, "stop_shipment", work.watched.to_be_stopped())
    for task_id in work.watched.counted():
        work.tasks.close(task_id, "it was counted meanwhile", BY_ITSELF)
    for task_id in work.watched.emptied():
        work.tasks.close(task_id, "all of it is where it belongs", BY_ITSELF)
    for task_id in work.watched.boxes_gone():
        work.tasks.close(task_id, "the order is not work any more", BY_ITSELF)


def _keep_up(work: Work, cause: str, wanted: Sequence[Seen]) -> None:
    there = {seen.source: seen for seen in wanted}
    known = work.tasks.sources(cause, there)
    for source, seen in there.items():
        if source not in known and not _asked_elsewhere(work, cause, seen):
            text = _WORDS[cause].format(number=seen.number, words=seen.words)
            more: dict[str, Any] = {"parcel_id": seen.parcel_id or None, "created_by": BY_ITSELF}
            work.tasks.open(work.new_id(), cause, text, seen.order_id, "", source, once=True, **more)
    for row in work.tasks.open_of(cause=cause, created_by=BY_ITSELF):
        if row.source not in there:
            work.tasks.close(row.task_id, "its reason is gone", BY_ITSELF)


def _asked_elsewhere(work: Work, cause: str, seen: Seen) -> bool:
    """Whether a bench or a verb asked for the same already."""
    found = work.tasks.open_of(cause=cause, order_id=seen.order_id)
    return any(row.created_by != BY_ITSELF and row.parcel_id in (None, seen.parcel_id) for row in found)


def hand_over(work: Work) -> None:
    """Tasks whose lease ran out are in the queue again; their holder's fence is good until somebody else takes them."""
    for row in work.tasks.lapsed():
        if work.tasks.change(row, ("leased",), state="queued", assignee="", lease_until=None):
            words = f"{row.assignee}'s lease ran out: anybody may take it."
            inputs = {"who": row.assignee, "fence": row.fence, "until": row.lease_until}
            work.decisions.keep([(work.new_id(), "task", row.task_id, "lapsed", inputs, words)])


def give(work: Work) -> None:
    """Name the best person for each waiting task; whoever may do it can still take it, so that it never waits."""
    people = {who.worker_id: who for who in crew(work)}
    for row in work.tasks.waiting(LOOKED_AT):
        if row.state == "queued" and not (row.assignee in people or row.pinned_to):
            _give(work, row, people)


def _give(work: Work, row: TaskRow, people: dict[str, Candidate]) -> None:
    found = best_worker(offer_of_task(replace(row, assignee="")), people.values(), work.now)
    if isinstance(found, str):
        if row.assignee:
            work.tasks.change(row, ("queued",), assignee="")
        return
    who, points = found
    if work.tasks.change(row, ("queued",), assignee=who.worker_id):
        people[who.worker_id] = replace(who, load=who.load + 1)
        others = ", ".join(sorted(name for name in people if name != who.worker_id)[:10])
        words = f"Meant for {who.worker_id}: {', '.join(points.reasons)}." + (f" Here too: {others}." if others else "")
        inputs = {"who": who.worker_id, "points": points.points, "reasons": points.reasons, "others": others}
        work.decisions.keep([(work.new_id(), "task", row.task_id, "meant", inputs, words)])
