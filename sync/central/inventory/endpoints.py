"""The end points of what channels may sell: reading and following it, and saying what holds for a channel."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from app.central.inventory.pushing import drop_push, set_push
from app.central.inventory.reading import channel_id_of, inventory
from app.central.inventory.ruling import drop_rule, set_rule
from app.central.inventory.standing import channel_standing
from app.central.inventory.values import NotRuled
from sync.central.inventory import forms
from sync.central.inventory.streaming import Following, Room, Stream
from sync.central.serving.bounds.strict_json import StrictRoute
from sync.central.serving.desk import Desk
from sync.central.serving.document.openapi import DECIDERS, OFFICE_TAG, PROGRAMS, READERS, STOCK, answers, event_stream
from sync.central.serving.paging import LIMIT, LIMIT_MOST, link_to_next
from sync.central.serving.refusals.problems import Refusal, answer
from sync.central.serving.who import require
from sync.central.tasks.asking import Asking, asking
from sync.protocol import encode

Site = Annotated[str, Query(max_length=20, description="Site code; needed when there are several.")]
Name = Annotated[str, Query(max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")]
Cursor = Annotated[str, Query(max_length=300)]
Limit = Annotated[int, Query(ge=1, le=LIMIT_MOST)]
Number = Annotated[int | None, Query(ge=0, lt=2**62, description="A number of the feed, as `seq` has it.")]
_STREAM: Final = event_stream(
    "Server-sent events: `stock` with an InventoryItem, `reset` when the whole is to be read again.",
    'id: 812\nevent: reset\ndata: {"why":"this centre has never given that number","seq":812}\n\n',
    stock=forms.InventoryItem,
    reset=forms.InventoryReset,
)
READ, SEE, MANAGE = "stock.read", "channel.read", "channel.manage"


def inventory_routes(desk: Desk, room: Room) -> APIRouter:
    """Routes of what channels may sell."""
    router = APIRouter(route_class=StrictRoute)
    _reading(router, desk)
    _following(router, desk, room)
    _ruling(router, desk)
    _pushing(router, desk)
    return router


def _reading(router: APIRouter, desk: Desk) -> None:
    listed = answers({200: forms.InventoryPage}, 400, 401, 403, 404, 422, 429, 503)

    @router.get("/v1/inventory", tags=STOCK, response_model=None, responses=listed, openapi_extra=READERS)
    async def get_inventory(
        request: Request,
        site: Site = "",
        sku: Name = "",
        channel: Name = "",
        changed_since: Number = None,
        limit: Limit = LIMIT,
        cursor: Cursor = "",
    ) -> Response:
        """What every channel may sell, with all figures; a channel sees its own. By SKU, as it was published."""
        who = await asking(desk, request, READ, site)
        channel_id, after = await _channel(desk, who, channel), forms.sku_of(cursor)
        since = -1 if changed_since is None else changed_since
        page = await desk.read(inventory, who.site, channel_id, after, limit + 1, since, sku)
        found = forms.page_form(page, limit)
        return answer(encode(found), headers=link_to_next(request, found.next))


def _following(router: APIRouter, desk: Desk, room: Room) -> None:
    said = {**answers({}, 400, 401, 403, 404, 422, 429, 503), **_STREAM}

    told: dict[str, Any] = {"response_model": None, "response_class": Response, "responses": said}

    @router.get("/v1/inventory/changes", tags=STOCK, openapi_extra=READERS, **told)
    async def get_inventory_changes(
        request: Request,
        site: Site = "",
        channel: Name = "",
        after: Number = None,
        server_epoch: Name = "",
    ) -> Response:
        """What channels may sell as it changes, without end. Goes on behind `Last-Event-ID`, else behind `after`.

        Begin with the `seq` of /v1/inventory. An event `reset` says: read the whole again, and go on behind its id.
        """
        who = await asking(desk, request, READ, site)
        channel_id = await _channel(desk, who, channel)
        if desk.closing or room.full(who.actor.id):
            raise Refusal(429, "too_many", "too many streams are open", "wait 30 s", retry_after_s=30)

        async def allowed() -> bool:
            try:
                return (await require(desk, request, READ)).at(who.site)
            except Refusal:
                return False

        following = Following(
            who=who.actor.id,
            site=who.site,
            channel_id=channel_id,
            after=_heard(request, after),
            epoch=server_epoch,
            allowed=allowed,
        )
        return Stream(desk, room, following)


def _ruling(router: APIRouter, desk: Desk) -> None:
    seen = answers({200: forms.ChannelStock}, 400, 401, 403, 404, 422, 429, 503)
    told = answers({200: forms.ChannelStock}, 400, 401, 403, 404, 408, 413, 422, 429, 503)
    path = "/v1/channels/{code}/stock"

    @router.get(path, tags=OFFICE_TAG, response_model=None, responses=seen, openapi_extra=PROGRAMS)
    async def get_channel_stock(
        request: Request, code: forms.Text, site: Site = "", limit: Limit = LIMIT, cursor: Cursor = ""
    ) -> Response:
        """The stock rules of a channel, what is kept back beside them and why, and how its figures reach it."""
        who = await asking(desk, request, SEE, site)
        return await _standing(desk, who, code, forms.sku_of(cursor), limit)

    @router.put(path, tags=OFFICE_TAG, response_model=None, responses=told, openapi_extra=DECIDERS)
    async def put_channel_stock(
        request: Request, code: forms.Text, form: forms.RuleForm, site: Site = "", sku: Name = ""
    ) -> Response:
        """Say what holds for a channel, or for one SKU of it: the whole rule, in place of the one before."""
        who = await asking(desk, request, MANAGE, site)
        _refuse(await desk.write(set_rule, who.site, code, sku, form.settings(), who.actor))
        return await _standing(desk, who, code, "", LIMIT)

    @router.delete(path, tags=OFFICE_TAG, response_model=None, responses=seen, openapi_extra=DECIDERS)
    async def delete_channel_stock(request: Request, code: forms.Text, site: Site = "", sku: Name = "") -> Response:
        """Nothing special holds for the channel, or for one SKU of it, any more."""
        who = await asking(desk, request, MANAGE, site)
        _refuse(await desk.write(drop_rule, who.site, code, sku, who.actor))
        return await _standing(desk, who, code, "", LIMIT)


def _pushing(router: APIRouter, desk: Desk) -> None:
    told = answers({200: forms.ChannelStock}, 400, 401, 403, 404, 408, 413, 422, 429, 503)
    path = "/v1/channels/{code}/push"

    @router.put(path, tags=OFFICE_TAG, response_model=None, responses=told, openapi_extra=DECIDERS)
    async def put_channel_push(request: Request, code: forms.Text, form: forms.PushForm, site: Site = "") -> Response:
        """Say where a channel hears what it may sell; everything is delivered to a new place."""
        who = await asking(desk, request, MANAGE, site)
        _refuse(await desk.write(set_push, who.site, code, form.model_dump(), who.actor))
        return await _standing(desk, who, code, "", LIMIT)

    @router.delete(path, tags=OFFICE_TAG, response_model=None, responses=told, openapi_extra=DECIDERS)
    async def delete_channel_push(request: Request, code: forms.Text, site: Site = "") -> Response:
        """Tell the channel nothing any more."""
        who = await asking(desk, request, MANAGE, site)
        _refuse(await desk.write(drop_push, who.site, code, who.actor))
        return await _standing(desk, who, code, "", LIMIT)


async def _channel(desk: Desk, who: Asking, code: str) -> str:
    """The id of the channel asked about, "" for all; a channel may only ask about itself. Raises Refusal."""
    mine = who.actor.channel_id
    if not code:
        return mine
    found = await desk.read(channel_id_of, who.site, code)
    if found is None or mine not in ("", found):
        raise _no_channel("channel")
    return found


async def _standing(desk: Desk, who: Asking, code: str, after: str, limit: int) -> Response:
    found = await desk.read(channel_standing, who.site, code, after, limit + 1)
    if found is None:
        raise _no_channel("code")
    return answer(encode(forms.standing_form(found, limit)))


def _refuse(done: object) -> None:
    if not isinstance(done, NotRuled):
        return
    if done.field == "code":
        raise _no_channel("code")
    raise Refusal(422, "field", "nothing was changed", done.why, done.field)


def _no_channel(field: str) -> Refusal:
    return Refusal(404, "channel", "there is no such channel at this site", field=field)


def _heard(request: Request, after: int | None) -> int:
    """The last number the client heard of. Raises Refusal."""
    said = request.headers.get("last-event-id", "")
    if not said:
        return after or 0
    if not (said.isascii() and said.isdigit() and len(said) <= 18):
        raise Refusal(400, "parameter", "Last-Event-ID is none of ours", f"got {said[:40]!r}", "Last-Event-ID")
    return int(said)
