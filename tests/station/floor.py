"""The bench of the tests: a real store in a folder, the centre's pages delivered by hand, every screen drawn."""

from __future__ import annotations

import itertools
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from app.domain.documents import (
    FloorTask,
    Packer,
    Product,
    ProductLots,
    QueueRow,
    SerialBlock,
    Site,
    StoppedOrder,
    UsedSerial,
    WorkList,
)
from app.domain.facts import Body
from app.domain.floor.labelling import PaperJob, Parcel
from app.domain.floor.packing import PackSession
from app.domain.floor.tasks.run import TaskRun
from app.domain.floor.verdicts import Outcome
from app.domain.floor.walk import PickRun
from app.station.bench import KEY, Bench, Step
from app.station.desk import Desk, Effect, Turn
from app.station.lane import DoneLists, Lane
from app.station.ports import Evidence, JobChanged, JobState, LinkChanged, LinkState, Scanned
from app.station.press import press
from app.station.scan import scan
from app.station.storage import ChangedRow, ChangesPage, Identity, Settled, Settlement, Store
from app.station.verbs import lots, tasking
from app.station.verbs.packing import labelling_up, papers
from app.station.verbs.picking import claiming, fencing
from app.station.verbs.tasking import DoneTasks
from app.station.view.bench_view import BenchView
from app.station.view.render import Renderer, sound_of
from app.station.view.signs import Screen
from app.station.view.wording.words import Words
from app.station.view.world import World
from devices.escpos.slip import PackingSlip
from devices.zpl.label import HouseLabel
from sync.protocol import BODIES, Command
from sync.station.seal import seal
from tests.station.goods import ADA, CODES, EVERYTHING, MORNING, badge, place, tote

T = TypeVar("T")

RESOURCES = Path(__file__).parents[2] / "resources"
STORED = (Bench, TaskRun, DoneTasks, PickRun, PackSession, Parcel, PaperJob, Lane, DoneLists, WorkList)
ENTITY = {
    Site: ("site", "code"),
    Product: ("product", "sku"),
    Packer: ("packer", "packer_id"),
    QueueRow: ("queue", "list_id"),
    WorkList: ("work", "list_id"),
    FloorTask: ("task", "task_id"),
    SerialBlock: ("block", "block_id"),
    StoppedOrder: ("stop", "order_id"),
    ProductLots: ("lots", "sku"),
    UsedSerial: ("serial", "unit"),
}


def words() -> Words:
    """Both files of the kiosk's English words, as one table."""
    files = sorted((RESOURCES / "words").glob("en*.toml"))
    return Words({key: value for file in files for key, value in tomllib.loads(file.read_text("utf-8")).items()})


@dataclass(frozen=True)
class Told:
    """One fact as it waits in the outbox."""

    kind: str
    body: Any
    actor: str | None
    order_id: str | None
    fence: int | None
    auth: str


