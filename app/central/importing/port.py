"""The port to whoever reads files: the importers of the command line, handed in by whoever starts the centre."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from app.central.centre import Centre
from app.central.values import ChannelRow
from app.central.warehouse.records import Imported


class FileImporter(Protocol):
    """Reads files and calls the verbs they ask for; bad rows are handed back, never raised."""

    @property
    def kinds(self) -> Mapping[str, str]:
        """Every kind of file, and what it is in words."""

    def guess(self, name: str, data: bytes) -> str:
        """The kind of a file, by its name and header; "" when it is none we know."""

    def run(self, centre: Centre, kind: str, name: str, data: bytes, site: str, channel: ChannelRow | None) -> Imported:
        """Import a file; orders need their channel. Runs on a reading thread, the verbs on the one that writes."""
