"""Tasks of the floor as documents for the benches: with all it takes to do them offline, and no customer.

A count does not say how many units the books expect, and not the words that would give it away. What has no shelf, no
units or no parcel to look for can only be done at the order desk and is shown to no bench.
"""

from __future__ import annotations

from typing import Final

import msgspec

from app.central.storage.unit import Work
from app.central.work.values import TaskRow
from app.domain.documents import FloorTask, TaskUnits
from app.domain.work.tasks import FLOOR, OPEN, TaskKind

TASK: Final = "task"
PARCELS_MOST: Final = 20


def show_touched(work: Work) -> None:
    """Show the benches every task this transaction changed, as it stands at its end."""
    while work.tasks.touched:
        show_task(work, work.tasks.touched.pop())


def show_open(work: Work) -> None:
    """Show every open task of the floor again: after an upgrade or a restore some were never shown."""
    for kind in FLOOR:
        for row in work.tasks.open_of(kind=kind.value):
            show_task(work, row.task_id)


def show_task(work: Work, task_id: str) -> None:
    """Write the document of a task as it now stands, or take it back."""
    row = work.tasks.get(task_id)
    document = floor_task(work, row) if row is not None else None
    if document is None:
        work.feed.drop(TASK, task_id)
    else:
        work.feed.put(TASK, task_id, msgspec.json.encode(document))


def floor_task(work: Work, row: TaskRow) -> FloorTask | None:
    """What a bench has to know of a task; None when it can not be done at one."""
    if row.kind not in FLOOR or row.state not in OPEN:
        return None
    units, to, parcels = _units(work, row), "", _parcels(work, row)
    if row.kind == TaskKind.REPLENISH:
        face = work.supply.faces.get(row.source)
        to = face.location if face else ""
    if not _can_be_done(row, units, to, parcels):
        return None
    blind = row.kind == TaskKind.COUNT
    return FloorTask(
        task_id=row.task_id,
        kind=row.kind,
        cause=row.cause,
        state=row.state,
        fence=row.fence,
        priority=row.priority,
        rank=row.rank,
        due_at=row.due_at,
        why="" if blind else row.reason,
        units=units,
        to=to,
        parcels=tuple(sscc for sscc in parcels or () if sscc),
        holder=_holder(work, row),
        role=row.role,
        not_for=row.not_for,
        pinned_to=row.pinned_to,
    )


def _can_be_done(row: TaskRow, units: tuple[TaskUnits, ...], to: str, parcels: tuple[str, ...] | None) -> bool:
    if row.kind == TaskKind.STOP_SHIPMENT:
        return bool(parcels)
    if row.kind == TaskKind.INSPECT:
        return row.cause == "returned" and bool(units)
    return bool(units) and (row.kind != TaskKind.REPLENISH or to != "")


def _units(work: Work, row: TaskRow) -> tuple[TaskUnits, ...]:
    numbered = work.tasks.numbered(row.task_id) if row.kind != TaskKind.STOP_SHIPMENT else {}
    if row.kind == TaskKind.COUNT:
        if not (row.sku and row.location):
            return ()
        lot = next((item.lot for item in numbered.values()), "")
        return (TaskUnits(number=1, sku=row.sku, location=row.location, quantity=0, lot=lot),)
    return tuple(
        TaskUnits(number=number, sku=item.sku, location=item.location, quantity=item.quantity, lot=item.lot)
        for number, item in numbered.items()
    )


def _parcels(work: Work, row: TaskRow) -> tuple[str, ...] | None:
    """Numbers of the parcels to take off the pile, "" for one without a number; None when the task is about none."""
    if row.kind != TaskKind.STOP_SHIPMENT:
        return None
    found = [work.parcels.get(row.parcel_id)] if row.parcel_id else list(work.parcels.of_order(row.order_id or ""))
    here = [parcel for parcel in found if parcel is not None and parcel.state not in ("void", "shipped")]
    return tuple(parcel.sscc or "" for parcel in here if parcel.dispatched_at is None)[:PARCELS_MOST]


def _holder(work: Work, row: TaskRow) -> str:
    if row.state != "leased":
        return ""
    return work.benches.names().get(row.held_at, "") or row.assignee
