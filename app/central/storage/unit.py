"""A unit of work: one transaction, one site, one moment, and every store over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, QueuePool, select, text

from app.central.storage.database import READERS, Database
from app.central.storage.engines import postgresql, sqlite
from app.central.storage.engines.faults import RULES, Broken, StorageFault, fault_words, is_fault, rule_words
from app.central.storage.schema.ground import site as site_table
from app.central.storage.stores.desk.reading import DeskReading
from app.central.storage.stores.details.details import Details
from app.central.storage.stores.details.messages import Messages
from app.central.storage.stores.details.questions import Questions
from app.central.storage.stores.feed import Feed
from app.central.storage.stores.forgotten import Forgotten
from app.central.storage.stores.goods import Goods
from app.central.storage.stores.intake.deliveries import Changes, Deliveries, Secrets
from app.central.storage.stores.intake.money import Payments
from app.central.storage.stores.intake.order_pages import OrderPages
from app.central.storage.stores.intake.orders import Orders
from app.central.storage.stores.inventory.figures import Figures
from app.central.storage.stores.inventory.published import Published
from app.central.storage.stores.inventory.pushes import Pushes
from app.central.storage.stores.inventory.rules import Rules
from app.central.storage.stores.operations import Operations
from app.central.storage.stores.people.deeds import Deeds
from app.central.storage.stores.people.keys import Keys
from app.central.storage.stores.people.users import Users
from app.central.storage.stores.stock.ahead import Ahead
from app.central.storage.stores.stock.kits import Kits
from app.central.storage.stores.stock.levels import Stock
from app.central.storage.stores.stock.lots import Lots
from app.central.storage.stores.stock.reservations import Reservations, Transfers
from app.central.storage.stores.stock.sums import Sums
from app.central.storage.stores.stock.waiting import Queue
from app.central.storage.stores.supply.supply import Supply
from app.central.storage.stores.work.benches import Benches
from app.central.storage.stores.work.lists import Lists
from app.central.storage.stores.work.parcels import Parcels
from app.central.storage.stores.work.tasks import Tasks
from app.central.storage.stores.work.watched import Watched
from app.central.storage.stores.work.workers import Decisions, Workers
from app.central.storage.stores.work.worklist import WorkList
from app.central.storage.writing.later import later_of
from app.central.storage.writing.pulse import Pulse
from app.central.storage.writing.turns import open_turns
from app.central.storage.writing.writer import Writer


class Work:
    """What a verb does its work with; `now` is the moment of the transaction."""

    def __init__(self, connection: Connection, site: str, now: datetime, new_id: Callable[[], str]) -> None:
        self.connection = connection
        self.site = site
        self.now = now
        self.new_id = new_id
        self.feed = Feed(connection, site, now)
        self.goods = Goods(connection, site, now)
        self.stock = Stock(connection, site, now)
        self.ahead = Ahead(connection, site, now)
        self.sums = Sums(connection, site, now)
        self.kits = Kits(connection, site, now)
        self.queue = Queue(connection, site, now)
        self.figures = Figures(connection, site, now)
        self.channel_rules = Rules(connection, site, now)
        self.published = Published(connection, site, now)
        self.pushes = Pushes(connection, site, now)
        self.lots = Lots(connection, site, now)
        self.reservations = Reservations(connection, site, now)
        self.transfers = Transfers(connection, site, now)
        self.orders = Orders(connection, site, now)
        self.order_pages = OrderPages(connection, site, now)
        self.payments = Payments(connection, site, now)
        self.lists = Lists(connection, site, now)
        self.secrets = Secrets(connection, site, now)
        self.deliveries = Deliveries(connection, site, now)
        self.order_changes = Changes(connection, site, now)
        self.parcels = Parcels(connection, site, now)
        self.tasks = Tasks(connection, site, now)
        self.worklist = WorkList(connection, site, now)
        self.watched = Watched(connection, site, now)
        self.workers = Workers(connection, site, now)
        self.decisions = Decisions(connection, site, now)
        self.benches = Benches(connection, site, now)
        self.details = Details(connection, site, now)
        self.questions = Questions(connection, site, now)
        self.messages = Messages(connection, site, now)
        self.users = Users(connection, site, now)
        self.keys = Keys(connection, site, now)
        self.deeds = Deeds(connection, site, now)
        self.desk = DeskReading(connection, site, now)
        self.operations = Operations(connection, site, now)
        self.forgotten = Forgotten(connection, site, now)
        self.supply = Supply(connection, site, now)

    def sites(self) -> tuple[str, ...]:
        return tuple(self.connection.execute(select(site_table.c.site_id).order_by(site_table.c.site_id)).scalars())

    def weigh(self) -> None:
        """Tell the planner how much stands in the tables that imports fill: PostgreSQL looks by itself only once a
        minute, and joins whole warehouses until then."""
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(text("ANALYZE product, product_barcode, location, stock_level, lot"))

    @property
    def in_company(self) -> bool:
        """Nothing fails alone now: an error undoes the whole group, and every verb of it runs again by itself."""
        later = later_of(self.connection)
        return later is not None and later.on

    @contextmanager
    def step(self) -> Iterator[None]:
        """A part of the transaction that may fail alone."""
        with self.connection.begin_nested():
            yield


class Storage:
    """One writing connection on its own thread, a few reading ones, over one database."""

    def __init__(
        self, database: Database, now: Callable[[], datetime], new_id: Callable[[], str], committed: Callable[[], None]
    ) -> None:
        self._now = now
        self._new_id = new_id
        self.writer: Writer
        self.turns = open_turns(database)
        if database.is_postgresql:
            self._readers = postgresql.open_readers(database)
            self.writer = postgresql.PostgresWriter(database, committed, new_id)
        else:
            self._readers = sqlite.open_readers(database.file)
            self.writer = sqlite.SqliteWriter(database.file, committed)

    @contextmanager
    def begin(self, site: str, *, together: bool = False) -> Iterator[Work]:
        """A transaction that commits as a whole (see Writer.begin)."""
        with self.writer.begin(site, together=together) as connection:
            yield Work(connection, site, self._now(), self._new_id)

    @contextmanager
    def read(self, site: str) -> Iterator[Work]:
        """One consistent view of what is committed; from any thread, and it can not write. Raises as begin does."""
        try:
            with self._readers.connect() as connection, connection.begin():
                yield Work(connection, site, self._now(), self._new_id)
        except RULES as error:
            raise Broken(rule_words(error)) from error
        except Exception as error:
            if not is_fault(error):
                raise
            raise StorageFault(fault_words(error)) from error

    @property
    def pulse(self) -> Pulse:
        pool = self._readers.pool
        out = pool.checkedout() if isinstance(pool, QueuePool) else 0
        return Pulse(alive=self.writer.alive, waiting=self.writer.waiting, readers=out, readers_most=READERS)

    def close(self) -> None:
        self._readers.dispose()
        self.writer.close()
        self.turns.close()
