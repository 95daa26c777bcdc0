"""What ending a task does: units put back are stock, a count corrects the books, a stopped parcel is void or gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.central.stock.moving import NotMoved
from app.central.stock.returns.shelving import put_on_shelves
from app.central.storage.unit import Work
from app.central.supply.faces.refilling import bring
from app.central.values import LevelRow
from app.central.work.values import TaskItem, TaskRow
from app.domain.stock.counting import Standing, correct
from app.domain.stock.movements import Delta, Movement


@dataclass(frozen=True, slots=True)
class NotDone:
    """Nothing was changed; `code` for programs, `why` in words, `field` the wrong field of the result if one is."""

    code: str
    why: str
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a task: units `counted`; `outcome` voided | left of a parcel; a note in words."""

    counted: int | None = None
    outcome: str = ""
    note: str = ""


def apply(work: Work, row: TaskRow, result: Result, by: str) -> str | NotDone:
    """Do what the end of this task means; the outcome in words, or what is missing to end it."""
    if row.cause == "quarantine":
        return NotDone("decide", "decide about the command: release or discard it, and the task ends by itself")
    effect = EFFECTS.get(row.kind)
    return effect(work, row, result, by) if effect else result.outcome or "done"


def put_back(work: Work, row: TaskRow, result: Result, by: str) -> str | NotDone:
    """The units are on their shelves and can be sold. A shelf that was counted meanwhile is counted again."""
    back = sum(_put_back(work, row, number, item, by) for number, item in enumerate(work.tasks.items(row.task_id)))
    return f"{back} units put back" if back else "done"


def _put_back(work: Work, row: TaskRow, number: int, item: TaskItem, by: str) -> int:
    level = work.stock.level(item.sku, item.location, item.lot)
    aside = level.unavailable - level.quarantined if level else 0
    units = min(item.quantity, aside)
    idem = f"task:{row.task_id}:{number}:{Movement.PUT_BACK}"
    if units and not _move(work, Movement.PUT_BACK, item, units, row, idem, by):
        units = 0
    if units < item.quantity:
        text = f"Count {item.sku} at {item.location}: {item.quantity - units} more were put back than the books miss."
        work.tasks.open(work.new_id(), "count", text, items=[item])
    return units


def count(work: Work, row: TaskRow, result: Result, by: str) -> str | NotDone:
    """The books follow the count. One that is neither what they say nor what was reported is made by other eyes too."""
    if result.counted is None:
        return NotDone("field", "a count needs the units counted", "counted")
    if not 0 <= result.counted <= 1_000_000:
        return NotDone("field", "expected 0 to 1000000 units", "counted")
    if not (row.sku and row.location):
        return f"{result.counted} counted"
    (item,) = work.tasks.items(row.task_id)[:1] or (TaskItem(row.sku, row.location, 1),)
    level = work.stock.open_level(item.sku, item.location, item.lot)
    missing = level.unavailable - level.quarantined
    if row.cause != "recount" and result.counted not in (level.on_hand, level.on_hand - missing):
        text = f"Count {item.sku} at {item.location} again: {by} found {result.counted}, the books say {level.on_hand}."
        work.tasks.open(work.new_id(), "recount", text, source=row.task_id, items=[item], not_for=by)
        return f"{result.counted} counted by {by}; it is counted again"
    return _correct(work, row, item, level, result.counted, by)


def _correct(work: Work, row: TaskRow, item: TaskItem, level: LevelRow, counted: int, by: str) -> str | NotDone:
    now = Standing(
        on_hand=level.on_hand,
        allocated=level.allocated,
        reserved=level.reserved,
        unavailable=level.unavailable,
        quarantined=level.quarantined,
        backorder_limit=level.backorder_limit,
    )
    found = correct(counted, now, Delta())
    key = f"task:{row.task_id}"
    good = not found.found or _move(work, Movement.FOUND, item, found.found, row, f"{key}:{Movement.FOUND}", by)
    if not (good and _move(work, Movement.COUNTED, item, found.change, row, f"{key}:{Movement.COUNTED}", by)):
        return NotDone("moved", "the shelf moved while it was counted: say the count again")
    if found.kept:
        text = f"{counted} x {item.sku} counted at {item.location}, but {found.kept} more are promised: count again."
        work.tasks.open(work.new_id(), "recount", text, source=row.task_id, items=[item], not_for=by)
    return f"{counted} counted, the books changed by {found.change:+d}"


