"""Mounting pages: each answers in words whatever goes wrong, and static files are served for ever."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.exceptions import HTTPException

from app.central.doors import Doors
from app.central.storage.engines.faults import NotKnown, StorageFault
from ui.web.shell.drawing import Shell, go
from ui.web.shell.headers import guarded
from ui.web.shell.refusals import NOT_KNOWN, PageRefusal, SignInNeeded
from ui.web.shell.visitor import session_cookie, visitor_of

Page = Callable[[Request], Awaitable[Response]]

LOG: Final = logging.getLogger("packbench.web")
FOR_EVER: Final = "public, max-age=31536000, immutable"


class _NoPage(StringConvertor):
    """Paths that belong to nobody: not those of programs."""

    regex = r"(?!v1/|v1$|healthz|readyz|metrics|openapi\.json).*"


register_url_convertor("nopage", _NoPage())


class Pages:
    """The routes of one family of pages over one shell; `get` and `post` mount a page."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.router = APIRouter(include_in_schema=False)

    def get(self, path: str, page: Page) -> None:
        self._mount(path, page, "GET")

    def post(self, path: str, page: Page) -> None:
        self._mount(path, page, "POST")

    def _mount(self, path: str, page: Page, method: str) -> None:
        self.router.add_api_route(path, _spoken(self.shell, page), methods=[method], response_model=None)


def static_routes(shell: Shell) -> APIRouter:
    """Every static file under its hashed name, and a page for addresses that are none."""
    pages = Pages(shell)
    served = {file.name: file for file in shell.files.values()}

    async def static(request: Request) -> Response:
        file = served.get(request.path_params["name"])
        if file is None:
            raise PageRefusal(404)
        headers = {"ETag": file.etag, "Cache-Control": FOR_EVER}
        if file.etag in request.headers.get("if-none-match", ""):
            return guarded(Response(status_code=304, headers=headers))
        return guarded(Response(file.body, media_type=file.kind, headers=headers))

    pages.get("/static/{name}", static)
    return pages.router


def lost_routes(shell: Shell, doors: Doors) -> APIRouter:
    """The page for every address that has none; mounted last. Who is signed in keeps the way back."""
    pages = Pages(shell)

    async def lost(request: Request) -> Response:
        if session_cookie(request):
            with suppress(SignInNeeded):
                await visitor_of(doors, request)
        raise PageRefusal(404)

    pages.get("/{rest:nopage}", lost)
    return pages.router


def _spoken(shell: Shell, page: Page) -> Page:
    async def answer(request: Request) -> Response:
        try:
            return await page(request)
        except SignInNeeded:
            unsent = "" if request.method == "GET" else "&unsent=1"
            return go(f"/sign-in?next={quote(_address(request), safe='')}{unsent}")
        except PageRefusal as refusal:
            return shell.refusal(request, refusal)
        except HTTPException as refused:
            return shell.refusal(request, PageRefusal(refused.status_code))
        except NotKnown:
            LOG.exception("a page does not know whether its deed was stored")
            return shell.refusal(request, PageRefusal(503, *NOT_KNOWN))
        except StorageFault:
            LOG.exception("a page met a fault of the database")
            return shell.refusal(request, PageRefusal(503))
        except Exception:
            LOG.exception("a page broke")
            return shell.refusal(request, PageRefusal(500))

    return answer


def _address(request: Request) -> str:
    """What the browser asked for, to come back to; a form can not be sent again, so its page's own list."""
    if request.method != "GET":
        return "/orders"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
