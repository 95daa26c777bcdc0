"""GET /v1/audit, /v1/channels and /v1/problems."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request, Response

from app.central.intake.channels import channels
from app.central.people.deeds import deeds
from sync.central.office.forms import ChannelList, DeedPage, ProblemCodes, channel_seen, deed_seen, problem_codes
from sync.central.serving.bounds.strict_json import StrictRoute
from sync.central.serving.desk import Desk
from sync.central.serving.document.openapi import OFFICE_TAG, PEOPLE, PROGRAMS, answers
from sync.central.serving.paging import LIMIT, LIMIT_MOST, cursor_at, link_to_next, page_of, place_of
from sync.central.serving.refusals.problems import answer
from sync.central.serving.who import at_site, require
from sync.protocol import encode

Text = Annotated[str, Query(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]


def office_routes(desk: Desk) -> APIRouter:
    """Routes of the office."""
    router = APIRouter(route_class=StrictRoute)
    _audit(router, desk)
    _channels(router, desk)
    _problems(router)
    return router


def _audit(router: APIRouter, desk: Desk) -> None:
    page = answers({200: DeedPage}, 400, 401, 403, 422, 429, 503)

    @router.get("/v1/audit", tags=OFFICE_TAG, response_model=None, responses=page, openapi_extra=PEOPLE)
    async def get_audit(
        request: Request,
        site: Text = "",
        actor: Text = "",
        action: Text = "",
        subject: Text = "",
        limit: Annotated[int, Query(ge=1, le=LIMIT_MOST)] = LIMIT,
        cursor: Annotated[str, Query(max_length=300)] = "",
    ) -> Response:
        """Who did what, newest first; `actor` and `subject` are ids."""
        who = await require(desk, request, "audit.read")
        place = site or who.site
        at_site(who, place)
        same = {"actor_id": actor, "action": action, "subject_id": subject}
        asked = {name: value for name, value in same.items() if value}
        rows = await desk.read(deeds, limit + 1, place_of(cursor), place, asked)
        shown, following = page_of(rows, limit, lambda row: cursor_at(row.done_at, row.audit_id))
        body = encode(DeedPage(deeds=[deed_seen(row) for row in shown], next=following))
        return answer(body, headers=link_to_next(request, following))


def _channels(router: APIRouter, desk: Desk) -> None:
    listed = answers({200: ChannelList}, 401, 403, 422, 429, 503)

    @router.get("/v1/channels", tags=OFFICE_TAG, response_model=None, responses=listed, openapi_extra=PROGRAMS)
    async def get_channels(request: Request) -> Response:
        """The channels of the sites of who asks, with when each was last heard; a channel sees itself."""
        actor = await require(desk, request, "channel.read")
        rows = await desk.read(channels, actor.site)
        return answer(encode(ChannelList(channels=[channel_seen(row, keys) for row, keys in rows])))


def _problems(router: APIRouter) -> None:
    found = msgspec.json.encode(problem_codes())

    @router.get("/v1/problems", tags=OFFICE_TAG, response_model=None, responses=answers({200: ProblemCodes}))
    async def get_problems() -> Response:
        """Every code a problem may have, with its statuses and what to do about it."""
        return answer(found)
