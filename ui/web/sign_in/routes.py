"""The sign-in page, and what its form does: a session in a cookie, and back to the page that was asked for."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response

from app.central.doors import Doors
from app.central.people.signing_in import LONGEST, Refused, Session, session_of, sign_in, sign_out
from ui.web.shell.drawing import Shell, go
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import cookie_name, sent_form, session_cookie, text

HOME: Final = "/orders"
UNSENT: Final = "You were signed out meanwhile, and what you sent was not stored. Sign in, and send it again."


def sign_in_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET/POST /sign-in, POST /sign-out, and "/" that leads to the orders."""
    pages = Pages(shell)

    async def home(request: Request) -> Response:
        return go(HOME)

    async def ask(request: Request) -> Response:
        where = own_page(request.query_params.get("next", ""))
        if await doors.read(session_of, session_cookie(request)) is not None:
            return go(where)
        return _form(shell, request, where, wrong=UNSENT if "unsent" in request.query_params else "")

    async def enter(request: Request) -> Response:
        if not _from_here(request):
            raise PageRefusal(403, "This form was not sent from our page", "Nobody was signed in. Open the page again.")
        form = await request.form(max_files=0, max_fields=10)
        login, where = text(form, "login", 200), own_page(text(form, "next"))
        found = await doors.read(sign_in, login, text(form, "password"))
        if isinstance(found, Refused):
            status = 429 if found.wait_s else 403
            return _form(shell, request, where, login, _words(found), status)
        return _with_cookie(request, go(where), found)

    async def leave(request: Request) -> Response:
        visitor, _ = await sent_form(doors, request)
        await doors.write(sign_out, visitor.session)
        answer = go("/sign-in")
        answer.delete_cookie(cookie_name(request), path="/", httponly=True, samesite="lax", secure=_secure(request))
        return answer

    pages.get("/", home)
    pages.get("/sign-in", ask)
    pages.post("/sign-in", enter)
    pages.post("/sign-out", leave)
    return pages.router


def own_page(where: str) -> str:
    """`where` when it is a path of ours, else the first page: nobody is sent elsewhere by a link to us."""
    parts = urlsplit(where)
    plain = where.isprintable() and where.startswith("/") and "\\" not in where and not where.startswith("//")
    if not plain or parts.scheme or parts.netloc or parts.path == "/sign-in":
        return HOME
    return where


def _form(shell: Shell, request: Request, where: str, login: str = "", wrong: str = "", status: int = 200) -> Response:
    return shell.page(
        request, "sign_in/templates/sign_in.html", status=status, next_page=where, login=login, wrong=wrong
    )


def _words(refused: Refused) -> str:
    if refused.wait_s:
        minutes = -(-refused.wait_s // 60)
        return f"Too many failed attempts. Try again in {minutes} minute{'' if minutes == 1 else 's'}."
    return "The login or the password is wrong."


def _from_here(request: Request) -> bool:
    """A form of another page says where it comes from; without that header the browser is too old to be tricked so."""
    said = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin", "")
    host = request.headers.get("host", "")
    return said in ("same-origin", "none") and (not origin or origin == "null" or urlsplit(origin).netloc == host)


def _with_cookie(request: Request, answer: Response, session: Session) -> Response:
    answer.set_cookie(
        cookie_name(request),
        session.token,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=_secure(request),
    )
    return answer


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"
