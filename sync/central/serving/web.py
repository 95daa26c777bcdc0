"""The application: every route of the centre over one desk, problems for every refusal, sweeping in the gaps."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.central.intake.changes import retry_stock
from app.central.storage.engine import StorageFault
from app.central.work.release import release_orders
from sync.central.orders.endpoints import channel_routes
from sync.central.serving.desk import Desk
from sync.central.serving.limits import BodyLimit
from sync.central.serving.problems import Refusal, answer, problem_bytes
from sync.central.stations.endpoints import server_epoch, station_routes
from sync.protocol import HEADER_NONCE

LOOK_EVERY_S: Final = 0.25
QUIET_S: Final = 1.0
SWEEP_AT_LEAST_S: Final = 15.0


def make_app(desk: Desk) -> FastAPI:
    """An ASGI application over the desk; it sweeps while it runs, and leaves closing the centre to its owner."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.waker.attach()
        sweeping = asyncio.create_task(_sweep(desk))
        yield
        desk.waker.close()
        sweeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sweeping
        desk.waker.detach()

    app = FastAPI(title="Packbench centre", version="1", lifespan=lifespan)
    app.include_router(station_routes(desk))
    app.include_router(channel_routes(desk))
    _health(app, desk)
    _problems(app)
    app.add_middleware(BodyLimit)
    return app


def _health(app: FastAPI, desk: Desk) -> None:
    @app.get("/healthz", response_model=None)
    async def healthz() -> Response:
        await desk.read(server_epoch)
        return answer(b'{"status":"ok"}')


def _problems(app: FastAPI) -> None:
    @app.exception_handler(Refusal)
    async def refused(request: Request, refusal: Refusal) -> Response:
        return answer(problem_bytes(refusal, request.headers.get(HEADER_NONCE, "")), refusal.status)

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        places = [str(part) for part in first["loc"] if part not in ("body", "query", "header")]
        is_json = first["type"] == "json_invalid"
        detail = str(first.get("ctx", {}).get("error", first["msg"])) if is_json else str(first["msg"])
        refusal = Refusal(422, "field", "the request has a wrong field", detail, "" if is_json else ".".join(places))
        return answer(problem_bytes(refusal), 422)

    @app.exception_handler(HTTPException)
    async def not_here(request: Request, error: HTTPException) -> Response:
        return answer(problem_bytes(Refusal(error.status_code, "http", str(error.detail))), error.status_code)

    @app.exception_handler(StorageFault)
    async def not_stored(request: Request, error: StorageFault) -> Response:
        refusal = Refusal(503, "storage", "nothing was stored; try again", str(error)[:200])
        return answer(problem_bytes(refusal, request.headers.get(HEADER_NONCE, "")), 503)


async def _sweep(desk: Desk) -> None:
    """Once orders stop coming for a moment, give them stock and pick lists: off the path of the next order."""
    last = desk.monotonic()
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        now = desk.monotonic()
        if not desk.sites_to_sweep or (now - desk.order_at < QUIET_S and now - last < SWEEP_AT_LEAST_S):
            continue
        sites, desk.sites_to_sweep = desk.sites_to_sweep, set()
        for site in sites:
            try:
                await desk.write(retry_stock, site)
                while await desk.write(release_orders, site) and not desk.waker.closing:
                    pass
            except StorageFault:
                desk.sites_to_sweep.add(site)
        last = desk.monotonic()
