"""The link's core: two lanes that fail independently, deadlines, and one word on how the wire stands.

Sans-IO: bytes in, bytes out; time, randomness and storage are handed in, so a simulation runs exactly this code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.station.ports import BenchStanding, LinkChanged, LinkState
from app.station.storage import ChangesPage, Identity, StartOver
from sync.station.exchange import Broken, Call, Outcome
from sync.station.lanes import drain, pull
from sync.station.lanes.lane import Direction, Lane, change
from sync.station.outbox import LinkEvent, Outbox

QUICK_S: Final = 1.0
"""An empty reply sooner than this was no long poll: ask again only after the polling interval."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A call for the socket border to make; its outcome comes back with this direction and number."""

    direction: Direction
    number: int
    call: Call


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done now; `wake_at` is when to step again if nothing happens before."""

    departures: tuple[Departure, ...]
    cuts: tuple[Direction, ...]
    events: tuple[LinkEvent, ...]
    wake_at: float


class _Feed(Lane):
    """The feed rests between polls unless the centre held the question open."""

    def rest(self, at: float) -> float:
        return at + pull.POLL_S if at - self._started < QUICK_S else at


class Core:
    """Not thread-safe: the sync thread owns it. `at` is monotonic seconds."""

    def __init__(
        self,
        *,
        identity: Identity,
        outbox: Outbox,
        now: Callable[[], datetime],
        jitter: Callable[[float, float], float],
        new_nonce: Callable[[], str],
        upload_deadline_s: float = drain.DEADLINE_S,
        feed_deadline_s: float = pull.DEADLINE_S,
        version: Callable[[], str] = str,
    ) -> None:
        self._now = now
        self._drain = drain.Drain(identity, outbox, new_nonce, upload_deadline_s)
        self._pull = pull.Pull(identity, outbox, new_nonce, feed_deadline_s, version)
        self._upload = Lane(Direction.UPLOAD, self._drain, jitter)
        self._feed = _Feed(Direction.FEED, self._pull, jitter)
        self._lanes = {Direction.UPLOAD: self._upload, Direction.FEED: self._feed}
        self._state: LinkState | None = None
        self._lineage = identity.server_epoch

    def step(self, at: float) -> Step:
        """End what is overdue, start what is due."""
        events: list[LinkEvent] = []
        cuts = []
        for lane in self._lanes.values():
            if lane.overdue(at):
                cuts.append(lane.direction)
                events += self._arrived(lane, Broken("no whole reply before the deadline"), at)
        departures = []
        for lane in self._lanes.values():
            departure = lane.depart(at)
            if departure is not None:
                departures.append(Departure(lane.direction, *departure))
        events += self._state_change()
        wake_at = min(lane.due for lane in self._lanes.values())
        return Step(tuple(departures), tuple(cuts), tuple(events), wake_at)

    def finished(self, direction: Direction, number: int, outcome: Outcome, at: float) -> list[LinkEvent]:
        """The outcome of a call; one that is no longer in flight says nothing."""
        lane = self._lanes[direction]
        if lane.flight != number:
            return []
        return [*self._arrived(lane, outcome, at), *self._state_change()]

    def queued(self, at: float) -> None:
        """A command was committed."""
        self._upload.wake(at)

    def standing(self, now: BenchStanding) -> None:
        """How the bench stands, to be told with the next question for changes."""
        self._pull.standing(now)

    def settled(self, at: float) -> None:
        """The station stored the last verdicts (or rewound)."""
        self._upload.taken(at)
        self._feed.wake(at)

    def applied(self, at: float) -> None:
        """The station applied the last page (or started over)."""
        self._feed.taken(at)

    def plugged(self, at: float) -> None:
        """The network is back: try at once."""
        for lane in self._lanes.values():
            lane.retry_now(at)

    def _arrived(self, lane: Lane, outcome: Outcome, at: float) -> list[LinkEvent]:
        before = lane.evidence
        event = lane.arrive(outcome, at)
        if isinstance(event, StartOver) or self._is_new_lineage(event):
            self._drain.ask()
            self._upload.wake(at)
        if _is_down(before) and not _is_down(lane.evidence):
            self.plugged(at)
        return [] if event is None else [event]

    def _is_new_lineage(self, event: LinkEvent | None) -> bool:
        """Whether the feed tells of a restored centre (an empty feed never answers 410)."""
        if not isinstance(event, ChangesPage) or event.server_epoch == self._lineage:
            return False
        self._lineage = event.server_epoch
        return True

    def _state_change(self) -> list[LinkEvent]:
        changed = change(self._state, tuple(self._lanes.values()))
        if changed is None:
            return []
        self._state = changed[0]
        return [LinkChanged(state=changed[0], detail=changed[1], at=self._now())]


def _is_down(evidence: tuple[LinkState, str] | None) -> bool:
    return evidence is not None and evidence[0] in {LinkState.OFFLINE, LinkState.NOT_TRUSTED}
