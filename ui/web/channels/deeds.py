"""What a manager does about channels: adds one, gives and ends keys and secrets, and sets what it may do."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from app.central.centre import Centre
from app.central.channels.deliveries import STUCK, retry_delivery
from app.central.channels.secrets import BadSecret, add_secret, end_secrets
from app.central.doors import Doors
from app.central.intake.channels import ChannelKey, add_channel, revoke_channel
from app.central.inventory.pushing import NEEDED, drop_push, set_push
from app.central.inventory.ruling import set_rule
from app.central.inventory.values import NotRuled
from app.central.money.policies import set_channel_policy
from app.central.money.recording import NotRecorded
from app.central.people.actors import Actor
from app.central.people.deeds import Subject
from ui.web.channels.pages import KINDS, list_page, one_page
from ui.web.shell.drawing import Shell, go
from ui.web.shell.forms.acting import Form, do, form_of
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages

CODE: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
OVERLAPS: Final = {"": timedelta(), "day": timedelta(hours=24)}
POLICY: Final = ("clearance", "risk_hold", "fulfilment", "credit_currency", "credit_limit", "credit_days")
FIELDS: Final = (*POLICY, "locations", "buffer", "safety", "kind", "url", "location", "key", "code")


class _Wrong(Exception):
    """`words` say what is wrong with a form, and `field` with which field of it, "" with none alone."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.words = words.removeprefix(f"{field}: ") if field else words
        self.field = field.replace("methods.", "method-")


class ChannelDesk:
    """The forms on the pages of channels."""

    def __init__(self, shell: Shell, doors: Doors) -> None:
        self.shell = shell
        self.doors = doors

    async def add(self, request: Request) -> Response:
        """A new channel; its key is on the page that answers, and nowhere else."""
        form = await form_of(self.doors, request, "channel.manage")
        code, kind = form.word("code", 60).lower(), form.word("kind", 20)
        wrong = ("", "")
        if not CODE.fullmatch(code):
            wrong = ("code", "small letters, digits, dots and dashes, 40 at most")
        elif kind not in KINDS:
            wrong = ("kind", f"one of {', '.join(KINDS)}")
        made = None if wrong[0] else await self.doors.write(_add, form.visitor.site, code, kind, form.visitor.actor)
        if made is None:
            wrong = wrong if wrong[0] else ("code", f"there is a channel {code!r} already")
            typed = form.typed("code", "kind")
            return await list_page(self.shell, self.doors, request, form.visitor, 422, wrong=wrong, typed=typed)
        return await one_page(self.shell, self.doors, request, form.visitor, code, key=made.key)

    async def deed(self, request: Request) -> Response:
        """POST /channels/{code}/{deed}."""
        code, name = str(request.path_params["code"]), str(request.path_params["deed"])
        if name not in DEEDS:
            raise PageRefusal(404)
        permission, verb = DEEDS[name]
        form = await form_of(self.doors, request, permission)
        if not await self.doors.read(_is_here, form.visitor.site, code):
            raise PageRefusal(404, "No such channel", "There is no channel with this code at this site.")
        try:
            told = await verb(self.doors, form, code)
        except _Wrong as wrong:
            values = {"wrong": f"Nothing was changed: {wrong.words}.", "deed": name, "typed": form.typed(*FIELDS)}
            values |= {"bad": wrong.field, "why": wrong.words}
            return await one_page(self.shell, self.doors, request, form.visitor, code, 422, **values)
        if name == "key":
            return await one_page(self.shell, self.doors, request, form.visitor, code, key=told)
        return go(f"/channels/{code}?done={told}")


def channel_deeds(shell: Shell, doors: Doors) -> APIRouter:
    """POST /channels and /channels/{code}/{deed} for every deed of DEEDS."""
    pages, desk = Pages(shell), ChannelDesk(shell, doors)
    pages.post("/channels", desk.add)
    pages.post("/channels/{code}/{deed}", desk.deed)
    return pages.router


def _add(centre: Centre, site: str, code: str, kind: str, actor: Actor) -> ChannelKey | None:
    """None when somebody has this code already, at whatever site."""
    with centre.begin(site) as work:
        if work.orders.channel(code=code) is not None:
            return None
        return add_channel(centre, site, code, kind, actor)


