"""Importing one file from the browser: begun, read, reported row by row and recorded; the good rows are taken."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from app.central.centre import Centre
from app.central.importing.port import FileImporter
from app.central.importing.rows import FileRows, rows_of
from app.central.importing.values import FaultRow, ImportRow
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.values import ChannelRow
from app.central.warehouse.records import BadRow, Imported

FAULTS_MOST: Final = 5_000
"""Rows of one file that are reported; the counts are of all."""
CHUNK: Final = 500
BROKEN_OFF: Final = timedelta(hours=1)
"""An import that has not ended by then never will: its process went away."""
MANAGED: Final = ("site", "details", "packers")
"""Kinds that change how the site works or who may work: for those who may change its settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it was sent; `kind` "" is to be guessed, `channel` is where its orders come from."""

    name: str
    data: bytes
    kind: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class NotImported:
    """Nothing was begun: the field of the form that is wrong, and why in words."""

    field: str
    why: str


def import_upload(
    centre: Centre, importer: FileImporter, actor: Actor, site: str, upload: Upload
) -> ImportRow | NotImported:
    """Import a file at a site; its rows are stored in as many transactions as its kind takes. On a reading thread.

    Raises what the verbs raise; the import is then marked as failed, and what was taken stays taken.
    """
    chosen = _chosen(centre, importer, actor, site, upload)
    if isinstance(chosen, NotImported):
        return chosen
    kind, channel = chosen
    row = centre.do(_begin, site, actor, upload, kind)
    try:
        done = importer.run(centre, kind, upload.name, upload.data, site, channel)
    except Exception:
        centre.do(_fail, site, actor, row)
        raise
    return centre.do(_end, site, actor, row, done, _report(row, upload, kind, done))


def _chosen(
    centre: Centre, importer: FileImporter, actor: Actor, site: str, upload: Upload
) -> tuple[str, ChannelRow | None] | NotImported:
    if not upload.data:
        return NotImported("file", "choose a file that is not empty")
    kind = upload.kind or importer.guess(upload.name, upload.data)
    if not kind:
        return NotImported("kind", "its header is none we know: choose what is in it")
    if kind not in importer.kinds:
        return NotImported("kind", f"there is no kind {kind[:30]!r}")
    if kind in MANAGED and not actor.may("settings.change"):
        return NotImported("kind", f"{importer.kinds[kind]}: only a manager imports that")
    if kind != "orders":
        return kind, None
    with centre.read(site) as work:
        mine = {row.code: row for row in work.orders.channels() if row.site_id == site}
    if not upload.channel and len(mine) == 1:
        return kind, next(iter(mine.values()))
    if upload.channel not in mine:
        return NotImported("channel", "say which channel these orders come from")
    return kind, mine[upload.channel]


def imports(centre: Centre, site: str, most: int, before: tuple[datetime, str] | None = None) -> tuple[ImportRow, ...]:
    """Imports of a site, newest first."""
    with centre.read(site) as work:
        return work.desk.imports.page(most, before)


def import_seen(centre: Centre, site: str, import_id: str, most: int) -> tuple[ImportRow, tuple[FaultRow, ...]] | None:
    """One import with the rows it did not take; None when there is none."""
    with centre.read(site) as work:
        row = work.desk.imports.get(import_id)
        return None if row is None else (row, work.desk.imports.faults(import_id, most))


def _begin(centre: Centre, site: str, actor: Actor, upload: Upload, kind: str) -> ImportRow:
    with centre.begin(site) as work:
        row = ImportRow(
            import_id=work.new_id(),
            kind=kind,
            file=upload.name,
            channel=upload.channel if kind == "orders" else "",
            bytes=len(upload.data),
            sha256=hashlib.sha256(upload.data).hexdigest(),
            state="running",
            who=actor.name,
            began_at=work.now,
        )
        work.desk.imports.begin(row)
        return row


def _report(row: ImportRow, upload: Upload, kind: str, done: Imported) -> tuple[str, list[FaultRow]]:
    """The header as JSON, and every fault with the rows to send again."""
    by_line = sorted(done.bad, key=lambda bad: bad.line)
    every = [*((bad, 0) for bad in by_line), *((passed, 1) for passed in done.passed)][:FAULTS_MOST]
    table = FileRows() if upload.data.lstrip()[:1] == b"[" else rows_of(kind, upload.data, _lines(done.bad))
    faults = [
        FaultRow(
            import_id=row.import_id,
            position=position,
            line=bad.line,
            cell=bad.column,
            problem=bad.problem,
            rows=msgspec.json.encode(() if passed else table.wanted.pop(bad.line, ())).decode(),
            passed=passed,
        )
        for position, (bad, passed) in enumerate(every)
    ]
    return (msgspec.json.encode(table.header).decode() if table.header else ""), faults


def _lines(bad: Sequence[BadRow]) -> list[int]:
    return [row.line for row in bad if row.line > 1]


def _end(
    centre: Centre, site: str, actor: Actor, row: ImportRow, done: Imported, report: tuple[str, list[FaultRow]]
) -> ImportRow:
    header, faults = report
    with centre.begin(site) as work:
        for start in range(0, len(faults), CHUNK):
            work.desk.imports.keep_faults(faults[start : start + CHUNK])
        told = {"taken": done.read, "changed": done.changed, "bad": len(done.bad), "passed": len(done.passed)}
        work.desk.imports.end(row.import_id, state="done", header=header, **told)
        details = {"file": row.file, "kind": row.kind, **told}
        record(work, actor, "import.run", Subject("import", row.import_id), details)
        ended = work.desk.imports.get(row.import_id)
        assert ended is not None
        return ended


def _fail(centre: Centre, site: str, actor: Actor, row: ImportRow) -> None:
    with centre.begin(site) as work:
        words = "It broke off. What it had taken stays: import the file again, nothing is taken twice."
        work.desk.imports.end(row.import_id, state="failed", words=words)
        details = {"file": row.file, "kind": row.kind, "failed": True}
        record(work, actor, "import.run", Subject("import", row.import_id), details)
