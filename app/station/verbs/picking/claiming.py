"""Keep the bench supplied: leased pick lists ahead of the packer, and label numbers before they run out."""

from __future__ import annotations

from app.domain.documents import QueueRow, WorkList
from app.domain.facts import ClaimWork, LeaseNumbers
from app.domain.floor.labelling import Parcel
from app.domain.floor.walk import PickRun
from app.station import lane
from app.station.desk import Turn

LISTS_AHEAD = 3
NUMBERS_AHEAD = 200
TO_BE_HAD = frozenset({"ready", "waiting"})
"""States of queue rows that a claim may bring here."""


def leased(turn: Turn) -> list[WorkList]:
    """Pick lists leased to this bench and not begun, first to do first."""
    begun = lane.done_lists(turn.work) | {run.list_id for run in turn.work.all(PickRun)}
    ahead = [work for work in turn.work.docs(WorkList) if work.list_id not in begun and _open(work)]
    return sorted(ahead, key=lambda work: (_rank(turn, work), work.list_id))


def supply(turn: Turn) -> bool:
    """Ask for work and numbers when either runs low and no such request is waiting; True if something was asked."""
    waiting = turn.work.pending_kinds()
    asked = False
    if turn.bench.packer_id and "ClaimWork" not in waiting and (missing := _missing(turn)):
        turn.record(ClaimWork(lists=missing))
        asked = True
    if "LeaseNumbers" not in waiting and turn.work.serials_left() < NUMBERS_AHEAD // 2:
        turn.record(LeaseNumbers(count=NUMBERS_AHEAD))
        asked = True
    return asked


def retire(turn: Turn, list_id: str) -> None:
    """Drop the bench's copy of a list once every order left its tote and every parcel has its label on."""
    run = turn.work.get(PickRun, list_id)
    if run is None or not set(run.emptied) >= set(run.orders):
        return
    unlabelled = (turn.work.get(Parcel, parcel_id) for parcel_id in lane.lane(turn.work).open)
    if any(parcel is not None and parcel.list_id == list_id for parcel in unlabelled):
        return
    turn.work.drop(PickRun, list_id)
    turn.work.drop(WorkList, list_id)
    lane.retired(turn.work, run)


def forget_done(turn: Turn) -> None:
    """Forget lists worked off here whose lease is gone. Only with an empty outbox: until the centre has heard
    everything, a replica being fetched again might bring the same list back."""
    done = lane.done_lists(turn.work)
    if done and not turn.work.pending_kinds():
        leases = {work.list_id for work in turn.work.docs(WorkList)}
        lane.withdrawn(turn.work, frozenset(done - leases))


def _missing(turn: Turn) -> int:
    """How many lists to ask for; 0 while the queue has none to give, else an idle bench would ask for ever."""
    missing = LISTS_AHEAD - len(leased(turn))
    if missing <= 0 or not any(row.state in TO_BE_HAD for row in turn.work.docs(QueueRow)):
        return 0
    return missing


def _rank(turn: Turn, work: WorkList) -> int:
    row = turn.work.doc(QueueRow, work.list_id)
    return row.rank if row else 0


def _open(work: WorkList) -> bool:
    """Whether there is anything to pick for an order that may go on."""
    going = {order.order_id for order in work.orders if order.state == "open"}
    return any(need.order_id in going for stop in work.stops for need in stop.needs)
