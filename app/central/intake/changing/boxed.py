"""Changes that come when the box is closed: it is stopped, and a person decides whether the change is followed.

The box may leave all the same from a bench that does not hear us: then the change came too late, and a task says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec

from app.central.centre import Centre
from app.central.channels.values import ChangeRow
from app.central.intake.changing.cases import Case, case_of
from app.central.intake.changing.taking_out import take_out
from app.central.intake.promises.promising import place
from app.central.intake.showing import refresh
from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.central.work.documents import show_work
from app.domain.intake.changing import Change
from app.domain.intake.orders import HoldNeeded, HoldReason, NewOrder

FIELD: Final = "change"
"""The field of the hold that a waiting change puts on its order."""


@dataclass(frozen=True, slots=True)
class NoChangeWaits:
    """Nothing was done; `why` says so in words."""

    why: str


def stop_boxes(work: Work, case: Case, asked: NewOrder, kinds: frozenset[Change]) -> str:
    """Hold the order and say what changed; returns the words of the task."""
    order, words = case.order, ", ".join(sorted(kinds))
    text = f"Order {order.number}: {words}, but its box is closed. Stop it; then open it and pack anew, or send it so."
    if work.order_changes.waiting(order.order_id) is None:
        needed = HoldNeeded(reason=HoldReason.OPERATOR, field=FIELD, detail=f"Changed after packing: {words}.")
        place(work, order.order_id, needed, "channel")
    _keep(work, order, asked, words, "waiting")
    work.tasks.open(work.new_id(), "stop_shipment", text, order.order_id)
    refresh(work, order.order_id)
    _tell(work, order.list_id)
    return text


def refuse(work: Work, order: OrderRow, asked: NewOrder, kinds: frozenset[Change]) -> str:
    """It has left: keep what was asked, and have the customer told; returns the words of the task."""
    words = ", ".join(sorted(kinds))
    text = f"Order {order.number}: {words}, but it has left. Tell the customer; arrange a return or a second order."
    _keep(work, order, asked, words, "refused")
    work.tasks.open(work.new_id(), "changed_late", text, order.order_id)
    return text


def left_anyway(work: Work, order: OrderRow) -> None:
    """A box left while a change waited: the change can not be followed any more."""
    if work.order_changes.waiting(order.order_id) is not None:
        settle(work, order.order_id, "refused", "the box left")
        text = f"Order {order.number} left although it had changed after packing. Tell the customer."
        work.tasks.open(work.new_id(), "changed_late", text, order.order_id)


def open_boxes(work: Work, case: Case, why: str) -> None:
    """The closed boxes are void, and what was in them waits to be put back; the order can be picked anew."""
    for box in case.boxes:
        work.parcels.change(box.parcel_id, state="void", label="none" if box.label == "none" else "voided")
    take_out(work, case.order, case.row, why)


def send_as_packed(centre: Centre, site: str, order_id: str, who: str) -> str | NoChangeWaits:
    """Let the box leave as it is; the change is not followed, and the customer must be told. Returns that task."""
    with centre.begin(site) as work:
        order, waiting = work.orders.order(order_id), work.order_changes.waiting(order_id)
        if order is None or waiting is None:
            return NoChangeWaits("no change of this order waits")
        settle(work, order_id, "dropped", who)
        text = f"Order {order.number} is sent as packed although it changed ({waiting.kinds}). Tell the customer."
        work.tasks.open(work.new_id(), "changed_late", text, order_id)
        refresh(work, order_id)
        _tell(work, order.list_id)
        return text


def settle(work: Work, order_id: str, state: str, who: str) -> None:
    """Decide about the changes that wait, and let go of the hold they made, and of no other."""
    work.order_changes.decide(order_id, state, who)
    for hold in work.orders.holds(order_id):
        if hold.released_at is None and hold.reason == HoldReason.OPERATOR and hold.field == FIELD:
            work.orders.end_hold(hold.hold_id, who)


def asked_in(row: ChangeRow) -> NewOrder:
    return msgspec.json.decode(row.asked, type=NewOrder)


def waiting_case(work: Work, order_id: str) -> tuple[Case, ChangeRow] | NoChangeWaits:
    order, waiting = work.orders.order(order_id), work.order_changes.waiting(order_id)
    if order is None or waiting is None:
        return NoChangeWaits("no change of this order waits")
    return case_of(work, order), waiting


def _keep(work: Work, order: OrderRow, asked: NewOrder, words: str, state: str) -> None:
    row = ChangeRow(
        change_id=work.new_id(),
        order_id=order.order_id,
        asked=msgspec.json.encode(asked).decode(),
        kinds=words,
        state=state,
        detail="",
        decided_by="",
        asked_at=work.now,
        decided_at=None if state == "waiting" else work.now,
    )
    work.order_changes.insert(row)


def _tell(work: Work, list_id: str | None) -> None:
    row = work.lists.get(list_id) if list_id else None
    if row is not None:
        show_work(work, row)
