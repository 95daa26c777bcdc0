"""The end points of pick faces: how much of which SKU lies ready where."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from app.central.supply.faces import facing
from sync.central.serving.bounds.strict_json import StrictRoute
from sync.central.serving.desk import Desk, whole_number
from sync.central.serving.paging import LIMIT, LIMIT_MOST, link_to_next, page_of
from sync.central.serving.refusals.problems import Refusal, answer
from sync.central.serving.showing import shown
from sync.central.supply import forms
from sync.central.supply import saying_forms as told
from sync.central.supply.answering import READ, Cursor, Limit, Site, after, answering, good
from sync.central.supply.saying import CHANGE
from sync.central.tasks.asking import asking
from sync.protocol import encode

FACES: Final = "/v1/supply/faces"


def facing_routes(desk: Desk) -> APIRouter:
    """Routes of pick faces; a face is named by its location and its SKU."""
    router = APIRouter(route_class=StrictRoute)
    _seeing(router, desk)

    @router.put(FACES, **answering(told.FaceShown, changing=True))
    async def put_face(
        request: Request, form: told.FaceForm, site: Site = "", location: forms.Name = "", sku: forms.Name = ""
    ) -> Response:
        """Make a face or change it: below `min_units` it is filled up to `max_units` from the reserve behind it."""
        who = await asking(desk, request, CHANGE, site)
        made = good(await desk.write(facing.say_face, who.site, who.actor, form.line(location, sku)))
        return answer(encode(shown(told.FaceShown, made)))

    @router.delete(FACES, **answering(told.FaceList, changing=True))
    async def delete_face(
        request: Request, site: Site = "", location: forms.Name = "", sku: forms.Name = ""
    ) -> Response:
        """The face is none any more; a task that fills it is called off."""
        who = await asking(desk, request, CHANGE, site)
        if not await desk.write(facing.forget_face, who.site, who.actor, location, sku):
            raise Refusal(404, "supply", "nothing was changed", "this SKU has no face at this location", "location")
        return answer(encode(told.FaceList(faces=[], next=None)))

    return router


def _seeing(router: APIRouter, desk: Desk) -> None:
    @router.get(FACES, **answering(told.FaceList))
    async def get_faces(
        request: Request,
        site: Site = "",
        location: forms.Name = "",
        sku: forms.Name = "",
        cursor: Cursor = "",
        limit: Limit = str(LIMIT),
    ) -> Response:
        """Pick faces in the order they were made; `task_id` is the newest task that fills one."""
        who = await asking(desk, request, READ, site)
        most = whole_number(limit, "limit", LIMIT, LIMIT_MOST)
        asked = await desk.read(facing.list_faces, who.site, most + 1, after(cursor), location, sku)
        rows, following = page_of(asked, most, lambda row: row.face_id)
        found = told.FaceList(faces=[shown(told.FaceShown, row) for row in rows], next=following or None)
        return answer(encode(found), headers=link_to_next(request, following))
