"""The outbox: commands in gapless order, immutable bytes with a hash chain; a stored verdict is the only way out.

`delivery.settled` is the highest command the centre holds; a command waits as long as its seq is above it. Statements
are plain SQL so that one scan costs one flush and little else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from app.station.storage.files.faults import DamagedCommand, HistoryGone
from app.station.storage.values import (
    OutboxPosition,
    OutboxSummary,
    QueuedCommand,
    Settlement,
)

KEEP_SETTLED: Final = timedelta(days=30)
"""How long settled commands stay: a centre restored from a backup asks for them again."""

WRAPPING_BYTES: Final = 128
"""What seq, hash and punctuation add around one envelope in a batch."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_PRUNE_AT_ONCE: Final = 2_000

_TAIL: Final = "SELECT seq, sha256 FROM outbox ORDER BY seq DESC LIMIT 1"
_APPEND: Final = "INSERT INTO outbox (seq, id, kind, sha256, recorded_at, envelope) VALUES (?, ?, ?, ?, ?, ?)"
_WAITING: Final = (
    "SELECT seq, sha256, envelope FROM outbox WHERE seq > (SELECT settled FROM delivery) ORDER BY seq LIMIT ?"
)
_SETTLE: Final = (
    "UPDATE outbox SET verdict=?, reason=?, task_id=?, feed_seq=?, settled_at=? WHERE seq=? AND verdict IS NULL"
)
_KINDS: Final = """
WITH RECURSIVE kinds(kind) AS (
    SELECT min(kind) FROM outbox
    UNION ALL
    SELECT (SELECT min(kind) FROM outbox WHERE kind > kinds.kind) FROM kinds WHERE kinds.kind IS NOT NULL
)
SELECT kind FROM kinds
WHERE EXISTS (SELECT 1 FROM outbox WHERE outbox.kind = kinds.kind AND seq > (SELECT settled FROM delivery))
"""
_POSITION: Final = """
SELECT e.station_id, e.epoch, e.server_epoch, (SELECT settled FROM delivery), (SELECT max(seq) FROM outbox)
FROM enrolment AS e ORDER BY e.no DESC LIMIT 1
"""


def micros(at: datetime) -> int:
    """An aware moment as whole microseconds since 1970, UTC."""
    return (at - _EPOCH) // _MICROSECOND


def moment(value: int) -> datetime:
    return _EPOCH + value * _MICROSECOND


def tail(connection: Connection) -> tuple[int, str]:
    """The last command's seq and hash; (0, "") for an empty outbox."""
    row = connection.exec_driver_sql(_TAIL).fetchone()
    return (0, "") if row is None else (row[0], row[1])


def append(connection: Connection, seq: int, command_id: str, kind: str, envelope: bytes, recorded_at: int) -> None:
    digest = hashlib.sha256(envelope).hexdigest()
    connection.exec_driver_sql(_APPEND, (seq, command_id, kind, digest, recorded_at, envelope))


def knows(connection: Connection, command_id: str) -> bool:
    """Whether a command was committed (for a COMMIT of unknown outcome)."""
    return connection.exec_driver_sql("SELECT 1 FROM outbox WHERE id=?", (command_id,)).fetchone() is not None


def waiting_kinds(connection: Connection) -> frozenset[str]:
    return frozenset(row[0] for row in connection.exec_driver_sql(_KINDS))


def position(connection: Connection) -> OutboxPosition | None:
    """How far the outbox is settled; None before enrolment."""
    row = connection.exec_driver_sql(_POSITION).fetchone()
    if row is None:
        return None
    return OutboxPosition(
        station_id=row[0], epoch=row[1], server_epoch=row[2], settled=row[3], last=max(row[4] or 0, row[3])
    )


