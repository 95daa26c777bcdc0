"""A task of the floor of each kind, and a bench whose packer has taken one."""

from __future__ import annotations

from dataclasses import replace

from app.domain.documents import FloorTask, TaskUnits
from app.domain.sscc import make
from app.domain.task_facts import (
    ParcelStopped,
    ShelfCounted,
    TakeTask,
    TaskFinished,
    TaskHandedBack,
    TaskUnitsMissing,
    TaskUnitsMoved,
    UnitsInspected,
)
from app.station.bench import Step
from app.station.view.signs import Screen
from tests.station.floor import Floor
from tests.station.goods import ADA, CLUSTER, DISCRETE, badge

TELLING = (
    TakeTask, TaskHandedBack, TaskUnitsMoved, TaskUnitsMissing, TaskFinished, ShelfCounted, UnitsInspected,
    ParcelStopped,
)  # fmt: skip
SSCC = make("9521321", 3, 77)


def task(kind: str, *units: TaskUnits, **changes: object) -> FloorTask:
    made = FloorTask(
        task_id=f"t-{kind}", kind=kind, cause=kind, state="queued", fence=20, priority=5, rank=5, due_at=None,
        why=f"{kind} it", units=units,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def units(number: int, sku: str, location: str, quantity: int, lot: str = "") -> TaskUnits:
    return TaskUnits(number=number, sku=sku, location=location, quantity=quantity, lot=lot)


PUT_BACK = task("put_back", units(1, "TEE-M", "A-01-2", 2), units(2, "MUG", "B-02-1", 3))
REFILL = task("replenish", units(1, "MUG", "R-09-1", 6), to="B-02-1")
COUNT = task("count", units(1, "MUG", "B-02-1", 0), why="")
INSPECT = task("inspect", units(1, "TEE-M", "RT-01", 3))
STOP = task("stop_shipment", parcels=(SSCC,), rank=1)


def begin(floor: Floor, given: FloorTask) -> None:
    """Only this task waits, and Ada has taken it."""
    floor.deliver(given, gone=(DISCRETE, CLUSTER))
    floor.do(badge(ADA), "TASK_1")
    assert (floor.step(), floor.screen()) == (Step.TASK, Screen.TASK)


def told(floor: Floor) -> list[object]:
    return [fact.body for fact in floor.told(*TELLING)]
