"""Taking a task and ending it: leases with fencing tokens that expire and hand over; ending one has its effect.

A result under the newest fence counts, even when its lease ran out and nobody took over. A result under an older one is
not applied, but it may have happened: it is kept as a check for a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.central.centre import Centre
from app.central.intake.setting import site_row, work_settings
from app.central.storage.unit import Work
from app.central.work.crew import candidate, offer_of_task
from app.central.work.tasks.effects import NotDone, Result, apply
from app.central.work.values import TaskRow
from app.domain.work.assigning import Score, best_offers, score
from app.domain.work.tasks import OPEN

SEEN = 200
"""Tasks looked at when somebody asks for the next one."""
_OPEN = tuple(state.value for state in OPEN)


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is no task this worker could have; `why` says so."""

    why: str


class _Undone(Exception):
    def __init__(self, refused: NotDone) -> None:
        super().__init__(refused.why)
        self.refused = refused


def claim(centre: Centre, site: str, task_id: str, who: str, role: str = "") -> TaskRow | NotDone:
    """Lease a task to somebody who may do it; of two at once one wins. The answer has the fence to end it with."""
    with centre.begin(site) as work:
        row = work.tasks.get(task_id)
        if row is None:
            return no_task(work, task_id)
        scored = score(candidate(work, who, role=role), offer_of_task(row), work.now)
        if not isinstance(scored, Score):
            return NotDone("unfit", scored.why)
        return lease(work, row, who, scored) or taken(work, task_id)


def claim_next(centre: Centre, site: str, who: str, role: str = "", kinds: tuple[str, ...] = ()) -> TaskRow | Nothing:
    """Lease the task that suits somebody best: what is pinned to or meant for him first, then the most urgent."""
    with centre.begin(site) as work:
        me = candidate(work, who, role=role)
        rows = {row.task_id: row for row in work.tasks.waiting(SEEN, kinds)}
        for offer, points in best_offers(me, map(offer_of_task, rows.values()), SEEN, work.now):
            leased = lease(work, rows[offer.id], who, points)
            if leased is not None:
                return leased
        return Nothing(f"no task that {who} may do is waiting")


def done(
    centre: Centre, site: str, task_id: str, by: str, fence: int | None = None, result: Result | None = None
) -> TaskRow | NotDone:
    """End a task with what it does: units are back, a count counts, a parcel is void. Said twice it happens once.

    `fence` is the one of the claim; None is a supervisor, who may end what nobody has.
    """
    with centre.begin(site) as work:
        row = _judged(work, task_id, by, fence)
        if isinstance(row, NotDone) or row.state not in _OPEN:
            return row
        return finish(work, row, by, result or Result())


def finish(work: Work, row: TaskRow, by: str, given: Result) -> TaskRow | NotDone:
    """First the right to end it, then its effect, which takes the end back when something is missing."""
    try:
        with work.step():
            ended = _end(work, row, "done", by, given.outcome, given.note)
            outcome = apply(work, row, given, by) if isinstance(ended, TaskRow) else ended
            if isinstance(outcome, NotDone):
                raise _Undone(outcome)
            work.tasks.change(row, ("done",), outcome=outcome)
    except _Undone as undone:
        return undone.refused
    return _row(work, row.task_id)


def fail(centre: Centre, site: str, task_id: str, by: str, why: str, fence: int | None = None) -> TaskRow | NotDone:
    """It could not be done: a supervisor is told, and units that should be somewhere are counted."""
    with centre.begin(site) as work:
        row = _judged(work, task_id, by, fence)
        if isinstance(row, NotDone) or row.state not in _OPEN:
            return row
        failed = _end(work, row, "failed", by, why, "")
        if isinstance(failed, TaskRow):
            _after_failure(work, row, by, why)
        return failed