@dataclass
class Floor:
    """A bench with its store in `folder`; every scan and press also draws the screen, so missing words show up."""

    folder: Path
    online: bool = False
    effects: list[Effect] = field(default_factory=list)
    views: list[BenchView] = field(default_factory=list)
    cursor: int = 0

    def __post_init__(self) -> None:
        self._ids, self._ticks = itertools.count(1), itertools.count(1)
        self.life = f"{len(list(self.folder.glob('life-*'))):02d}" if self.folder.exists() else "00"
        self.words = words()
        self.labels = HouseLabel(RESOURCES / "labels" / "house.toml", RESOURCES / "fonts")
        self.slips = PackingSlip(RESOURCES / "slips" / "printer.json", RESOURCES / "fonts")
        self.desk = self._open()

    def now(self) -> datetime:
        return MORNING + timedelta(milliseconds=next(self._ticks))

    def new_id(self) -> str:
        return f"id-{self.life}-{next(self._ids):06d}"

    def _open(self) -> Desk:
        store = Store.open(
            self.folder, seal=seal, now=self.now, new_id=self.new_id, mono_ms=lambda: 7, boot_id="boot-1"
        )
        identity = store.enrolled() or Identity(
            station_id="station-1", epoch=1, site="MAIN", server_epoch="lineage-1", station="ST-1", key=bytes(32),
            centre_url="http://127.0.0.1:9",
        )  # fmt: skip
        store.enrol(identity)
        (self.folder / f"life-{self.life}").touch()
        self.cursor = store.cursor()[0]
        return Desk(store, identity, self.now, self.new_id, self.labels, self.slips, lambda: self.online)

    # --- what happens at the bench

    def scan(self, text: str, aim: str | None = None) -> Outcome:
        with self.desk.turn() as turn:
            outcome = scan(turn, Scanned("scanner", text.encode(), aim, self.now(), 1))
            self._look(turn)
        return outcome

    def press(self, name: str) -> Outcome:
        with self.desk.turn() as turn:
            outcome = press(turn, name)
            self._look(turn)
        return outcome

    def do(self, *texts: str) -> None:
        """Scans that all must be right; a text in capitals without a prefix is a press."""
        for text in texts:
            outcome = self.press(text) if text.isupper() and "." not in text else self.scan(text)
            assert not outcome.refused, (text, outcome)

    def job(self, job_id: str, state: JobState, evidence: Evidence = Evidence.NONE) -> None:
        with self.desk.turn() as turn:
            papers.job_changed(turn, JobChanged("labels", job_id, state, evidence, "", self.now(), 5))
            self._look(turn)

    def _look(self, turn: Turn) -> None:
        state = LinkState.ONLINE if self.online else LinkState.OFFLINE
        world = World(link=LinkChanged(state, "", self.now()))
        self.views.append(Renderer(self.words).picture(turn, world, sound_of(turn), 0))
        self.effects.extend(turn.effects)

    # --- what the centre does

    def deliver(self, *docs: object, gone: tuple[object, ...] = ()) -> None:
        """One page of the feed, and what the station does about it."""
        page = self.page(*docs, gone=gone)
        self.desk.store.apply_changes(page)
        with self.desk.turn() as turn:
            lots.told(turn, page)
            claiming.forget_done(turn)
            tasking.forget_done(turn)
            fencing.look(turn)
            labelling_up.purchase(turn)
            self._look(turn)

    def page(self, *docs: object, gone: tuple[object, ...] = ()) -> ChangesPage:
        since, rows = self.cursor, []
        for doc in (*docs, *gone):
            entity, key = ENTITY[type(doc)]
            self.cursor += 1
            rows.append(
                ChangedRow(
                    seq=self.cursor, entity=entity, id=getattr(doc, key), rev=self.cursor, deleted=doc in gone,
                    doc=b"" if doc in gone else msgspec.json.encode(doc),
                )
            )  # fmt: skip
        return ChangesPage(
            since=since, server_epoch="lineage-1", cursor=self.cursor, more=False, now=self.now(), changes=tuple(rows)
        )

    def settle_all(self) -> None:
        at = self.desk.store.position()
        assert at is not None
        results = tuple(Settled(seq=seq, verdict="applied") for seq in range(at.settled + 1, at.last + 1))
        self.desk.store.settle(Settlement(station_id=at.station_id, epoch=at.epoch, have=at.last, results=results))

    # --- what there is to see

    @property
    def view(self) -> BenchView:
        return self.views[-1]

    @property
    def bench(self) -> Bench:
        with self.desk.store.begin() as work:
            return work.get(Bench, KEY) or Bench()

    def step(self) -> Step:
        return self.bench.step

    def screen(self) -> Screen:
        return self.view.screen

    def all(self, kind: type[T]) -> list[T]:
        with self.desk.store.begin() as work:
            return work.all(kind)

    def state(self) -> dict[str, list[object]]:
        """Everything the bench keeps of its own."""
        return {kind.__name__: list(self.all(kind)) for kind in STORED}

    @property
    def parcel(self) -> Parcel:
        """The parcel closed last."""
        return max(self.all(Parcel), key=lambda parcel: parcel.parcel_id)

    @property
    def label(self) -> str:
        """What a scanner reads off the label printed last."""
        return f"00{self.parcel.sscc}"

    def told(self, *kinds: type[Body]) -> list[Told]:
        """What waits for the centre, oldest first; only of `kinds` when given."""
        commands = [
            msgspec.json.decode(queued.envelope, type=Command)
            for queued in self.desk.store.next_batch(100_000, 1_000_000_000)
        ]
        told = [
            Told(c.kind, msgspec.json.decode(c.body, type=BODIES[c.kind, c.v]), c.actor, c.order_id, c.fence, c.auth)
            for c in commands
        ]
        return [fact for fact in told if not kinds or fact.kind in {kind.__name__ for kind in kinds}]

    # --- crashes

    def kill(self, folder: Path) -> None:
        """The power goes: what the disk holds at this moment is what the next start finds, in `folder`."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*.lock"))
        self.desk.store.close()
        self.folder = folder
        self.desk = self._open()
        with self.desk.turn() as turn:
            papers.take_up(turn)
            self._look(turn)

    def close(self) -> None:
        self.desk.store.close()


def opened(folder: Path) -> Iterator[Floor]:
    """A floor with everything delivered, closed afterwards."""
    floor = Floor(folder)
    try:
        floor.deliver(*EVERYTHING)
        yield floor
    finally:
        floor.close()


def walk_discrete(floor: Floor) -> None:
    """From sign-in to the tote at the bench."""
    floor.do(badge(ADA), tote("T-01"))
    floor.do(place("A-01-2"), CODES["TEE-M"], place("B-02-1"), *[CODES["MUG"]] * 4)


def pack_discrete(floor: Floor) -> None:
    floor.do(tote("T-01"), CODES["TEE-M"], *[CODES["MUG"]] * 4)


def walk_cluster(floor: Floor) -> None:
    """The second list: after the first one, or alone when that one is not there."""
    floor.do(tote("T-02"), tote("T-03"))
    floor.do(place("A-01-2"), CODES["TEE-M"], tote("T-02"), place("A-01-3"), CODES["TEE-L"], tote("T-03"))
    floor.do(place("B-03-2"), CODES["SOCK"], tote("T-02"), CODES["SOCK"], tote("T-03"), CODES["SOCK"], tote("T-03"))
