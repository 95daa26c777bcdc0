"""Kinds and states of tasks, and what each cause makes of a task: its kind, who may do it, how urgent it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class TaskKind(StrEnum):
    PICK = "pick"
    PACK = "pack"
    INSPECT = "inspect"
    RESTOCK = "restock"
    PUT_BACK = "put_back"
    COUNT = "count"
    REPLENISH = "replenish"
    CONTACT_CUSTOMER = "contact_customer"
    STOP_SHIPMENT = "stop_shipment"
    CHECK = "check"


class TaskState(StrEnum):
    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    PAUSED = "paused"


FLOOR: Final = (
    TaskKind.PUT_BACK, TaskKind.RESTOCK, TaskKind.REPLENISH, TaskKind.COUNT, TaskKind.INSPECT, TaskKind.STOP_SHIPMENT,
)  # fmt: skip
"""Kinds a bench has screens for. Picking is done from pick lists and packing from totes; who calls a customer or checks
a contradiction sits at the order desk."""

OPEN: Final = (TaskState.QUEUED, TaskState.LEASED, TaskState.PAUSED)
"""States of a task somebody still has to do."""

PACKER, SUPERVISOR, CLERK = "packer", "supervisor", "clerk"


@dataclass(frozen=True, slots=True)
class Making:
    """What a cause makes: the kind of task, the role it needs, its priority (1 goes first)."""

    kind: TaskKind
    role: str = PACKER
    priority: int = 5


CAUSES: Final[dict[str, Making]] = {
    "put_back": Making(TaskKind.PUT_BACK),
    "boxed": Making(TaskKind.PACK, SUPERVISOR, 2),
    "count": Making(TaskKind.COUNT, PACKER, 4),
    "recount": Making(TaskKind.COUNT, PACKER, 3),
    "stop_shipment": Making(TaskKind.STOP_SHIPMENT, PACKER, 1),
    "intercept": Making(TaskKind.STOP_SHIPMENT, SUPERVISOR, 1),
    "cancelled_late": Making(TaskKind.CONTACT_CUSTOMER, CLERK, 3),
    "changed_late": Making(TaskKind.CONTACT_CUSTOMER, CLERK, 3),
    "left_on_hold": Making(TaskKind.CONTACT_CUSTOMER, CLERK, 2),
    "cancelled_short": Making(TaskKind.CONTACT_CUSTOMER, CLERK, 3),
    "refund_due": Making(TaskKind.CONTACT_CUSTOMER, CLERK, 3),
    "refund_granted": Making(TaskKind.CONTACT_CUSTOMER, CLERK, 3),
    "charged_back": Making(TaskKind.CONTACT_CUSTOMER, CLERK, 2),
    "refunded_beyond": Making(TaskKind.CHECK, CLERK, 2),
    "reopened": Making(TaskKind.CONTACT_CUSTOMER, CLERK, 3),
    "unanswered": Making(TaskKind.CONTACT_CUSTOMER, CLERK, 4),
    "address_changed": Making(TaskKind.INSPECT, SUPERVISOR, 1),
    "problem": Making(TaskKind.INSPECT, SUPERVISOR, 3),
    "held_at_bench": Making(TaskKind.INSPECT, SUPERVISOR, 2),
    "label_unknown": Making(TaskKind.INSPECT, PACKER, 2),
    "duplicate_parcel": Making(TaskKind.INSPECT, SUPERVISOR, 2),
    "number_used_twice": Making(TaskKind.INSPECT, SUPERVISOR, 1),
    "two_labels": Making(TaskKind.INSPECT, SUPERVISOR, 1),
    "contents_differ": Making(TaskKind.INSPECT, SUPERVISOR, 2),
    "over_pack": Making(TaskKind.INSPECT, PACKER, 3),
    "over_pick": Making(TaskKind.CHECK, PACKER, 5),
    "returned": Making(TaskKind.INSPECT),
    "restock": Making(TaskKind.RESTOCK),
    "replenish": Making(TaskKind.REPLENISH, PACKER, 4),
}
"""Causes with a kind of their own; any other contradiction between a bench and the centre is a check."""

_CHECK: Final = Making(TaskKind.CHECK, SUPERVISOR, 3)


def making(cause: str) -> Making:
    """What this cause makes of a task; an unknown one is a check for a supervisor."""
    return CAUSES.get(cause, _CHECK)