def stop_shipment(work: Work, row: TaskRow, result: Result, by: str) -> str | NotDone:
    """The parcel was stopped and its label destroyed, or it has left and the customer is to be told."""
    if result.outcome not in ("voided", "left"):
        return NotDone("field", "expected voided (it is here, its label destroyed) or left", "outcome")
    parcels = [work.parcels.get(row.parcel_id)] if row.parcel_id else list(work.parcels.of_order(row.order_id or ""))
    stopped = [one for one in parcels if one is not None and one.state not in ("void", "shipped")]
    if result.outcome == "voided":
        for parcel in stopped:
            work.parcels.change(parcel.parcel_id, state="void", label="none" if parcel.sscc is None else "voided")
        return f"{len(stopped)} parcels voided"
    for parcel in stopped:
        work.parcels.change(parcel.parcel_id, dispatched_at=parcel.dispatched_at or work.now)
    after_leaving(work, row)
    return "it had left"


def after_leaving(work: Work, row: TaskRow) -> None:
    """Units that left are not there to be put back: their shelves are counted, and somebody arranges the return."""
    for other in work.tasks.open_of(order_id=row.order_id or "", kind="put_back") if row.order_id else ():
        for item in work.tasks.items(other.task_id):
            text = f"Count {item.sku} at {item.location}: {item.quantity} left with a parcel that was to be stopped."
            work.tasks.open(work.new_id(), "count", text, items=[item])
        work.tasks.close(other.task_id, "the units left with the parcel", state="cancelled")
    order = work.orders.order(row.order_id) if row.order_id else None
    named = f"order {order.number}" if order else "a cancelled order"
    text = f"A parcel of {named} left though it was cancelled: arrange its return."
    work.tasks.open(work.new_id(), "cancelled_late", text, row.order_id or "")


def replenish(work: Work, row: TaskRow, result: Result, by: str) -> str | NotDone:
    """Units of the reserve lie in the pick face; `counted` says how many, when it was not all of them."""
    done = bring(work, row, result.counted, by)
    if isinstance(done, NotMoved):
        return NotDone("moved", done.why)
    brought, asked = done
    return f"{brought} units brought" + (f" of {asked}" if brought < asked else "")


def restock(work: Work, row: TaskRow, result: Result, by: str) -> str | NotDone:
    """Fit units lie on their shelves and can be sold there."""
    done = put_on_shelves(work, row, by)
    if isinstance(done, NotMoved):
        return NotDone("moved", done.why)
    moved, asked = done
    before = f", {asked - moved} were moved before" if moved < asked else ""
    return f"{moved} units put on their shelves{before}" if asked else result.outcome or "done"


def contact(work: Work, row: TaskRow, result: Result, by: str) -> str | NotDone:
    """What the customer said is kept with the task."""
    if not result.note.strip():
        return NotDone("field", "write down what the customer said", "note")
    return result.outcome or "spoken to"


def _move(work: Work, kind: Movement, item: TaskItem, units: int, row: TaskRow, idem: str, by: str) -> bool:
    return work.stock.move(
        kind,
        item.sku,
        item.location,
        units,
        ledger_id=work.new_id(),
        cause=row.order_id or f"task {row.task_id}",
        idem=idem,
        actor=by,
        lot_code=item.lot,
        reason=row.cause,
    )


EFFECTS: Final[dict[str, Callable[[Work, TaskRow, Result, str], str | NotDone]]] = {
    "put_back": put_back,
    "count": count,
    "stop_shipment": stop_shipment,
    "contact_customer": contact,
    "replenish": replenish,
    "restock": restock,
}
"""By kind; the others end with the words given."""
