"""Keep the bench supplied: leased pick lists ahead of the packer, and label numbers before they run out."""

from __future__ import annotations

from app.domain.documents import QueueRow, WorkList
from app.domain.facts import ClaimWork, LeaseNumbers
from app.domain.walk import PickRun
from app.station.desk import Turn

LISTS_AHEAD = 3
NUMBERS_AHEAD = 200


def leased(turn: Turn) -> list[WorkList]:
    """Pick lists leased to this bench and not begun, first to do first."""
    begun = {run.list_id for run in turn.work.all(PickRun)}
    ahead = [work for work in turn.work.docs(WorkList) if work.list_id not in begun and _open(work)]
    return sorted(ahead, key=lambda work: (_rank(turn, work), work.number))


def supply(turn: Turn) -> bool:
    """Ask for work and numbers when either runs low and no such request is waiting; True if something was asked."""
    waiting = turn.work.pending_kinds()
    asked = False
    if turn.bench.packer_id and "ClaimWork" not in waiting and (missing := LISTS_AHEAD - len(leased(turn))) > 0:
        turn.record(ClaimWork(lists=missing))
        asked = True
    if "LeaseNumbers" not in waiting and turn.work.serials_left() < NUMBERS_AHEAD // 2:
        turn.record(LeaseNumbers(count=NUMBERS_AHEAD))
        asked = True
    return asked


def forget_done(turn: Turn) -> None:
    """Drop what is kept of a list once every tote is emptied and the centre has withdrawn the lease."""
    for run in turn.work.all(PickRun):
        if set(run.emptied) >= set(run.orders) and turn.work.doc(WorkList, run.list_id) is None:
            turn.work.drop(PickRun, run.list_id)
            turn.work.drop(WorkList, run.list_id)


def _rank(turn: Turn, work: WorkList) -> int:
    row = turn.work.doc(QueueRow, work.list_id)
    return row.rank if row else 0


def _open(work: WorkList) -> bool:
    return any(order.state == "open" for order in work.orders)
