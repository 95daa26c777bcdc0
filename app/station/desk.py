"""The desk of one bench: its store, its clocks, its renderers; and a turn, one transaction with what must follow it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from app.domain.documents import Site
from app.domain.facts import Body, ScanRefused
from app.domain.floor.labelling import Paper
from app.domain.floor.verdicts import Outcome
from app.station.bench import KEY, Bench
from app.station.ports import LabelRenderer, PrintJob, SlipRenderer
from app.station.storage import Identity, Store, Work

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Print:
    """After the commit: hand this job to the printer of this paper."""

    paper: Paper
    job: PrintJob


@dataclass(frozen=True, slots=True)
class LookAgain:
    """After the commit: ask the printer what became of a job that was under way."""

    paper: Paper
    job_id: str
    counter_before: int | None


Effect = Print | LookAgain


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a verb may reach. `online` tells whether the centre answered lately (for the `auth` of a fact)."""

    store: Store
    identity: Identity
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    labels: LabelRenderer
    slips: SlipRenderer
    online: Callable[[], bool]

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """One transaction: the bench, the documents and the outbox change together or not at all."""
        with self.store.begin() as work:
            bench = work.get(Bench, KEY) or Bench()
            turn = Turn(self, work, bench)
            yield turn
            if turn.bench != bench:
                work.put(KEY, turn.bench)


@dataclass(slots=True)
class Turn:
    """One transaction at the desk; verbs change `bench`, record facts, and leave `effects` for after the commit."""

    desk: Desk
    work: Work
    bench: Bench
    effects: list[Effect] = field(default_factory=list)
    recorded: int = 0
    seen: dict[tuple[type, str], Any] = field(default_factory=dict)

    def doc(self, kind: type[T], key: str) -> T | None:
        """A document of the centre, read once in a turn: the feed can not change it meanwhile."""
        at = (kind, key)
        if at not in self.seen:
            self.seen[at] = self.work.doc(kind, key)
        found: T | None = self.seen[at]
        return found

    def record(self, body: Body, *, order_id: str | None = None, fence: int | None = None) -> str:
        """Queue a fact or a request for the centre, in this transaction."""
        self.recorded += 1
        auth = "online" if self.desk.online() else "offline"
        actor = self.bench.packer_id or None
        return self.work.record(body, actor=actor, auth=auth, order_id=order_id, fence=fence)

    def move(self, **changes: object) -> None:
        self.bench = replace(self.bench, **changes)  # type: ignore[arg-type]

    def answer(self, outcome: Outcome, order_id: str = "") -> Outcome:
        """Show an outcome; a refusal waits for its acknowledgement and is a fact too."""
        if outcome.refused:
            self.move(refusal=outcome, said=outcome)
            self.record(
                ScanRefused(
                    verdict=outcome.verdict, step=self.bench.step, scanned=outcome.scanned,
                    expected=outcome.expected_lot or outcome.expected_sku or outcome.expected, order_id=order_id,
                ),
                order_id=order_id or None,
            )  # fmt: skip
        else:
            self.move(said=outcome)
        return outcome

    @property
    def site(self) -> Site | None:
        return self.doc(Site, self.desk.identity.site)

    @property
    def zone(self) -> ZoneInfo:
        site = self.site
        return ZoneInfo(site.zone if site else "UTC")
