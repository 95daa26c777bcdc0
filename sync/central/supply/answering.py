"""What all end points of supply share: their parameters, what they answer with, and how they say no."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import Query

from app.central.supply.buying.proposing import NotSupplied
from sync.central.serving.document.openapi import DECIDERS, PROGRAMS, SUPPLY, answers
from sync.central.serving.refusals.problems import Refusal

READ: Final = "report.read"
Site = Annotated[str, Query(max_length=20, description="Site code; needed when there are several.")]
Cursor = Annotated[str, Query(max_length=200)]
Limit = Annotated[str, Query(max_length=18)]
REFUSED: Final = (400, 401, 403, 404, 409, 422, 429, 503)
WITH_A_BODY: Final = (408, 413)


def answering(kind: type[Any], *, changing: bool = False) -> dict[str, Any]:
    """How a route is described that answers with this struct."""
    proofs = DECIDERS if changing else PROGRAMS
    said = answers({200: kind}, *REFUSED, *(WITH_A_BODY if changing else ()))
    return {"tags": SUPPLY, "response_model": None, "openapi_extra": proofs, "responses": said}


def after(cursor: str) -> str:
    """The last name of the page before. Raises Refusal."""
    if not cursor.isprintable():
        raise Refusal(400, "cursor", "the cursor is not one of ours", "ask again without a cursor", "cursor")
    return cursor


def good(done: Any) -> Any:
    """What a verb did. Raises Refusal when it did nothing."""
    if not isinstance(done, NotSupplied):
        return done
    title = "nothing was changed"
    if done.code == "unknown":
        raise Refusal(404, "supply", title, done.why, done.field)
    if done.code == "field":
        raise Refusal(422, "field", title, done.why, done.field)
    raise Refusal(409, "not_now", title, done.why, done.field)
