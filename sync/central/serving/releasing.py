"""Gives new orders stock and pick lists once no more come for a moment: each site in a task of its own.

Sites take turns at the writer, a few lists at a time, so that thousands of orders of one keep no other waiting.
"""

from __future__ import annotations

import asyncio
from typing import Final

from app.central.intake.changes import retry_stock
from app.central.work.release import in_turns, plan_lists, write_lists
from sync.central.operating.background import measured
from sync.central.serving.desk import Desk

QUIET_S: Final = 1.0
SWEEP_AT_LEAST_S: Final = 15.0
PLANS_AT_ONCE: Final = 3
"""Half of the threads that read: planning thousands of orders takes seconds, and others want to read too."""


class Releasing:
    """`look` begins what is due; `end` stops between two parts and waits for it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._done_at: dict[str, float] = {}
        self._failed: set[str] = set()
        self._began_at = desk.monotonic()
        self._plans = asyncio.Semaphore(PLANS_AT_ONCE)

    def look(self) -> None:
        for site in sorted(self._desk.sites_to_sweep - self._under_way.keys()):
            if self._due(site):
                self._desk.sites_to_sweep.discard(site)
                self._under_way[site] = asyncio.create_task(self._run(site))

    async def finished(self) -> None:
        """Wait until what is under way is done."""
        await asyncio.gather(*self._under_way.values())

    async def end(self) -> None:
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _due(self, site: str) -> bool:
        now = self._desk.monotonic()
        quiet = now - self._desk.ordered_at.get(site, -QUIET_S) >= QUIET_S and site not in self._failed
        return quiet or now - self._done_at.get(site, self._began_at) >= SWEEP_AT_LEAST_S

    async def _run(self, site: str) -> None:
        try:
            self._failed.discard(site)
            if not await measured(self._desk, "release", self._release, site):
                self._desk.sites_to_sweep.add(site)
                self._failed.add(site)  # tried again like a site where orders never cease
        finally:
            self._done_at[site] = self._desk.monotonic()
            del self._under_way[site]

    async def _release(self, site: str) -> None:
        desk = self._desk
        await desk.write(retry_stock, site)
        async with self._plans:
            planned = await desk.read(plan_lists, site)
        for some in in_turns(planned):
            if desk.closing:
                break
            await desk.write(write_lists, site, some)
