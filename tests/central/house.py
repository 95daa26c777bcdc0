"""A small warehouse for the centre's tests: a real database file, a clock that is set by hand, ids that count."""

from __future__ import annotations

import functools
import itertools
import tempfile
import threading
import tomllib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from app.central.bench.enrolment import enrol, make_enrolment_code
from app.central.bench.inbox import Received, receive
from app.central.bench.outcomes import Arrived, Opened
from app.central.centre import DATABASE, Centre
from app.central.intake.channels import add_channel
from app.central.intake.orders import Taken, take_order
from app.central.storage.database import in_folder
from app.central.storage.migrate import migrate
from app.central.storage.stores.work.benches import InboxRow
from app.central.values import ChannelRow, StationRow
from app.central.warehouse.counts import import_stock
from app.central.warehouse.imports import import_catalogue, import_locations, import_site, import_totes
from app.central.warehouse.records import Count, Place, SiteRecord
from app.domain.documents import Product, ProductBarcode
from app.domain.facts import Body
from app.domain.intake.orders import NewLine, NewOrder, Payment, ServiceLevel
from app.domain.parcels import PostalAddress
from sync.protocol import sha256

SITE = "DO1"
START = datetime(2026, 9, 14, 6, 0, tzinfo=UTC)
ADDRESS = PostalAddress(name="Jürgen Schäfer", street="Schloßplatz 88", postcode="28195", city="Bremen", country="DE")
SERVICES = (
    ServiceLevel(code="express", name="Express", shop_methods=("Express",), cut_off="14:00", priority=1),
    ServiceLevel(code="standard", name="Standard", shop_methods=("Standard",), cut_off="16:30", priority=5),
)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


class Ids:
    """Ids that sort in the order they were made."""

    def __init__(self, prefix: str = "id") -> None:
        self._prefix = prefix
        self._counter = itertools.count(1)
        self._lock = threading.Lock()

    def __call__(self) -> str:
        with self._lock:
            return f"{self._prefix}-{next(self._counter):08d}"


