"""Rows of new things that are written together: many orders' in one go, before anything might look for them.

A step that is taken in company (`Writer.begin`) leaves here what it inserts. Whatever statement comes next writes it
first, so that everybody sees what he would have seen; only statements that are known to look elsewhere (`beside`) go
past. The commit writes the rest.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, Protocol, TypeVar

import msgspec
from sqlalchemy import Connection, Executable, Insert, LargeBinary, Table, bindparam, insert, update
from sqlalchemy.engine.interfaces import ExecutionContext
from sqlalchemy.schema import DefaultGenerator

from app.central.storage.schema.ground import feed, site

E = TypeVar("E", bound=Executable)
Row = dict[str, Any]

_BESIDE: Final = "packbench_beside"
NEXT_SEQ: Final = (
    update(site)
    .where(site.c.site_id == bindparam("of"))
    .values(feed_seq=site.c.feed_seq + bindparam("many"))
    .returning(site.c.feed_seq)
)
"""Take `many` numbers of the feed of site `of`; answers the last of them."""


class Spoiled(Exception):
    """What was done in company failed: all of it is rolled back, and everybody's verb runs again alone."""


class Gathered(Protocol):
    """Changes that are made all at once, before the rows that wait."""

    def write(self, connection: Connection) -> None:
        """Raises when they can not be made."""


G = TypeVar("G", bound=Gathered)


class Later:
    """Of one writing connection: the rows that wait, and what its transaction remembers until somebody writes.

    `on` while a step is taken in company; `spoiled` once the transaction must not be committed.
    """

    def __init__(self) -> None:
        self.on = False
        self.spoiled = False
        self.known: dict[str, Any] = {}
        self._rows: dict[Table, list[Row]] = {}
        self._gathered: dict[tuple[type[Any], str], Any] = {}

    def begin(self) -> None:
        """A transaction begins, or is given up: nothing waits, nothing is known."""
        self.on = self.spoiled = False
        self.known.clear()
        self._rows.clear()
        self._gathered.clear()

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Rows of one table have the same columns. Those of the feed get their `seq` when they are written."""
        if rows:
            self._rows.setdefault(table, []).extend(rows)

    def gathered(self, kind: type[G], place: str) -> G | None:
        """What of this kind waits at a site."""
        return self._gathered.get((kind, place))

    def gather(self, place: str, made: Gathered) -> None:
        self._gathered[type(made), place] = made

    def waiting(self, table: Table, where: Mapping[str, Collection[Any]]) -> bool:
        """True when a row waits for this table that has one of the values in each of these columns."""
        rows = self._rows.get(table, ())
        return any(all(row[name] in values for name, values in where.items()) for row in rows)

    def before(self, context: ExecutionContext | None) -> None:
        """Called before every statement: what might look at the rows, or change what is known, finds them written."""
        if (self._rows or self._gathered or self.known) and not (context and context.execution_options.get(_BESIDE)):
            self.known.clear()
            if self._rows or self._gathered:
                assert context is not None, "a statement nobody knows the connection of"
                self.write(context.root_connection)

    def write(self, connection: Connection) -> None:
        """Write what waits, in the order of its tables. Raises Spoiled."""
        rows, self._rows = self._rows, {}
        gathered, self._gathered = self._gathered, {}
        try:
            for changes in gathered.values():
                changes.write(connection)
            self._number(connection, rows.get(feed, ()))
            if rows and connection.dialect.name == "postgresql":
                _write_as_one(connection, rows)
            else:
                for table, some in rows.items():
                    connection.execute(_insert(table), some)
        except Exception as error:
            self.spoiled = True
            raise Spoiled from error

    def _number(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Documents get their numbers in the order they came."""
        for place in {row["site_id"] for row in rows}:
            mine = [row for row in rows if row["site_id"] == place]
            last = int(connection.execute(NEXT_SEQ, {"of": place, "many": len(mine)}).scalar_one())
            for number, row in enumerate(mine, last - len(mine) + 1):
                row["seq"] = number


