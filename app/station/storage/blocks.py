"""Number blocks leased to this bench: taken in one transaction with the label they are for, never given twice."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from app.domain.documents import SerialBlock
from app.station.storage.documents import from_json, to_json
from app.station.storage.values import LeasedBlock

_OPEN: Final = "SELECT block_id, next, json FROM serial_block WHERE state='open' AND next <= last ORDER BY no"


def keep(connection: Connection, block: SerialBlock, leased_at: int) -> None:
    """Take a block in; a block seen before keeps its next serial."""
    connection.exec_driver_sql(
        "INSERT INTO serial_block (block_id, state, first, last, next, leased_at, json)"
        " VALUES (?, 'open', ?, ?, ?, ?, ?) ON CONFLICT (block_id) DO NOTHING",
        (block.block_id, block.first, block.last, block.first, leased_at, to_json(block)),
    )


def withdraw(connection: Connection, block_id: str) -> None:
    """The centre took a block back: nothing more is taken from it."""
    connection.exec_driver_sql("UPDATE serial_block SET state='withdrawn' WHERE block_id=?", (block_id,))


def left_in(connection: Connection) -> list[LeasedBlock]:
    """Blocks with serials left, oldest lease first."""
    rows = connection.exec_driver_sql(_OPEN)
    return [LeasedBlock(from_json(bytes(row[2]), SerialBlock, row[0]), row[1]) for row in rows]


def count_left(connection: Connection) -> int:
    total = connection.exec_driver_sql(
        "SELECT coalesce(sum(last - next + 1), 0) FROM serial_block WHERE state='open' AND next <= last"
    )
    return int(total.scalar_one())


def take(connection: Connection) -> tuple[str, SerialBlock, int] | None:
    """The next serial of the oldest block: (block id, block, serial); None when none is left."""
    row = connection.exec_driver_sql(_OPEN + " LIMIT 1").fetchone()
    if row is None:
        return None
    connection.exec_driver_sql("UPDATE serial_block SET next = next + 1 WHERE block_id=?", (row[0],))
    return row[0], from_json(bytes(row[2]), SerialBlock, row[0]), row[1]
