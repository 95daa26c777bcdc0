"""Every page of the centre, as one router over the doors it is handed."""

from __future__ import annotations

from fastapi import APIRouter

from app.central.doors import Doors


def page_routes(doors: Doors) -> APIRouter:
    """The routes of all pages; they stand beside `/v1/`, which belongs to programs."""
    router = APIRouter()
    _ = doors
    return router
