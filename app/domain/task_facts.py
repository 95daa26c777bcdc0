"""What a bench tells of the tasks of the floor: taken, handed back, moved, missing, counted, looked at, stopped."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeTask:
    """Request: lease this task to the packer at this station. Work may begin before the answer."""

    task_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskHandedBack:
    """Nobody here does the rest of it: it goes back into the queue, with the reason."""

    task_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUnitsMoved:
    """Units of a task lie at `location` now; `number` is that of its TaskUnits, `source` where they were taken ("" for
    a tote or a pile)."""

    task_id: str
    number: int
    sku: str
    quantity: int
    source: str
    location: str
    barcode: str
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUnitsMissing:
    """Units of a task that were not there, with the reason."""

    task_id: str
    number: int
    sku: str
    quantity: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFinished:
    """Nothing of the task is left to do here: every unit was moved or said to be missing."""

    task_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfCounted:
    """Everything of one SKU (and lot) in one place was counted, without knowing what was expected."""

    task_id: str
    sku: str
    location: str
    counted: int
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsInspected:
    """Returned units were looked at, once: `restock` are fit, `scrap` good for nothing, the rest stays kept apart.

    `reasons` are (reason code, units) of every decision.
    """

    task_id: str
    number: int
    sku: str
    restock: int
    scrap: int
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelStopped:
    """A parcel to be stopped: `outcome` voided (it is here, its label destroyed) or left; `sscc` "" for all."""

    task_id: str
    sscc: str
    outcome: str
    reason: str = ""
