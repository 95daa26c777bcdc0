"""The tables of the centre, by the noun they keep."""

from app.central.storage.schema import benches, goods, ground, orders, work
from app.central.storage.schema.ground import METADATA

__all__ = ["METADATA", "benches", "goods", "ground", "orders", "work"]
