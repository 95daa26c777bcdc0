"""Imports and their faults as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """`state` running | done | failed; `taken` records were read, `changed` of them changed something.

    `header` is the first row of the file as a JSON list, "" for what is no table. `words` say why it failed.
    """

    import_id: str
    kind: str
    file: str
    channel: str
    bytes: int
    sha256: str
    state: str
    taken: int = 0
    changed: int = 0
    bad: int = 0
    passed: int = 0
    words: str = ""
    header: str = ""
    who: str
    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRow:
    """A row that was not taken (`passed` 0) or that is no work for us (1); `cell` names the column.

    `rows` is a JSON list of the rows of the file that have to be sent again, each a list of cells.
    """

    import_id: str
    position: int
    line: int
    cell: str
    problem: str
    rows: str
    passed: int