def _is_here(centre: Centre, site: str, code: str) -> bool:
    with centre.read(site) as work:
        row = work.orders.channel(code=code)
        return row is not None and row.site_id == site


async def _key(doors: Doors, form: Form, code: str) -> str:
    overlap = OVERLAPS.get(form.word("overlap", 10))
    if overlap is None:
        raise _Wrong("say how long the old key goes on")
    made = await doors.write(add_channel, form.visitor.site, code, "", form.visitor.actor, overlap)
    return made.key


async def _revoke(doors: Doors, form: Form, code: str) -> str:
    await doors.write(revoke_channel, form.visitor.actor, code)
    return "revoked"


async def _secret(doors: Doors, form: Form, code: str) -> str:
    found = await doors.write(add_secret, form.visitor.actor, code, form.word("secret", 600))
    if isinstance(found, BadSecret):
        raise _Wrong(found.why, "secret")
    return "secret"


async def _end_secrets(doors: Doors, form: Form, code: str) -> str:
    await doors.write(end_secrets, form.visitor.actor, code)
    return "secrets-ended"


async def _policy(doors: Doors, form: Form, code: str) -> str:
    given: dict[str, Any] = {name: said for name in POLICY if (said := form.word(name, 40))}
    if "credit_days" in given:
        given["credit_days"] = form.number("credit_days")
    oversell = form.word("oversell", 10)
    if oversell not in ("", "yes", "no"):
        raise _Wrong("say yes or no", "oversell")
    given |= {"oversell": oversell == "yes"} if oversell else {}
    if "credit_currency" in given:
        given["credit_currency"] = given["credit_currency"].upper()
    methods = {name.removeprefix("method-"): form.word(name, 20) for name in form.fields if name.startswith("method-")}
    given |= {"methods": methods} if methods else {}
    found = await doors.write(set_channel_policy, form.visitor.site, code, given, form.visitor.actor)
    if isinstance(found, NotRecorded):
        raise _Wrong(found.why, found.field)
    return "policy"


async def _rule(doors: Doors, form: Form, code: str) -> str:
    """What is left empty holds no more."""
    given: dict[str, Any] = {}
    if form.word("locations"):
        given["locations"] = [part.strip() for part in form.word("locations").split(",") if part.strip()]
    for name in ("buffer", "safety"):
        said = form.word(name, 20)
        if said:
            units = form.number(name)
            given[name] = said if units is None else units
    found = await doors.write(set_rule, form.visitor.site, code, "", given, form.visitor.actor)
    if isinstance(found, NotRuled):
        raise _Wrong(found.why, found.field)
    return "rule"


async def _push(doors: Doors, form: Form, code: str) -> str:
    site, actor = form.visitor.site, form.visitor.actor
    kind = form.word("kind", 20)
    if not kind:
        await doors.write(drop_push, site, code, actor)
        return "push-ended"
    given: dict[str, Any] = {name: form.word(name, 500) for name in ("kind", "url", "secret", *NEEDED.get(kind, ()))}
    found = await doors.write(set_push, site, code, given, actor)
    if isinstance(found, NotRuled):
        raise _Wrong(found.why, found.field)
    return "push"


async def _retry(doors: Doors, form: Form, code: str) -> str:
    delivery, site, shops = form.word("delivery", 60), form.visitor.site, doors.shops
    found = await do(
        doors, form.visitor, "delivery.retry", Subject("delivery", delivery),
        lambda centre: retry_delivery(centre, site, delivery, shops), {"channel": code},
        lambda done: None if done is None else {"outcome": done.outcome},
    )  # fmt: skip
    if found is None:
        return "gone"
    return "stuck" if found.outcome in STUCK else "applied" if found.outcome == "applied" else "retried"


DEEDS: Final = {
    "key": ("channel.manage", _key),
    "revoke": ("channel.manage", _revoke),
    "secret": ("channel.manage", _secret),
    "end-secrets": ("channel.manage", _end_secrets),
    "policy": ("settings.change", _policy),
    "rule": ("settings.change", _rule),
    "push": ("channel.manage", _push),
    "retry": ("import.run", _retry),
}
"""By the last word of their address: the permission, and what is done; each answers the key of what is told."""
