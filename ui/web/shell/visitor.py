"""Who looks at a page, from where, and what this person may do: found from the cookie, checked again at every form."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from fastapi import Request
from starlette.datastructures import FormData

from app.central.centre import Centre
from app.central.doors import Doors
from app.central.intake.setting import zone
from app.central.people.actors import Actor
from app.central.people.permissions import ROLES
from app.central.people.signing_in import COOKIE, Session, csrf_of, session_of
from app.central.values import SiteRow
from ui.web.shell.refusals import PageRefusal, SignInNeeded

FIELDS_MOST: Final = 300
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SITE_COOKIE: Final = "packbench_site"
"""Which site somebody of several looks at: a wish only, what a person may see is found from the session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """`now` is the moment of the request, `zone` the site's; `may` names what the role allows; `csrf` guards forms.

    `sites` are the (id, name) of those this person may switch to, () when there is only one.
    """

    session: Session
    site: str
    site_name: str
    zone: tzinfo
    now: datetime
    csrf: str
    may: frozenset[str]
    sites: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return self.session.name

    @property
    def language(self) -> str:
        return self.session.language

    @property
    def actor(self) -> Actor:
        return self.session.actor

    def local(self, at: datetime) -> datetime:
        """A moment as the clocks of the site show it."""
        return at.astimezone(self.zone)


async def visitor_of(doors: Doors, request: Request) -> Visitor:
    """Who asks. Raises SignInNeeded; PageRefusal when there is no site yet."""
    found = await doors.read(_enter, session_cookie(request), request.cookies.get(SITE_COOKIE, ""))
    if found is None:
        raise SignInNeeded
    session, site, sites = found
    request.scope.setdefault("state", {})["actor"] = session.actor
    if site is None:
        raise PageRefusal(503, "There is no site yet", "Import its site.toml first: packbench central import site.")
    visitor = Visitor(
        session=session,
        site=site.site_id,
        site_name=site.name or site.site_id,
        zone=zone(site),
        now=doors.centre.now(),
        csrf=csrf_of(session),
        may=ROLES[session.role],
        sites=sites,
    )
    request.scope["state"]["visitor"] = visitor
    return visitor


def known_visitor(request: Request) -> Visitor | None:
    """Who asks, when that was found out before: a page that says no says it in their language, with their way back."""
    found = request.scope.get("state", {}).get("visitor")
    return found if isinstance(found, Visitor) else None


async def sent_form(doors: Doors, request: Request) -> tuple[Visitor, FormData]:
    """Who sent a form, and what is in it. Raises PageRefusal when it was not sent from a page of this session."""
    visitor = await visitor_of(doors, request)
    form = await request.form(max_files=0, max_fields=FIELDS_MOST)
    if not hmac.compare_digest(text(form, "csrf").encode(), visitor.csrf.encode()):
        raise PageRefusal(
            403,
            "This form was not sent from your page",
            "Nothing was changed. Go back, reload the page, and send it again.",
        )
    return visitor, form


def need(visitor: Visitor, permission: str) -> None:
    """Raises PageRefusal when the role does not include it."""
    if permission not in visitor.may:
        raise PageRefusal(403)


def text(form: FormData, name: str, most: int = 2000) -> str:
    """A field as it was typed, cut; "" when it is missing. What no database stores, and nobody sees, is left out."""
    value = form.get(name)
    return _UNSEEN.sub("", value[:most].encode("utf-8", "replace").decode()) if isinstance(value, str) else ""


def session_cookie(request: Request) -> str:
    return request.cookies.get(cookie_name(request), "")


def cookie_name(request: Request) -> str:
    """With https the browser itself sees to it that the cookie is for this host alone and never travels in clear."""
    return f"__Host-{COOKIE}" if request.url.scheme == "https" else COOKIE


def _enter(
    centre: Centre, token: str, wanted: str
) -> tuple[Session, SiteRow | None, tuple[tuple[str, str], ...]] | None:
    """The session, its site (of several the one that was switched to), and the sites to switch between."""
    session = session_of(centre, token)
    if session is None:
        return None
    with centre.read(session.site) as work:
        named = work.goods.site_names() if not session.site else ()
    codes = [code for code, _ in named] or [session.site]
    site = wanted if wanted in codes else codes[0]
    if not site:
        return session, None, ()
    with centre.read(site) as work:
        return session, work.goods.site_row(), named if len(named) > 1 else ()