class WritesLater:
    """What a dialect does more: it has a `Later` and asks it before every statement. An event would cost each more."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.later = Later()

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        self.later.before(context)
        super().do_execute(cursor, statement, parameters, context)  # type: ignore[misc]

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        self.later.before(context)
        super().do_executemany(cursor, statement, parameters, context)  # type: ignore[misc]

    def do_execute_no_params(self, cursor: Any, statement: str, context: Any = None) -> None:
        self.later.before(context)
        super().do_execute_no_params(cursor, statement, context)  # type: ignore[misc]


def later_of(connection: Connection) -> Later | None:
    """What waits on this connection; None where nothing ever does, because it only reads."""
    return getattr(connection.dialect, "later", None)


def beside(statement: E) -> E:
    """A statement that neither looks for rows that may wait nor changes them; with `settled` where it looks by key."""
    return statement.execution_options(**{_BESIDE: True})


def settled(connection: Connection, table: Table, **where: Collection[Any]) -> None:
    """Write what waits if one of its rows is what a statement `beside` is about to look for, by column and values."""
    later = later_of(connection)
    if later is not None and later.waiting(table, where):
        later.write(connection)


def insert_later(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows of things nobody has seen before: in company before the next statement that might look, else now."""
    later = later_of(connection)
    if later is not None and later.on:
        later.add(table, rows)
    elif rows:
        connection.execute(_insert(table), rows)


def insert_together(connection: Connection, tables: Mapping[Table, Sequence[Row]]) -> None:
    """Insert rows of several tables now, in this order; each table's have the same columns.

    On PostgreSQL in one statement: a thousand values of their own take the driver longer to read than to write.
    """
    rows = {table: some for table, some in tables.items() if some}
    if rows and connection.dialect.name == "postgresql":
        connection.exec_driver_sql(*_as_one(rows))
        return
    for table, some in rows.items():
        connection.execute(_insert(table), some)


@functools.cache
def _insert(table: Table) -> Insert:
    return insert(table)


def _write_as_one(connection: Connection, tables: Mapping[Table, Sequence[Row]]) -> None:
    """One prepared statement and one round trip, however many tables and rows: each table's go over as JSON."""
    driver: Any = connection.connection.driver_connection
    driver.execute(*_as_one(tables), prepare=True)


def _as_one(tables: Mapping[Table, Sequence[Row]]) -> tuple[str, tuple[str, ...]]:
    """The statement and its values."""
    statement = _statement(tuple(tables), tuple(tuple(rows[0]) for rows in tables.values()))
    return statement, tuple(_json(table, rows) for table, rows in tables.items())


@functools.lru_cache(maxsize=256)
def _statement(tables: tuple[Table, ...], given: tuple[tuple[str, ...], ...]) -> str:
    """INSERTs of several tables as one statement; columns that are not given get what the table says they have."""
    parts = []
    for table, names in zip(tables, given, strict=True):
        fixed = {c.name: _literal(c.default) for c in table.c if c.name not in names and c.default is not None}
        into, values = ", ".join((*names, *fixed)), ", ".join((*names, *fixed.values()))
        rows = f"json_populate_recordset(NULL::{table.name}, %s::json)"
        parts.append(f"INSERT INTO {table.name} ({into}) SELECT {values} FROM {rows}")  # noqa: S608  names of our own
    *first, last = parts
    return f"WITH {', '.join(f't{n} AS ({part})' for n, part in enumerate(first))} {last}" if first else last


def _literal(default: DefaultGenerator) -> str:
    value = getattr(default, "arg", None)
    assert isinstance(value, (int, str)), default
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''").replace("%", "%%") + "'"


def _json(table: Table, rows: Sequence[Row]) -> str:
    binary = [c.name for c in table.c if isinstance(c.type, LargeBinary)]
    for row in rows if binary else ():
        row.update({name: f"\\x{row[name].hex()}" for name in binary if row[name] is not None})
    return msgspec.json.encode(rows).decode()
