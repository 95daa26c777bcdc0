"""A file that was sent from the import page, and the file of its bad rows that is handed back."""

from __future__ import annotations

import csv
import hmac
import io
from collections.abc import Iterable
from typing import Final

import msgspec
from fastapi import Request
from starlette.datastructures import UploadFile

from app.central.doors import Doors
from app.central.importing.running import Upload
from app.central.importing.values import FaultRow, ImportRow
from app.domain.spreadsheets import guarded
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.visitor import Visitor, need, text, visitor_of

NAME_MOST: Final = 120
WRONG: Final = "what was wrong"


async def sent_file(doors: Doors, request: Request) -> tuple[Visitor, Upload]:
    """Who sent a file, and the file; nothing of it is read before it is known that this person may import.

    The body is written to disk as it arrives, beyond a megabyte. Raises PageRefusal and SignInNeeded.
    """
    visitor = await visitor_of(doors, request)
    need(visitor, "import.run")
    async with request.form(max_files=1, max_fields=10) as form:
        if not hmac.compare_digest(text(form, "csrf").encode(), visitor.csrf.encode()):
            raise PageRefusal(
                403,
                "This form was not sent from your page",
                "Nothing was imported. Go back, reload the page, and send it again.",
            )
        file = form.get("file")
        sent = isinstance(file, UploadFile)
        name = (file.filename or "file") if isinstance(file, UploadFile) else ""
        data = await file.read() if isinstance(file, UploadFile) else b""
        shown = "".join(letter if letter.isprintable() else "?" for letter in name)[-NAME_MOST:] if sent else ""
        return visitor, Upload(name=shown, data=data, kind=text(form, "kind", 30), channel=text(form, "channel", 40))


def bad_rows_csv(row: ImportRow, faults: Iterable[FaultRow]) -> bytes:
    """The rows to send again under the file's own header, with a last column that says what was wrong.

    A cell a spreadsheet would take for a formula gets an apostrophe before it, but for numbers and telephone numbers.
    """
    header = msgspec.json.decode(row.header or "[]", type=list[str])
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(_safe(cell) for cell in header), WRONG] if header else ["line", "column", WRONG])
    for fault in faults:
        if fault.passed:
            continue
        rows = msgspec.json.decode(fault.rows, type=list[list[str]])
        words = (
            f"line {fault.line}: {fault.cell}: {fault.problem}" if fault.cell else f"line {fault.line}: {fault.problem}"
        )
        if not header:
            writer.writerow([fault.line, _safe(fault.cell), _safe(fault.problem)])
        for cells in rows if header else ():
            filled = [*cells[: len(header)], *[""] * (len(header) - len(cells))]
            writer.writerow([*(_safe(cell) for cell in filled), _safe(words)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _safe(cell: str) -> str:
    plain = cell[1:].replace(" ", "").replace(".", "").replace("-", "")
    if cell[:1] in ("+", "-") and plain.isascii() and plain.isdigit():
        return cell
    return guarded(cell)
