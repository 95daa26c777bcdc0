"""Who this bench is: one row per enrolment; a new epoch starts a new outbox and sets the waiting commands aside."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from app.station.storage.files.faults import EnrolmentRefused
from app.station.storage.files.folder import fsync_folder
from app.station.storage.values import Identity

_COMMAND: Final = "seq, id, kind, sha256, recorded_at, verdict, reason, task_id, feed_seq, settled_at, envelope"


def current(connection: Connection) -> Identity | None:
    row = connection.exec_driver_sql(
        "SELECT station_id, epoch, site, server_epoch, station, key, centre_url FROM enrolment ORDER BY no DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    return Identity(
        station_id=row[0],
        epoch=row[1],
        site=row[2],
        server_epoch=row[3],
        station=row[4],
        key=bytes(row[5]),
        centre_url=row[6],
    )


def enrol(connection: Connection, identity: Identity, enrolled_at: int, folder: Path) -> bool:
    """Become `identity`; True if it is a new epoch (the feed then starts from nothing), False if it was known already.

    A new epoch takes every command of the old one out of the outbox: all rows move to former_outbox, and those still
    waiting are also written, fsynced, to a recovery file (one JSON object a line) in the data folder before the commit;
    number blocks of the old epoch are burned. Raises EnrolmentRefused for the current epoch with another key or site.
    """
    before = current(connection)
    if before is not None and (before.station_id, before.epoch) == (identity.station_id, identity.epoch):
        if (before.key, before.site) != (identity.key, identity.site):
            raise EnrolmentRefused(f"epoch {identity.epoch} of {identity.station_id} has another key or site here")
        connection.exec_driver_sql(
            "UPDATE enrolment SET server_epoch=?, station=?, centre_url=? WHERE no=(SELECT max(no) FROM enrolment)",
            (identity.server_epoch, identity.station, identity.centre_url),
        )
        return False
    if before is not None:
        _set_aside(connection, before, folder)
    connection.exec_driver_sql(
        "INSERT INTO enrolment (station_id, epoch, site, server_epoch, station, key, centre_url, enrolled_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            identity.station_id,
            identity.epoch,
            identity.site,
            identity.server_epoch,
            identity.station,
            identity.key,
            identity.centre_url,
            enrolled_at,
        ),
    )
    return True


def note_server_epoch(connection: Connection, server_epoch: str) -> None:
    """Remember the centre's lineage, so that the next change of it is noticed."""
    connection.exec_driver_sql(
        "UPDATE enrolment SET server_epoch=? WHERE no=(SELECT max(no) FROM enrolment)", (server_epoch,)
    )


def _set_aside(connection: Connection, identity: Identity, folder: Path) -> None:
    waiting = connection.exec_driver_sql(
        "SELECT seq, sha256, envelope FROM outbox WHERE seq > (SELECT settled FROM delivery) ORDER BY seq"
    ).fetchall()
    if waiting:
        _write_recovery(folder / f"recovery-{identity.station_id}-{identity.epoch}.jsonl", list(map(tuple, waiting)))
    connection.exec_driver_sql(
        f"INSERT INTO former_outbox (enrolment_no, {_COMMAND})"  # noqa: S608 - no outside text
        f" SELECT (SELECT max(no) FROM enrolment), {_COMMAND} FROM outbox"
    )
    connection.exec_driver_sql("DELETE FROM outbox")
    connection.exec_driver_sql("UPDATE delivery SET settled=0")
    connection.exec_driver_sql("UPDATE serial_block SET state='burned'")


def _write_recovery(path: Path, rows: list[tuple[int, str, bytes]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for seq, digest, envelope in rows:
            line = {"seq": seq, "sha256": digest, "envelope": bytes(envelope).decode("utf-8", "backslashreplace")}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fsync_folder(path.parent)
