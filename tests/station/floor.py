"""A small warehouse for the bench's tests: one site, two packers, look-alike products, two leased pick lists."""

from __future__ import annotations

import hashlib
import itertools
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from app.domain.documents import (
    Carton,
    Packer,
    Product,
    ProductBarcode,
    QueueRow,
    SerialBlock,
    Site,
    StopNeed,
    StoppedOrder,
    WorkLine,
    WorkList,
    WorkOrder,
    WorkStop,
)
from app.domain.facts import Body
from app.domain.labelling import PaperJob, Parcel
from app.domain.packing import PackSession
from app.domain.parcels import PostalAddress
from app.domain.sscc import check_digit, make
from app.domain.verdicts import Outcome
from app.domain.walk import PickRun
from app.station.bench import KEY, Bench, Step
from app.station.bench_view import BenchView, Screen
from app.station.desk import Desk, Effect, Turn
from app.station.lane import DoneLists, Lane
from app.station.ports import Evidence, JobChanged, JobState, LinkChanged, LinkState, Scanned
from app.station.press import press
from app.station.runtime import World
from app.station.scan import scan
from app.station.storage import ChangedRow, ChangesPage, Identity, Settled, Settlement, Store
from app.station.verbs import claiming, labelling_up, papers
from app.station.view.render import Renderer, sound_of
from app.station.view.words import Words
from devices.escpos.slip import PackingSlip
from devices.zpl.label import HouseLabel
from sync.protocol import BODIES, Command
from sync.station.seal import seal

T = TypeVar("T")

RESOURCES = Path(__file__).parents[2] / "resources"
MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
ADA, BEN = "1A85097CB382486493F33B1BA42DD34F", "E068ACA61A48B8BC34D2F4E5BBA58F24"
SENDER = PostalAddress(name="Harbour Goods", street="Quay 4", postcode="20457", city="Hamburg", country="DE")
CARTONS = (
    Carton(code="B1", name="Small box", length_mm=200, width_mm=150, height_mm=90, max_grams=1500, tare_grams=80),
    Carton(code="B2", name="Large box", length_mm=400, width_mm=300, height_mm=200, max_grams=9000, tare_grams=260),
)
TOTES = ("T-01", "T-02", "T-03", "T-04")
SITE = Site(code="MAIN", name="Harbour", zone="Europe/Berlin", sender=SENDER, cartons=CARTONS, totes=TOTES)
BLOCK = SerialBlock(block_id="block-1", company_prefix="9521321", extension=3, first=10, last=400)
STORED = (Bench, PickRun, PackSession, Parcel, PaperJob, Lane, DoneLists, WorkList)
ENTITY = {
    Site: ("site", "code"),
    Product: ("product", "sku"),
    Packer: ("packer", "packer_id"),
    QueueRow: ("queue", "list_id"),
    WorkList: ("work", "list_id"),
    SerialBlock: ("block", "block_id"),
    StoppedOrder: ("stop", "order_id"),
}


def words() -> Words:
    """Both files of the kiosk's English words, as one table."""
    files = sorted((RESOURCES / "words").glob("en*.toml"))
    return Words({key: value for file in files for key, value in tomllib.loads(file.read_text("utf-8")).items()})


def gtin(number: int) -> str:
    """A GTIN-13 of the GS1 demonstration range."""
    body = f"952{number:09d}"
    return f"{body}{check_digit(body)}"


def _product(sku: str, name: str, number: int, home: str, *options: tuple[str, str], case: int = 0) -> Product:
    barcodes = [ProductBarcode(code=gtin(number).zfill(14), units=1)]
    if case:
        barcodes.append(ProductBarcode(code=gtin(number + 500).zfill(14), units=case, level="case"))
    return Product(
        sku=sku, name=name, options=options, barcodes=tuple(barcodes), picture=f"{sku}.svg", grams=200, home=home
    )


def _tee(size: str, number: int) -> Product:
    return _product(f"TEE-{size}", "Field tee", number, f"A-01-{number}", ("Colour", "Moss"), ("Size", size))


