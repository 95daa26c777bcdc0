"""The tables of the centre, by the noun they keep."""

from app.central.storage.schema import ground, indexes, people
from app.central.storage.schema.floor import benches, tasks, work
from app.central.storage.schema.ground import METADATA
from app.central.storage.schema.selling import channels, desk, details, inventory, money, orders
from app.central.storage.schema.warehouse import goods, stock, supply

__all__ = [
    "METADATA",
    "benches",
    "channels",
    "desk",
    "details",
    "goods",
    "ground",
    "indexes",
    "inventory",
    "money",
    "orders",
    "people",
    "stock",
    "supply",
    "tasks",
    "work",
]
