"""The real station thread on a floor's folder, with an eye on its screen and printers and a wire that write down."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.floor.labelling import Paper
from app.domain.parcels import LabelContent
from app.station.desk import Desk, Turn
from app.station.ports import BenchStanding, CentreLink, DeviceKind, LabelRenderer, Printer, PrintJob, Scanned
from app.station.runtime import Station
from app.station.view.bench_view import BenchView, Pressed
from app.station.view.render import Renderer, sound_of
from app.station.view.signs import Sound
from app.station.view.world import World
from tests.station.floor import Floor, words
from tests.station.goods import MORNING
from tests.waiting import wait_until


@dataclass
class WrittenDown:
    """A printer that only writes down what it was told."""

    name: str
    kind: DeviceKind = DeviceKind.LABEL_PRINTER
    jobs: list[PrintJob] = field(default_factory=list)
    looked: list[tuple[str, int | None]] = field(default_factory=list)

    def start(self) -> None: ...
    def stop(self, timeout_s: float = 2.0) -> None: ...
    def submit(self, job: PrintJob) -> None:
        self.jobs.append(job)

    def look_again(self, job_id: str, counter_before: int | None) -> None:
        self.looked.append((job_id, counter_before))


@dataclass
class Wire:
    """The centre's link, as far as the station speaks to it."""

    told: list[str] = field(default_factory=list)
    standings: list[BenchStanding] = field(default_factory=list)

    def start(self) -> None: ...
    def stop(self, timeout_s: float = 2.0) -> None: ...
    def queued(self) -> None:
        self.told.append("queued")

    def standing(self, now: BenchStanding) -> None:
        self.standings.append(now)

    def settled(self) -> None:
        self.told.append("settled")

    def applied(self) -> None:
        self.told.append("applied")


class Torn:
    """A label renderer that breaks, as a bug would."""

    def label(self, content: LabelContent) -> bytes:
        raise ZeroDivisionError(content.order_number)


class BlindAfter:
    """The real renderer, until a picture of the wrong kind is asked for."""

    def __init__(self, breaks: Callable[[Turn], bool]) -> None:
        self._real, self._breaks = Renderer(words()), breaks
        self.badge = self._real.badge

    def picture(self, turn: Turn, world: World, sound: Sound, answers: int) -> BenchView:
        if self._breaks(turn):
            raise KeyError("a picture nobody drew")
        return self._real.picture(turn, world, sound, answers)


@dataclass
class Running:
    """One life of the kiosk's station thread."""

    folder: Path
    labels: LabelRenderer | None = None
    breaks: Callable[[Turn], bool] = lambda _: False
    views: list[BenchView] = field(default_factory=list)
    wire: Wire = field(default_factory=Wire)
    printers: dict[Paper, WrittenDown] = field(
        default_factory=lambda: {paper: WrittenDown(paper.value) for paper in Paper}
    )

    def __post_init__(self) -> None:
        self.threads: set[str] = set()
        self.station = Station(self._open, BlindAfter(self.breaks), self._show, sound_of)

    def connect(self) -> None:
        given: dict[Paper, Printer] = dict(self.printers)
        wire: CentreLink = self.wire
        self.station.connect(given, wire)

    def _open(self, online: Callable[[], bool]) -> Desk:
        floor = Floor(self.folder)
        desk = floor.desk
        return replace(desk, online=online, labels=self.labels or desk.labels)

    def _show(self, view: BenchView) -> None:
        self.threads.add(threading.current_thread().name)
        self.views.append(view)

    def scan(self, *texts: str) -> None:
        for text in texts:
            self.station.post(Scanned("scanner", text.encode(), None, MORNING, 77))

    def press(self, *names: str) -> None:
        for name in names:
            self.station.post(Pressed(name, MORNING, 88))

    def until(self, condition: Callable[[BenchView], bool], what: str = "") -> BenchView:
        wait_until(lambda: any(condition(view) for view in self.views), words=what or f"a view; last {self.views[-1:]}")
        return next(view for view in self.views if condition(view))

    def end(self) -> None:
        """Everything posted is taken before the thread ends."""
        self.station.stop()


@contextmanager
def running(
    folder: Path, *, labels: LabelRenderer | None = None, breaks: Callable[[Turn], bool] | None = None
) -> Iterator[Running]:
    life = Running(folder, labels, breaks or (lambda _: False))
    life.connect()
    life.station.start()
    try:
        yield life
    finally:
        life.end()


@contextmanager
def looking(folder: Path) -> Iterator[Floor]:
    """The same bench with the thread gone."""
    floor = Floor(folder)
    try:
        yield floor
    finally:
        floor.close()