def lease(work: Work, row: TaskRow, who: str, points: Score, held_at: str = "", under: int = 0) -> TaskRow | None:
    """Under the next fence; None when the task is somebody else's by now.

    `held_at` is the bench (station id) `who` works at, which knows it by the fence `under` until it hears of the new.
    """
    lapsed = row.state == "leased" and row.lease_until is not None and row.lease_until < work.now
    again = row.state == "leased" and held_at != "" and row.held_at == held_at
    if row.state != "queued" and not lapsed and not again:
        return None
    until = work.now + timedelta(minutes=work_settings(site_row(work)).lease_minutes)
    fence = work.lists.next_fence()
    values = {"assignee": who, "fence": fence, "lease_until": until, "held_at": held_at, "taken_under": under}
    if not work.tasks.change(row, (row.state,), state="leased", **values):
        return None
    words = f"{who} took it: {', '.join(points.reasons)}." + (f" {row.assignee}'s lease ran out." if lapsed else "")
    inputs = {"who": who, "fence": fence, "points": points.points, "reasons": points.reasons}
    work.decisions.keep([(work.new_id(), "task", row.task_id, "leased", inputs, words)])
    return work.tasks.get(row.task_id)


def _judged(work: Work, task_id: str, by: str, fence: int | None) -> TaskRow | NotDone:
    """The task, if who says so may end it now; a closed one only to who closed it under this very fence."""
    row = work.tasks.get(task_id)
    if row is None:
        return no_task(work, task_id)
    if row.state not in _OPEN:
        same = row.closed_by == by and fence in (None, row.fence)
        return row if same else _late(work, row, by, fence)
    if row.state == "paused":
        return NotDone("paused", "the task is paused: a supervisor lets it go on")
    lapsed = row.lease_until is not None and row.lease_until < work.now
    if fence is None and row.state == "leased" and not lapsed and row.assignee != by:
        return NotDone("taken", f"{row.assignee} has it")
    return row if fence in (None, row.fence) else _late(work, row, by, fence)


def _late(work: Work, row: TaskRow, by: str, fence: int | None) -> NotDone:
    if fence is None:
        return NotDone("closed", f"the task is {row.state} already: {row.outcome}")
    holder = row.closed_by or row.assignee or "nobody"
    text = f"{by} says a task is done that is {row.state} ({holder}): {row.reason} It may have been done twice: check."
    work.tasks.open(work.new_id(), "older_lease", text, row.order_id or "", "", f"{row.task_id}:{fence}", once=True)
    return NotDone("older_lease", f"the lease is over (fence {fence}, now {row.fence}): it was noted for a check")


def _end(work: Work, row: TaskRow, state: str, by: str, outcome: str, note: str) -> TaskRow | NotDone:
    values = {"state": state, "outcome": outcome, "closed_at": work.now, "closed_by": by, "lease_until": None}
    if not work.tasks.change(row, _OPEN, **values, note=note):
        return taken(work, row.task_id)
    return _row(work, row.task_id)


def _row(work: Work, task_id: str) -> TaskRow:
    row = work.tasks.get(task_id)
    assert row is not None, task_id
    return row


def _after_failure(work: Work, row: TaskRow, by: str, why: str) -> None:
    for item in work.tasks.items(row.task_id) if row.kind == "put_back" else ():
        text = f"Count {item.sku} at {item.location}: {item.quantity} could not be put back ({why})."
        work.tasks.open(work.new_id(), "count", text, items=[item])
    if row.cause == "task_failed":
        return
    text = f"{by} could not do this ({why}): {row.reason}"
    work.tasks.open(work.new_id(), "task_failed", text, row.order_id or "", "", row.task_id, once=True)


def taken(work: Work, task_id: str) -> NotDone:
    row = _row(work, task_id)
    has = f"{row.assignee} has it" if row.state == "leased" else f"it is {row.state}"
    return NotDone("taken", has)


def no_task(work: Work, task_id: str) -> NotDone:
    listed = work.lists.get(task_id) or work.lists.numbered(task_id)
    if listed is not None:
        return NotDone("pick_list", f"{listed.number} is a pick list: a bench claims it and tells when it is done")
    return NotDone("unknown_task", f"there is no task {task_id!r}")
