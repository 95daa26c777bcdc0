"""What a supervisor decides about tasks and pick lists: pause, go on, pin, give to somebody else, change the priority.

A pick list in progress is taken back by its fence: what the bench tells later is recorded for a check.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.central.centre import Centre
from app.central.storage.stores.work.lists import LEASED
from app.central.storage.unit import Work
from app.central.values import ListRow
from app.central.work.documents import show_work
from app.central.work.releasing import releasable, write
from app.central.work.taking_back import begun, take
from app.central.work.tasks.effects import NotDone
from app.central.work.values import TaskRow
from app.domain.work.limits import WorkSettings
from app.domain.work.tasks import OPEN
from app.domain.work.waves import build_lists, rank

_OPEN = tuple(state.value for state in OPEN)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was changed, in words."""

    words: str


def pause(centre: Centre, site: str, name: str, by: str, why: str = "") -> Decided | NotDone:
    """Nobody gets it until it goes on; who has a task loses it, a list that was begun is taken back first."""
    with centre.begin(site) as work:
        thing = find(work, name)
        if isinstance(thing, NotDone):
            return thing
        if isinstance(thing, ListRow):
            return _pause_list(work, thing, by, why)
        return _change(work, thing, by, "paused", f"paused: {why}" if why else "paused", state="paused", **_free(work))


def resume(centre: Centre, site: str, name: str, by: str) -> Decided | NotDone:
    """Let something that was paused go on."""
    with centre.begin(site) as work:
        thing = find(work, name)
        if isinstance(thing, NotDone):
            return thing
        if isinstance(thing, ListRow):
            if not thing.paused:
                return NotDone("not_paused", f"{thing.number} is not paused")
            return _change_list(work, thing, by, "resumed", "goes on", paused=0)
        if thing.state != "paused":
            return NotDone("not_paused", f"the task is {thing.state}")
        return _change(work, thing, by, "resumed", "goes on", state="queued")


def pin(centre: Centre, site: str, name: str, to: str, by: str) -> Decided | NotDone:
    """Only this person or bench may have it from now on; "" for anybody. Whoever has it now keeps it."""
    with centre.begin(site) as work:
        thing = find(work, name)
        if isinstance(thing, NotDone):
            return thing
        words = f"pinned to {to}" if to else "anybody may have it"
        if isinstance(thing, ListRow):
            unknown = _no_bench(work, to)
            return unknown or _change_list(work, thing, by, "pinned", words, pinned_to=to)
        return _change(work, thing, by, "pinned", words, pinned_to=to)


def assign(centre: Centre, site: str, name: str, to: str, by: str, why: str = "") -> Decided | NotDone:
    """Give it to this person or bench, now: whoever has it loses it."""
    with centre.begin(site) as work:
        thing = find(work, name)
        if isinstance(thing, NotDone):
            return thing
        if isinstance(thing, ListRow):
            return _no_bench(work, to) or _assign_list(work, thing, to, by, why)
        state = thing.state if thing.state == "paused" else "queued"
        values = {**_free(work), "state": state, "assignee": to, "pinned_to": to}
        return _change(work, thing, by, "assigned", f"given to {to}" + (f": {why}" if why else ""), **values)


def prioritise(centre: Centre, site: str, name: str, priority: int, by: str) -> Decided | NotDone:
    """Move it in the queue; 1 goes first, 9 last. Whoever has it keeps it."""
    if not 1 <= priority <= 9:
        return NotDone("field", "expected a priority from 1 to 9", "priority")
    with centre.begin(site) as work:
        thing = find(work, name)
        if isinstance(thing, NotDone):
            return thing
        words = f"priority {priority}, was {thing.priority}"
        if isinstance(thing, ListRow):
            orders = [order for order in map(work.orders.order, work.lists.orders(thing.list_id)) if order]
            placed = min((order.placed_at for order in orders), default=thing.created_at)
            place = rank(priority, thing.ship_by, placed)
            return _change_list(work, thing, by, "prioritised", words, priority=priority, rank=place)
        place = rank(priority, thing.due_at, thing.opened_at)
        return _change(work, thing, by, "prioritised", words, priority=priority, rank=place)


def find(work: Work, name: str) -> TaskRow | ListRow | NotDone:
    """A task by its id, or a pick list by id or number, that is not over."""
    row = work.tasks.get(name)
    if row is not None:
        return row if row.state in _OPEN else NotDone("closed", f"the task is {row.state}: {row.outcome}")
    listed = work.lists.get(name) or work.lists.numbered(name)
    if listed is None or listed.site_id != work.site:
        return NotDone("unknown_task", f"there is no task or pick list {name!r}")
    over = listed.state in ("done", "cancelled")
    return NotDone("closed", f"{listed.number} is {listed.state}") if over else listed


def _free(work: Work) -> dict[str, Any]:
    """Take a lease away: the next fence, so that whatever its holder says later is an older one."""
    return {"assignee": "", "held_at": "", "lease_until": None, "fence": work.lists.next_fence()}


def _change(work: Work, row: TaskRow, by: str, rule: str, words: str, **values: Any) -> Decided | NotDone:
    if not work.tasks.change(row, (row.state,), **values):
        return NotDone("moved", "somebody changed the task meanwhile: look again")
    work.decisions.keep([(work.new_id(), "task", row.task_id, rule, {"by": by}, f"{by}: {words}.")])
    return Decided(words)


def _change_list(work: Work, row: ListRow, by: str, rule: str, words: str, **values: Any) -> Decided:
    work.lists.change(row.list_id, **values)
    changed = work.lists.get(row.list_id)
    assert changed is not None
    show_work(work, changed)
    work.decisions.keep([(work.new_id(), "list", row.list_id, rule, {"by": by}, f"{by}: {words}.")])
    return Decided(f"{row.number} {words}")


def _pause_list(work: Work, row: ListRow, by: str, why: str) -> Decided | NotDone:
    if row.state in LEASED:
        if begun(work, row):
            return NotDone("begun", f"units of {row.number} are in totes: take it back, or let the bench finish it")
        take(work, row, f"paused by {by}")
    return _change_list(work, row, by, "paused", f"paused{': ' if why else ''}{why}", paused=1)


def _assign_list(work: Work, row: ListRow, to: str, by: str, why: str) -> Decided | NotDone:
    """Take it from whoever has it; a list that was begun is made anew for the bench of what nobody packed."""
    has = work.benches.names().get(row.station_id or "", "")
    if row.state in LEASED and has == to:
        return NotDone("same", f"{to} has {row.number} already")
    orders = work.lists.orders(row.list_id)
    if row.state in LEASED:
        take(work, row, why or f"given to {to} by {by}")
    after = work.lists.get(row.list_id)
    assert after is not None
    if after.state == "ready":
        return _change_list(work, after, by, "assigned", f"given to {to}", pinned_to=to, paused=0)
    one_list = WorkSettings(cluster_orders=len(orders), alone_units=1_000_000_000)
    ready = releasable(work, work.orders.of_ids(orders), one_list)
    made = write(work, build_lists(ready, one_list), pinned_to=to)
    inputs = {"by": by, "to": to, "was": has}
    words = f"taken from {has}; {made} lists of what nobody packed are for {to}"
    work.decisions.keep([(work.new_id(), "list", row.list_id, "assigned", inputs, f"{by}: {words}.")])
    return Decided(f"{row.number} {words}")


def _no_bench(work: Work, name: str) -> NotDone | None:
    if not name or name in work.benches.names().values():
        return None
    return NotDone("unknown_station", f"there is no station {name!r}", "to")
