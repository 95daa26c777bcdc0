"""What the centre does between requests: stock and pick lists for new orders, words for what became late.

The process that took orders gives them stock and lists; everything else is done by one process for each site.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Final

from app.central.details.rules import forget_repeats
from app.central.intake.changes import retry_stock
from app.central.money.recording import judge_lapsing
from app.central.stock.reserving import expire_reservations, reservations_due
from app.central.work.lateness import EVER, show_late
from app.central.work.release import in_turns, plan_lists, write_lists
from app.central.work.tasks.tending import tend
from sync.central.operating.background import at_every_site, measured
from sync.central.serving.desk import Desk
from sync.central.supply.looking import look_at_supply

LOOK_EVERY_S: Final = 0.25
QUIET_S: Final = 1.0
SWEEP_AT_LEAST_S: Final = 15.0
LATE_EVERY_S: Final = 30.0
EXPIRE_EVERY_S: Final = 5.0
SUPPLY_EVERY_S: Final = 20.0
SUPPLY_AT_LEAST_S: Final = 300.0


async def sweep_for_ever(desk: Desk) -> None:
    """Work in the gaps, off the path of the next order; a fault of the disk is met again at the next look."""
    sweeps = _Sweeps(desk)
    swept, looked, expired, supplied = desk.monotonic(), -LATE_EVERY_S, -EXPIRE_EVERY_S, -SUPPLY_EVERY_S
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        now = desk.monotonic()
        quiet = now - desk.order_at >= QUIET_S
        if desk.sites_to_sweep and (quiet or now - swept >= SWEEP_AT_LEAST_S):
            await sweeps.release_all()
            swept = desk.monotonic()
        if now - expired >= EXPIRE_EVERY_S:
            await at_every_site(desk, "expire", sweeps.expire)
            expired = now
        if quiet and now - looked >= LATE_EVERY_S:
            await at_every_site(desk, "late", sweeps.say_late)
            looked = now
        if now - supplied >= (SUPPLY_EVERY_S if quiet else SUPPLY_AT_LEAST_S):
            await at_every_site(desk, "supply", sweeps.supply)
            supplied = now


class _Sweeps:
    """The steps, each for one site; `late` keeps up to when each was looked through."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._late: dict[str, datetime] = {}

    async def release_all(self) -> None:
        """Once orders stop coming for a moment, give them stock and pick lists."""
        desk = self._desk
        sites, desk.sites_to_sweep = desk.sites_to_sweep, set()
        for site in sites:
            if not await measured(desk, "release", self._release, site):
                desk.sites_to_sweep.add(site)

    async def _release(self, site: str) -> None:
        desk = self._desk
        await desk.write(retry_stock, site)
        for some in in_turns(await desk.read(plan_lists, site)):
            if desk.closing:
                break
            await desk.write(write_lists, site, some)

    async def expire(self, site: str) -> None:
        """Reservations whose time is over let their units go, and who waits for stock is looked at next."""
        desk = self._desk
        while await desk.read(reservations_due, site) and not desk.closing:
            await desk.write(expire_reservations, site)
            desk.sites_to_sweep.add(site)

    async def say_late(self, site: str) -> None:
        """A site looked at for the first time is also swept: who did it before may have ended in the middle."""
        desk = self._desk
        if site not in self._late:
            desk.sites_to_sweep.add(site)
        self._late[site] = await desk.write(show_late, site, self._late.get(site, EVER))
        await desk.write(tend, site)
        await desk.write(judge_lapsing, site)
        await desk.write(forget_repeats, site)

    async def supply(self, site: str) -> None:
        """Pick faces that run low, alerts and purchase proposals."""
        await look_at_supply(self._desk, site)
