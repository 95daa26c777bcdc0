"""Every page of the centre, as one router over the doors it is handed."""

from __future__ import annotations

from fastapi import APIRouter

from app.central.doors import Doors
from ui.web.shell.drawing import Shell
from ui.web.shell.routes import lost_routes, static_routes
from ui.web.sign_in.routes import sign_in_pages


def page_routes(doors: Doors) -> APIRouter:
    """The routes of all pages; they stand beside `/v1/`, which belongs to programs."""
    shell = Shell(doors.centre.now)
    router = APIRouter(include_in_schema=False)
    router.include_router(static_routes(shell))
    router.include_router(sign_in_pages(shell, doors))
    router.include_router(lost_routes(shell))
    return router
