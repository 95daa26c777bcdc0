"""One direction of the link as a state machine: waiting, flying, or handed to the station. Time is handed in."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from enum import Enum
from typing import Final, Protocol

from app.station.ports import LinkState
from app.station.storage import DamagedCommand, StorageFault
from sync.station.exchange import Call, Failure, Outcome, Trouble
from sync.station.lanes.pacing import Backoff
from sync.station.outbox import LinkEvent

log = logging.getLogger(__name__)

STATION_PATIENCE_S: Final = 30.0
"""How long the station thread may take to commit what it was handed before we ask the centre again (harmless)."""

Evidence = tuple[LinkState, str]

_EVIDENCE: Final = {
    Trouble.OFFLINE: LinkState.OFFLINE,
    Trouble.SERVER_ERROR: LinkState.OFFLINE,
    Trouble.NOT_TRUSTED: LinkState.NOT_TRUSTED,
    Trouble.REFUSED: LinkState.REFUSED,
    Trouble.FORK: LinkState.FORKED,
    Trouble.UPDATE_NEEDED: LinkState.UPDATE_NEEDED,
}
"""What a failure says about the wire; the others say nothing: the centre was reached."""

_PATIENT: Final = frozenset({Trouble.REFUSED, Trouble.UPDATE_NEEDED})


class Direction(Enum):
    UPLOAD = "upload"
    FEED = "feed"


class Task(Protocol):
    """Drain or Pull: the next call, and what its outcome means."""

    def prepare(self) -> Call | None: ...
    def digest(self, outcome: Outcome) -> LinkEvent | Failure | None: ...


class Lane:
    """`due` is when to act next; while flying it is the deadline of the exchange."""

    def __init__(self, direction: Direction, task: Task, jitter: Callable[[float, float], float]) -> None:
        self.direction = direction
        self._task = task
        self._pace = Backoff(jitter)
        self.due = 0.0
        self.flight: int | None = None
        self._flights = 0
        self._started = 0.0
        self._handed_over = False
        self._resting = False
        self._again = False
        self.evidence: Evidence | None = None
        """What this lane last learnt about the wire; None before the first outcome, and when nothing is left to try."""

    def depart(self, at: float) -> tuple[int, Call] | None:
        """The call to make now, with its number; None if nothing is due."""
        if self.flight is not None or at < self.due:
            return None
        self._handed_over = self._resting = self._again = False
        try:
            call = self._task.prepare()
        except StorageFault as fault:
            self._storage_failed(fault, at)
            return None
        if call is None:
            self.evidence = None
            self.due = math.inf
            return None
        self._flights += 1
        self.flight = self._flights
        self._started, self.due = at, at + call.deadline_s
        return self.flight, call

    def overdue(self, at: float) -> bool:
        return self.flight is not None and at >= self.due

    def arrive(self, outcome: Outcome, at: float) -> LinkEvent | None:
        """End the flight. What to hand to the station, if anything; the lane then waits for `taken`."""
        self.flight = None
        told = self._task.digest(outcome)
        if isinstance(told, Failure):
            self._failed(told, at)
            return None
        self._pace.succeeded()
        self.evidence = (LinkState.ONLINE, "")
        if told is None:
            self.due = at if self._again else self.rest(at)
            return None
        self._handed_over = True
        self.due = at + STATION_PATIENCE_S
        return told

    def rest(self, at: float) -> float:
        """When to go again after an exchange that changed nothing."""
        return at

    def taken(self, at: float) -> None:
        """The station committed what it was handed (perhaps later than we waited: look again in any case)."""
        self._handed_over = False
        self.wake(at)

    def wake(self, at: float) -> None:
        """Something may have changed: go now, unless flying, backing off, or waiting for the station."""
        self._again = True
        if self.flight is None and not self._handed_over and not self._resting:
            self.due = at

    def retry_now(self, at: float) -> None:
        """The network is said to be back: do not wait out the back-off (a fork stays)."""
        if self.flight is None and not self._handed_over and self._forked() is False:
            self._resting = False
            self.due = min(self.due, at)

    def _forked(self) -> bool:
        return self.evidence is not None and self.evidence[0] is LinkState.FORKED

    def _failed(self, failure: Failure, at: float) -> None:
        log.info("%s: %s (%s)", self.direction.value, failure.trouble, failure.detail)
        state = _EVIDENCE.get(failure.trouble, LinkState.ONLINE)
        self.evidence = (state, "" if state is LinkState.ONLINE else failure.detail)
        self._resting = True
        if failure.trouble is Trouble.FORK:
            self.due = math.inf
        elif failure.trouble in _PATIENT:
            self.due = at + self._pace.patient()
        else:
            self.due = at + self._pace.failed(failure.retry_after_s)

    def _storage_failed(self, fault: StorageFault, at: float) -> None:
        log.error("%s: %s", self.direction.value, fault)
        self._resting = True
        if isinstance(fault, DamagedCommand):
            self.evidence = (LinkState.REFUSED, f"{fault}: enrol this bench again to set it aside")
            self.due = at + self._pace.patient()
        else:
            self.due = at + self._pace.failed()


def change(before: LinkState | None, lanes: tuple[Lane, ...]) -> Evidence | None:
    """The state of the wire if it differs from `before`: the first lane in trouble speaks for both."""
    known = [lane.evidence for lane in lanes if lane.evidence is not None]
    if not known:
        return None
    now = next((evidence for evidence in known if evidence[0] is not LinkState.ONLINE), known[0])
    return None if now[0] is before else now
