"""Users for their manager: added, given another role, let in or not, a new password, sessions ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from app.central.doors import Doors
from app.central.people.passwords import generate
from app.central.people.permissions import ROLES
from app.central.people.users import (
    NewUser,
    NotDone,
    add_user,
    change_password,
    change_role,
    hashed,
    managed_by,
    revoke_sessions,
    sessions_of,
    set_active,
    user_named,
    users,
)
from app.central.people.values import UserRow
from ui.web.shell.drawing import Shell, go
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, sent_form, text, visitor_of

ROLE_WORDS: Final = {
    "clerk": "Clerk: takes orders",
    "supervisor": "Supervisor: also money, stock, imports, work",
    "manager": "Manager: also people, channels, settings",
    "auditor": "Auditor: only reads",
}
DONE: Final = {
    "role": "The role was changed; open sessions were ended.",
    "off": "This user can not sign in any more; open sessions were ended.",
    "on": "This user can sign in again.",
    "ended": "The sessions were ended.",
}


def people_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET/POST /people, GET /people/{login}, POST its role, active, password and sessions."""
    pages, desk = Pages(shell), PeopleDesk(shell, doors)
    pages.get("/people", desk.listing)
    pages.post("/people", desk.add)
    pages.get("/people/{login}", desk.one)
    pages.post("/people/{login}/role", desk.role)
    pages.post("/people/{login}/active", desk.active)
    pages.post("/people/{login}/password", desk.password)
    pages.post("/people/{login}/sessions", desk.end_sessions)
    return pages.router


class PeopleDesk:
    def __init__(self, shell: Shell, doors: Doors) -> None:
        self.shell = shell
        self.doors = doors

    async def listing(self, request: Request) -> Response:
        visitor = await visitor_of(self.doors, request)
        need(visitor, "user.read")
        return await self._list(request, visitor)

    async def add(self, request: Request) -> Response:
        """The password is made here and shown once."""
        visitor, form = await sent_form(self.doors, request)
        need(visitor, "user.manage")
        typed = {name: text(form, name, 300).strip() for name in ("login", "name", "email", "role", "reach")}
        everywhere = typed["reach"] == "all" and visitor.actor.site == ""
        site = "" if everywhere else visitor.site
        new = NewUser(login=typed["login"], name=typed["name"], email=typed["email"], role=typed["role"], site=site)
        password = generate(self.doors.centre.random_bytes)
        secret = await self.doors.read(hashed, new.login, password)
        done = secret if isinstance(secret, NotDone) else await self.doors.write(add_user, visitor.actor, new, secret)
        if isinstance(done, NotDone):
            return await self._list(request, visitor, typed, {done.field: done.why}, 422)
        return await self._one(request, visitor, done, password=password)

    async def one(self, request: Request) -> Response:
        visitor = await visitor_of(self.doors, request)
        need(visitor, "user.read")
        return await self._one(request, visitor, await self._user(request, visitor))

    async def role(self, request: Request) -> Response:
        visitor, user, form = await self._managed(request)
        done = await self.doors.write(change_role, visitor.actor, user.login, text(form, "role", 20))
        return await self._answer(request, visitor, user, done, "role")

    async def active(self, request: Request) -> Response:
        visitor, user, form = await self._managed(request)
        wanted = text(form, "active", 1) == "1"
        done = await self.doors.write(set_active, visitor.actor, user.login, wanted)
        return await self._answer(request, visitor, user, done, "on" if wanted else "off")

    async def password(self, request: Request) -> Response:
        """A new one, shown once; their sessions end."""
        visitor, user, _ = await self._managed(request)
        password = generate(self.doors.centre.random_bytes)
        secret = await self.doors.read(hashed, user.login, password)
        done = secret
        if not isinstance(secret, NotDone):
            changed = await self.doors.write(change_password, visitor.actor, user.login, secret)
            if not isinstance(changed, NotDone):
                return await self._one(request, visitor, changed, password=password)
            done = changed
        return await self._answer(request, visitor, user, done, "")

    async def end_sessions(self, request: Request) -> Response:
        visitor, user, form = await self._managed(request)
        done = await self.doors.write(revoke_sessions, visitor.actor, user.login, text(form, "session", 60))
        return await self._answer(request, visitor, user, done, "ended")

    async def _managed(self, request: Request) -> tuple[Visitor, UserRow, Any]:
        """Raises PageRefusal: not from our page, not a manager, or not one of this manager's users."""
        visitor, form = await sent_form(self.doors, request)
        need(visitor, "user.manage")
        return visitor, await self._user(request, visitor), form

    async def _user(self, request: Request, visitor: Visitor) -> UserRow:
        user = await self.doors.read(user_named, request.path_params["login"])
        if user is None or not managed_by(visitor.actor, user):
            raise PageRefusal(404, "No such user", "There is none of this login at your site.")
        return user

    async def _answer(self, request: Request, visitor: Visitor, user: UserRow, done: object, told: str) -> Response:
        if isinstance(done, NotDone):
            return await self._one(request, visitor, user, status=422, wrong=done.why)
        if user.user_id == visitor.session.user_id:
            return go("/account")
        return go(f"/people/{quote(user.login)}?done={told}")

    async def _list(
        self,
        request: Request,
        visitor: Visitor,
        typed: Mapping[str, str] | None = None,
        wrong: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        mine = [user for user in await self.doors.read(users) if managed_by(visitor.actor, user)]
        values: dict[str, Any] = {
            "people": sorted(mine, key=lambda user: (not user.active, user.login)),
            "roles": ROLE_WORDS,
            "typed": typed or {},
            "wrong": wrong or {},
            "everywhere": visitor.actor.site == "",
        }
        return self.shell.page(request, "people/templates/people.html", visitor=visitor, status=status, **values)

    async def _one(
        self,
        request: Request,
        visitor: Visitor,
        user: UserRow,
        *,
        status: int = 200,
        wrong: str = "",
        password: str = "",
    ) -> Response:
        values: dict[str, Any] = {
            "user": user,
            "sessions": await self.doors.read(sessions_of, user.login),
            "roles": {role: ROLE_WORDS[role] for role in ROLES},
            "done": DONE.get(request.query_params.get("done", ""), ""),
            "wrong": wrong,
            "password": password,
            "manages": "user.manage" in visitor.may,
        }
        return self.shell.page(request, "people/templates/person.html", visitor=visitor, status=status, **values)
