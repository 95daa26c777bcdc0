"""The tables of the centre, by the noun they keep."""

from app.central.storage.schema import (
    benches,
    channels,
    desk,
    details,
    goods,
    ground,
    indexes,
    inventory,
    money,
    orders,
    people,
    stock,
    supply,
    tasks,
    work,
)
from app.central.storage.schema.ground import METADATA

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
