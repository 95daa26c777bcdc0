"""What happens next with an order and who has to act, in words; and its states as tones and words. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.central.desk.values import Around, Asked, ListedOrder

Clock = Callable[[datetime], str]
Pill = tuple[str, str]
"""(tone, word); tones: right, care, wrong, next, stop, quiet."""

HOLD_TONES: Final = {"payment": "wrong", "risk": "wrong"}
HOLD_WORDS: Final = {"operator": "by us"}
KIND_WORDS: Final = {
    "put_back": "put back", "stop_shipment": "stop shipment", "contact_customer": "call customer",
    "check": "look at it", "count": "count", "restock": "restock", "inspect": "inspect",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """`needs_person`: somebody has to act before it goes on."""

    pills: tuple[Pill, ...]
    words: str
    needs_person: bool = False


def next_step(order: ListedOrder, around: Around, clock: Clock) -> NextStep:
    """One sentence or two about what comes next, and the pills beside it."""
    if order.lifecycle in ("cancelled", "rejected"):
        return _ended(order, around)
    step = _without_tasks(order, around, clock)
    if not around.tasks:
        return step
    if around.holds and all(task.kind == "contact_customer" for task in around.tasks):
        caller = around.tasks[0].holder
        words = f"{step.words} {caller} calls the customer." if caller else f"{step.words} Call the customer."
        return NextStep(pills=step.pills, words=words, needs_person=True)
    kind = around.tasks[0].kind
    pills = (*step.pills, ("care", KIND_WORDS.get(kind, kind.replace("_", " "))))
    return NextStep(pills=pills, words=_task_words(around), needs_person=True)


def hold_pill(reason: str) -> Pill:
    return HOLD_TONES.get(reason, "care"), f"on hold · {HOLD_WORDS.get(reason, reason)}"


def _without_tasks(order: ListedOrder, around: Around, clock: Clock) -> NextStep:
    if around.holds:
        return _held(order, around, clock)
    if order.fulfilment == "shipped":
        return _left(around, clock)
    ready = [parcel for parcel in around.parcels if parcel.state != "shipped"]
    if ready:
        return _packed(around, clock)
    if around.on_list is not None and order.list_id is not None:
        return _on_list(order, around)
    if order.lifecycle == "accepted" and around.ahead:
        units = ", ".join(f"{units} x {sku}" for sku, units in around.ahead)
        words = f"Waits for stock it is promised ahead: {units}. Goes on by itself."
        return NextStep(pills=(("care", "promised ahead"),), words=words)
    if order.lifecycle == "accepted" and order.fulfilment == "partially_shipped":
        words = "A part has left. The rest waits for stock or for its pick list."
        return NextStep(pills=(("next", "part shipped"),), words=words)
    if order.lifecycle == "accepted":
        return NextStep(pills=(("next", "to release"),), words="Stock is promised. Waits for its pick list.")
    return NextStep(pills=(("quiet", order.lifecycle),), words="Is being looked at.")


def _ended(order: ListedOrder, around: Around) -> NextStep:
    pills: tuple[Pill, ...] = (("stop", order.lifecycle),)
    if around.tasks:
        return NextStep(pills=pills, words=_task_words(around), needs_person=True)
    return NextStep(pills=pills, words="Nothing is left to do.")


def _task_words(around: Around) -> str:
    task = around.tasks[0]
    holder = f" {task.holder} has the task." if task.holder else " Nobody has the task yet."
    more = f" And {len(around.tasks) - 1} more." if len(around.tasks) > 1 else ""
    return f"{task.reason.rstrip()}{holder}{more}"


def _held(order: ListedOrder, around: Around, clock: Clock) -> NextStep:
    reasons = list(dict.fromkeys(hold.reason for hold in around.holds))
    if len(reasons) == 1:
        pills: tuple[Pill, ...] = (hold_pill(reasons[0]),)
    else:
        pills = tuple((HOLD_TONES.get(reason, "care"), HOLD_WORDS.get(reason, reason)) for reason in reasons)
    if order.list_id is not None and around.on_list is not None:
        pills = (*pills, ("next", around.on_list.number))
    first = next((hold for hold in around.holds if hold.reason != "stock"), around.holds[0])
    words = first.detail.rstrip()
    if around.asked is not None:
        words += f" {_asked(around.asked, clock)}"
    return NextStep(pills=pills, words=words, needs_person=first.reason != "stock")


def _asked(asked: Asked, clock: Clock) -> str:
    if asked.linked_at is None:
        return "The customer was not written to: call."
    opened = f"link opened {clock(asked.opened_at)}" if asked.opened_at else "not opened yet"
    return f"Asked {clock(asked.asked_at)}, {opened}."


def _left(around: Around, clock: Clock) -> NextStep:
    gone = [parcel.dispatched_at for parcel in around.parcels if parcel.dispatched_at is not None]
    if not gone:
        return NextStep(pills=(("right", "shipped"),), words="Has left.")
    parcels = "1 parcel" if len(gone) == 1 else f"{len(gone)} parcels"
    return NextStep(pills=(("right", "shipped"),), words=f"Left {clock(max(gone))}, {parcels}.")


def _packed(around: Around, clock: Clock) -> NextStep:
    waiting = [parcel for parcel in around.parcels if parcel.state != "shipped"]
    left = len(around.parcels) - len(waiting)
    pills: tuple[Pill, ...] = (("next", f"{left} of {len(around.parcels)} left"),) if left else ()
    newest = waiting[-1]
    if any(parcel.state == "blocked" for parcel in waiting):
        return NextStep(pills=(*pills, ("stop", "blocked")), words="A parcel must not leave.", needs_person=True)
    if any(parcel.label == "unknown" for parcel in waiting):
        words = "Did a label come out? The bench is asked."
        return NextStep(pills=(*pills, ("care", "label unknown")), words=words, needs_person=True)
    if all(parcel.label == "applied" for parcel in waiting):
        words = f"Packed {clock(newest.closed_at)}, label applied. Waits for the truck."
        return NextStep(pills=(*pills, ("right", "packed")), words=words)
    return NextStep(pills=(*pills, ("next", "packed")), words=f"Packed {clock(newest.closed_at)}. Waits for its label.")


def _on_list(order: ListedOrder, around: Around) -> NextStep:
    on_list = around.on_list
    assert on_list is not None
    tote = f", tote {on_list.tote}" if on_list.tote else ""
    where = f"Pick list {on_list.number}{tote}"
    part: tuple[Pill, ...] = (("next", "part shipped"),) if order.fulfilment == "partially_shipped" else ()
    if not on_list.station:
        return NextStep(pills=(*part, ("next", "waiting")), words=f"{where}. Waits for a bench.")
    doing = {"claimed": "Comes up there.", "picking": "Is being picked.", "picked": "Is picked and comes to packing."}
    words = f"{where}. {doing.get(on_list.state, 'Is being worked on.')}"
    return NextStep(pills=(*part, ("next", on_list.station)), words=words)
