"""Commands set aside because they could not be applied: released once they can be, or discarded with a reason.

Later facts of the same order are parked behind such a command; each decision lets them follow, in their order. The
inbox keeps every row and every byte as it came: a decision is a record beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.central.bench.facts.applying import attempt
from app.central.bench.outcomes import Arrived, Verdict
from app.central.centre import Centre
from app.central.storage.stores.work.benches import InboxRow
from app.central.storage.unit import Work
from app.central.values import StationRow

Reopen = Callable[[InboxRow, bytes], Arrived]
"""Opens stored bytes again: what was not known when they came may be known by now."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A command in quarantine, with the names of its bench and order ("" when it has none)."""

    row: InboxRow
    station: str
    order: str


@dataclass(frozen=True, slots=True)
class Freed:
    """What was decided: (seq, kind, verdict, reason) of the command and of each that followed it; `left` are parked."""

    rows: tuple[tuple[int, str, str, str], ...]
    left: int


@dataclass(frozen=True, slots=True)
class NotFreed:
    """Nothing was changed; `why` says what to do."""

    why: str


def shelved(centre: Centre, site: str) -> tuple[Shelved, ...]:
    """Every command in quarantine nobody has decided about, oldest first."""
    with centre.read(site) as work:
        names = work.benches.names()
        return tuple(
            Shelved(row, names.get(row.station_id, ""), _order(work, row)) for row in work.benches.quarantined()
        )


def release_command(centre: Centre, site: str, command_id: str, why: str, reopen: Reopen) -> Freed | NotFreed:
    """Apply a quarantined command now, and after it what was parked behind it."""
    with centre.begin(site) as work:
        row = _first_of_its_order(work, command_id)
        if isinstance(row, NotFreed):
            return row
        done = _apply(work, row, reopen)
        if isinstance(done, str):
            return NotFreed(
                f"it still can not be applied: {done}. Mend the cause or update this program, or discard it"
            )
        return _follow(work, row, "released", why, done, reopen)


def discard_command(centre: Centre, site: str, command_id: str, why: str, reopen: Reopen) -> Freed | NotFreed:
    """Leave a quarantined command unapplied for good, keeping it and the reason; what was parked behind it follows."""
    with centre.begin(site) as work:
        row = _first_of_its_order(work, command_id)
        if isinstance(row, NotFreed):
            return row
        return _follow(work, row, "discarded", why, (Verdict.QUARANTINED.value, why), reopen)


def _first_of_its_order(work: Work, command_id: str) -> InboxRow | NotFreed:
    row = next((row for row in work.benches.quarantined() if row.id == command_id), None)
    if row is None:
        return NotFreed(f"no command {command_id!r} is in quarantine")
    first = work.benches.stuck_behind(row.station_id, row.order_id) if row.order_id else row
    if first is not None and first.id != row.id:
        return NotFreed(f"it is held behind command {first.seq} of the same order: decide about {first.id} first")
    return row


def _follow(work: Work, row: InboxRow, decision: str, why: str, done: tuple[str, str], reopen: Reopen) -> Freed:
    """Record the decision, then apply what was parked, until something can not be."""
    rows = [_decide(work, row, decision, why, done)]
    while row.order_id:
        parked = work.benches.stuck_behind(row.station_id, row.order_id)
        after = None if parked is None else _apply(work, parked, reopen)
        if parked is None or after is None or isinstance(after, str):
            break
        rows.append(_decide(work, parked, "released", f"followed command {row.seq}: {why}", after))
    left = [other for other in work.benches.quarantined() if row.order_id and _same_queue(other, row)]
    return Freed(tuple(rows), len(left))


def _decide(work: Work, row: InboxRow, decision: str, why: str, done: tuple[str, str]) -> tuple[int, str, str, str]:
    work.benches.decide(row, decision, why, done[0])
    if row.task_id and not any(other.task_id == row.task_id for other in work.benches.quarantined()):
        work.tasks.close(row.task_id)
    return row.seq, row.kind, "discarded" if decision == "discarded" else done[0], done[1]


def _apply(work: Work, row: InboxRow, reopen: Reopen) -> tuple[str, str] | str:
    """(verdict, reason) now that it was applied, or why it can not be."""
    arrived = reopen(row, work.benches.envelope(row))
    opened = arrived.opened
    if opened is None or opened.body is None:
        return arrived.fault
    if opened.id != row.id and work.benches.has_id(opened.id):
        return f"its id {opened.id} was used before"
    found = attempt(work, _station(work, row), opened)
    return (found[0].value, found[1]) if isinstance(found, tuple) else found.reason


def _station(work: Work, row: InboxRow) -> StationRow:
    station = work.benches.station(row.station_id)
    assert station is not None, row.station_id
    return station


def _same_queue(left: InboxRow, right: InboxRow) -> bool:
    return (left.station_id, left.order_id) == (right.station_id, right.order_id)


def _order(work: Work, row: InboxRow) -> str:
    order = work.orders.order(row.order_id) if row.order_id else None
    return order.number if order else row.order_id or ""
