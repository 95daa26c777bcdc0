"""What the centre publishes between requests: levels that moved, SKUs with a quota, and now and then everything."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from app.central.centre import Centre
from app.central.inventory.pacing import judge_channels
from app.central.inventory.publishing import (
    TOLD_AT_ONCE,
    Check,
    check_due,
    checked,
    differing,
    limited,
    publish,
    untold,
)
from app.central.storage.engines.faults import StorageFault
from sync.central.inventory.streaming import Room
from sync.central.operating.telling.logs import tell
from sync.central.serving.desk import Desk

LOOK_EVERY_S: Final = 0.25
BUSY_EVERY_S: Final = 1.0
"""While orders come in, moved levels are gathered for so long: ten orders for one SKU are told once."""
BUSY_MOST: Final = 4 * TOLD_AT_ONCE
QUIET_S: Final = 0.5
SITES_EVERY_S: Final = 5.0
LIMITED_EVERY_S: Final = 5.0
CHECK_EVERY_S: Final = 2.0
JUDGE_EVERY_S: Final = 30.0
AFTER_BUG_S: Final = 2.0


@dataclass(slots=True)
class _Walk:
    """A look at everything under way: up to which SKU, and for which mark."""

    check: Check
    after: str = ""


class Publisher:
    """One for each process; several at once find less to do, and nothing twice. `told` is called after each telling."""

    def __init__(self, desk: Desk, room: Room, told: Callable[[], None]) -> None:
        self._desk = desk
        self._room = room
        self._told = told
        self._sites: tuple[str, ...] = ()
        self._walks: dict[str, _Walk] = {}
        self._done_at: dict[str, float] = {}

    async def run(self) -> None:
        """For ever; a fault of the disk is met again at the next look, and a bug is told and tried again in a while."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self._look()
            except StorageFault:
                continue
            except Exception as fault:  # noqa: BLE001  nobody else would hear of it, and channels sell on old figures
                tell("publishing met a bug", logging.ERROR, fault)
                await asyncio.sleep(AFTER_BUG_S)

    async def _look(self) -> None:
        desk = self._desk
        quiet = desk.monotonic() - desk.order_at >= QUIET_S
        if not quiet and not self._due("moved", BUSY_EVERY_S):
            return
        if self._due("sites", SITES_EVERY_S) or not self._sites:
            self._sites = await desk.read(_sites)
        judging, limiting = self._due("judge", JUDGE_EVERY_S), self._due("limited", LIMITED_EVERY_S)
        checking = self._due("check", CHECK_EVERY_S)
        for site in self._sites:
            await self._tell(site, await desk.read(untold, site, *(() if quiet else (BUSY_MOST,))))
            if limiting:
                await self._tell(site, await desk.read(limited, site))
            if checking or site in self._walks:
                await self._walk(site)
            if judging:
                await desk.write(judge_channels, site)

    def _due(self, what: str, every_s: float) -> bool:
        now = self._desk.monotonic()
        if now - self._done_at.get(what, -every_s) < every_s:
            return False
        self._done_at[what] = now
        return True

    async def _tell(self, site: str, skus: Collection[str]) -> None:
        rest, told = list(skus), 0
        while rest and not self._desk.closing:
            told = max(told, await self._desk.write(publish, site, rest[:TOLD_AT_ONCE]))
            del rest[:TOLD_AT_ONCE]
        if told:
            self._room.published.wake()
            self._told()

    async def _walk(self, site: str) -> None:
        """One stretch of the look at everything, if one is due."""
        walk = self._walks.get(site)
        if walk is None:
            check = await self._desk.read(check_due, site)
            if check is None:
                return
            walk = self._walks[site] = _Walk(check)
        skus, walk.after = await self._desk.read(differing, site, walk.after)
        await self._tell(site, skus)
        if not walk.after and not self._desk.closing:
            del self._walks[site]
            await self._desk.write(checked, site, walk.check)


def _sites(centre: Centre) -> tuple[str, ...]:
    with centre.read() as work:
        return work.sites()
