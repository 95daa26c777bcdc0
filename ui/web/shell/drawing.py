"""Drawing pages: one Jinja environment, the layout, and an answer with every guard."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ui.web.shell.files import StaticFile, read_files
from ui.web.shell.headers import guarded
from ui.web.shell.languages import words
from ui.web.shell.languages.sentences import sentences
from ui.web.shell.languages.speaking import LANGUAGES, USUAL, Speaking, catalogue, preferred
from ui.web.shell.navigation import PLACES, Place
from ui.web.shell.refusals import WORDS, PageRefusal
from ui.web.shell.visitor import Visitor, known_visitor

ROOMS: Final = Path(__file__).parent.parent
"""Templates are named from here: "orders/templates/list.html"."""


class Shell:
    """What a family of pages draws with; made once. `now` gives aware UTC."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.files: dict[str, StaticFile] = read_files()

    def page(
        self, request: Request, template: str, *, visitor: Visitor | None = None, status: int = 200, **values: Any
    ) -> Response:
        """Draw a template that extends "shell/templates/page.html" (signed in) or ".../plain.html" (not).

        Templates get `visitor`, `path`, `places`, `when(at)` for times, `money`, and what is in `values`.
        """
        now, zone = (visitor.now, visitor.zone) if visitor else (self.now(), UTC)
        language = visitor.language if visitor else preferred(request.headers.get("accept-language", ""))
        body = (
            _drawer(language if language in LANGUAGES else USUAL)
            .get_template(template)
            .render(
                {
                    "visitor": visitor,
                    "path": request.url.path,
                    "places": [place for place in PLACES if _may_see(place, visitor)],
                    "when": lambda at: words.moment(at, zone, now, language),
                    "language": language,
                    "now": now,
                    **values,
                }
            )
        )
        return guarded(HTMLResponse(body, status))

    def refusal(self, request: Request, refusal: PageRefusal) -> Response:
        """An error page in words."""
        path, query = request.url.path, request.url.query
        passing = refusal.status >= 500 and request.method == "GET" and not path.startswith("//")
        again = f"{path}?{query}" if passing and query else path if passing else ""
        values = {"refusal": refusal, "again": again}
        visitor = known_visitor(request)
        return self.page(request, "shell/templates/refusal.html", visitor=visitor, status=refusal.status, **values)


@functools.cache
def _drawer(language: str) -> Environment:
    """Every template in one language; read once in a process, whatever serves."""
    drawer = Environment(
        loader=FileSystemLoader(ROOMS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[Speaking],
    )
    known = catalogue(language)
    drawer.extend(words=known)
    spoken = sentences(language, known)
    drawer.filters["say"] = lambda said: spoken.say(said) if isinstance(said, str) else said
    drawer.filters["capital"] = lambda said: said[:1].upper() + said[1:]
    drawer.filters["money"] = partial(words.money, locale=language)
    drawer.filters["number"] = partial(words.number, locale=language)
    drawer.filters["units"] = partial(words.units, locale=language)
    drawer.filters["days"] = partial(words.days, locale=language)
    drawer.filters["day"] = partial(words.day, locale=language)
    drawer.globals["static"] = _static
    return drawer


def _static(name: str) -> str:
    """The address of a style, script, face or drawing."""
    return f"/static/{read_files()[name].name}"


def go(where: str) -> Response:
    """Send the browser to a page of ours after a form was taken (303: it asks with GET)."""
    return guarded(RedirectResponse(where, 303))


def _may_see(place: Place, visitor: Visitor | None) -> bool:
    return visitor is not None and (not place.needs or place.needs in visitor.may)


__all__ = ["ROOMS", "WORDS", "Shell", "go"]
