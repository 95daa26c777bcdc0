"""Pages behind a cursor: an opaque place in an order of rows, so that rows coming in shift nothing."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar
from urllib.parse import urlencode

import msgspec
from fastapi import Request

from sync.central.serving.refusals.problems import Refusal

Row = TypeVar("Row")

LIMIT: Final = 50
LIMIT_MOST: Final = 200
CURSOR_MOST: Final = 300
"""Longer than any of ours: it is not even looked into."""


def cursor_at(at: datetime, last: str) -> str:
    """The place behind the row with this time and id."""
    return urlsafe_b64encode(msgspec.json.encode([at, last])).decode().rstrip("=")


def place_of(cursor: str) -> tuple[datetime, str] | None:
    """(time, id) of the last row seen; None for the first page. Raises Refusal."""
    if not cursor:
        return None
    if len(cursor) > CURSOR_MOST:
        raise bad_cursor()
    try:
        raw = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        at, last = msgspec.json.decode(raw, type=tuple[datetime, str])
    except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
        raise bad_cursor() from error
    if at.tzinfo is None or not 2000 <= at.year < 2100 or len(last) > 60 or not last.isprintable():
        raise bad_cursor()
    return at, last


def bad_cursor() -> Refusal:
    return Refusal(400, "cursor", "the cursor is not one of ours", "ask again without a cursor", "cursor")


def link_to_next(request: Request, cursor: str) -> dict[str, str]:
    """The `Link` header of a page, with the same question and the next cursor; none on the last page."""
    if not cursor:
        return {}
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    address = f"{request.url.path}?{urlencode([*query, ('cursor', cursor)], errors='replace')}"
    return {"Link": f'<{address}>; rel="next"'}


def page_of(rows: Sequence[Row], most: int, place: Callable[[Row], str]) -> tuple[list[Row], str]:
    """The rows of a page out of one more than it holds, and the cursor of the next page: "" when there is none."""
    shown = list(rows[:most])
    return shown, place(shown[-1]) if shown and len(rows) > most else ""
