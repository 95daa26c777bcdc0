"""A network from hell in virtual time around the shipped core and the shipped store; one seed, one run."""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from app.domain.documents import FloorTask, StoppedOrder
from app.station.ports import LinkChanged
from app.station.storage import ChangesPage, Rewind, Settlement, StartOver, Store
from sync.station.exchange import Answer, Broken, Outcome
from sync.station.lanes.core import Core, Departure
from sync.station.lanes.lane import Direction
from sync.station.outbox import LinkEvent
from tests.sync_station.benches import START, record
from tests.sync_station.model.model_centre import Books, ModelCentre
from tests.sync_station.model.task_bench import TaskBench

STORM_S = 400.0
CALM_S = 600.0
ENDED = "ended"
"""Stands among the states of the wire where its process died: the next one tells its state anew."""
PORTAL = Answer(200, "text/html", "", "", b"<html>Please sign in to the WiFi</html>")
PROXY_ERROR = Answer(503, "text/html", "", "", b"upstream")


@dataclass
class Run:
    """`recorded` command ids in order; `poisoned` those the centre cannot read."""

    recorded: list[str] = field(default_factory=list)
    poisoned: set[str] = field(default_factory=set)
    states: list[str] = field(default_factory=list)


class Simulation:
    def __init__(self, store: Store, centre: ModelCentre, seed: int, *, restore: bool) -> None:
        self.store, self.centre, self.random = store, centre, random.Random(seed)  # noqa: S311 - a seed to repeat a run
        nonces = itertools.count(1)
        self.now = 0.0
        self._new_nonce = lambda: f"nonce-{seed}-{next(nonces)}"
        self.core = self._wire()
        self.life = 1
        self.run = Run()
        self.tasks = (f"task-{seed}-1", f"task-{seed}-2")
        self.bench = TaskBench(store, self.random, self.tasks)
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._old: dict[Direction, Answer] = {}
        self._storm = True
        self._backup: Books = centre.backup()
        self._plan(restore)

    def play(self) -> Run:
        """Storm, then calm; the caller checks what is left."""
        self._loop(STORM_S)
        self._storm = False
        self.core.plugged(self.now)
        self._loop(STORM_S + CALM_S)
        return self.run

    def _wire(self) -> Core:
        return Core(
            identity=self.centre.identity,
            outbox=self.store,
            now=lambda: START + timedelta(seconds=self.now),
            jitter=self.random.uniform,
            new_nonce=self._new_nonce,
        )

    def _plan(self, restore: bool) -> None:
        draw = self.random
        for task_id in self.tasks:
            self.centre.open_task(task_id)
        for _ in range(draw.randint(0, 8)):
            self._at(draw.uniform(0, STORM_S), self._meddle)
        for _ in range(draw.randint(0, 2)):
            self._at(draw.uniform(0, STORM_S), self._crash)
        for _ in range(draw.randint(5, 30)):
            self._at(draw.uniform(0, STORM_S), self._record)
        for _ in range(draw.randint(2, 12)):
            self._at(draw.uniform(0, STORM_S), self._change)
        if restore:
            backup_at, restore_at = sorted(draw.uniform(0, STORM_S) for _ in range(2))
            self._at(backup_at, self._take_backup)
            self._at(restore_at, lambda: self.centre.restore(self._backup, f"lineage-{draw.randint(1, 10**9)}"))

    def _at(self, when: float, action: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (when, next(self._order), action))

    def _loop(self, until: float) -> None:
        while True:
            step = self.core.step(self.now)
            for event in step.events:
                self._hand_over(event)
            for departure in step.departures:
                self._carry(departure)
            next_at = min(step.wake_at, self._agenda[0][0] if self._agenda else until)
            if next_at >= until:
                self.now = until
                return
            self.now = max(self.now, next_at)
            while self._agenda and self._agenda[0][0] <= self.now:
                heapq.heappop(self._agenda)[2]()

    # --- the bench ---

    def _record(self) -> None:
        done = self.bench.act() if self.random.random() < 0.6 else None
        if done is not None:
            self.run.recorded.append(done)
            self.core.queued(self.now)
            return
        poison = self.random.random() < 0.1
        command_id = record(self.store, poison=poison)
        self.run.recorded.append(command_id)
        if poison:
            self.run.poisoned.add(command_id)
        self.core.queued(self.now)

    def _hand_over(self, event: LinkEvent) -> None:
        if isinstance(event, LinkChanged):
            self.run.states.append(event.state)
            return
        delay = self.random.choice((0.0, 0.01, 0.5, 40.0)) if self._storm else 0.0
        life = self.life
        self._at(self.now + delay, lambda: self._take(event) if life == self.life else None)

    def _crash(self) -> None:
        """The wire's process dies with all it had in hand, and begins anew from the store."""
        self.life += 1
        self.core = self._wire()
        self._old.clear()
        if self.run.states[-1:] != [ENDED]:
            self.run.states.append(ENDED)

    def _take(self, event: LinkEvent) -> None:
        if isinstance(event, Settlement):
            self.store.settle(event)
            self.core.settled(self.now)
        elif isinstance(event, Rewind):
            self.store.rewind(event.have, event.server_epoch)
            self.core.settled(self.now)
        elif isinstance(event, StartOver):
            self.store.start_over()
            self.core.applied(self.now)
        elif isinstance(event, ChangesPage):
            self.store.apply_changes(event)
            self.core.applied(self.now)

    # --- the network ---

    def _carry(self, departure: Departure) -> None:
        luck = self.random.random() if self._storm else 1.0
        travel = self.random.choice((0.01, 0.2, 3.0, 20.0)) if self._storm else 0.01
        if luck < 0.15:
            outcome: Outcome = Broken("lost on the way")
        elif luck < 0.20:
            outcome = PORTAL
        elif luck < 0.24:
            outcome = PROXY_ERROR
        else:
            outcome = self._reach_centre(departure, luck)
        number, direction, life = departure.number, departure.direction, self.life
        self._at(self.now + travel, lambda: self._arrive(direction, number, outcome) if life == self.life else None)

    def _reach_centre(self, departure: Departure, luck: float) -> Outcome:
        self.centre.most = self.random.choice((1, 3, 100)) if self._storm else 100
        answer = self.centre.answer(departure.call)
        older = self._old.get(departure.direction)
        self._old[departure.direction] = answer
        if luck < 0.30:
            self._at(self.now + self.random.uniform(0.1, 60.0), lambda: self._again(departure))
        if luck < 0.40:
            return Broken("the reply was lost")
        return older if older is not None and luck < 0.45 else answer

    def _again(self, departure: Departure) -> None:
        """The network delivers an old request a second time; nobody waits for its reply."""
        self.centre.answer(departure.call)

    def _arrive(self, direction: Direction, number: int, outcome: Outcome) -> None:
        for event in self.core.finished(direction, number, outcome, self.now):
            self._hand_over(event)

    # --- the centre ---

    def _change(self) -> None:
        self.centre.change(f"order-{self.random.randint(1, 6)}", deleted=self.random.random() < 0.3)

    def _meddle(self) -> None:
        self.centre.meddle(
            self.random.choice(self.tasks), self.random.choice(("take", "back", "away", "lapse", "lapse"))
        )

    def _take_backup(self) -> None:
        self._backup = self.centre.backup()


def stop_list(store: Store) -> dict[str, str]:
    with store.begin() as work:
        return {doc.order_id: doc.reason for doc in work.docs(StoppedOrder)}


def task_list(store: Store) -> dict[str, FloorTask]:
    with store.begin() as work:
        return {doc.task_id: doc for doc in work.docs(FloorTask)}
