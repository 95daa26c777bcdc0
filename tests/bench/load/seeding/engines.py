"""The two engines as bulk work speaks to them: plain SQL through their own drivers, and the few words that differ."""

# ruff: noqa: S608  every name and number in these statements is our own
from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from sqlalchemy.engine import make_url

from app.central.storage.database import FILE
from tests.bench.load.centres import BenchCentre

_FAST: Final = ("foreign_keys = OFF", "synchronous = OFF", "journal_mode = OFF", "cache_size = -1000000",
                "temp_store = MEMORY", "locking_mode = EXCLUSIVE")  # fmt: skip


class Bulk(ABC):
    """One connection for so many rows that neither keys nor the disk are looked at while they go in."""

    name: str

    @abstractmethod
    def run(self, statement: str) -> list[Any]: ...

    @abstractmethod
    def moment(self, number: str, start_ms: int, step_ms: int) -> str:
        """The first 13 characters of a UUIDv7 of start + number * step."""

    @abstractmethod
    def later(self, column: str, number: str, step_ms: int) -> str:
        """A moment so many steps after the one in a column."""

    @abstractmethod
    def digits(self, number: str, width: int) -> str:
        """The number in so many digits."""

    @abstractmethod
    def count(self, first: str, last: str) -> str:
        """FROM something that has the whole numbers between these as `n`."""

    def one(self, statement: str) -> int:
        return int(self.run(statement)[0][0] or 0)


class BulkSqlite(Bulk):
    name = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, statement: str) -> list[Any]:
        return self._connection.execute(statement).fetchall()

    def moment(self, number: str, start_ms: int, step_ms: int) -> str:
        at = f"({start_ms} + ({number}) * {step_ms})"
        return f"printf('%08x-%04x', {at} >> 16, {at} & 65535)"

    def later(self, column: str, number: str, step_ms: int) -> str:
        return f"strftime('%Y-%m-%d %H:%M:%f000', {column}, (({number}) * {step_ms / 1000}) || ' seconds')"

    def digits(self, number: str, width: int) -> str:
        return f"printf('%0{width}d', {number})"

    def count(self, first: str, last: str) -> str:
        return f"(SELECT value AS n FROM numbers WHERE value BETWEEN {first} AND {last})"


class BulkPostgres(Bulk):
    name = "postgresql"

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def run(self, statement: str) -> list[Any]:
        found = self._connection.execute(statement.encode())
        return found.fetchall() if found.description else []

    def moment(self, number: str, start_ms: int, step_ms: int) -> str:
        at = f"({start_ms} + ({number})::bigint * {step_ms})"
        return f"lpad(to_hex({at} >> 16), 8, '0') || '-' || lpad(to_hex({at} & 65535), 4, '0')"

    def later(self, column: str, number: str, step_ms: int) -> str:
        return f"{column} + ({number}) * interval '{step_ms} milliseconds'"

    def digits(self, number: str, width: int) -> str:
        return f"lpad(({number})::text, {width}, '0')"

    def count(self, first: str, last: str) -> str:
        return f"generate_series({first}, {last}) AS series(n)"


@contextmanager
def bulk(made: BenchCentre, most: int) -> Iterator[Bulk]:
    """Nobody else uses the centre meanwhile; `most` is the largest number that will be counted to."""
    if made.database:
        url = make_url(made.database)
        where = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database}
        with psycopg.connect(**where, autocommit=True) as connection:  # type: ignore[arg-type]
            connection.execute("SET session_replication_role = replica")  # no foreign keys
            connection.execute("SET synchronous_commit = off; SET maintenance_work_mem = '400MB'; SET work_mem='200MB'")
            yield BulkPostgres(connection)
        return
    connection_ = sqlite3.connect(made.data / FILE, isolation_level=None)
    try:
        for pragma in _FAST:
            connection_.execute(f"PRAGMA {pragma}").fetchall()
        connection_.execute("CREATE TEMP TABLE numbers (value INTEGER PRIMARY KEY)")
        connection_.execute(
            "WITH RECURSIVE up(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM up WHERE value < ?) "
            "INSERT INTO numbers SELECT value FROM up",
            (most,),
        )
        connection_.execute("BEGIN")
        yield BulkSqlite(connection_)
        connection_.execute("COMMIT")
        connection_.execute("PRAGMA journal_mode = WAL").fetchall()
    finally:
        connection_.close()
