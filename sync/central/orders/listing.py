"""GET /v1/orders: pages of orders, newest first, filtered, behind a cursor."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from app.central.intake.answers import orders_page
from app.central.storage.stores.intake.order_pages import Filter
from app.domain.intake.orders import HoldReason
from sync.central.orders.deed_forms import OrderPage, order_listed
from sync.central.orders.forms import Moment
from sync.central.serving.bounds.strict_json import StrictRoute
from sync.central.serving.desk import Desk
from sync.central.serving.document.openapi import ORDERS, READERS, answers
from sync.central.serving.paging import LIMIT, LIMIT_MOST, cursor_at, link_to_next, page_of, place_of
from sync.central.serving.refusals.problems import Refusal, answer
from sync.central.serving.who import at_site, require
from sync.protocol import encode

Lifecycle = Literal["submitted", "accepted", "closed", "rejected", "cancelled"]
Text = Annotated[str, Query(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]


def list_routes(desk: Desk) -> APIRouter:
    """GET /v1/orders."""
    router = APIRouter(route_class=StrictRoute)
    listed = answers({200: OrderPage}, 400, 401, 403, 422, 429, 503)

    @router.get("/v1/orders", tags=ORDERS, response_model=None, responses=listed, openapi_extra=READERS)
    async def get_orders(
        request: Request,
        state: Lifecycle | None = None,
        hold: HoldReason | None = None,
        channel: Text = "",
        site: Text = "",
        ship_by_before: Moment | None = None,
        text: Text = "",
        limit: Annotated[int, Query(ge=1, le=LIMIT_MOST)] = LIMIT,
        cursor: Annotated[str, Query(max_length=300)] = "",
    ) -> Response:
        """Orders who asks may see, newest first. `text` searches number, name, phone, e-mail and SKU at one site."""
        actor = await require(desk, request, "order.read")
        place = site or actor.site
        at_site(actor, place)
        if text.strip() and not place:
            raise Refusal(422, "field", "a search needs a site", "say which", "site")
        wanted = Filter(
            site=place, channel=channel, lifecycle=state or "", hold=hold.value if hold else "",
            due_before=ship_by_before,
        )  # fmt: skip
        rows, codes = await desk.read(orders_page, actor, wanted, text, limit + 1, place_of(cursor))
        shown, following = page_of(rows, limit, lambda row: cursor_at(row.taken_at, row.order_id))
        page = OrderPage(orders=[order_listed(row, codes.get(row.channel_id, "")) for row in shown], next=following)
        return answer(encode(page), headers=link_to_next(request, following))

    return router
