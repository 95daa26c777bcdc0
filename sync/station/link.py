"""The wire to the centre: a sync thread that decides, two socket threads that only carry; the station thread commits.

The sync thread runs the core and never waits for the network, so a long poll delays no upload, a deadline is kept even
for a peer that drips, and a stop is quick. Each socket thread owns one HTTP session (upload, feed). Nothing here writes
to the station's databases: what arrives is handed to `to_station`, which must return at once.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Final

from app.station.ports import BenchStanding
from app.station.storage import Identity
from sync.calling import cut
from sync.station.border import CONNECT_S, Border
from sync.station.client import Client, signed_headers
from sync.station.exchange import Outcome
from sync.station.lanes import drain, pull
from sync.station.lanes.core import Core, Departure, Step
from sync.station.lanes.lane import Direction
from sync.station.outbox import LinkEvent, Outbox

LONGEST_NAP_S: Final = 60.0


class _Word(Enum):
    QUEUED = auto()
    SETTLED = auto()
    APPLIED = auto()
    PLUG = auto()
    UNPLUG = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True)
class _Finished:
    direction: Direction
    number: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Connected:
    direction: Direction
    handle: socket.socket


_Message = _Word | _Finished | _Connected | BenchStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Deadlines in seconds; the feed's is added to what the long poll may wait."""

    connect_s: float = CONNECT_S
    upload_s: float = drain.DEADLINE_S
    feed_s: float = pull.DEADLINE_S


AS_DESIGNED: Final = Limits()


class Link:
    """Start it after enrolment; a new enrolment needs a new Link. Every method may be called from any thread."""

    def __init__(
        self,
        *,
        identity: Identity,
        outbox: Outbox,
        to_station: Callable[[LinkEvent], None],
        now: Callable[[], datetime],
        new_nonce: Callable[[], str],
        jitter: Callable[[float, float], float],
        limits: Limits = AS_DESIGNED,
        ca_file: str | None = None,
        version: Callable[[], str] = str,
    ) -> None:
        """`version` of this program is told to the centre with how the bench stands; asked on the sync thread."""
        self._to_station = to_station
        self._core = Core(
            identity=identity,
            outbox=outbox,
            now=now,
            jitter=jitter,
            new_nonce=new_nonce,
            upload_deadline_s=limits.upload_s,
            feed_deadline_s=limits.feed_s,
            version=version,
        )
        self._inbox: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        self._carriers = {
            direction: _Carrier(direction, identity, self._inbox, limits.connect_s, ca_file) for direction in Direction
        }
        self._handles: dict[Direction, socket.socket] = {}
        self._plugged = True
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    def start(self) -> None:
        for carrier in self._carriers.values():
            carrier.start()
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """Cut what is under way and end the threads; what was not settled stays in the outbox."""
        if self._thread.ident is None:
            return
        self._inbox.put(_Word.STOP)
        until = time.monotonic() + timeout_s
        self._thread.join(timeout_s)
        for carrier in self._carriers.values():
            carrier.join(max(0.0, until - time.monotonic()))
        self._let_go()

    def queued(self) -> None:
        """A command was committed: send soon."""
        self._inbox.put(_Word.QUEUED)

    def standing(self, now: BenchStanding) -> None:
        """The next question for changes says so."""
        self._inbox.put(now)

    def settled(self) -> None:
        """The last Settlement or Rewind is committed."""
        self._inbox.put(_Word.SETTLED)

    def applied(self) -> None:
        """The last ChangesPage or StartOver is committed."""
        self._inbox.put(_Word.APPLIED)

    def unplug(self) -> None:
        """Behave as if the cable were pulled: live connections are cut, new ones refused."""
        self._inbox.put(_Word.UNPLUG)

    def plug(self) -> None:
        self._inbox.put(_Word.PLUG)

    # --- the sync thread ---

    def _run(self) -> None:
        message: _Message | None = None
        while message is not _Word.STOP:
            step = self._core.step(time.monotonic())
            self._act(step)
            message = self._next(step.wake_at)
            if message is not None:
                self._take(message)
        self._set_plugged(False)
        for carrier in self._carriers.values():
            carrier.end()

    def _next(self, wake_at: float) -> _Message | None:
        try:
            return self._inbox.get(timeout=min(LONGEST_NAP_S, max(0.0, wake_at - time.monotonic())))
        except queue.Empty:
            return None

    def _act(self, step: Step) -> None:
        for direction in step.cuts:
            self._cut(direction)
        for event in step.events:
            self._to_station(event)
        for departure in step.departures:
            self._carriers[departure.direction].carry(departure)

    def _take(self, message: _Message) -> None:
        at = time.monotonic()
        if isinstance(message, _Finished):
            for event in self._core.finished(message.direction, message.number, message.outcome, at):
                self._to_station(event)
        elif isinstance(message, _Connected):
            self._hold(message)
        elif isinstance(message, BenchStanding):
            self._core.standing(message)
        elif message is _Word.QUEUED:
            self._core.queued(at)
        elif message is _Word.SETTLED:
            self._core.settled(at)
        elif message is _Word.APPLIED:
            self._core.applied(at)
        elif message in {_Word.PLUG, _Word.UNPLUG}:
            self._set_plugged(message is _Word.PLUG)
            if self._plugged:
                self._core.plugged(at)

    def _hold(self, message: _Connected) -> None:
        """Keep the duplicate of a lane's newest connection, so that it can be cut."""
        older = self._handles.pop(message.direction, None)
        if older is not None:
            older.close()
        self._handles[message.direction] = message.handle
        if not self._plugged:
            self._cut(message.direction)

    def _set_plugged(self, plugged: bool) -> None:
        self._plugged = plugged
        for direction, carrier in self._carriers.items():
            carrier.border.plugged = plugged
            if not plugged:
                self._cut(direction)

    def _cut(self, direction: Direction) -> None:
        handle = self._handles.pop(direction, None)
        if handle is not None:
            cut(handle)

    def _let_go(self) -> None:
        """Close duplicates that arrived after the sync thread ended."""
        while not self._inbox.empty():
            message = self._inbox.get()
            if isinstance(message, _Connected):
                cut(message.handle)


class _Carrier:
    """A socket thread: it makes the calls it is given, one at a time, and reports each outcome."""

    def __init__(
        self,
        direction: Direction,
        identity: Identity,
        inbox: queue.SimpleQueue[_Message],
        connect_s: float,
        ca_file: str | None,
    ) -> None:
        self._direction = direction
        self._identity = identity
        self._inbox = inbox
        self._ca_file = ca_file
        self._calls: queue.SimpleQueue[Departure | None] = queue.SimpleQueue()
        self.border = Border(lambda handle: inbox.put(_Connected(direction, handle)), connect_s)
        self._thread = threading.Thread(target=self._run, name=f"sync-{direction.value}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def carry(self, departure: Departure) -> None:
        self._calls.put(departure)

    def end(self) -> None:
        self._calls.put(None)

    def join(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    def _run(self) -> None:
        client = Client(self._identity.centre_url, self.border, self._ca_file)
        try:
            while (departure := self._calls.get()) is not None:
                headers = signed_headers(self._identity.station_id, self._identity.key, departure.call)
                outcome = client.exchange(departure.call, headers)
                self._inbox.put(_Finished(self._direction, departure.number, outcome))
        finally:
            client.close()
