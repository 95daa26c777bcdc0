"""A database put back from a backup begins a new history: stations notice, and send again what came after the backup.

What was given out after the backup is not known here. Numbers that must never be given out twice (parcel numbers of
GS1, fencing tokens, the numbers on printed lists) therefore go on far behind the last one the backup knows.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, update

from app.central.storage.schema.ground import lineage, site

SKIPPED: Final = {"serial_next": 100_000, "fence_next": 1_000_000, "list_next": 1_000}
"""Two days of parcels for fifty benches; tokens and lists cost nothing."""


def begin_history(connection: Connection, server_epoch: str) -> None:
    """Name the new history, and leave the numbers behind that may have been given out."""
    connection.execute(update(lineage).values(server_epoch=server_epoch))
    connection.execute(update(site).values({name: site.c[name] + by for name, by in SKIPPED.items()}))
