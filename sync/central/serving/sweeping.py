"""What the centre does between requests: stock and pick lists for new orders, words for what became late."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Final

from app.central.centre import Centre
from app.central.details.rules import forget_repeats
from app.central.intake.changes import retry_stock
from app.central.money.recording import judge_lapsing
from app.central.stock.reserving import expire_reservations, reservations_due
from app.central.storage.engine import StorageFault
from app.central.work.lateness import EVER, show_late
from app.central.work.release import in_turns, plan_lists, write_lists
from app.central.work.tasks.tending import tend
from sync.central.serving.desk import Desk

LOOK_EVERY_S: Final = 0.25
QUIET_S: Final = 1.0
SWEEP_AT_LEAST_S: Final = 15.0
LATE_EVERY_S: Final = 30.0
EXPIRE_EVERY_S: Final = 5.0


async def sweep_for_ever(desk: Desk) -> None:
    """Work in the gaps, off the path of the next order; a fault of the disk is met again at the next look."""
    swept, looked, expired = desk.monotonic(), -LATE_EVERY_S, -EXPIRE_EVERY_S
    late: dict[str, datetime] = {}
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        now = desk.monotonic()
        quiet = now - desk.order_at >= QUIET_S
        if desk.sites_to_sweep and (quiet or now - swept >= SWEEP_AT_LEAST_S):
            await _release(desk)
            swept = desk.monotonic()
        if now - expired >= EXPIRE_EVERY_S:
            await _expire(desk)
            expired = now
        if quiet and now - looked >= LATE_EVERY_S:
            await _say_late(desk, late)
            looked = now


async def _release(desk: Desk) -> None:
    """Once orders stop coming for a moment, give them stock and pick lists."""
    sites, desk.sites_to_sweep = desk.sites_to_sweep, set()
    for site in sites:
        try:
            await desk.write(retry_stock, site)
            for some in in_turns(await desk.read(plan_lists, site)):
                if desk.waker.closing:
                    break
                await desk.write(write_lists, site, some)
        except StorageFault:
            desk.sites_to_sweep.add(site)


async def _expire(desk: Desk) -> None:
    """Reservations whose time is over let their units go, and who waits for stock is looked at next."""
    try:
        for site in await desk.read(_sites):
            while await desk.read(reservations_due, site) and not desk.waker.closing:
                await desk.write(expire_reservations, site)
                desk.sites_to_sweep.add(site)
    except StorageFault:
        return


async def _say_late(desk: Desk, late: dict[str, datetime]) -> None:
    """`late` keeps up to when each site was looked through."""
    try:
        for site in await desk.read(_sites):
            late[site] = await desk.write(show_late, site, late.get(site, EVER))
            await desk.write(tend, site)
            await desk.write(judge_lapsing, site)
            await desk.write(forget_repeats, site)
    except StorageFault:
        return


def _sites(centre: Centre) -> tuple[str, ...]:
    with centre.read() as work:
        return work.sites()
