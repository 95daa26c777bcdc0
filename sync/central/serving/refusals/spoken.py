"""A refusal for a person who looks at it in a browser: a page in words, where programs get a problem document."""

from __future__ import annotations

from html import escape
from typing import Final

from starlette.responses import Response
from starlette.types import Scope

from sync.central.serving.refusals.problems import Refusal

_PAGE: Final = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title></head><body><h1>{title}</h1><p>{words}</p></body></html>"
)


def wants_page(scope: Scope) -> bool:
    """True for a browser that asks for one of the pages: programs have `/v1/` to themselves."""
    accepts = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return b"text/html" in accepts and not scope["path"].startswith("/v1/")


def page_of(refusal: Refusal) -> Response:
    """The refusal as a page; it goes nowhere by itself."""
    title = escape(refusal.title.capitalize())
    words = escape(f"{refusal.detail.capitalize()}. Nothing was stored. Then go back and send it again.")
    headers = {**refusal.headers, "Connection": "close", "Cache-Control": "no-store"}
    return Response(_PAGE.format(title=title, words=words), refusal.status, headers, "text/html")
