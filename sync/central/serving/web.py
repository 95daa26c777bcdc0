"""The application: every route of the centre over one desk, and a problem for every refusal."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.central.bench.enrolment import server_epoch
from app.central.doors import Doors
from app.central.storage.engine import Broken, StorageFault
from sync.central.orders.endpoints import channel_routes
from sync.central.serving.desk import Desk
from sync.central.serving.limits import BodyLimit
from sync.central.serving.openapi import answers, describe
from sync.central.serving.problems import Refusal, answer, problem_bytes
from sync.central.serving.sweeping import sweep_for_ever
from sync.central.stations.endpoints import station_routes
from sync.protocol import HEADER_NONCE


def make_app(desk: Desk, pages: Callable[[Doors], APIRouter] | None = None) -> FastAPI:
    """An ASGI application over the desk; it sweeps while it runs, and leaves closing the centre to its owner.

    `pages` makes the routes of the browser's pages.
    """

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.waker.attach()
        sweeping = asyncio.create_task(sweep_for_ever(desk))
        yield
        desk.waker.close()
        sweeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sweeping
        desk.waker.detach()

    app = FastAPI(title="Packbench centre", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.include_router(station_routes(desk))
    app.include_router(channel_routes(desk))
    if pages is not None:
        app.include_router(pages(desk), include_in_schema=False)
    _health(app, desk)
    _problems(app)
    app.add_middleware(BodyLimit)
    describe(app)
    return app


def _health(app: FastAPI, desk: Desk) -> None:
    @app.get("/healthz", response_model=None, responses=answers({200: None}, 503))
    async def healthz() -> Response:
        """The centre is up and can read its database."""
        await desk.read(server_epoch)
        return answer(b'{"status":"ok"}')


def _problems(app: FastAPI) -> None:
    @app.exception_handler(Refusal)
    async def refused(request: Request, refusal: Refusal) -> Response:
        body = problem_bytes(refusal, request.headers.get(HEADER_NONCE, ""))
        return answer(body, refusal.status, refusal.headers)

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> Response:
        return answer(problem_bytes(_wrong_field(error)), 422)

    @app.exception_handler(HTTPException)
    async def not_here(request: Request, error: HTTPException) -> Response:
        refusal = Refusal(error.status_code, "http", str(error.detail))
        return answer(problem_bytes(refusal), error.status_code, error.headers)

    @app.exception_handler(StorageFault)
    async def not_stored(request: Request, error: StorageFault) -> Response:
        refusal = Refusal(503, "storage", "nothing was stored; try again", str(error)[:200], retry_after_s=5)
        return answer(problem_bytes(refusal, request.headers.get(HEADER_NONCE, "")), 503, refusal.headers)

    @app.exception_handler(Broken)
    async def not_allowed(request: Request, error: Broken) -> Response:
        refusal = Refusal(422, "rule", "the database does not allow this; nothing was stored", str(error)[:200])
        return answer(problem_bytes(refusal, request.headers.get(HEADER_NONCE, "")), 422)

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        """A bug of ours: the log has it (the server writes the traceback), the client learns nothing of our insides."""
        return answer(problem_bytes(Refusal(500, "bug", "the centre made a mistake; nothing was stored")), 500)


def _wrong_field(error: RequestValidationError) -> Refusal:
    """The first thing wrong with a request, with the place of its field like "lines.0.sku"."""
    first = error.errors()[0]
    places = [str(part) for part in first["loc"] if part not in ("body", "query", "header")]
    is_json = first["type"] == "json_invalid"
    detail = str(first.get("ctx", {}).get("error", first["msg"])) if is_json else str(first["msg"])
    return Refusal(422, "field", "the request has a wrong field", detail, "" if is_json else ".".join(places))
