"""One's own account: another password, and the places one is signed in at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from app.central.doors import Doors
from app.central.people.signing_in import confirm_password
from app.central.people.users import NotDone, change_password, choose_language, hashed, revoke_sessions, sessions_of
from ui.web.shell.drawing import Shell, go
from ui.web.shell.languages.speaking import LANGUAGES
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, sent_form, text, visitor_of

DONE: Final = {
    "password": "The password was changed; every other session was ended.",
    "ended": "The session was ended.",
    "language": "The desk speaks this language with you from now on.",
}


def account_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET /account, POST /account/password and /account/sessions."""
    pages = Pages(shell)

    async def page(
        request: Request, visitor: Visitor, wrong: Mapping[str, str] | None = None, status: int = 200
    ) -> Response:
        values: dict[str, Any] = {
            "sessions": await doors.read(sessions_of, visitor.session.login),
            "wrong": wrong or {},
            "languages": tuple(LANGUAGES.items()),
            "done": DONE.get(request.query_params.get("done", ""), ""),
        }
        return shell.page(request, "people/templates/account.html", visitor=visitor, status=status, **values)

    async def show(request: Request) -> Response:
        return await page(request, await visitor_of(doors, request))

    async def password(request: Request) -> Response:
        visitor, form = await sent_form(doors, request)
        new = text(form, "new", 300)
        if new != text(form, "again", 300):
            return await page(request, visitor, {"again": "it is not the same as above"}, 422)
        refused = await doors.read(confirm_password, visitor.session, text(form, "old", 300))
        if refused is not None:
            words = f"wait {refused.wait_s} s, then try again" if refused.wait_s else "this is not your password"
            return await page(request, visitor, {"old": words}, 429 if refused.wait_s else 422)
        secret = await doors.read(hashed, visitor.session.login, new)
        if isinstance(secret, NotDone):
            return await page(request, visitor, {"new": secret.why}, 422)
        spare = visitor.session.session_id
        done = await doors.write(change_password, visitor.actor, visitor.session.login, secret, spare)
        if isinstance(done, NotDone):
            return await page(request, visitor, {"new": done.why}, 422)
        return go("/account?done=password")

    async def sessions(request: Request) -> Response:
        visitor, form = await sent_form(doors, request)
        asked = text(form, "session", 60)
        if not asked:
            return await page(request, visitor, {"session": "say which session is to end"}, 422)
        await doors.write(revoke_sessions, visitor.actor, visitor.session.login, asked)
        return go("/account?done=ended")

    pages.get("/account", show)
    pages.post("/account/password", password)
    pages.post("/account/sessions", sessions)
    return pages.router


def language_pages(shell: Shell, doors: Doors) -> APIRouter:
    """POST /account/language: the language the desk speaks with somebody."""
    pages = Pages(shell)

    async def choose(request: Request) -> Response:
        visitor, form = await sent_form(doors, request)
        code = text(form, "language", 10)
        if code not in LANGUAGES:
            known = ", ".join(LANGUAGES.values())
            raise PageRefusal(422, "The desk does not speak this language", f"language: one of {known}.")
        await doors.write(choose_language, visitor.actor, visitor.session.user_id, code)
        return go("/account?done=language")

    pages.post("/account/language", choose)
    return pages.router
