"""A bench with a running link for tests: the test's thread is the station thread."""

from __future__ import annotations

import itertools
import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import monotonic

from app.station.ports import LinkChanged, LinkState
from app.station.storage import ChangesPage, Identity, Rewind, Settlement, StartOver, Store
from sync.station.link import AS_DESIGNED, Limits, Link
from sync.station.outbox import LinkEvent
from tests.sync_station.benches import START
from tests.waiting import DEADLINE_S


@dataclass
class Bench:
    store: Store
    link: Link
    events: queue.SimpleQueue[LinkEvent]
    states: list[LinkChanged] = field(default_factory=list)

    def work_until(self, condition: Callable[[], object], words: str) -> None:
        """Take events as the station thread does until the condition holds, or fail after the deadline."""
        until = monotonic() + DEADLINE_S
        while not condition():
            left = until - monotonic()
            assert left > 0, f"waited in vain for {words}; the wire was {self.states}"
            try:
                self.take(self.events.get(timeout=min(0.02, left)))
            except queue.Empty:
                continue

    def take(self, event: LinkEvent) -> None:
        if isinstance(event, LinkChanged):
            self.states.append(event)
        elif isinstance(event, Settlement):
            self.store.settle(event)
            self.link.settled()
        elif isinstance(event, Rewind):
            self.store.rewind(event.have, event.server_epoch)
            self.link.settled()
        elif isinstance(event, StartOver):
            self.store.start_over()
            self.link.applied()
        elif isinstance(event, ChangesPage):
            self.store.apply_changes(event)
            self.link.applied()

    @property
    def state(self) -> LinkState | None:
        return self.states[-1].state if self.states else None

    @property
    def waiting(self) -> int:
        return self.store.link_summary().waiting


@contextmanager
def linked(store: Store, identity: Identity, url: str, limits: Limits = AS_DESIGNED) -> Iterator[Bench]:
    """The store's bench with its link running against `url`; retries come at once instead of after up to a minute."""
    nonces = itertools.count(1)
    events: queue.SimpleQueue[LinkEvent] = queue.SimpleQueue()
    at_centre = replace(identity, centre_url=url)
    store.enrol(at_centre)
    link = Link(
        identity=at_centre,
        outbox=store,
        to_station=events.put,
        now=lambda: START,
        new_nonce=lambda: f"nonce-{next(nonces)}",
        jitter=lambda low, _high: low,
        limits=limits,
    )
    link.start()
    try:
        yield Bench(store, link, events)
    finally:
        link.stop(5.0)
