"""Everything the pages of the order desk read through one door."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from app.central.storage.stores.desk.channels import ChannelReading
from app.central.storage.stores.desk.floor import FloorReading
from app.central.storage.stores.desk.imports import Imports
from app.central.storage.stores.desk.orders.around import AroundOrders
from app.central.storage.stores.desk.orders.entering import Entering
from app.central.storage.stores.desk.orders.listing import Listing
from app.central.storage.stores.desk.orders.story import Stories
from app.central.storage.stores.desk.orders.terms import Terms
from app.central.storage.stores.desk.orders.wholes import WholeOrders
from app.central.storage.stores.desk.shelves.places import Places
from app.central.storage.stores.desk.shelves.products import StockReading
from app.central.storage.stores.desk.shelves.tracing import Tracing


class DeskReading:
    """Bound to one transaction and one site, like every store."""

    def __init__(self, connection: Connection, site: str, now: datetime) -> None:
        self.lists = Listing(connection, site, now)
        self.around = AroundOrders(connection, site, now)
        self.terms = Terms(connection, site, now)
        self.wholes = WholeOrders(connection, site, now)
        self.stories = Stories(connection, site, now)
        self.floor = FloorReading(connection, site, now)
        self.channels = ChannelReading(connection, site, now)
        self.stock = StockReading(connection, site, now)
        self.places = Places(connection, site, now)
        self.tracing = Tracing(connection, site, now)
        self.entering = Entering(connection, site, now)
        self.imports = Imports(connection, site, now)
