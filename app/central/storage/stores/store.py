"""What every store stands on: one connection, one site, and rows read into frozen values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Row, Select, Table, and_, insert, select, update

V = TypeVar("V")


class Store:
    """Bound to one transaction and one site; `now` is the moment of the transaction, `new_id` makes UUIDv7 text."""

    def __init__(self, connection: Connection, site: str, now: datetime) -> None:
        self.connection = connection
        self.site = site
        self.now = now

    def one(self, statement: Executable, kind: type[V], **values: Any) -> V | None:
        row = self.connection.execute(statement, values).first()
        return None if row is None else _value(row, kind)

    def all(self, statement: Executable, kind: type[V], **values: Any) -> tuple[V, ...]:
        return tuple(_value(row, kind) for row in self.connection.execute(statement, values))

    def upsert(self, table: Table, keys: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
        """Insert, or update when something differs; True when the row changed. Not for hot paths."""
        same = and_(*(table.c[name] == value for name, value in keys.items()))
        row = self.connection.execute(select(*(table.c[name] for name in values)).where(same)).first()
        if row is None:
            self.connection.execute(insert(table).values(**keys, **values))
            return True
        if row._asdict() == dict(values):
            return False
        self.connection.execute(update(table).where(same).values(**values))
        return True


def bounded(values: Collection[str], most: int = 500) -> Iterator[list[str]]:
    """The values in parts an IN list may hold, sorted so that everybody takes them in the same order."""
    rest = sorted(values)
    for start in range(0, len(rest), most):
        yield rest[start : start + most]


def columns(table: Table, kind: type[Any]) -> Select[Any]:
    """SELECT of exactly the columns a value has."""
    return select(*(table.c[name] for name in kind.__dataclass_fields__))


def _value(row: Row[Any], kind: type[V]) -> V:
    return kind(**row._asdict())
