"""A refusal for a person who looks at it in a browser: a page in words, where programs get a problem document."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Final

from starlette.responses import Response
from starlette.types import Scope

from sync.central.serving.refusals.problems import Refusal

_STYLE: Final = (
    "body{max-width:36em;margin:12vh auto;padding:0 1em;font:17px/1.5 system-ui,sans-serif;color:#14181c;"
    "background:#f3f4f1}h1{font-size:1.7em;line-height:1.2}"
)
_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""This style and nothing else: the page stands for itself, also when no other can be asked for."""
_PAGE: Final = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    f"<title>{{title}}</title><style>{_STYLE.replace('{', '{{').replace('}', '}}')}</style></head>"
    "<body><h1>{title}</h1><p>{words}</p></body></html>"
)


def wants_page(scope: Scope) -> bool:
    """True for a browser that asks for one of the pages: programs have `/v1/` to themselves."""
    accepts = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return b"text/html" in accepts and not scope["path"].startswith("/v1/")


def page_of(refusal: Refusal) -> Response:
    """The refusal as a page; it goes nowhere by itself."""
    title = escape(refusal.title.capitalize())
    then = "Go back and send less at once" if refusal.status == 413 else "Then go back and send it again"
    words = escape(f"{refusal.detail.capitalize()}. Nothing was stored. {then}.")
    headers = {
        **refusal.headers,
        "Connection": "close",
        "Cache-Control": "no-store",
        "Content-Security-Policy": _POLICY,
    }
    return Response(_PAGE.format(title=title, words=words), refusal.status, headers, "text/html")
