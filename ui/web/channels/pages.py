"""The list of channels and the page of one."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from app.central.channels.deliveries import STUCK
from app.central.desk.channels.health import all_health, channel_page
from app.central.doors import Doors
from app.central.inventory.standing import channel_standing
from app.domain.intake.clearance import CHANNEL_KINDS, Clearance, FulfilmentPolicy
from app.domain.money import Money
from ui.web.shell.drawing import Shell
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, visitor_of

KINDS: Final = CHANNEL_KINDS
RULES_SHOWN: Final = 50
TONES: Final = {"applied": "right", "same": "quiet", "passed": "quiet", "unreadable": "wrong", "failed": "wrong"}
DONE: Final = {
    "revoked": "Its keys are ended: in a few seconds nothing it sends is taken, until it gets a new one.",
    "secret": "The secret is kept. Deliveries signed with the one before are taken for 24 hours more.",
    "secrets-ended": "No delivery of it is believed until it has a new secret.",
    "policy": "The policy holds from now on, and what is held was judged anew.",
    "rule": "It may sell by these rules from now on.",
    "push": "It hears what it may sell at this address.",
    "push-ended": "It hears nothing any more.",
    "applied": "The delivery was read again and done.",
    "retried": "The delivery was read again.",
    "stuck": "The delivery was read again, and it still can not be taken.",
    "gone": "That delivery needs nothing any more.",
}


def channel_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET /channels and /channels/{code}."""
    pages = Pages(shell)

    async def listing(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "channel.read")
        return await list_page(shell, doors, request, visitor)

    async def one(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "channel.read")
        return await one_page(shell, doors, request, visitor, request.path_params["code"])

    pages.get("/channels", listing)
    pages.get("/channels/{code}", one)
    return pages.router


async def list_page(
    shell: Shell, doors: Doors, request: Request, visitor: Visitor, status: int = 200, **values: Any
) -> Response:
    """`values`: `wrong` (field, words) and `typed` of the form that adds one."""
    rows = await doors.read(all_health, visitor.site)
    given = {"rows": rows, "kinds": KINDS, "wrong": ("", ""), "typed": {}, **values}
    return shell.page(request, "channels/templates/list.html", visitor=visitor, status=status, **given)


async def one_page(
    shell: Shell, doors: Doors, request: Request, visitor: Visitor, code: str, status: int = 200, **values: Any
) -> Response:
    """`values`: `key` once when it was made; `wrong` in words, `bad` the field it is about and `why` beside that;
    `typed` by field and the `deed` they belong to.
    """
    found = await doors.read(channel_page, visitor.site, code)
    standing = await doors.read(channel_standing, visitor.site, code, "", RULES_SHOWN)
    if found is None or standing is None:
        raise PageRefusal(404, "No such channel", "There is no channel with this code at this site.")
    given: dict[str, Any] = {"wrong": "", "bad": "", "why": "", "typed": {}, "deed": "", "key": "", **values}
    given |= {"found": found, "health": found.health, "standing": standing, "tones": TONES, "stuck": STUCK}
    given |= {"clearances": list(Clearance), "fulfilments": list(FulfilmentPolicy), "limit": _limit(found.policy)}
    given |= {"done": DONE.get(request.query_params.get("done", ""), ""), "here": str(request.base_url).rstrip("/")}
    return shell.page(request, "channels/templates/one.html", visitor=visitor, status=status, **given)


def _limit(policy: Any) -> str:
    """The credit limit as it is typed."""
    if not policy.credit_currency:
        return ""
    return Money(policy.credit_limit_minor, policy.credit_currency).text()
