"""A CSV file written as it is read, a page at a time: RFC 4180, as long as it has to be, and memory stays the same."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from typing import Final, TypeVar

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from ui.web.shell.headers import guarded

MARK: Final = b"\xef\xbb\xbf"
"""What spreadsheets want at the beginning, to read names right."""

Cells = Sequence[object]
R = TypeVar("R")
W = TypeVar("W")


def csv_file(name: str, header: Sequence[str], pages: AsyncIterator[Iterable[Cells]], *, mark: bool = True) -> Response:
    """UTF-8. A fault in the middle breaks the transfer off: what arrived is never taken for all of it."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    body = _written(header, pages, mark)
    return guarded(StreamingResponse(body, media_type="text/csv; charset=utf-8", headers=headers))


def wants_mark(request: Request) -> bool:
    """Programs say bom=no."""
    return request.query_params.get("bom", "") != "no"


async def all_pages(
    first: tuple[R, W | None], further: Callable[[W], Awaitable[tuple[R, W | None]]]
) -> AsyncIterator[R]:
    """Each page's rows; `further` gives the page of a wish, and the wish for the next one, None after the last."""
    rows, wish = first
    yield rows
    while wish is not None:
        rows, wish = await further(wish)
        yield rows


async def _written(header: Sequence[str], pages: AsyncIterator[Iterable[Cells]], mark: bool) -> AsyncIterator[bytes]:
    yield (MARK if mark else b"") + _lines([header])
    async for rows in pages:
        yield _lines(rows)


def _lines(rows: Iterable[Cells]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")
