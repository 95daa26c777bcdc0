"""The application: every route of the centre over one desk, and a problem for every refusal."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Final

from fastapi import APIRouter, FastAPI

from app.central.doors import Doors
from app.central.operating.forgetting import Forgetting
from sync.central.inventory.starting import Inventory
from sync.central.office.endpoints import office_routes
from sync.central.operating.telling.endpoints import operating_routes
from sync.central.operating.values import MetricsSettings, Running
from sync.central.orders.deeds import deed_routes
from sync.central.orders.endpoints import channel_routes, single_routes
from sync.central.orders.listing import list_routes
from sync.central.orders.reserving import reservation_routes
from sync.central.serving.bounds.guards import Guard
from sync.central.serving.bounds.limits import BodyLimit
from sync.central.serving.desk import Desk
from sync.central.serving.document.openapi import describe
from sync.central.serving.refusals.refusing import refuse_in_words
from sync.central.serving.sweeping import sweep_for_ever
from sync.central.stations.endpoints import station_routes
from sync.central.supply.endpoints import supply_routes
from sync.central.tasks.endpoints import task_routes
from sync.central.webhooks.endpoints import webhook_routes
from sync.channels.publishing.port import PushSettings

AS_IS: Final = Running()
TO_LOOPBACK: Final = MetricsSettings()
STRICT: Final = PushSettings()
AS_LONG: Final = Forgetting()


def make_app(
    desk: Desk,
    pages: Callable[[Doors], APIRouter] | None = None,
    running: Running = AS_IS,
    metrics: MetricsSettings = TO_LOOPBACK,
    push: PushSettings = STRICT,
    keep: Forgetting = AS_LONG,
) -> FastAPI:
    """An ASGI application over the desk; it sweeps while it runs, and leaves closing the centre to its owner.

    `pages` makes the routes of the browser's pages.
    """

    stock = Inventory(desk, push)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.waker.attach()
        sweeping = asyncio.create_task(sweep_for_ever(desk, keep))
        async with stock.at_work():
            yield
        desk.waker.close()
        sweeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sweeping
        desk.waker.detach()

    app = FastAPI(title="Packbench centre", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.include_router(station_routes(desk))
    for routes in (channel_routes, reservation_routes, list_routes, deed_routes, office_routes, single_routes):
        app.include_router(routes(desk))
    app.include_router(webhook_routes(desk), tags=["webhooks"])
    app.include_router(task_routes(desk), tags=["tasks"])
    app.include_router(supply_routes(desk))
    app.include_router(stock.routes())
    app.include_router(operating_routes(desk, running, metrics))
    if pages is not None:
        app.include_router(pages(desk), include_in_schema=False)
    refuse_in_words(app)
    app.add_middleware(BodyLimit)
    watched = (("POST", "/sign-in", desk.buckets.sign_in), ("", "/fix", desk.buckets.fix))
    app.add_middleware(Guard, new_id=desk.centre.new_id, doors=watched)
    describe(app)
    return app
