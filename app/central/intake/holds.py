"""Holds by their name: placed and released one by one, each judged again only by its own cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.central.centre import Centre
from app.central.details.questions import asking as questions
from app.central.intake.changes import go_on
from app.central.intake.changing.leaving_lots import is_boxed, leave_lots, recalled_lots
from app.central.intake.promises.promising import place
from app.central.intake.showing import refresh
from app.central.storage.unit import Work
from app.central.values import HoldRow
from app.central.work.documents import show_work
from app.domain.intake.orders import HoldNeeded, HoldReason

BY_ITSELF: Final = "centre"
"""Who releases and places holds that follow from facts; whatever else stands there is a person."""
NOBODY: Final = frozenset({BY_ITSELF, "channel", "stock", "payment"})


@dataclass(frozen=True, slots=True)
class NotHeld:
    """Nothing was held or released; `why` says so in words."""

    why: str


def place_hold(centre: Centre, site: str, order_id: str, detail: str, who: str) -> str | NotHeld:
    """Put a person's hold on an order: it stops where it stands, at the bench too. Returns the hold's id.

    An order that is over is not held: whoever cancelled it a moment before was first. Nor is one that the same person
    holds for the same already: a form was sent twice. Raises LookupError if unknown.
    """
    with centre.begin(site) as work:
        order = work.orders.order(order_id)
        if order is None:
            raise LookupError(f"there is no order {order_id!r}")
        if order.lifecycle not in ("submitted", "accepted"):
            return NotHeld(f"the order is {order.lifecycle}: nothing is left to hold")
        mine = (HoldReason.OPERATOR, detail, who)
        live = [hold for hold in work.orders.holds(order_id) if hold.released_at is None]
        if any((hold.reason, hold.detail, hold.placed_by) == mine for hold in live):
            return NotHeld("it is held for that already")
        hold_id = place(work, order_id, HoldNeeded(reason=HoldReason.OPERATOR, field="", detail=detail), who)
        follow(work, order_id)
        return hold_id


def release_hold(centre: Centre, site: str, order_id: str, reason: HoldReason, who: str) -> bool:
    """Release every open hold of one name, leaving all others; the order goes on if they were the last.

    False if there was none.
    """
    with centre.begin(site) as work:
        released = work.orders.release_holds(order_id, reason.value, who)
        if released:
            follow(work, order_id)
        return bool(released)


def release_one(centre: Centre, site: str, hold_id: str, who: str) -> HoldRow | NotHeld:
    """Release one hold and no other, not even of its own name; returns it as it stood."""
    with centre.begin(site) as work:
        found = work.orders.hold(hold_id)
        if found is None or not work.orders.release_hold(hold_id, who):
            return NotHeld("there is no such hold" if found is None else f"{found.released_by} released it already")
        follow(work, found.order_id)
        return found


def judge_again(work: Work, order_id: str, reason: HoldReason, needed: Sequence[HoldNeeded], who: str) -> bool:
    """Make the open holds of one reason what is needed now; True when any changed.

    What a person released stays released as long as the finding is word for word the same.
    """
    mine = [hold for hold in work.orders.holds(order_id) if hold.reason == reason]
    wanted = {(one.field, one.detail): one for one in needed if one.reason is reason}
    settled = {(hold.field, hold.detail) for hold in mine if hold.released_at and hold.released_by not in NOBODY}
    live = {(hold.field, hold.detail): hold for hold in mine if hold.released_at is None}
    over = [hold for key, hold in live.items() if key not in wanted]
    new = [one for key, one in wanted.items() if key not in live and key not in settled]
    for hold in over:
        work.orders.end_hold(hold.hold_id, who)
    for one in new:
        place(work, order_id, one, who)
    return bool(over or new)


def follow(work: Work, order_id: str) -> None:
    """Let the holds of an order take effect: it goes on, or it stops where it stands and its bench is told.

    What goes on without a recalled lot it was promised is walked for anew; a closed box stays as a person let it.
    """
    order = work.orders.order(order_id)
    if order is None or order.lifecycle not in ("submitted", "accepted"):
        return
    questions.follow(work, order_id)
    if order.list_id is not None and not any(hold.released_at is None for hold in work.orders.holds(order_id)):
        lots = recalled_lots(work, order_id)
        if lots and not is_boxed(work, order_id):
            leave_lots(work, order, lots)
            go_on(work, order_id)
            return
    if order.list_id is None:
        go_on(work, order_id)
        return
    refresh(work, order_id)
    row = work.lists.get(order.list_id)
    if row is not None:
        show_work(work, row)
