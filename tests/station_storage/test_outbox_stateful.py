"""Hypothesis drives a store against a model of the outbox: any order of recording, verdicts, rewinds and restarts."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.domain.facts import SignedIn
from app.station.storage import Settled, Settlement, Store
from tests.station_storage.lives import Clock, Tally, identity, open_store

MEMORY = Path("/dev/shm")
VERDICTS = st.sampled_from(["applied", "applied_with_task", "refused", "quarantined"])


class Outbox(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.clock = Clock()
        self.life = 0
        self.store = self._open()
        self.store.enrol(identity())
        self.ids: list[str] = []
        self.verdicts: list[str] = []
        self.bytes: dict[int, bytes] = {}

    def _open(self) -> Store:
        self.life += 1
        return open_store(Path(self.folder.name), self.clock, f"life{self.life}")

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @rule(count=st.integers(1, 4))
    def record(self, count: int) -> None:
        with self.store.begin() as work:
            self.ids += [work.record(SignedIn(packer_id="p"), actor="p") for _ in range(count)]
            work.put("tally", Tally(len(self.ids)))

    @rule(count=st.integers(1, 3))
    def fail(self, count: int) -> None:
        try:
            with self.store.begin() as work:
                for _ in range(count):
                    work.record(SignedIn(packer_id="p"), actor="p")
                raise KeyError
        except KeyError:
            return

    @rule(verdicts=st.lists(VERDICTS, max_size=5), skip=st.integers(0, 2), hidden=st.integers(0, 2))
    def settle(self, verdicts: list[str], skip: int, hidden: int) -> None:
        """`skip` starts behind a gap; `hidden` verdicts are beyond what the centre says it has."""
        first = len(self.verdicts) + 1 + skip
        verdicts = verdicts[: max(0, len(self.ids) - first + 1)]
        have = max(0, first + len(verdicts) - 1 - hidden)
        results = tuple(Settled(seq=first + n, verdict=verdict) for n, verdict in enumerate(verdicts))
        settled = self.store.settle(Settlement(station_id="station-1", epoch=1, have=have, results=results))
        expected = [] if skip else [v for n, v in enumerate(verdicts) if first + n <= have]
        assert settled == len(expected)
        self.verdicts += expected

    @rule(back=st.integers(0, 4))
    def rewind(self, back: int) -> None:
        have = max(0, len(self.verdicts) - back)
        assert self.store.rewind(have, "lineage-1") == len(self.verdicts) - have
        del self.verdicts[have:]

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = self._open()

    @rule()
    def idle(self) -> None:
        self.store.checkpoint()

    @invariant()
    def what_waits_is_exactly_what_has_no_verdict(self) -> None:
        batch = self.store.next_batch(10**6, 10**9)
        assert [command.seq for command in batch] == list(range(len(self.verdicts) + 1, len(self.ids) + 1))
        for command in batch:
            assert self.bytes.setdefault(command.seq, command.envelope) == command.envelope
        summary = self.store.link_summary()
        assert summary.waiting == len(batch)
        assert summary.refused == self.verdicts.count("refused")
        assert summary.quarantined == self.verdicts.count("quarantined")
        with self.store.begin() as work:
            assert (work.get(Tally, "tally") or Tally(0)).count == len(self.ids)


Outbox.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
test_outbox = Outbox.TestCase
