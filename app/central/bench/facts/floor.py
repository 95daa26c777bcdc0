"""Facts of tasks on the floor: taken and handed back, units put where they belong, shelves counted, parcels stopped.

What a bench did with its hands is booked whatever became of the task meanwhile, as far as the books allow it; where
they do not, or where the task is somebody else's by now, a person is told in words, once for each task and lease.
"""

from __future__ import annotations

from app.central.bench.facts.shelving import Moved, move
from app.central.bench.outcomes import Bench, Conflict, Noted, Outcome, Refused
from app.central.stock.returns.returning import Inspection, look_at
from app.central.work.crew import candidate, offer_of_task
from app.central.work.tasks.doing import finish, lease, taken
from app.central.work.tasks.effects import NotDone, Result, after_leaving
from app.central.work.values import TaskItem, TaskRow
from app.domain import task_facts
from app.domain.work.assigning import Score, score
from app.domain.work.tasks import OPEN, TaskKind

_OPEN = tuple(state.value for state in OPEN)


def task_taken(bench: Bench, request: task_facts.TakeTask) -> Outcome:
    """Lease the task to the packer at the bench; until he hears of its fence, facts come under the one he saw."""
    work, who = bench.work, bench.actor or bench.station.name
    row = work.tasks.get(request.task_id)
    if row is None:
        return Refused(f"there is no task {request.task_id!r}")
    offer = offer_of_task(row)
    if offer.pinned_to == bench.station.name:
        who_may = candidate(work, bench.station.name, role=work.workers.role_of(who))
    else:
        who_may = candidate(work, who)
    scored = score(who_may, offer, work.now)
    if not isinstance(scored, Score):
        return Refused(scored.why)
    leased = lease(work, row, who, scored, bench.station.station_id, bench.fence or 0)
    return None if leased is not None else Refused(taken(work, row.task_id).why)


def handed_back(bench: Bench, fact: task_facts.TaskHandedBack) -> Outcome:
    """The rest is work for anybody again; a task that is somebody else's by now is not touched."""
    row = bench.work.tasks.get(fact.task_id)
    if row is None or row.state not in _OPEN or _stale(bench, row):
        return None
    bench.work.tasks.change(row, (row.state,), state="queued", assignee="", held_at="", lease_until=None)
    words = f"{bench.actor} handed it back at {bench.station.name}: {fact.reason}."
    inputs = {"who": bench.actor, "station": bench.station.name, "reason": fact.reason}
    bench.work.decisions.keep([(bench.work.new_id(), "task", row.task_id, "handed_back", inputs, words)])
    return None


def units_moved(bench: Bench, fact: task_facts.TaskUnitsMoved) -> Outcome:
    """Units lie in another place: booked as far as the books know them, and the task is about the rest."""
    row = bench.work.tasks.get(fact.task_id)
    if row is None:
        return _unknown(bench, fact.task_id)
    stale = _stale(bench, row)
    item = bench.work.tasks.numbered(row.task_id).get(fact.number)
    mine = item is not None and item.sku == fact.sku and row.state in _OPEN
    asked = min(fact.quantity, item.quantity) if item is not None and mine else 0
    done: Moved = move(bench, row, fact, asked)
    if asked:
        bench.work.tasks.take_off(row.task_id, fact.number, asked)
    where = f"{bench.station.name} put {fact.quantity} x {fact.sku} in {fact.location}"
    if done.units < fact.quantity:
        short = fact.quantity - done.units
        return _conflict(bench, row, "moved_unbooked", f"{where}; {short} of them are not in the books: {done.why}")
    if stale:
        return _conflict(bench, row, "older_lease", f"{where} and it is booked, though {stale}: tell who has the task.")
    return None


def units_missing(bench: Bench, fact: task_facts.TaskUnitsMissing) -> Outcome:
    """Units that were not where they should be: that place is counted; of a return somebody looks for them."""
    row = bench.work.tasks.get(fact.task_id)
    if row is None:
        return _unknown(bench, fact.task_id)
    item = bench.work.tasks.numbered(row.task_id).get(fact.number)
    if item is None or item.sku != fact.sku or row.state not in _OPEN:
        return None
    bench.work.tasks.take_off(row.task_id, fact.number, fact.quantity)
    place = row.source if row.kind == TaskKind.RESTOCK else item.location
    said = f"{bench.station.name}: {fact.quantity} x {fact.sku} of a task at {place} not there ({fact.reason})."
    if row.kind == TaskKind.INSPECT:
        return Conflict("return_missing", f"{said} They stay apart in the books: look for them.", row.task_id)
    units = TaskItem(fact.sku, place, fact.quantity, item.lot)
    return Noted("count", f"Count {fact.sku} at {place}. {said}", (units,))


def task_finished(bench: Bench, fact: task_facts.TaskFinished) -> Outcome:
    """Everything the bench knew of is done; units that came to the task meanwhile keep it open for the next."""
    row = bench.work.tasks.get(fact.task_id)
    if row is None:
        return _unknown(bench, fact.task_id)
    if row.state not in _OPEN or _stale(bench, row):
        return None  # what was done under an older lease was told with the units
    free = {"assignee": "", "held_at": "", "lease_until": None}
    if row.kind in (TaskKind.PUT_BACK, TaskKind.RESTOCK, TaskKind.REPLENISH) and bench.work.tasks.items(row.task_id):
        bench.work.tasks.change(row, (row.state,), state="queued", **free)
        return None
    ended = {"state": "done", "closed_at": bench.work.now, "closed_by": bench.actor, "lease_until": None}
    outcome = row.outcome or f"done at {bench.station.name}"
    bench.work.tasks.change(row, _OPEN, outcome=outcome, **ended)
    return None


