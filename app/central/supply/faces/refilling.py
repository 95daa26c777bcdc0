"""Pick faces are filled from the reserve behind them: a task once a face runs low, never two for the same face.

What counts is what nobody was promised: units pick lists will take are as good as gone, so a face is filled up to its
maximum for the orders after them. The task of a face that open lists take from goes first, and first of all the one of
which they leave nothing; it is due when the first of their orders leaves. It is cancelled when the face is no longer
low before somebody began.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from app.central.centre import Centre
from app.central.stock.moving import By, NotMoved, Units, place_for
from app.central.stock.transferring import carry
from app.central.storage.stores.supply.faces import Standing
from app.central.storage.unit import Work
from app.central.work.values import TaskItem, TaskRow
from app.domain.stock.promises import Level
from app.domain.work.waves import rank

CAUSE: Final = "replenish"
BY_ITSELF: Final = "centre"
AT_ONCE: Final = 200
DRY, LISTED, QUIET = 2, 3, 5
"""Priorities: open lists leave the face empty; they take from it; nobody needs it yet."""


def refill(centre: Centre, site: str, after: str = "") -> str:
    """Open, follow or cancel the tasks of some faces; the id to go on behind, "" when that were all of them."""
    with centre.begin(site) as work:
        found = work.supply.faces.standings(after, AT_ONCE)
        behind = _reserve(work, [one.face.sku for one in found])
        for one in found:
            _keep_up(work, one, behind.get(one.face.sku, []))
        return found[-1].face.face_id if len(found) == AT_ONCE else ""


def any_faces(centre: Centre, site: str) -> bool:
    """Whether the site says what lies ready anywhere: a look that costs nothing."""
    with centre.read(site) as work:
        return bool(work.supply.faces.standings("", 1))


def _reserve(work: Work, skus: Sequence[str]) -> dict[str, list[Level]]:
    """What is free behind the faces, what must leave first in front."""
    levels: dict[str, list[Level]] = {}
    for level in work.stock.free(set(skus)) if skus else ():
        if level.reserve:
            levels.setdefault(level.sku, []).append(level)
    for mine in levels.values():
        mine.sort(key=lambda level: (level.expiry or date.max, level.walk, level.location, level.lot))
    return levels


def _keep_up(work: Work, one: Standing, behind: list[Level]) -> None:
    task = work.tasks.get(one.face.task_id) if one.face.task_id else None
    opened = task is not None and task.state in ("queued", "leased", "paused")
    low = one.ready <= one.face.min_units
    if task is not None and opened:
        if task.state == "queued" and not (low and behind):
            why = "the face is not low any more" if not low else "nothing is left in reserve"
            work.tasks.close(task.task_id, why, BY_ITSELF, state="cancelled")
        elif _priority(one) < task.priority:
            due, urgent = one.ship_by or task.due_at, _priority(one)
            place = rank(urgent, due, task.opened_at)
            work.tasks.change(task, ("queued", "leased", "paused"), priority=urgent, due_at=due, rank=place)
        return
    if low and behind:
        _open(work, one, behind)


def _open(work: Work, one: Standing, behind: list[Level]) -> None:
    items, left = [], one.face.max_units - one.ready
    for place, level in enumerate(behind):
        units = min(left, level.free)
        if units > 0:
            items.append(TaskItem(level.sku, level.location, units, level.lot))
            left -= units
            behind[place] = replace(level, free=level.free - units)
    if not items:
        return
    units = sum(item.quantity for item in items)
    places = ", ".join(dict.fromkeys(item.location for item in items))
    text = f"Bring {units} x {one.face.sku} from {places} to {one.face.location}: {one.ready} are left for new orders."
    if one.lists:
        text += f" Open lists take {one.listed} more for {one.lists} orders."
    more: dict[str, Any] = {"priority": _priority(one), "due_at": one.ship_by, "created_by": BY_ITSELF}
    task = work.tasks.open(work.new_id(), CAUSE, text, "", "", one.face.face_id, once=True, items=items, **more)
    work.supply.faces.change(one.face.face_id, task_id=task)


def _priority(one: Standing) -> int:
    if not one.lists:
        return QUIET
    return DRY if one.ready <= 0 else LISTED


def bring(work: Work, row: TaskRow, most: int | None, by: str) -> tuple[int, int] | NotMoved:
    """Move the units of a refill into its face, `most` of them if fewer were brought: (brought, asked for).

    Units of the reserve that somebody else got meanwhile are not there to be brought.
    """
    face = work.supply.faces.get(row.source)
    if face is None:
        return NotMoved("location", "the face this task was for is none any more")
    place = place_for(work, face.location, into=True)
    if isinstance(place, NotMoved):
        return place
    asked, brought = 0, 0
    for number, item in enumerate(work.tasks.items(row.task_id)):
        asked += item.quantity
        units = item.quantity if most is None else min(item.quantity, most - brought)
        level = work.stock.level(item.sku, item.location, item.lot)
        free = 0 if level is None else level.on_hand - level.allocated - level.reserved - level.unavailable
        units = min(units, free)
        if units > 0:
            what = Units(sku=item.sku, location=item.location, quantity=units, lot=item.lot)
            refused = carry(work, what, face.location, By(who=by, why=CAUSE, key=f"task:{row.task_id}:{number}"))
            if refused is not None:
                return refused
            brought += units
    return brought, asked
