"""What the centre does between requests: stock and pick lists for new orders, words for what became late.

The process that took orders gives them stock and lists at once. Everything else is done by one process for each site,
and so is what nobody here heard of: orders of a process that died, or what was done on a page.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime
from typing import Final

from app.central.centre import Centre
from app.central.details.rules import forget_repeats
from app.central.money.recording import judge_lapsing
from app.central.operating.forgetting import Forgetting, forget
from app.central.stock.reservations.reserving import expire_reservations, reservations_due
from app.central.work.lateness import EVER, show_late
from app.central.work.release import last_change
from app.central.work.tasks.tending import show_tasks, tend
from sync.central.operating.background import at_every_site, measured
from sync.central.serving.desk import Desk
from sync.central.serving.releasing import QUIET_S, SWEEP_AT_LEAST_S, Releasing
from sync.central.supply.looking import look_at_supply

LOOK_EVERY_S: Final = 0.25
LATE_EVERY_S: Final = 30.0
EXPIRE_EVERY_S: Final = 5.0
NOTICE_EVERY_S: Final = 3.0
SWEEP_ANYWAY_S: Final = 300.0
"""What is released at its hour changes nothing before."""
SUPPLY_EVERY_S: Final = 20.0
SUPPLY_AT_LEAST_S: Final = 300.0
WEIGH_EVERY_S: Final = 10.0
FORGET_EVERY_S: Final = 6 * 3600.0
FORGET_PARTS: Final = 20
"""Transactions of one look: a second or so."""
FORGET_AT_FIRST_S: Final = 60.0
"""Not in the first minute: whoever restarts a centre wants it to work."""


async def sweep_for_ever(desk: Desk, keep: Forgetting) -> None:
    """Work in the gaps, off the path of the next order; a fault of the disk is met again at the next look."""
    releasing = Releasing(desk)
    resting = asyncio.create_task(_rest_for_ever(desk, Sweeps(desk, keep)))
    try:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            releasing.look()
    finally:
        resting.cancel()
        await releasing.end()
        with contextlib.suppress(asyncio.CancelledError):
            await resting


async def _rest_for_ever(desk: Desk, sweeps: Sweeps) -> None:
    """Everything but the release of new orders, one after the other."""
    looked, expired, supplied = -LATE_EVERY_S, -EXPIRE_EVERY_S, -SUPPLY_EVERY_S
    noticed = -NOTICE_EVERY_S
    weighed = desk.monotonic() - WEIGH_EVERY_S / 2
    forgot = desk.monotonic() - FORGET_EVERY_S + FORGET_AT_FIRST_S
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        now = desk.monotonic()
        quiet = now - desk.order_at >= QUIET_S
        if now - weighed >= WEIGH_EVERY_S and weighed - desk.order_at < WEIGH_EVERY_S:
            await measured(desk, "weigh", sweeps.weigh, "")
            weighed = now
        if now - expired >= EXPIRE_EVERY_S:
            await at_every_site(desk, "expire", sweeps.expire)
            expired = now
        if now - noticed >= NOTICE_EVERY_S:
            await at_every_site(desk, "notice", sweeps.notice)
            noticed = now
        if quiet and now - looked >= LATE_EVERY_S:
            await at_every_site(desk, "late", sweeps.say_late)
            looked = now
        if now - supplied >= (SUPPLY_EVERY_S if quiet else SUPPLY_AT_LEAST_S):
            await at_every_site(desk, "supply", sweeps.supply)
            supplied = now
        if quiet and (sweeps.unforgotten or now - forgot >= FORGET_EVERY_S):
            await at_every_site(desk, "forget", sweeps.forget)
            forgot = now


class Sweeps:
    """The steps, each for one site; `unforgotten` are sites with more to forget."""

    def __init__(self, desk: Desk, keep: Forgetting) -> None:
        self._desk = desk
        self._keep = keep
        self._late: dict[str, datetime] = {}
        self._seen: dict[str, int] = {}
        self._swept: dict[str, tuple[int, float]] = {}
        self.unforgotten: set[str] = set()

    async def expire(self, site: str) -> None:
        """Reservations whose time is over let their units go, and who waits for stock is looked at next."""
        desk = self._desk
        while await desk.read(reservations_due, site) and not desk.closing:
            await desk.write(expire_reservations, site)
            desk.sites_to_sweep.add(site)

    async def notice(self, site: str) -> None:
        """Have a site swept where anything changed since it was, once nothing does or it is long enough ago.

        Whoever changed it need not live any more: what the process that took an order was about to do is found here.
        """
        last, now = await self._desk.read(last_change, site), self._desk.monotonic()
        swept, swept_at = self._swept.get(site, (-1, -SWEEP_ANYWAY_S))
        rests = self._seen.get(site) == last
        self._seen[site] = last
        ago = now - swept_at
        if ago >= SWEEP_ANYWAY_S or (last != swept and (rests or ago >= SWEEP_AT_LEAST_S)):
            self._swept[site] = (last, now)
            self._desk.sites_to_sweep.add(site)

    async def weigh(self, _: str) -> None:
        """Every table of the database that grew much since its planner looked."""
        await self._desk.read(Centre.weigh)

    async def say_late(self, site: str) -> None:
        desk = self._desk
        if site not in self._late:
            await desk.write(show_tasks, site)
        self._late[site] = await desk.write(show_late, site, self._late.get(site, EVER))
        await desk.write(tend, site)
        await desk.write(judge_lapsing, site)
        while not desk.closing and (await desk.write(forget_repeats, site)) > 0:
            pass

    async def supply(self, site: str) -> None:
        """Pick faces that run low, alerts and purchase proposals."""
        await look_at_supply(self._desk, site)

    async def forget(self, site: str) -> None:
        """Some parts of what is too old; the rest at the next look, so that nothing else waits for it."""
        self.unforgotten.discard(site)
        for _ in range(FORGET_PARTS):
            if self._desk.closing or not await self._desk.write(forget, site, self._keep):
                return
        self.unforgotten.add(site)