def batch(connection: Connection, limit: int, max_bytes: int) -> list[QueuedCommand]:
    """The first waiting commands, at least one if any waits; stops before a damaged row.

    Raises DamagedCommand if the very first one is missing or does not match its hash.
    """
    settled = connection.exec_driver_sql("SELECT settled FROM delivery").scalar_one()
    taken: list[QueuedCommand] = []
    size = 0
    for row in connection.exec_driver_sql(_WAITING, (limit,)):
        expected = settled + len(taken) + 1
        if row[0] != expected or not _intact(row[2], row[1]):
            if not taken:
                raise DamagedCommand(expected)
            break
        command = QueuedCommand(row[0], row[1], row[2])
        size += len(command.envelope) + WRAPPING_BYTES
        if taken and size > max_bytes:
            break
        taken.append(command)
    return taken


def _intact(envelope: object, digest: str) -> bool:
    return isinstance(envelope, bytes) and hashlib.sha256(envelope).hexdigest() == digest


def settle(connection: Connection, settlement: Settlement, at: datetime) -> int:
    """Store verdicts in order, as far as they go without a gap and the centre has them; the number newly settled."""
    before: int = connection.exec_driver_sql("SELECT settled FROM delivery").scalar_one()
    settled = before
    rows: list[tuple[Any, ...]] = []
    settled_at = micros(at)
    for result in sorted(settlement.results, key=lambda result: result.seq):
        if result.seq != settled + 1 or result.seq > settlement.have:
            continue
        settled = result.seq
        rows.append((result.verdict, result.reason, result.task_id, result.feed_seq, settled_at, result.seq))
    if rows:
        connection.exec_driver_sql(_SETTLE, rows)
        connection.exec_driver_sql("UPDATE delivery SET settled=?", (settled,))
    return settled - before


def rewind(connection: Connection, have: int) -> int:
    """Let every command after `have` wait again; the number that do. Raises HistoryGone if some are no longer kept."""
    settled = connection.exec_driver_sql("SELECT settled FROM delivery").scalar_one()
    if have >= settled:
        return 0
    kept = connection.exec_driver_sql("SELECT count(*) FROM outbox WHERE seq > ? AND seq <= ?", (have, settled))
    if kept.scalar_one() != settled - have:
        raise HistoryGone(f"the centre has {have} of {settled} commands, and this bench no longer keeps all the rest")
    connection.exec_driver_sql(
        "UPDATE outbox SET verdict=NULL, reason=NULL, task_id=NULL, feed_seq=NULL, settled_at=NULL WHERE seq > ?",
        (have,),
    )
    connection.exec_driver_sql("UPDATE delivery SET settled=?", (have,))
    return int(settled - have)


def prune(connection: Connection, at: datetime) -> int:
    """Forget settled commands after 30 days, a few thousand at a time; the last one stays, for the chain."""
    rows = connection.exec_driver_sql(
        "SELECT seq FROM outbox WHERE seq < (SELECT max(seq) FROM outbox) AND seq <= (SELECT settled FROM delivery)"
        " ORDER BY seq LIMIT 1"
    ).fetchone()
    if rows is None:
        return 0
    oldest = int(rows[0])
    gone = connection.exec_driver_sql(
        "DELETE FROM outbox WHERE seq >= ? AND seq < ? AND settled_at < ?"
        " AND seq < (SELECT max(seq) FROM outbox) AND seq <= (SELECT settled FROM delivery)",
        (oldest, oldest + _PRUNE_AT_ONCE, micros(at - KEEP_SETTLED)),
    )
    return gone.rowcount


def summary(connection: Connection) -> OutboxSummary:
    """Counts without a scan of the bodies."""
    first = connection.exec_driver_sql(
        "SELECT recorded_at FROM outbox WHERE seq > (SELECT settled FROM delivery) ORDER BY seq LIMIT 1"
    ).fetchone()
    counts: Sequence[Any] = connection.exec_driver_sql(
        "SELECT (SELECT coalesce(max(seq), 0) FROM outbox) - (SELECT settled FROM delivery),"
        " (SELECT count(*) FROM outbox WHERE verdict = 'refused'),"
        " (SELECT count(*) FROM outbox WHERE verdict = 'quarantined'),"
        " (SELECT count(*) FROM former_outbox WHERE verdict IS NULL)"
    ).one()
    return OutboxSummary(
        waiting=max(0, counts[0]),
        oldest=None if first is None else moment(first[0]),
        refused=counts[1],
        quarantined=counts[2],
        set_aside=counts[3],
    )