PRODUCTS = (
    _tee("S", 1),
    _tee("M", 2),
    _tee("L", 3),
    _product("MUG", "Enamel mug", 4, "B-02-1", ("Colour", "Sea"), case=3),
    _product("SOCK", "Crew socks", 5, "B-03-2", ("Colour", "Grey"), ("Size", "M")),
    _product("PIN", "Enamel pin", 6, "C-01-1", ("Title", "Default Title")),
)
CODES = {product.sku: product.barcodes[0].code[1:] for product in PRODUCTS}
NOT_OURS = f"00{make('9521321', 3, 9999)}"
CASE_OF_MUGS = PRODUCTS[3].barcodes[1].code[1:]


def badge(badge_id: str) -> str:
    return f"PB.B.{badge_id}"


def tote(code: str) -> str:
    return f"PB.T.{code}"


def place(code: str) -> str:
    return f"PB.L.{code}"


def command(name: str) -> str:
    return f"PB.C.{name}"


def order(number: int, *lines: tuple[str, int], name: str = "Zoë Müller") -> WorkOrder:
    """Order o-1 is #1001; its lines are l-1-1, l-1-2, ..."""
    return WorkOrder(
        order_id=f"o-{number}", number=f"#{1000 + number}", ship_by=MORNING + timedelta(hours=4), service="Standard",
        recipient=PostalAddress(name=name, street="Ring 12", postcode="1010", city="Wien", country="AT"),
        lines=tuple(WorkLine(line_id=f"l-{number}-{n}", sku=sku, quantity=q) for n, (sku, q) in enumerate(lines, 1)),
    )  # fmt: skip


def pick_list(list_id: str, *orders: WorkOrder) -> WorkList:
    """The orders' lines by home of the product, in walk order."""
    homes = {product.sku: product.home for product in PRODUCTS}
    skus = sorted({line.sku for found in orders for line in found.lines}, key=lambda sku: homes[sku])
    stops = tuple(
        WorkStop(
            stop_no=number, location=homes[sku], sku=sku,
            needs=tuple(
                StopNeed(order_id=found.order_id, line_id=line.line_id, quantity=line.quantity)
                for found in orders for line in found.lines if line.sku == sku
            ),
        )
        for number, sku in enumerate(skus, 1)
    )  # fmt: skip
    return WorkList(
        list_id=list_id, number=f"P-{list_id[-1:]}", kind="cluster" if len(orders) > 1 else "discrete", fence=11,
        lease_until=MORNING + timedelta(hours=4), priority=0, ship_by=MORNING + timedelta(hours=4), why="ship by 13:30",
        orders=orders, stops=stops,
    )  # fmt: skip


def queue_row(work: WorkList, rank: int, state: str = "claimed", holder: str = "ST-1") -> QueueRow:
    return QueueRow(
        list_id=work.list_id, number=work.number, kind=work.kind, state=state, orders=len(work.orders),
        units=sum(line.quantity for found in work.orders for line in found.lines), stops=len(work.stops),
        priority=0, rank=rank, ship_by=work.ship_by, why="ship by 13:30", holder=holder,
    )  # fmt: skip


DISCRETE = pick_list("w-1", order(1, ("TEE-M", 1), ("MUG", 1), ("MUG", 3)))
CLUSTER = pick_list("w-2", order(2, ("TEE-M", 1), ("SOCK", 1)), order(3, ("TEE-L", 1), ("SOCK", 2), name="عمر"))
PACKERS = tuple(
    Packer(packer_id=name.lower(), name=name, role="packer", badge_sha256=hashlib.sha256(code.encode()).hexdigest())
    for name, code in (("Ada", ADA), ("Ben", BEN))
)
EVERYTHING = (SITE, *PRODUCTS, *PACKERS, BLOCK, DISCRETE, CLUSTER, queue_row(DISCRETE, 1), queue_row(CLUSTER, 2))


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
        self.desk.store.apply_changes(self.page(*docs, gone=gone))
        with self.desk.turn() as turn:
            claiming.forget_done(turn)
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
