"""What is at work for the channels while the centre serves: the publisher, the streams, and who delivers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from fastapi import APIRouter

from sync.central.inventory.endpoints import inventory_routes
from sync.central.inventory.publishing import Publisher
from sync.central.inventory.streaming import Room
from sync.central.serving.desk import Desk
from sync.channels.publishing.port import PushSettings
from sync.channels.publishing.pusher import Pusher


class Inventory:
    """One for each application."""

    def __init__(self, desk: Desk, settings: PushSettings) -> None:
        self._desk = desk
        self._settings = settings
        self._room = Room()
        desk.waker.closes(self._room.published)

    def routes(self) -> APIRouter:
        return inventory_routes(self._desk, self._room)

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Publishes and delivers until the block ends; a delivery under way is finished first."""
        self._room.published.attach()
        pusher = Pusher(self._desk.centre, self._settings)
        publishing = asyncio.create_task(Publisher(self._desk, self._room, pusher.wake).run())
        pusher.start()
        try:
            yield
        finally:
            self._room.published.close()
            publishing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await publishing
            await asyncio.to_thread(pusher.close)
            self._room.published.detach()
