"""Units promised by orders that are taken together: counted here, and moved on their levels all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, bindparam, text, update

from app.central.storage.schema.warehouse.stock import stock_level

Place = tuple[str, str, str]
"""SKU, location, lot."""

_L = stock_level.c
_TAKE = (
    update(stock_level)
    .where(
        _L.site_id == bindparam("of"),
        _L.sku == bindparam("at_sku"),
        _L.location == bindparam("at_location"),
        _L.lot == bindparam("at_lot"),
        _L.on_hand - _L.safety >= _L.allocated + bindparam("units") + _L.reserved + _L.unavailable,
    )
    .values(allocated=_L.allocated + bindparam("units"), version=_L.version + bindparam("times"))
    .returning(_L.version)
)
_TAKE_ALL: Final = text(
    "UPDATE stock_level l SET allocated = l.allocated + m.units, version = l.version + m.times "
    "FROM json_to_recordset(CAST(:moves AS json)) AS m(sku text, location text, lot text, units int, times int) "
    "WHERE l.site_id = :of AND l.sku = m.sku AND l.location = m.location AND l.lot = m.lot "
    "AND l.on_hand - l.safety >= l.allocated + m.units + l.reserved + l.unavailable "
    "RETURNING l.sku, l.location, l.lot, l.version"
)


class NotThere(Exception):
    """A level has not what was planned with: somebody else was there in between."""


class Promised:
    """Of one site and transaction. The ledger's rows get the version of their level when it is moved."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._entries: dict[Place, list[dict[str, Any]]] = {}

    def add(self, entries: Sequence[dict[str, Any]]) -> None:
        """Ledger rows of units that are promised, still without `version`."""
        for entry in entries:
            self._entries.setdefault((entry["sku"], entry["location"], entry["lot"]), []).append(entry)

    def units(self, place: Place) -> int:
        """Units promised here that the level does not count yet."""
        return sum(entry["quantity"] for entry in self._entries.get(place, ()))

    def write(self, connection: Connection) -> None:
        """Move every level, if all of them have the units. Raises NotThere."""
        as_one = connection.dialect.name == "postgresql"
        versions = self._take_all(connection) if as_one else self._take_each(connection)
        if len(versions) < len(self._entries):
            raise NotThere
        for place, entries in self._entries.items():
            for version, entry in enumerate(entries, versions[place] - len(entries) + 1):
                entry["version"] = version

    def _take_all(self, connection: Connection) -> dict[Place, int]:
        """One statement and one round trip for all levels."""
        moves = [
            {"sku": sku, "location": place, "lot": lot, "units": self.units((sku, place, lot)), "times": len(entries)}
            for (sku, place, lot), entries in self._entries.items()
        ]
        found = connection.execute(_TAKE_ALL, {"of": self._site, "moves": msgspec.json.encode(moves).decode()})
        return {(row.sku, row.location, row.lot): int(row.version) for row in found}

    def _take_each(self, connection: Connection) -> dict[Place, int]:
        versions: dict[Place, int] = {}
        for (sku, place, lot), entries in self._entries.items():
            here = {"of": self._site, "at_sku": sku, "at_location": place, "at_lot": lot}
            moved = {"units": self.units((sku, place, lot)), "times": len(entries)}
            version = connection.execute(_TAKE, {**here, **moved}).scalar_one_or_none()
            if version is not None:
                versions[sku, place, lot] = int(version)
        return versions