class Bytes:
    """Bytes nobody needs to guess, different every time."""

    def __init__(self) -> None:
        self._counter = itertools.count(1)

    def __call__(self, size: int) -> bytes:
        seed = next(self._counter).to_bytes(8, "big")
        return b"".join(bytes.fromhex(sha256(seed + bytes([n]))) for n in range(1 + size // 32))[:size]


def site_record(code: str = SITE) -> SiteRecord:
    return SiteRecord(
        code=code,
        name="Demo",
        zone="Europe/Berlin",
        sender=ADDRESS,
        company_prefix="9501101",
        extension=3,
        services=SERVICES,
        channels=(),
    )


def product(sku: str) -> Product:
    code = f"{zlib.crc32(sku.encode()):014d}"
    return Product(sku=sku, name=f"Product {sku}", options=(), barcodes=(ProductBarcode(code=code, units=1),))


def new_order(reference: str, lines: Sequence[tuple[str, int]], **changes: object) -> NewOrder:
    """A paid order to Bremen, unless changed."""
    order = NewOrder(
        external_ref=reference,
        number=reference,
        placed_at=START,
        currency="EUR",
        total_minor=1990,
        payment=Payment.PAID,
        charged_minor=1990,
        recipient=ADDRESS,
        lines=tuple(NewLine(sku=sku, quantity=quantity, price_minor=995) for sku, quantity in lines),
    )
    return replace(order, **changes)  # type: ignore[arg-type]


@dataclass
class House:
    """A centre with one site, one channel, and helpers that speak its verbs."""

    data: Path
    centre: Centre
    clock: Clock
    channel: ChannelRow
    key: str
    database: str = ""

    def stock(self, quantities: dict[str, dict[str, int]], name: str = "first") -> None:
        """Count {sku: {location: quantity}}; products and locations are made as needed, walked in name order."""
        places = sorted({place for levels in quantities.values() for place in levels})
        self.centre.do(import_catalogue, SITE, [product(sku) for sku in quantities])
        walk = [
            Place(line=n, code=place, walk=int(place.rsplit("-", 1)[-1]), kind="pick") for n, place in enumerate(places)
        ]
        self.centre.do(import_locations, SITE, walk)
        pairs = [(sku, place, units) for sku, levels in quantities.items() for place, units in levels.items()]
        counts = [
            Count(line=n + 2, location=place, sku=sku, quantity=units) for n, (sku, place, units) in enumerate(pairs)
        ]
        done = self.centre.do(import_stock, SITE, "counts.csv", sha256(name.encode()), counts)
        assert done.bad == ()

    def take(self, order: NewOrder) -> Taken:
        return self.centre.do(take_order, self.channel, order)

    def enrol(self, name: str = "ST-1") -> StationRow:
        made = self.centre.do(enrol, self.centre.do(make_enrolment_code, SITE, name), name)
        assert made is not None
        return made.station

    def bench(self, name: str = "ST-1") -> Bench:
        return Bench(self, self.enrol(name))


class Bench:
    """A station as the centre hears it: numbers its commands, and sends them."""

    def __init__(self, house: House, station: StationRow) -> None:
        self.house = house
        self.station = station
        self.seq = 0
        self.fence: int | None = None
        self.last_sha256 = ""

    def arrive(
        self, body: Body | None, order_id: str | None = None, fence: int | None = None, kind: str = ""
    ) -> Arrived:
        """The next command, sealed but not yet sent; `body` None is one the centre can not read."""
        self.seq += 1
        named = kind or type(body).__name__
        said = {"station": self.station.name, "seq": self.seq, "kind": named, "actor": "amina", "body": body}
        envelope = msgspec.json.encode(said)
        opened = Opened(
            id=f"{self.station.station_id}-{self.station.epoch}-{self.seq}",
            kind=named,
            order_id=order_id or getattr(body, "order_id", None),
            fence=fence if fence is not None else self.fence,
            actor="amina",
            occurred_at=self.house.clock(),
            prev_sha256=self.last_sha256,
            body=body,
        )
        self.last_sha256 = sha256(envelope)
        return Arrived(seq=self.seq, sha256=self.last_sha256, envelope=envelope, opened=opened)

    def send(self, *batch: Arrived) -> tuple[InboxRow, ...]:
        got = self.house.centre.do(receive, self.station, self.station.epoch, batch)
        assert isinstance(got, Received), got
        return got.rows

    def tell(self, *bodies: Body) -> tuple[InboxRow, ...]:
        """Seal and send; the verdicts."""
        return self.send(*(self.arrive(body) for body in bodies))


def open_house(data: Path, database: str = "") -> House:
    """A migrated database with one site and one channel; close `house.centre` afterwards.

    `database` is the URL of a PostgreSQL database that has been migrated; "" makes the SQLite file.
    """
    data.mkdir(parents=True, exist_ok=True)
    if not database:
        (data / DATABASE).write_bytes(_migrated())
    (data / "central.toml").write_text(f'data = "."\nport = 0\ndatabase = "{database}"\n', "utf-8")
    clock, ids = Clock(), Ids()
    centre = Centre(data, now=clock, new_id=ids, random_bytes=Bytes(), database=database)
    centre.do(import_site, site_record())
    centre.do(import_totes, SITE, ["T-1", "T-2", "T-3"])
    made = centre.do(add_channel, SITE, "shop")
    return House(data, centre, clock, made.channel, made.key, database)


def open_again(data: Path, ids: str = "cli", now: Callable[[], datetime] | None = None) -> Centre:
    """Another centre on the same database, as a second process opens it; close it afterwards."""
    url = tomllib.loads((data / "central.toml").read_text("utf-8"))["database"]
    return Centre(data, now=now or Clock(), new_id=Ids(ids), random_bytes=Bytes(), database=url)


@functools.cache
def _migrated() -> bytes:
    """The bytes of an empty SQLite database at the newest revision."""
    with tempfile.TemporaryDirectory() as folder:
        made = in_folder(Path(folder))
        migrate(made, "server-epoch-1")
        return made.file.read_bytes()