def shelf_counted(bench: Bench, fact: task_facts.ShelfCounted) -> Outcome:
    """The books follow the count, by the rules of every count; one that came too late is not applied."""
    row = bench.work.tasks.get(fact.task_id)
    if row is None:
        return _unknown(bench, fact.task_id)
    said = f"{bench.station.name} counted {fact.counted} x {fact.sku} at {fact.location}"
    stale = _stale(bench, row)
    if stale:
        return _conflict(bench, row, "older_lease", f"{said}, but {stale}: the count was not applied. Count again.")
    done = finish(bench.work, row, bench.actor, Result(counted=fact.counted))
    return _conflict(bench, row, "count_unbooked", f"{said}: {done.why}.") if isinstance(done, NotDone) else None


def units_inspected(bench: Bench, fact: task_facts.UnitsInspected) -> Outcome:
    """A return line is decided about once, whoever has the task: the second time is told and changes nothing."""
    row = bench.work.tasks.get(fact.task_id)
    if row is None:
        return _unknown(bench, fact.task_id)
    found = Inspection(line=row.source, restock=fact.restock, scrap=fact.scrap)
    refused = look_at(bench.work, found, bench.actor or bench.station.name)
    if refused is not None:
        said = f"{bench.station.name} found {fact.restock} fit and {fact.scrap} scrap of {fact.sku}"
        return _conflict(bench, row, "inspected_twice", f"{said}: {refused.why}. Look at the units again.")
    item = bench.work.tasks.numbered(row.task_id).get(fact.number)
    if item is not None:
        bench.work.tasks.take_off(row.task_id, fact.number, item.quantity)
    reasons = ", ".join(f"{units} {reason}" for reason, units in fact.reasons)
    if row.state in _OPEN:
        bench.work.tasks.change(row, _OPEN, outcome=f"inspected: {reasons}")
    return None


def parcel_stopped(bench: Bench, fact: task_facts.ParcelStopped) -> Outcome:
    """Its label is destroyed, or it has left: both are so, whoever has the task."""
    work = bench.work
    row = work.tasks.get(fact.task_id)
    if row is None:
        return _unknown(bench, fact.task_id)
    if fact.outcome not in ("voided", "left"):
        return Conflict("unreadable", f"{bench.station.name} says {fact.outcome!r} of a parcel: voided or left?")
    of_order = [parcel for parcel in work.parcels.of_order(row.order_id or "") if parcel.sscc is None]
    of_order = [parcel for parcel in of_order if row.parcel_id in (None, parcel.parcel_id)]
    named = work.parcels.with_sscc(fact.sscc) if fact.sscc else None
    if fact.sscc and (named is None or row.order_id not in (None, named.order_id)):
        return Conflict("unknown_parcel", f"{bench.station.name} stopped {fact.sscc}, which is no parcel of the task.")
    for parcel in [named] if named is not None else of_order:
        if fact.outcome == "left":
            work.parcels.change(parcel.parcel_id, dispatched_at=parcel.dispatched_at or work.now)
        elif parcel.state == "shipped" or parcel.dispatched_at is not None:
            text = f"{bench.station.name} took {parcel.sscc} off the pile, but it was dispatched: look where it is."
            return _conflict(bench, row, "stopped_dispatched", text)
        elif parcel.state != "void":
            work.parcels.change(parcel.parcel_id, state="void", label="none" if parcel.sscc is None else "voided")
    if fact.outcome == "left":
        after_leaving(work, row)
    if row.state in _OPEN:
        work.tasks.change(row, _OPEN, outcome="it had left" if fact.outcome == "left" else "voided")
    return None


def _stale(bench: Bench, row: TaskRow) -> str:
    """ "" while this bench may end the task, else in words whose it is: a lease that ran out counts until taken.

    A bench tells in order: what it says after it took the task is under the fence it saw then, the one it was given, or
    one it was given before and heard of late. A task that waits is anybody's who saw it as it waits; under an older
    fence somebody had it, or took it away, since.
    """
    if row.state not in _OPEN:
        return f"the task is {row.state}: {row.outcome or 'nothing is left of it'}"
    if row.state == "paused":
        return "the task is paused"
    known = bench.fence is not None and row.taken_under <= bench.fence <= row.fence
    mine = row.held_at == bench.station.station_id and known
    if mine or (row.state == "queued" and bench.fence in (None, row.fence)):
        return ""
    return f"{row.assignee} has the task now" if row.state == "leased" else "the task was taken away since"


def _conflict(bench: Bench, row: TaskRow, kind: str, words: str) -> Conflict:
    return Conflict(kind, f"{words} ({row.reason})", f"{row.task_id}:{bench.fence}")


def _unknown(bench: Bench, task_id: str) -> Conflict:
    return Conflict("unknown_task", f"{bench.station.name} did a task the centre does not know: {task_id}", task_id)
